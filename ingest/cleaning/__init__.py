"""The cleaning vocabulary: small pure functions from text to text, under the names that mappings use.

`STEPS` is the whole of it. Adding a word is adding a `StepKind` to one of the modules here.
"""

from types import MappingProxyType
from typing import Final

from ingest.cleaning import amounts, contacts, countries, letters, people, taxes, words
from ingest.cleaning.steps import Clean, CleanWith, StepKind, column_of

__all__ = ["STEPS", "Clean", "CleanWith", "StepKind", "column_of"]

_MODULES: Final = (letters, words, people, contacts, countries, taxes, amounts)

STEPS: Final = MappingProxyType({kind.name: kind for module in _MODULES for kind in module.KINDS})
