"""Prints the mapping format as JSON Schema, from the definitions that mappings are read by.

`python -m ingest.mapping.schema` writes docs/mapping.schema.json; an editor that knows YAML can check by it while
one types. It knows the settings and their shapes; what they mean together only `load_mapping` checks.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

from ingest.mapping.settings import MAPPING

PATH: Final = Path(__file__).resolve().parents[2] / "docs" / "mapping.schema.json"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of mappings."""
    parts: dict[str, Any] = {}
    whole = MAPPING.schema(parts)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Guanxi mapping",
        "description": "What a source system's tables mean in the graph; see mapping.md.",
        **whole,
        "$defs": parts,
    }


def text() -> str:
    """Return the schema as it is published."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the schema; with `--check`, only say whether it is current."""
    if "--check" in sys.argv[1:]:
        current = PATH.is_file() and PATH.read_text(encoding="utf-8") == text()
        if not current:
            sys.stderr.write(f"{PATH.name} is not current; run python -m ingest.mapping.schema\n")
        return 0 if current else 1
    PATH.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
