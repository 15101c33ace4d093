"""Every setting of a mapping, what it may be, and what it is for.

The parser reads by these definitions and the JSON Schema is printed from them, so the two cannot differ.
"""

from typing import Final

from graph.model import NATURES, FieldType
from ingest.mapping.sections import Section, Setting
from ingest.mapping.shapes import Choice, Either, Flag, Many, Named, Text, TextOrNumber, Whole
from ingest.mapping.steps import OneStep

_CLEAN: Final = Setting("clean", Many(OneStep()), "cleaning steps, in order, before the type is read")

_FORMAT: Final = Setting(
    "format", Many(Text()), "dates: strptime patterns, `epoch`, `epoch_ms` or `excel` (default: ISO)"
)
_TIMEZONE: Final = Setting("timezone", Text(), "datetimes without an offset: where their clock stood, as Europe/Berlin")
_MARKS: Final = (
    Setting("decimal", Choice((".", ",")), "the decimal mark (default: .)"),
    Setting("thousands", Choice((",", ".", " ", "'")), "what groups thousands (default: nothing may)"),
)
_ROUND: Final = Setting(
    "round",
    Choice(("exact", "half_up", "half_even")),
    "money and unit prices: what to do with more decimals than fit (default: exact, a reject)",
)
_SEPARATOR: Final = Setting("separator", Text(), "lists: what stands between two members (default: ,)")

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
        _FORMAT,
        _TIMEZONE,
        *_MARKS,
        _ROUND,
        _SEPARATOR,
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
        _FORMAT,
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

WANTED: Final = Section(
    "values",
    (
        Setting("values", Many(Text(empty=True)), "the values"),
        Setting("pattern", Text(), "or a regular expression that the whole cell must match"),
    ),
    short="values",
)
_FILTER: Final = Named(WANTED)
_FILTERS: Final = (
    Setting("only", _FILTER, "only rows whose column has one of these values"),
    Setting("except", _FILTER, "not the rows whose column has one of these values"),
)

EDGE: Final = Section(
    "an edge",
    (
        Setting("type", Text(), "the type of edge, as in the model", required=True),
        Setting("direction", Choice(("out", "in")), "out: from this row to the other (default); in: the reverse"),
        Setting("to", TO, "the other row", required=True),
        Setting("fields", _FIELDS, "what the edge itself says"),
        Setting("required", Flag(), "true: a row without the other row's key is rejected"),
        *_FILTERS,
    ),
)

NODE: Final = Section(
    "a kind of node",
    (
        Setting("kind", Text(), "the kind of node that every row is"),
        Setting("column", Text(), "the column that says what each row is"),
        _CLEAN,
        Setting("map", Named(Text()), "its texts, and the kind of node that each stands for"),
    ),
    short="kind",
)

_COMPARED: Final = Choice(("text", "number", "date", "datetime"))

TAKE: Final = Section(
    "what to take",
    (
        Setting(
            "how",
            Choice(("one", "filled", "sum", "min", "max", "count", "list")),
            "what to take where several rows are found",
            required=True,
        ),
        Setting("type", _COMPARED, "min and max: as what cells are compared"),
        _CLEAN,
        _FORMAT,
        _TIMEZONE,
        *_MARKS,
    ),
    short="how",
)

ORDER: Final = Section(
    "an order",
    (
        Setting("column", Text(), "the column that says which row is the first or last", required=True),
        Setting("type", _COMPARED, "as what its cells are compared", required=True),
        _CLEAN,
        _FORMAT,
        _TIMEZONE,
        *_MARKS,
    ),
)

_DIALECT: Final = (
    Setting("delimiter", Text(), "CSV: what stands between two cells; `tab` for a tab (default: ,)"),
    Setting("quote", Text(empty=True), 'CSV: what quotes a cell; "" when nothing does (default: ")'),
    Setting("escape", Text(), "CSV: what stands before a quote or delimiter that is meant literally"),
    Setting("row_end", Text(), "CSV: what ends a row (default: any kind of new line)"),
    Setting("encoding", Text(), "CSV and JSON Lines: the file's encoding (default: utf-8, or its mark)"),
    Setting("header", Many(Text()), "true (default), false, or the names of the columns of a file without one"),
    Setting("skip", Whole(), "lines (Excel: rows) before the header to pass over"),
)
_READING: Final = (
    Setting("file", Many(Text()), "path or glob below --data DIR"),
    Setting("format", Choice(("csv", "excel", "parquet", "jsonl")), "by default told from the file's ending"),
    *_DIALECT,
    Setting("sheet", TextOrNumber(), "Excel: the sheet's name, or its number from 1 (default: 1)"),
    Setting(
        "url",
        Text(),
        "a database instead of a file, as SQLAlchemy writes it; ${NAME} is taken from the environment",
    ),
    Setting("query", Text(), "what to ask the database"),
)
_EXTENT: Final = Setting(
    "extent",
    Choice(("full", "window", "changes")),
    "what a file holds: everything there is, a stretch of time, or what changed (default)",
)
_MODIFIED: Final = Setting("modified", MODIFIED, "the column that says when the row last changed in its source")

LOOKUP: Final = Section(
    "a look-up",
    (
        Setting("table", Text(), "the table of this mapping whose rows to look in …"),
        *_READING,
        Setting("key", _KEY, "the column(s) of this row that say which row is meant", required=True),
        Setting("by", _KEY, "the column(s) of the other rows that must say the same (default: those of `key`)"),
        Setting("missing", Choice(("reject", "empty")), "what to do where no row is found (default: reject the row)"),
        Setting("take", Either(Choice(("one", "filled")), Named(TAKE)), "what to take where several rows are found"),
        Setting("first", ORDER, "of several rows, take the one with the least value here"),
        Setting("last", ORDER, "of several rows, take the one with the greatest value here"),
        *_FILTERS,
    ),
)

DEFAULTS: Final = Section(
    "the defaults",
    (
        *_DIALECT,
        _EXTENT,
        _MODIFIED,
        Setting("currency", Text(), "the currency of amounts that have none beside them"),
        Setting("clean", Many(OneStep()), "cleaning steps of every column, before its own"),
        Setting(
            "fields",
            Section("the defaults of fields", (_FORMAT, _TIMEZONE, *_MARKS, _ROUND, _SEPARATOR)),
            "how values are read that do not say it themselves",
        ),
    ),
)

TABLE: Final = Section(
    "a table",
    (
        Setting("name", Text(), "names the table inside its source; part of every key", required=True),
        *_READING,
        Setting("table", Text(), "the database's table to read, instead of a query"),
        Setting("node", NODE, "the kind of node that a row is"),
        Setting("nature", Choice(NATURES), "whether the parties are people or organizations"),
        Setting("edge", Text(), "or the type of edge that a row is"),
        Setting("from", TO, "where the edge starts"),
        Setting("to", TO, "where the edge ends"),
        Setting("key", _KEY, "the column(s) that name a row"),
        _MODIFIED,
        _EXTENT,
        *_FILTERS,
        Setting("fill_down", Many(Text()), "columns whose blank cells mean what the row before says"),
        Setting(
            "each",
            Either(Text(), Named(Many(Text(), single=False))),
            "make several rows of one: of a column that holds a list, or of columns side by side",
        ),
        Setting("lookups", Named(LOOKUP), "columns of other rows, under names of your own"),
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
        Setting("defaults", DEFAULTS, "what holds for every table that does not say it itself"),
        Setting("tables", Many(TABLE, single=False), "the tables it exports", required=True),
    ),
)
