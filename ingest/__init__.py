"""Ingest: source → map → clean → validate → resolve → load.

`mapping` says what a system's tables mean, `readers` read its files, `cleaning` and `values` make cells
into values, `rows` puts them together as rows ready to load, `rejects` keeps what could not be read.
None of these know a database; `load` and `resolve` write what they give.
"""
