from hypothesis import settings

# The same examples in every run, on every machine; compiling a kernel may take longer than any deadline.
settings.register_profile("algorithms", derandomize=True, deadline=None, database=None, max_examples=40)
settings.load_profile("algorithms")
