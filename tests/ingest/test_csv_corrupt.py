"""Delimited files corrupted in every way we could think of: every row is accounted for, memory is bounded."""

import gzip
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InvalidDataError
from ingest.rows import Row, read_table

from .helpers import customers, properties, read, rules, write


def test_bytes_that_are_not_of_the_encoding(tmp_path: Path) -> None:
    write(tmp_path, b"id,name\n1,Ann\n2,M\xfcller\n3,Caf\xc3\xa9\n\xff,x\n")
    rows, rejects = read(customers(tmp_path), tmp_path)
    assert properties(rows) == {"1": {"name": "Ann"}, "3": {"name": "Café"}}
    assert rules(rejects) == [(3, "name", "encoding"), (5, "id", "encoding")]
    assert rejects[0].value == "M\\xfcller"
    assert "say the file's `encoding`" in rejects[0].hint
    assert [reject.key for reject in rejects] == ["2", None]


def test_half_a_letter_of_utf_16(tmp_path: Path) -> None:
    content = "id,name\n1,Ann\n2,".encode("utf-16") + b"\x00\xd8" + "\n3,Cleo\n".encode("utf-16-le") + b"x"
    write(tmp_path, content)
    rows, rejects = read(customers(tmp_path), tmp_path)
    assert properties(rows) == {"1": {"name": "Ann"}, "3": {"name": "Cleo"}}
    assert [(each.number, each.rule) for each in rejects] == [(3, "encoding"), (5, "cells")]


def test_nul(tmp_path: Path) -> None:
    write(tmp_path, b"id,name\n1,A\x00nn\n2,Bea\n\x003,Cleo\n")
    rows, rejects = read(customers(tmp_path), tmp_path)
    assert properties(rows) == {"2": {"name": "Bea"}}
    assert rules(rejects) == [(2, "name", "nul"), (4, "id", "nul")]
    assert rejects[0].value == "A\\x00nn"


def test_ragged_rows(tmp_path: Path) -> None:
    write(tmp_path, "id,name,city\n1,Ann,Oslo\n2,Bea\n3,Cleo,Rome,extra\n4\n,,\n5,Eve,Bonn\n")
    rows, rejects = read(customers(tmp_path), tmp_path)
    assert [row.key for row in rows] == ["1", "5"]
    assert rules(rejects) == [(3, "", "cells"), (4, "", "cells"), (5, "", "cells"), (6, "id", "key")]
    assert [reject.key for reject in rejects] == ["2", "3", "4", None]
    assert rejects[0].hint == "has 2 cells where the header has 3; add the missing delimiters"


def test_the_key_of_a_ragged_row_is_doubtful_where_it_is_not_first(tmp_path: Path) -> None:
    write(tmp_path, "name,id\nAnn,of Cleves,1\n")
    _, (reject,) = read(customers(tmp_path), tmp_path)
    assert reject.key is None


@pytest.mark.parametrize(
    ("content", "keys", "lost"),
    [
        ('id,name\n1,"Ann\n2,Bea\n3,Cleo\n', ["2", "3"], [2]),  # a quote that never closes
        ('id,name\n1,Ann\n2,"Bea"x\n3,Cleo\n', ["1", "3"], [3]),  # text behind a quote
        ('id,name\n1,"Ann\n2,"Bea"\n3,Cleo\n', ["2", "3"], [2]),  # closed by the next row's quote
        ('id,name\n1,"5" pipe"\n2,Bea\n', ["2"], [2]),
        ('id,name\n1,5" pipe\n2,Bea\n', ["1", "2"], []),  # a quote inside a cell is text
        ('id,name\n1,"Ann', [], [2]),
    ],
)
def test_quotes_that_go_wrong_cost_one_row(tmp_path: Path, content: str, keys: list[str], lost: list[int]) -> None:
    write(tmp_path, content)
    rows, rejects = read(customers(tmp_path), tmp_path)
    assert [row.key for row in rows] == keys
    assert [(each.number, each.rule) for each in rejects] == [(number, "quotes") for number in lost]


