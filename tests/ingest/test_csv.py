"""Delimited files in all their forms."""

import codecs
import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidDataError
from ingest.mapping import Options, Table
from ingest.rows import read_table, table_files

from .helpers import customers, properties, read, table_of, write

NAMES = {"1": {"name": "Käse & Söhne"}, "2": {"name": "陈先生"}}
TEXT = "id,name\n1,Käse & Söhne\n2,陈先生\n"


def test_a_plain_file(tmp_path: Path) -> None:
    write(tmp_path, TEXT)
    rows, rejects = read(customers(tmp_path), tmp_path)
    assert properties(rows) == NAMES
    assert rejects == []
    assert [row.number for row in rows] == [2, 3]
    assert rows[0].raw == {"id": "1", "name": "Käse & Söhne"}
    assert (rows[0].source, rows[0].table, rows[0].file) == ("test", "customers", "customers.csv")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_any_kind_of_new_line(tmp_path: Path, end: str, last: bool) -> None:
    content = TEXT.replace("\n", end)
    write(tmp_path, content if last else content.removesuffix(end))
    rows, rejects = read(customers(tmp_path), tmp_path)
    assert (properties(rows), rejects) == (NAMES, [])
    assert [row.number for row in rows] == [2, 3]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
@pytest.mark.parametrize("said", ["utf-8", "cp1252", None])
def test_a_byte_order_mark_wins(tmp_path: Path, mark: bytes, encoding: str, said: str | None) -> None:
    write(tmp_path, mark + TEXT.encode(encoding))
    table = customers(tmp_path, **({"encoding": said} if said else {}))
    assert properties(read(table, tmp_path)[0]) == NAMES


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16-le", "utf-16"])
def test_an_encoding_that_is_said(tmp_path: Path, encoding: str) -> None:
    write(tmp_path, "id,name\n1,陳先生\n".encode(encoding))
    assert properties(read(customers(tmp_path, encoding=encoding), tmp_path)[0]) == {"1": {"name": "陳先生"}}


@pytest.mark.parametrize(
    ("delimiter", "said"), [(";", "';'"), ("\t", "tab"), ("|", "'|'"), ("+|", "'+|'"), ("¦¦", "¦¦"), ("::", "'::'")]
)
def test_any_delimiter_with_quotes(tmp_path: Path, delimiter: str, said: str) -> None:
    d = delimiter
    write(tmp_path, f'id{d}name{d}city\n1{d}"A{d}B"{d}x\n2{d}"say ""hi"""{d}\n')
    rows, rejects = read(customers(tmp_path, "{name: name, city: city}", delimiter=said), tmp_path)
    assert rejects == []
    assert properties(rows) == {"1": {"name": f"A{d}B", "city": "x"}, "2": {"name": 'say "hi"'}}
    assert rows[0].raw["name"] == f"A{d}B"


def test_the_odd_files_of_adventureworks(tmp_path: Path) -> None:
    """Store.csv: `+|` between cells, `&|` and a new line behind a row, XML with quotes in a cell."""
    xml = '<S xmlns="http://x"><A>1</A>\n<B>2</B></S>'
    write(tmp_path, f"292+|Next-Door Bike Store+|279+|{xml}&|\n294+|Professional, Sales+|276+|<S/>&|\n")
    table = customers(
        tmp_path, "{name: Name, survey: Survey}", header="[id, Name, Rep, Survey]", delimiter="'+|'", row_end='"&|\\n"'
    )
    rows, rejects = read(table, tmp_path)
    assert rejects == []
    assert properties(rows) == {
        "292": {"name": "Next-Door Bike Store", "survey": xml},
        "294": {"name": "Professional, Sales", "survey": "<S/>"},
    }
    assert [row.number for row in rows] == [1, 3]


def test_a_row_end_without_new_lines_counts_rows(tmp_path: Path) -> None:
    write(tmp_path, "id,name~1,Ann\nBea~2,Cleo~")
    rows, _ = read(customers(tmp_path, row_end="'~'"), tmp_path)
    assert properties(rows) == {"1": {"name": "Ann\nBea"}, "2": {"name": "Cleo"}}
    assert [row.number for row in rows] == [2, 3]


def test_a_row_end_inside_quotes_is_text(tmp_path: Path) -> None:
    write(tmp_path, 'id,name;\n1,"a;\nb";\n2,c;\n')
    rows, rejects = read(customers(tmp_path, row_end='";\\n"'), tmp_path)
    assert (properties(rows), rejects) == ({"1": {"name": "a;\nb"}, "2": {"name": "c"}}, [])
    assert [row.number for row in rows] == [2, 4]


def test_cells_of_several_lines_and_their_numbers(tmp_path: Path) -> None:
    write(tmp_path, 'id,name\n1,"a\nb\nc"\n\n2,d\n3,"e\r\nf"\n4,g\n')
    rows, rejects = read(customers(tmp_path), tmp_path)
    assert (properties(rows)["1"], rejects) == ({"name": "a\nb\nc"}, [])
    assert [(row.key, row.number) for row in rows] == [("1", 2), ("2", 6), ("3", 7), ("4", 9)]


def test_no_quotes(tmp_path: Path) -> None:
    write(tmp_path, 'id,name\n1,"A\n2,B" C\n')
    assert properties(read(customers(tmp_path, quote="none"), tmp_path)[0]) == {
        "1": {"name": '"A'},
        "2": {"name": 'B" C'},
    }


