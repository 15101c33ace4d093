"""Mappings: YAML files that say what a source system's tables mean in the graph. See docs/mapping.md."""

from ingest.mapping.load import load_mapping
from ingest.mapping.model import (
    Column,
    Field,
    Filter,
    ImpliedEdge,
    Mapping,
    Options,
    Reference,
    Step,
    Table,
)

__all__ = [
    "Column",
    "Field",
    "Filter",
    "ImpliedEdge",
    "Mapping",
    "Options",
    "Reference",
    "Step",
    "Table",
    "load_mapping",
]