def test_a_quote_that_never_closes_does_not_swallow_the_file(tmp_path: Path) -> None:
    lines = [f"{number},name {number}\n" for number in range(120_000)]
    lines[7] = '7,"open\n'
    write(tmp_path, "id,name\n" + "".join(lines))
    table = customers(tmp_path)
    tracemalloc.start()
    seen, rejects = 0, []
    for each in read_table(table, tmp_path):
        if isinstance(each, Row):
            seen += 1
        else:
            rejects.append(each)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (seen, [(each.number, each.rule) for each in rejects]) == (119_999, [(9, "length")])
    assert peak < 60 * 1024**2


def test_a_row_over_many_lines_with_the_wrong_cells_says_so(tmp_path: Path) -> None:
    write(tmp_path, 'id,name,city\n1,"a\nb\nc",d,e\n2,x,y\n')
    rows, (reject,) = read(customers(tmp_path), tmp_path)
    assert [row.key for row in rows] == ["2"]
    assert "it stretches over 3 lines" in reject.hint


def test_cells_of_ten_megabytes(tmp_path: Path) -> None:
    big = "x" * 10_000_000
    write(tmp_path, f'id,name\n1,Ann\n2,{big}\n3,"{big}"\n4,Dora\n')
    rows, rejects = read(customers(tmp_path), tmp_path)
    assert properties(rows) == {"1": {"name": "Ann"}, "4": {"name": "Dora"}}
    assert [(each.number, each.rule) for each in rejects] == [(3, "length"), (4, "length")]
    assert all(len(each.value) < 200 and each.cells is None for each in rejects)


def test_a_cell_at_the_limit_is_read(tmp_path: Path) -> None:
    write(tmp_path, f"id,name\n1,{'x' * 1024 * 1024}\n2,{'x' * (1024 * 1024 + 1)}\n")
    rows, rejects = read(customers(tmp_path), tmp_path)
    assert [(row.key, len(str(row.properties["name"]))) for row in rows] == [("1", 1024 * 1024)]
    assert [each.rule for each in rejects] == ["length"]


