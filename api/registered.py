"""The folder of documents that are known by their hash."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graphql import GraphQLError, GraphQLSchema, OperationDefinitionNode

from api.documents import Documents, digest
from graph.errors import UsageError

MAX_DOCUMENT: Final = 64 * 1024
_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Registration:
    """A file of the folder: its path there, its hash, its text and the names of its operations."""

    file: str
    sha256: str
    text: str
    operations: tuple[str, ...]


def read_folder(folder: Path, schema: GraphQLSchema) -> tuple[Registration, ...]:
    """Read all `.graphql` files of a folder and its folders, in the order of their names.

    The hash is of the file as it is, so `sha256sum FILE` tells it too. Raises UsageError where there is none, or where
    one cannot be read, or is no document of this schema with an operation in it.
    """
    files = sorted(folder.rglob("*.graphql"))
    if not files:
        raise UsageError(f"GUANXI_DOCUMENTS={folder} holds no .graphql files; put a document into each, or unset it")
    documents = Documents(schema)
    found: list[Registration] = []
    problems: list[str] = []
    for file in files:
        name = file.relative_to(folder).as_posix()
        try:
            found.append(_read(file, name, documents))
        except (OSError, ValueError) as error:
            problems.append(f"{name}: {error}")
    if problems:
        more = f"\n  and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        shown = "\n  ".join(problems[:_SHOWN])
        raise UsageError(f"GUANXI_DOCUMENTS={folder} holds files that cannot be registered:\n  {shown}{more}")
    return tuple(found)


def _read(file: Path, name: str, documents: Documents) -> Registration:
    """Read one file; raises OSError or ValueError, whose text says what is wrong with it."""
    content = file.read_bytes()
    if len(content) > MAX_DOCUMENT:
        raise ValueError(f"is larger than {MAX_DOCUMENT // 1024} KiB")
    text = content.decode("utf-8")
    checked = documents.check(text)
    if checked.document is None:
        raise ValueError("; ".join(_located(error) for error in checked.errors[:3]))
    operations = [node for node in checked.document.definitions if isinstance(node, OperationDefinitionNode)]
    if not operations:
        raise ValueError("has no operation; keep fragments in the file of the operation that spreads them")
    names = tuple(node.name.value if node.name else "" for node in operations)
    return Registration(name, digest(text), text, names)


def _located(error: GraphQLError) -> str:
    where = f"{error.locations[0].line}:{error.locations[0].column}: " if error.locations else ""
    return f"{where}{error.message}"
