"""How a table's files are read: settings of the reader, checked."""

import codecs
from typing import Final, cast

from ingest.mapping.defaults import Defaults
from ingest.mapping.model import Format, Options
from ingest.mapping.report import Report
from ingest.mapping.sections import Settings

_ENDINGS: Final[dict[str, Format]] = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".xlsb": "excel",
    ".xls": "excel",
    ".ods": "excel",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
_ONLY_FOR: Final = {
    "delimiter": ("csv",),
    "quote": ("csv",),
    "escape": ("csv",),
    "row_end": ("csv",),
    "encoding": ("csv", "jsonl"),
    "header": ("csv", "excel"),
    "skip": ("csv", "excel"),
    "sheet": ("excel",),
    "query": ("sql",),
    "table": ("sql",),
}
_NAMES: Final = {"tab": "\t", "space": " ", "comma": ",", "semicolon": ";", "pipe": "|"}


def options_of(settings: Settings, defaults: Defaults, report: Report) -> Options | None:
    """Return the options, or `None` where the format cannot be told. Problems are reported."""
    form = _format(settings, report)
    if form is None:
        return None
    settings = defaults.of_table(settings, lambda name: form in _ONLY_FOR.get(name, ()))
    for name, formats in _ONLY_FOR.items():
        if settings.has(name) and form not in formats:
            report.add(settings.line_of(name), f"`{name}` is for {' and '.join(formats)}; this table is {form}")
    _check_files(settings, report)
    header = settings.texts("header")
    return Options(
        format=form,
        delimiter=_delimiter(settings, report),
        quote=_one_letter(settings, "quote", report) if settings.has("quote") else '"',
        escape=_one_letter(settings, "escape", report) or None,
        row_end=_unescaped(settings.find("row_end", str)),
        encoding=_encoding(settings, report),
        names=None if header in ((), ("true",)) else () if header == ("false",) else header,
        skip=settings.get("skip", int, 0),
        sheet=cast("str | int | None", settings.values.get("sheet")),
        url=settings.find("url", str),
        query=settings.find("query", str),
        relation=settings.find("table", str),
    )


def _format(settings: Settings, report: Report) -> Format | None:
    if settings.has("url"):
        if settings.has("file"):
            report.add(settings.line_of("file"), "a table comes from a `file` or from a `url`, not from both")
        if settings.has("query") == settings.has("table"):
            report.add(settings.line_of("url"), "a `url` needs either a `query` or a `table`")
        return "sql"
    if not settings.has("file"):
        report.add(settings.line, "a table needs a `file` (or a `url`) to read")
        return None
    said = settings.find("format", str)
    if said is not None:
        return cast("Format", said)
    forms = {format_of(file) for file in settings.texts("file")}
    if len(forms) == 1 and (form := forms.pop()) is not None:
        return form
    if settings.texts("file"):
        report.add(settings.line_of("file"), "the ending does not tell the format; say `format: csv` or another")
    return None


def format_of(file: str) -> Format | None:
    """Return the format that a file's ending tells."""
    name = file.lower().rstrip("*?").removesuffix(".gz")
    return next((form for ending, form in _ENDINGS.items() if name.endswith(ending)), None)


def _check_files(settings: Settings, report: Report) -> None:
    for file in settings.texts("file"):
        parts = file.replace("\\", "/").split("/")
        if parts[0] == "" or parts[0].endswith(":") or ".." in parts:
            report.add(settings.line_of("file"), f"`{file}` leaves the data folder; give that with --data instead")


def _delimiter(settings: Settings, report: Report) -> str:
    said = settings.find("delimiter", str)
    if said is None:
        files = settings.texts("file")
        tabbed = files and all(file.lower().removesuffix(".gz").endswith((".tsv", ".tab")) for file in files)
        return "\t" if tabbed else ","
    delimiter = _NAMES.get(said, _unescaped(said) or "")
    if "\n" in delimiter or "\r" in delimiter:
        report.add(settings.line_of("delimiter"), "a new line cannot stand between cells; see `row_end`")
    return delimiter


def _one_letter(settings: Settings, name: str, report: Report) -> str:
    letter = settings.get(name, str, "")
    if letter == "none":
        return ""
    if len(letter) > 1:
        report.add(settings.line_of(name), f"`{name}` is one letter, or `none`")
        return letter[0]
    return letter


def _unescaped(text: str | None) -> str | None:
    if text is None:
        return None
    return text.replace("\\t", "\t").replace("\\n", "\n").replace("\\r", "\r")


def _encoding(settings: Settings, report: Report) -> str | None:
    said = settings.find("encoding", str)
    if said is None:
        return None
    try:
        name = codecs.lookup(said).name
        "a".encode(name)
    except (LookupError, ValueError):
        report.add(settings.line_of("encoding"), f"unknown encoding `{said}`; examples: utf-8, utf-16, cp1252, gb18030")
        return None
    return name
