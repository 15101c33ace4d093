"""Every setting of a mapping, what it may be, and what it is for.

The parser reads by these definitions and the JSON Schema is printed from them, so the two cannot differ.
"""

from typing import Final

from graph.model import NATURES, FieldType
from ingest.mapping.sections import Section, Setting
from ingest.mapping.shapes import Choice, Flag, Many, Named, Text, TextOrNumber, Whole
from ingest.mapping.steps import OneStep

_CLEAN: Final = Setting("clean", Many(OneStep()), "cleaning steps, in order, before the type is read")

KEY: Final = Section(
    "a key column",
    (
        Setting("column", Text(), "the column"),
        Setting("value", Text(), "the same text for every row, instead of a column"),
        _CLEAN,
    ),
    short="column",
)
_KEY: Final = Many(KEY)

FIELD: Final = Section(
    "a field",
    (
        Setting("column", Text(), "the column to read"),
        Setting("columns", Many(Text(), single=False), "several columns, joined, empty ones left out"),
        Setting("join", Text(empty=True), "what joins several columns (default: one space)"),
        Setting("value", Text(), "a constant instead of a column"),
        Setting("type", Choice(tuple(FieldType)), "how the value is read (default: as in the model, or text)"),
        Setting("required", Flag(), "true: a row without a value is rejected"),
        Setting("allowed", Many(Text()), "the only values accepted, after cleaning"),
        _CLEAN,
        Setting("format", Many(Text()), "dates: strptime patterns, `epoch` or `epoch_ms` (default: ISO)"),
        Setting("timezone", Text(), "datetimes without an offset: where their clock stood, as Europe/Berlin"),
        Setting("decimal", Choice((".", ",")), "the decimal mark (default: .)"),
        Setting("thousands", Choice((",", ".", " ", "'")), "what groups thousands (default: nothing may)"),
        Setting(
            "round",
            Choice(("exact", "half_up", "half_even")),
            "money and unit prices: what to do with more decimals than fit (default: exact, a reject)",
        ),
        Setting("separator", Text(), "lists: what stands between two members (default: ,)"),
        Setting("minimum", Text(), "the least number or date accepted"),
        Setting("maximum", Text(), "the greatest number or date accepted"),
        Setting("pattern", Text(), "a regular expression that the whole text must match, after cleaning"),
        Setting("precedence", Whole(), "overrides the source's for this field"),
        Setting(
            "on_error",
            Choice(("reject", "null", "keep")),
            "a value that breaks a rule: reject the row (default), leave the value out, or keep the text as it came",
        ),
    ),
    short="column",
)
_FIELDS: Final = Named(FIELD)

MODIFIED: Final = Section(
    "modified",
    (
        Setting("column", Text(), "the column that says when the row last changed", required=True),
        _CLEAN,
        Setting("format", Many(Text()), "strptime patterns, `epoch` or `epoch_ms` (default: ISO)"),
        Setting("timezone", Text(), "times without an offset: where their clock stood (default: UTC)"),
    ),
    short="column",
)

TO: Final = Section(
    "a reference",
    (
        Setting("source", Text(), "the other row's system (default: this one)"),
        Setting("table", Text(), "the other row's table", required=True),
        Setting("key", _KEY, "column(s) of this row that hold the other row's key", required=True),
        Setting("node", Text(), "the kind of node that the other row is"),
    ),
)

EDGE: Final = Section(
    "an edge",
    (
        Setting("type", Text(), "the type of edge, as in the model", required=True),
        Setting("direction", Choice(("out", "in")), "out: from this row to the other (default); in: the reverse"),
        Setting("to", TO, "the other row", required=True),
        Setting("fields", _FIELDS, "what the edge itself says"),
        Setting("required", Flag(), "true: a row without the other row's key is rejected"),
    ),
)

_FILTER: Final = Named(Many(Text(empty=True)))


TABLE: Final = Section(
    "a table",
    (
        Setting("name", Text(), "names the table inside its source; part of every key", required=True),
        Setting("file", Many(Text()), "path or glob below --data DIR"),
        Setting("format", Choice(("csv", "excel", "parquet", "jsonl")), "by default told from the file's ending"),
        Setting("delimiter", Text(), "CSV: what stands between two cells; `tab` for a tab (default: ,)"),
        Setting("quote", Text(empty=True), 'CSV: what quotes a cell; "" when nothing does (default: ")'),
        Setting("escape", Text(), "CSV: what stands before a quote or delimiter that is meant literally"),
        Setting("row_end", Text(), "CSV: what ends a row (default: any kind of new line)"),
        Setting("encoding", Text(), "CSV and JSON Lines: the file's encoding (default: utf-8, or its mark)"),
        Setting("header", Many(Text()), "true (default), false, or the names of the columns of a file without one"),
        Setting("skip", Whole(), "lines (Excel: rows) before the header to pass over"),
        Setting("sheet", TextOrNumber(), "Excel: the sheet's name, or its number from 1 (default: 1)"),
        Setting(
            "url",
            Text(),
            "a database instead of a file, as SQLAlchemy writes it; ${NAME} is taken from the environment",
        ),
        Setting("query", Text(), "what to ask the database"),
        Setting("table", Text(), "the database's table to read, instead of a query"),
        Setting("node", Text(), "the kind of node that a row is"),
        Setting("nature", Choice(NATURES), "whether the parties are people or organizations"),
        Setting("edge", Text(), "or the type of edge that a row is"),
        Setting("from", TO, "where the edge starts"),
        Setting("to", TO, "where the edge ends"),
        Setting("key", _KEY, "the column(s) that name a row"),
        Setting("modified", MODIFIED, "the column that says when the row last changed in its source"),
        Setting(
            "extent",
            Choice(("full", "window", "changes")),
            "what a file holds: everything there is, a stretch of time, or what changed (default)",
        ),
        Setting("only", _FILTER, "read only rows whose column has one of these values"),
        Setting("except", _FILTER, "pass over rows whose column has one of these values"),
        Setting("fields", _FIELDS, "what to store"),
        Setting("edges", Many(EDGE, single=False), "edges that the row's columns imply"),
    ),
)

MAPPING: Final = Section(
    "the mapping",
    (
        Setting("source", Text(), "the system's name; part of every key", required=True),
        Setting("precedence", Whole(), "where two systems disagree, the higher one wins (default: 0)"),
        Setting("description", Text(), "what the system is"),
        Setting("tables", Many(TABLE, single=False), "the tables it exports", required=True),
    ),
)
