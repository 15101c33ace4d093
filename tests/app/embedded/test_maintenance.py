"""Neo4j's administration commands, with the server stopped."""

import pytest

from app import embedded
from app.embedded import password
from app.embedded.layout import Layout
from graph.errors import ServerError
from tests.app.embedded.helpers import processes_of, query

COUNT = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n), count(r)"


@pytest.fixture
def files(tmp_path):
    nodes, edges = tmp_path / "nodes.csv", tmp_path / "edges.csv"
    nodes.write_text("id:ID,name,:LABEL\n1,Ä,Party\n2,B,Party\n3,C,Party\n", encoding="utf-8")
    edges.write_text(":START_ID,:END_ID,:TYPE\n1,2,SUPPLIES\n2,3,SUPPLIES\n", encoding="utf-8")
    return [f"--nodes={nodes}", f"--relationships={edges}"]


def test_import_check_dump_load(settings, files, tmp_path):
    said = []
    with embedded.stop_for_maintenance(settings) as admin:  # on a home that has never been started
        admin.import_full(files, on_line=said.append)
        admin.check()
        assert admin.dump(tmp_path / "dump").stat().st_size > 0
    assert any("3 nodes" in line for line in said)

    connection = embedded.start(settings)
    assert query(connection, COUNT) == [[3, 2]]
    assert query(connection, "MATCH (n {name: 'Ä'}) DETACH DELETE n RETURN count(*)") == [[1]]

    with embedded.stop_for_maintenance(settings) as admin:
        assert not processes_of(settings)
        admin.load(tmp_path / "dump")
    assert embedded.status(settings).pinned  # it was before
    with embedded.server(settings) as connection:
        assert query(connection, COUNT) == [[3, 2]]


def test_a_failing_command_shows_what_it_said(settings, tmp_path):
    with (
        embedded.stop_for_maintenance(settings) as admin,
        pytest.raises(ServerError, match=r"(?s)database load neo4j .*failed with code 1.*nowhere"),
    ):
        admin.load(tmp_path / "nowhere")


def test_our_first_password_is_what_neo4j_writes(settings):
    with embedded.stop_for_maintenance(settings) as admin:
        admin.run("dbms", "set-initial-password", "correct horse")
    written = Layout(settings.home).first_password.read_text(encoding="utf-8")
    salt = bytes.fromhex(written.split(",")[2])
    assert password.credential("correct horse", salt) == written
