"""What is wrong with a mapping: every problem, its line, and what to do."""

from pathlib import Path
from textwrap import dedent, indent

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidDataError
from ingest.assembly import Assembler
from ingest.cleaning import STEPS
from ingest.mapping import load_mapping
from ingest.mapping.columns import columns_used
from ingest.mapping.sections import Section
from ingest.mapping.settings import EDGE, FIELD, MAPPING, TABLE, TO
from ingest.readers.chunk import Origin

from .helpers import write_mapping


def problems(folder: Path, text: str) -> list[str]:
    path = write_mapping(folder, text)
    with pytest.raises(InvalidDataError) as error:
        load_mapping(path)
    return str(error.value).split("\n")


def table_problems(folder: Path, text: str) -> list[str]:
    """Problems of a mapping with one table; its first line is line 3."""
    body = indent(dedent(text).strip(), "    ").lstrip()
    return problems(folder, f"source: test\ntables:\n  - {body}\n")


def field_problems(folder: Path, field: str, node: str = "Customer") -> list[str]:
    """Problems of a mapping with one field, in line 8."""
    return table_problems(folder, f"name: t\nfile: t.csv\nnode: {node}\nkey: id\nfields:\n  {field}")


def edge_problems(folder: Path, edge: str, node: str = "Customer") -> list[str]:
    """Problems of a mapping with one edge, in line 8."""
    return table_problems(folder, f"name: t\nfile: t.csv\nnode: {node}\nkey: id\nedges:\n  - {edge}")


@pytest.mark.parametrize("text", ["", "null", "- a\n- b", "hello", "42"])
def test_what_is_no_mapping_is_told_so(tmp_path: Path, text: str) -> None:
    assert any("a mapping begins with `source: NAME`" in line for line in problems(tmp_path, text))