def test_an_escape(tmp_path: Path) -> None:
    write(tmp_path, "id,name\n1,A\\, B\n2,'it\\'s'\n")
    rows, _ = read(customers(tmp_path, quote='"\'"', escape="'\\'"), tmp_path)
    assert properties(rows) == {"1": {"name": "A, B"}, "2": {"name": "it's"}}


def test_without_a_header(tmp_path: Path) -> None:
    write(tmp_path, "1,Ann\n2,Bea\n")
    assert properties(read(customers(tmp_path, header="[id, name]"), tmp_path)[0]) == {
        "1": {"name": "Ann"},
        "2": {"name": "Bea"},
    }
    numbered = customers(tmp_path, "{name: '2'}", key="'1'", header="false")
    assert properties(read(numbered, tmp_path)[0]) == {"1": {"name": "Ann"}, "2": {"name": "Bea"}}


def test_lines_before_the_header(tmp_path: Path) -> None:
    write(tmp_path, 'Export of 1 May\n"unclosed\n\nid,name\n1,Ann\n')
    rows, rejects = read(customers(tmp_path, skip="2"), tmp_path)
    assert (properties(rows), rejects) == ({"1": {"name": "Ann"}}, [])
    assert rows[0].number == 5


def test_globs_and_packed_files(tmp_path: Path) -> None:
    write(tmp_path, "id,name\n1,Ann\n", "c-2023.csv")
    write(tmp_path, gzip.compress(b"name,id\nBea,2\n"), "c-2024.csv.gz")
    table = customers(tmp_path, file="'c-*.csv*'")
    assert [path.name for path in table_files(table, tmp_path)] == ["c-2023.csv", "c-2024.csv.gz"]
    rows, _ = read(table, tmp_path)
    assert properties(rows) == {"1": {"name": "Ann"}, "2": {"name": "Bea"}}
    assert [row.file for row in rows] == ["c-2023.csv", "c-2024.csv.gz"]
    assert len({row.digest for row in rows}) == 2


def test_files_in_folders_and_lists(tmp_path: Path) -> None:
    write(tmp_path, "id,name\n1,Ann\n", "2023/c.csv")
    write(tmp_path, "id,name\n2,Bea\n", "2024/c.csv")
    write(tmp_path, "id,name\n3,Cleo\n", "odd [1].csv")
    rows, _ = read(customers(tmp_path, file="['*/c.csv', 'odd [1].csv']"), tmp_path)
    assert [(row.key, row.file) for row in rows] == [("1", "2023/c.csv"), ("2", "2024/c.csv"), ("3", "odd [1].csv")]


def test_a_missing_file_says_what_is_there(tmp_path: Path) -> None:
    write(tmp_path, "x", "Customers_2024.csv")
    with pytest.raises(InvalidDataError) as error:
        table_files(customers(tmp_path, file="customers2024.csv"), tmp_path)
    assert str(error.value) == (
        f"mapping.yaml:3: table `customers`: no file customers2024.csv in {tmp_path}; did you mean Customers_2024.csv? "
        "(there: Customers_2024.csv, mapping.yaml)"
    )
    with pytest.raises(InvalidDataError, match=r"there is no folder .*gone; give the folder of the files with --data"):
        table_files(customers(tmp_path), tmp_path / "gone")


def test_progress_is_told(tmp_path: Path) -> None:
    write(tmp_path, "id,name\n" + "".join(f"{n},x\n" for n in range(1000)))
    told: list[tuple[str, int, int | None]] = []
    for _ in read_table(customers(tmp_path), tmp_path, lambda *about: told.append(about)):
        pass
    size = (tmp_path / "customers.csv").stat().st_size
    assert told[-1] == ("customers.csv", size, size)


cells = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


@given(
    st.lists(st.lists(cells, min_size=3, max_size=3), max_size=12),
    st.sampled_from([",", ";", "\t", "+|", "||"]),
    st.sampled_from(["\n", "\r\n", "&|\n", "~"]),
    st.sampled_from(["utf-8", "utf-16-le"]),
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], delimiter: str, end: str, encoding: str
) -> None:
    from ingest.readers.chunk import Origin
    from ingest.readers.delimited import read_delimited
    from ingest.writeback import DelimitedRows

    for row in table:
        for cell in row:
            if any("\ufdd0" <= letter <= "\ufdd2" for letter in cell):
                return
    folder = tmp_path_factory.mktemp("rows")
    options = Options("csv", delimiter=delimiter, row_end=end, encoding=encoding)
    file = DelimitedRows(options, Origin("t.csv", ("a", "b", "c"), encoding=encoding), folder / "t.csv")
    for row in table:
        file.write(row)
    file.close()
    chunks = list(read_delimited(_table(options), folder / "t.csv", "t.csv"))
    assert [fault for chunk in chunks for fault in chunk.faults] == []
    assert [list(row) for chunk in chunks for row in chunk.rows] == table


def _table(options: Options) -> Table:
    from graph.model import KINDS

    return Table(
        "t", "s", ("t.csv",), options, KINDS["Customer"], None, None, None, (), None, "full", (), (), None, (), 0
    )


def test_tabs_by_ending(tmp_path: Path) -> None:
    write(tmp_path, "id\tname\n1\tAnn, Bea\n", "c.tsv")
    table = table_of(tmp_path, "name: t\nfile: c.tsv\nnode: Customer\nkey: id\nfields: {name: name}")
    assert properties(read(table, tmp_path)[0]) == {"1": {"name": "Ann, Bea"}}
