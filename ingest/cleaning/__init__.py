"""The cleaning vocabulary: small pure functions from text to text, under the names that mappings use.

`STEPS` is the whole of it. Adding a word is adding a `StepKind` to one of the modules here.
"""

from types import MappingProxyType
from typing import Final

from ingest.cleaning import letters, words
from ingest.cleaning.steps import Clean, CleanWith, StepKind, column_of

__all__ = ["STEPS", "Clean", "CleanWith", "StepKind", "column_of"]

STEPS: Final = MappingProxyType({kind.name: kind for module in (letters, words) for kind in module.KINDS})