def test_all_problems_are_told_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """\
        sorce: crm
        precedence: high
        tables:
          - name: customers
            file: customers.csv
            node: Custommer
            key: id
            fields:
              name: {colum: name}
              contact_name: who
              at: {column: d, format: "%d.%m"}
          - name: orders
            file: orders.csv
            node: Order
            edges:
              - {type: PLACED, to: {source: x, table: customers, key: c}}
        """,
    )
    assert found == [
        "mapping.yaml:1: the mapping lacks `source` (the system's name; part of every key)",
        "mapping.yaml:1: unknown setting `sorce` in the mapping; did you mean `source`?",
        "mapping.yaml:2: `precedence` should be a whole number of at least 0",
        "mapping.yaml:6: unknown kind of node `Custommer`; did you mean `Customer`?",
        "mapping.yaml:9: `name` takes one of `column`, `columns` and `value`, and has none of them",
        "mapping.yaml:9: unknown setting `colum` in a field; did you mean `column`?",
        "mapping.yaml:11: `%d.%m` does not say day, month and year; an example is `%d.%m.%Y`",
        "mapping.yaml:11: `format` is for date, datetime; `at` is text",
        "mapping.yaml:12: a table of nodes needs a `key`: the column(s) that name a row",
        "mapping.yaml:16: PLACED cannot start at Order; did you mean `direction: in`?",
    ]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("contact_name: who", "`contact_name` looks like the model's `contactName` of Customer"),
        ("source: x", "`source` is Guanxi's own name"),
        ("scoreRisk: x", "`scoreRisk` is Guanxi's own name"),
        ("größe: x", "`größe` cannot name a field"),
        ("name: {type: integer, column: n}", "`name` of Customer is text in the model, not integer"),
        ("x: {column: a, value: b}", "`x` takes one of `column`, `columns` and `value`, and has `column` and `value`"),
        ("x: {column: a, type: numbre}", "`type` cannot be `numbre`; did you mean `number`?"),
        ("x: {column: a, clean: [trimm]}", "unknown cleaning step `trimm`; did you mean `trim`?"),
        ("x: {column: a, clean: [{trim: yes}]}", "`trim` takes no argument"),
        ("x: {column: a, clean: [map]}", "`map` needs an argument"),
        ("x: {column: a, clean: [{map: 3}]}", "`map` should be names with values"),
        ("x: {column: a, clean: [{trim: 1, map: 2}]}", "each step in `clean` is one name with its argument"),
        ("x: {column: a, clean: [{replace: {'(': x}}]}", "is no pattern with a replacement"),
        ("x: {column: a, clean: [{replace: {'a': '\\2'}}]}", "is no pattern with a replacement"),
        ("x: {column: a, clean: [{phone: {regon: DE}}]}", "unknown setting `regon` in `phone`; did you mean `region`?"),
        ("x: {column: a, clean: [{phone: {region: Atlantis}}]}", "there is no such country"),
        ("x: {column: a, clean: [{tax_id: {country: HK}}]}", "tax ids of HK cannot be checked"),
        ("x: {column: a, clean: [{tax_id: {}}]}", "`tax_id` needs a country"),
        (
            "x: {column: a, clean: [{phone: {region_column: b}}, {tax_id: {country_column: c}}]}",
            "can depend on one other column only",
        ),
        ("x: {column: a, type: datetime, timezone: Europe/Berlim}", "there is no time zone `Europe/Berlim`"),
        ("x: {column: a, decimal: ','}", "`decimal` is for integer, money, number, unit_price; `x` is text"),
        ("x: {column: a, type: number, decimal: ',', thousands: ','}", "cannot be the same mark"),
        ("x: {column: a, type: number, minimum: few}", "`minimum` `few` is no number"),
        ("x: {column: a, type: number, minimum: 1e999999999}", "is no number that can be compared with"),
        ("x: {column: a, type: date, maximum: 31.12.2024}", "`maximum` `31.12.2024` is no date"),
        ("x: {column: a, pattern: '['}", "`pattern` is no regular expression"),
        ("x: {column: a, type: date, on_error: keep}", "only text can be kept as it came"),
        ("x: {column: a, on_error: drop}", "`on_error` cannot be `drop`; there are: reject, null, keep"),
        ("x: {column: a, required: maybe}", "`required` should be `true` or `false`"),
        ("x: {column: ''}", "`column` should be a text, and is empty"),
        ("x:", "`x` should be settings"),
        ("x: [a, b]", "`column` should be a single text"),
        ("x: {columns: a}", "`columns` should be a list"),
        ("x: {column: a, column: b}", "`column` stands in a field twice"),
        ("x: {column: a, type: money}", "`x` is an amount: Customer needs a field `currency` beside it"),
        ("currency: {value: EURO}", "`EURO` is no ISO 4217 currency; did you mean `EUR`?"),
        ("generated: {value: perhaps}", "its value `perhaps` is neither yes nor no"),
        ("x: {value: 31.02.2024, type: date, format: '%d.%m.%Y'}", "its value `31.02.2024` is no date"),
    ],
)
def test_fields(tmp_path: Path, field: str, said: str) -> None:
    node = "Order" if field.startswith("currency") else "Customer"
    found = field_problems(tmp_path, field, node)
    assert any(line.startswith("mapping.yaml:8: ") and said in line for line in found), found


def test_two_fields_cannot_be_stored_as_one(tmp_path: Path) -> None:
    fields = "{total: a, totalMinor: b, currency: {value: EUR}}"
    found = table_problems(tmp_path, f"name: t\nfile: t.csv\nnode: Order\nkey: id\nfields: {fields}")
    assert found == ["mapping.yaml:7: `totalMinor` and `total` are both stored as `totalMinor`"]