def test_a_line_without_end_is_bounded(tmp_path: Path) -> None:
    """Twenty megabytes of small cells on one line: one reject, in little memory."""
    with (tmp_path / "customers.csv").open("w") as file:
        file.write("id,name\n1,Ann\n")
        for _ in range(22):
            file.write("abcdefg,," * 100_000)
        file.write("\n2,Bea\n")
    table = customers(tmp_path)
    tracemalloc.start()
    rows, rejects = read(table, tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ([row.key for row in rows], [each.number for each in rejects]) == (["1", "2"], [3])
    assert rejects[0].cells is None
    assert peak < 300 * 1024**2


def test_the_memory_for_a_long_file_is_flat(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        write(tmp_path, "id,name\n" + "".join(f"{number},name {number}\n" for number in range(count)))
        tracemalloc.start()
        total = sum(1 for _ in read_table(table, tmp_path))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert total == count
        return used

    table = customers(tmp_path)
    small, large = peak(30_000), peak(90_000)
    assert large < 1.2 * small


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", gzip.compress(b"")])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    name = "c.csv.gz" if content[:1] == b"\x1f" else "c.csv"
    write(tmp_path, content, name)
    with pytest.raises(InvalidDataError, match=r"c\.csv(\.gz)?: the file is empty, there is not even a header"):
        read(customers(tmp_path, file=name), tmp_path)
    assert read(customers(tmp_path, file=name, header="[id, name]"), tmp_path) == ([], [])


def test_only_a_header(tmp_path: Path) -> None:
    write(tmp_path, "id,name")
    assert read(customers(tmp_path), tmp_path) == ([], [])


def test_a_missing_column_is_told_with_the_nearest_and_the_mappings_line(tmp_path: Path) -> None:
    write(tmp_path, "ID,name,Town\n1,a,b\n")
    with pytest.raises(InvalidDataError) as error:
        read(customers(tmp_path, "{name: name, city: City, region: Twon}"), tmp_path)
    assert str(error.value).split("\n") == [
        "mapping.yaml:6: customers.csv has no column `id`; did you mean `ID`?",
        "mapping.yaml:7: customers.csv has no column `City`; there are: ID, name, Town",
        "mapping.yaml:7: customers.csv has no column `Twon`; did you mean `Town`?",
    ]


def test_doubled_names_matter_where_the_mapping_reads_them(tmp_path: Path) -> None:
    write(tmp_path, "id,note,name,note,,\n1,a,Ann,b,c,d\n")
    rows, _ = read(customers(tmp_path), tmp_path)
    assert rows[0].raw == {"id": "1", "note": "a", "name": "Ann", "note (2)": "b", "5": "c", "6": "d"}
    with pytest.raises(InvalidDataError, match=r"customers\.csv has 2 columns `note`; rename all but one"):
        read(customers(tmp_path, "{name: note}"), tmp_path)


def test_spaces_around_names_do_not_matter(tmp_path: Path) -> None:
    write(tmp_path, " id ,\ufeffname\n1,Ann\n")
    assert properties(read(customers(tmp_path), tmp_path)[0]) == {"1": {"name": "Ann"}}


def test_a_header_that_cannot_be_read(tmp_path: Path) -> None:
    write(tmp_path, 'id,"name\n1,Ann\n')
    with pytest.raises(InvalidDataError, match=r"customers\.csv:1: the header cannot be read: a quote opens here"):
        read(customers(tmp_path), tmp_path)
    write(tmp_path, "id,名".encode("utf-16-le"))
    with pytest.raises(InvalidDataError, match=r"customers\.csv: the header is not utf-8; say the file's `encoding`"):
        read(customers(tmp_path), tmp_path)


def test_no_line_that_can_be_read(tmp_path: Path) -> None:
    write(tmp_path, '"a"b\n"c')
    with pytest.raises(InvalidDataError, match=r"customers\.csv:1: no line can be read"):
        read(customers(tmp_path, "{name: '2'}", key="'1'", header="false"), tmp_path)
    rows, rejects = read(customers(tmp_path, header="[id, name]"), tmp_path)
    assert (rows, [each.number for each in rejects]) == ([], [1, 2])


def test_packed_files_that_are_damaged(tmp_path: Path) -> None:
    table = customers(tmp_path, file="c.csv.gz")
    packed = gzip.compress(b"id,name\n" + b"".join(b"%d,x\n" % n for n in range(50_000)))
    for content in (packed[: len(packed) // 2], b"id,name\n1,Ann\n", packed[:-8] + b"\0" * 8):
        write(tmp_path, content, "c.csv.gz")
        with pytest.raises(InvalidDataError, match=r"c\.csv\.gz"):
            read(table, tmp_path)


def test_a_packed_file_of_a_gigabyte_needs_little_memory(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "c.csv.gz", "wb", compresslevel=1) as file:
        file.write(b"id,name\n1,")
        for _ in range(100):
            file.write(b"x" * 2_000_000)
        file.write(b"\n2,Bea\n")
    table = customers(tmp_path, file="c.csv.gz")
    tracemalloc.start()
    rows, rejects = read(table, tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ([row.key for row in rows], [(each.number, each.rule) for each in rejects]) == (["2"], [(2, "length")])
    assert peak < 120 * 1024**2


def test_noncharacters_where_they_would_be_mistaken(tmp_path: Path) -> None:
    write(tmp_path, "id+|name\n1+|a\ufdd0b\n")
    with pytest.raises(InvalidDataError, match=r"customers\.csv: .*noncharacters"):
        read(customers(tmp_path, delimiter="'+|'"), tmp_path)


@given(st.binary(max_size=300), st.sampled_from(["utf-8", "utf-16-le", "gb18030", "cp1252"]))
def test_no_bytes_crash_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes, encoding: str) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    write(folder, "id,name\n".encode(encoding) + content)
    table = customers(folder, encoding=encoding)
    try:
        rows, rejects = read(table, folder)
    except InvalidDataError:
        return
    numbers = sorted([each.number for each in [*rows, *rejects]])
    assert len(numbers) == len(set(numbers))


@given(st.text('ab",\n\r', max_size=60))
def test_every_line_is_accounted_for(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """No letter of a file is lost: each stands in a row, or in a reject's cells."""
    folder = tmp_path_factory.mktemp("lines")
    write(folder, "id,name\n" + text)
    rows, rejects = read(customers(folder), folder)
    kept = "".join("".join(row.cells) for row in rows) + "".join(
        "".join(map(str, each.cells or ())) for each in rejects
    )
    assert [kept.count(letter) for letter in "ab"] == [text.count(letter) for letter in "ab"]
