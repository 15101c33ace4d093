"""How commands end, and what they say."""

import json
import os
import signal
import socket
import subprocess
from pathlib import Path

from tests.e2e.guanxi import PROJECT, Guanxi, await_true


def failing(guanxi: Guanxi, *arguments: str, code: int, **environment: str) -> str:
    done = subprocess.run(
        guanxi._command(arguments),
        env=guanxi.environment | environment,
        cwd=PROJECT,
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    return done.stderr


def test_an_unknown_option_is_a_usage_error(guanxi: Guanxi) -> None:
    said = failing(guanxi, "ingest", "--what", code=2)
    assert "--what" in said


def test_a_wrong_setting_is_a_usage_error_that_names_it(guanxi: Guanxi) -> None:
    assert "GUANXI_PORT is 'http'" in failing(guanxi, "up", code=2, GUANXI_PORT="http")


def test_a_mapping_that_is_missing_or_wrong_is_invalid_data(guanxi: Guanxi, tmp_path: Path) -> None:
    assert "nothing.yaml" in failing(guanxi, "ingest", str(tmp_path / "nothing.yaml"), code=5)
    (tmp_path / "wrong.yaml").write_text(
        "source: x\ntables:\n  - name: t\n    file: t.csv\n    node: Custommer\n    key: id\n"
    )
    said = failing(guanxi, "ingest", str(tmp_path / "wrong.yaml"), code=5)
    assert "wrong.yaml:5" in said
    assert "Customer" in said


def test_an_open_bind_needs_a_token(guanxi: Guanxi) -> None:
    assert "GUANXI_API_TOKEN" in failing(guanxi, "up", code=2, GUANXI_HOST="0.0.0.0")


def test_a_neo4j_that_does_not_answer_is_told_from_one_that_refuses(guanxi: Guanxi) -> None:
    elsewhere = {"GUANXI_NEO4J_URI": "bolt://127.0.0.1:9", "GUANXI_NEO4J_PASSWORD": "x"}
    assert "cannot be reached" in failing(guanxi, "graph", "hash", code=1, **elsewhere)


def test_down_where_nothing_runs_says_so(guanxi: Guanxi) -> None:
    assert guanxi.run("down") == ""


def test_ctrl_c_ends_a_load_with_the_command_that_goes_on(guanxi: Guanxi, tmp_path: Path) -> None:
    mapping = PROJECT / "examples" / "first" / "shop.yaml"
    process = guanxi.start("ingest", str(mapping))
    await_true(lambda: "Starting Neo4j" in guanxi.progress("ingest") or process.poll() is not None, "it did not start")
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(60) == 130
    assert f"To go on: guanxi ingest {mapping}" in guanxi.progress("ingest")
    accounts = json.loads(guanxi.run("ingest", str(mapping), "--json"))
    assert accounts["created"] == 11
    assert accounts["duplicate"] == 5
    guanxi.await_no_server()


def test_a_service_is_served_once_and_ended_by_down(guanxi: Guanxi) -> None:
    said = guanxi.run("up", "--detach")
    assert f"http://127.0.0.1:{guanxi.port}/graphql" in said
    assert "has a service already" in failing(guanxi, "up", code=2)
    parties = guanxi.graphql("{ parties(role: CUSTOMER) { totalCount edges { node { name } } } }")["parties"]
    assert [edge["node"]["name"] for edge in parties["edges"]] == ["Café Zentral", "Müller & Söhne"]
    guanxi.run("down")
    guanxi.await_no_server()


def test_a_taken_port_is_told_with_what_to_do(guanxi: Guanxi) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", guanxi.port))
        taken.listen()
        said = failing(guanxi, "up", code=1)
    assert f"port {guanxi.port}" in said
    assert "GUANXI_PORT" in said


def test_any_other_neo4j_serves_as_well(guanxi: Guanxi) -> None:
    guanxi.run("neo4j", "start")
    where = json.loads(guanxi.run("neo4j", "browser", "--json"))
    elsewhere = Guanxi(guanxi.home.parent / "elsewhere")
    external = {"GUANXI_NEO4J_URI": where["connect"], "GUANXI_NEO4J_PASSWORD_FILE": where["passwordFile"]}
    done = subprocess.run(
        elsewhere._command(("graph", "hash")),
        env=elsewhere.environment | external,
        cwd=PROJECT,
        text=True,
        capture_output=True,
        timeout=120,
        check=True,
    )
    assert done.stdout == guanxi.run("graph", "hash")
    assert elsewhere.servers() == []
    guanxi.run("down")
    guanxi.await_no_server()