@pytest.mark.parametrize(
    ("edge", "said"),
    [
        ("{type: PLACD, to: TO}", "unknown type of edge `PLACD`; did you mean `PLACED`?"),
        ("{type: SERVES, to: TO}", "SERVES cannot start at Customer; did you mean `direction: in`?"),
        ("{type: FULFILS, to: TO}", "FULFILS cannot start at Customer"),
        ("{type: PLACED, to: {source: x, table: y, key: z, node: Invoice}}", "PLACED ends at Order, not at Invoice"),
        (
            "{type: PLACED, to: {source: x, table: y, key: z, node: Ordr}}",
            "unknown kind of node `Ordr`; did you mean `Order`?",
        ),
        ("{type: PLACED, to: {table: orders, key: z}}", "this mapping has no table `orders`"),
        ("{type: PLACED, to: {source: x, key: z}}", "a reference lacks `table`"),
        ("{type: PLACED, to: {source: x, table: y}}", "a reference lacks `key`"),
        ("{type: PLACED}", "an edge lacks `to`"),
        ("{to: TO}", "an edge lacks `type`"),
        ("{type: PLACED, to: {source: x, table: y, key: {column: a, value: b}}}", "either a `column` or a `value`"),
        ("{type: RAISED, to: TO, fields: {paid: {column: p, type: money}}}", "needs a field `currency`"),
    ],
)
def test_edges(tmp_path: Path, edge: str, said: str) -> None:
    found = edge_problems(tmp_path, edge.replace("TO", "{source: x, table: y, key: z}"))
    assert any(line.startswith("mapping.yaml:8: ") and said in line for line in found), found


def test_an_end_of_several_kinds_must_be_told(tmp_path: Path) -> None:
    found = edge_problems(tmp_path, "{type: ABOUT, to: {source: x, table: y, key: z}}", "Complaint")
    assert len(found) == 1
    assert "ABOUT ends at Product or Material or" in found[0]
    assert "say which, as `node: Product`" in found[0]


def test_a_reference_must_have_the_size_of_the_key(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """\
        source: x
        tables:
          - {name: orders, file: a.csv, node: Order, key: [a, b]}
          - name: customers
            file: b.csv
            node: Customer
            key: id
            edges:
              - {type: PLACED, to: {table: orders, key: a}}
        """,
    )
    assert found == ["mapping.yaml:9: a key of `orders` has 2 parts, this reference 1"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [  # T and X are whole tables of customers, in CSV and Excel
        ("name: t\nfile: t.csv\nkey: id", "either which `node` a row is, or which `edge`"),
        (
            "name: t\nfile: t.csv\nkey: id\nnode: Customer\nedge: PLACED",
            "either which `node` a row is, or which `edge`",
        ),
        ("name: t\nnode: Customer\nkey: id", "a table needs a `file` (or a `url`) to read"),
        ("name: t\nfile: t.dat\nnode: Customer\nkey: id", "the ending does not tell the format"),
        ("name: t\nfile: /etc/passwd.csv\nnode: Customer\nkey: id", "leaves the data folder"),
        ("name: t\nfile: ../t.csv\nnode: Customer\nkey: id", "leaves the data folder"),
        ("name: t\nfile: 'C:\\t.csv'\nnode: Customer\nkey: id", "leaves the data folder"),
        ("name: a/b\nfile: t.csv\nnode: Customer\nkey: id", "`a/b` cannot name a table"),
        ("name: ..\nfile: t.csv\nnode: Customer\nkey: id", "`..` cannot name a table"),
        ("T\nsheet: x", "`sheet` is for excel; this table is csv"),
        ("X\nsheet: 0", "`sheet` should be a whole number of at least 1"),
        ("X\ndelimiter: ;", "`delimiter` is for csv; this table is excel"),
        ("T\ndelimiter: '\\n'", "a new line cannot stand between cells"),
        ("T\nquote: '<<'", "`quote` is one letter"),
        ("T\nencoding: utf-9", "unknown encoding `utf-9`"),
        ("T\nencoding: base64", "unknown encoding `base64`"),
        ("T\nonly: {a: {pattern: '['}}", "`pattern` is no regular expression"),
        ("T\nonly: {a: {pattern: x, values: y}}", "rows are chosen by values, or by a `pattern`"),
        ("T\nextent: all", "`extent` cannot be `all`; there are: full"),
        ("name: t\nfile: t.csv\nnode: Order\nkey: id\nnature: Person", "`nature` is for parties; Order is none"),
        ("name: t\nfile: t.csv\nnode: Order\nkey: id\nfrom: {table: a, key: b}", "`from` is for tables of edges"),
        ("name: t\nfile: t.csv\nedge: PLACED\nto: {source: x, table: y, key: z}", "a table of edges needs `from`"),
        ("name: t\nfile: t.csv\nnode: Customer\nkey: []", "`key` should be a list with at least one member"),
        ("T\nmodified: {format: '%Y'}", "modified lacks `column`"),
        ("name: t\nurl: sqlite:///a.db\nnode: Customer\nkey: id", "a `url` needs either a `query` or a `table`"),
        (
            "name: t\nurl: sqlite:///a.db\nfile: a.csv\ntable: a\nnode: Customer\nkey: id",
            "from a `file` or from a `url`",
        ),
        ("T\n? [a]\n: b", "unknown setting `…` in a table"),
    ],
)
def test_tables(tmp_path: Path, settings: str, said: str) -> None:
    for short, ending in (("T\n", "csv"), ("X\n", "xlsx")):
        settings = settings.replace(short, f"name: t\nfile: t.{ending}\nnode: Customer\nkey: id\n")
    found = table_problems(tmp_path, settings)
    assert any(said in line for line in found), found


