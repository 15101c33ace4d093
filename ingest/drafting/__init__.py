"""Drafts a first mapping from a file's own columns."""

from ingest.drafting.draft import init_mapping

__all__ = ["init_mapping"]
