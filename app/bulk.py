"""`guanxi ingest --bulk`: a first load through Neo4j's own importer."""

import tempfile
from pathlib import Path

from app import embedded
from app.embedded import Progress
from app.settings import Settings
from app.wiring import open_database
from graph.errors import UsageError
from graph.progress import version
from ingest.bulk import write_files
from ingest.load import Options
from ingest.mapping import Mapping
from ingest.summary import Summary


def bulk_load(settings: Settings, mapping: Mapping, data: Path, options: Options, progress: Progress) -> Summary:
    """Load a mapping into an empty database: files first, then the importer, with the server stopped meanwhile.

    Raises UsageError where the database is not the embedded one or holds something already, ServerError where other
    commands use it.
    """
    if not settings.embedded:
        raise UsageError("--bulk stops and replaces the database, so it needs the embedded one; unset GUANXI_NEO4J_URI")
    with open_database(settings, progress) as (database, _):
        if version(database):
            raise UsageError("--bulk is for an empty database, and this one holds data; leave --bulk out")
    folder = Path(tempfile.mkdtemp(prefix="bulk-", dir=settings.home))
    try:
        summary, arguments = write_files(mapping, data, folder, options)
        with embedded.stop_for_maintenance(settings, progress) as admin:
            progress("Importing", 0, 0)
            admin.import_full(arguments)
    finally:
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    with open_database(settings, progress):
        return summary  # the schema is there again