def test_table_names_are_unique(tmp_path: Path) -> None:
    table = "{name: t, file: t.csv, node: Customer, key: id}"
    found = problems(tmp_path, f"source: x\ntables:\n  - {table}\n  - {table}\n")
    assert found == ["mapping.yaml:4: there are two tables `t`; a table's name is part of its keys"]


def test_a_reference_cannot_name_a_table_of_edges(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """\
        source: x
        tables:
          - name: lines
            file: l.csv
            edge: SETTLES
            from: {source: a, table: b, key: c}
            to: {source: a, table: d, key: e}
          - {name: t, file: t.csv, node: Customer, key: id, edges: [{type: PLACED, to: {table: lines, key: z}}]}
        """,
    )
    assert found == ["mapping.yaml:8: `lines` is a table of edges; a reference names a node"]


def test_mappings_made_to_do_harm_end_soon(tmp_path: Path) -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{name}: &{name} [{','.join(f'*{before}' for _ in range(10))}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert problems(tmp_path, bomb) == ["mapping.yaml: the mapping is too large to be one"]
    assert problems(tmp_path, "source: " + "[" * 100 + "]" * 100) == [
        "mapping.yaml: the mapping is nested too deeply to be one"
    ]
    assert "too deeply" in problems(tmp_path, "source: " + "[" * 5000 + "]" * 5000)[0]
    assert "more than 4 MiB" in problems(tmp_path, "# " + "x" * 5_000_000)[0]


def settings_of(*sections: Section) -> st.SearchStrategy[str]:
    return st.sampled_from([setting.name for section in sections for setting in section.settings])


scalars = st.sampled_from(
    ["trim", "Customer", "PLACED", "id", "a.csv", "date", "money", "x", "", "%Y", "in", "null", "EUR"]
)
values = st.recursive(
    scalars | st.integers(-5, 5) | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(settings_of(FIELD, TO, EDGE) | scalars | st.sampled_from(sorted(STEPS)), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(settings_of(TABLE), values, max_size=8), st.dictionaries(settings_of(MAPPING), values, max_size=3)
)
def test_nothing_written_in_a_mapping_crashes_the_parser(
    tmp_path_factory: pytest.TempPathFactory, table: dict[str, object], more: dict[str, object]
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    base = {"name": "t", "file": "a.csv", "node": "Customer", "key": "id"}
    path = write_mapping(folder, yaml.safe_dump({"source": "s", "tables": [{**base, **table}], **more}))
    try:
        mapping = load_mapping(path)
    except InvalidDataError as error:
        assert all(line.startswith("mapping.yaml:") for line in str(error).split("\n"))  # noqa: PT017
        return
    for each in mapping.tables:
        Assembler(each, Origin("a.csv", tuple(columns_used(each))))


@given(st.text(max_size=80))
def test_no_text_crashes_the_parser(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "mapping.yaml"
    path.write_bytes(text.encode())
    with pytest.raises(InvalidDataError):
        load_mapping(path)
