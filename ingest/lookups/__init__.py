"""Look-ups: columns of other rows, found by what stands in a row. See docs/adr/0008."""

from ingest.lookups.index import Index, Indexes, lookup_files, open_indexes, places_of

__all__ = ["Index", "Indexes", "lookup_files", "open_indexes", "places_of"]
