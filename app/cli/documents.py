"""`guanxi documents`."""

from typing import Annotated

import typer

from api.registered import read_folder
from api.schema import schema
from app.cli.console import out, show_json
from app.settings import load_settings
from graph.errors import UsageError


def documents(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Check the documents in GUANXI_DOCUMENTS, and list them with the hashes that clients send."""
    folder = load_settings().documents
    if folder is None:
        raise UsageError("GUANXI_DOCUMENTS is not set; name the folder of .graphql files there")
    found = read_folder(folder, schema._schema)
    if json:
        show_json([{"file": one.file, "sha256": one.sha256, "operations": list(one.operations)} for one in found])
        return
    for one in found:
        out.print(f"{one.sha256}  {one.file}  {' '.join(one.operations)}".rstrip(), markup=False)
