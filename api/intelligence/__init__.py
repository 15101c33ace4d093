"""GraphQL about scores, runs and what-if.

What works questions out (numpy, scipy, numba) is imported by the functions that need it: the schema is part of every
`guanxi` command, most of which need none of it.
"""
