"""Documents by hash: registered ones, those that clients register by themselves, and a service that takes no others."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.documents import Registered
from api.http import HttpSettings
from api.registered import read_folder
from api.schema import schema
from graph.errors import UsageError
from tests.api.conftest import Recording, serving

REGISTERED = "query Kind { __typename }\n"
OTHER = "{ kind: __typename }"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def by_hash(sha256: Any, **more: Any) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha256}}, **more}


def told(client: httpx.Client, body: dict[str, Any]) -> tuple[int, Any]:
    """The status, and the data or the code and message of the error."""
    answer = client.post("/graphql", json=body)
    found = answer.json()
    if "errors" in found:
        return answer.status_code, (found["errors"][0]["extensions"]["code"], found["errors"][0]["message"])
    return answer.status_code, found["data"]


@pytest.fixture(scope="module")
def strict(recording: Recording) -> Iterator[httpx.Client]:
    registered = Registered({sha(REGISTERED): REGISTERED}, only=True)
    with serving(recording, HttpSettings(registered=registered)) as url, httpx.Client(base_url=url) as client:
        yield client


NOT_FOUND = (200, ("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound"))


def test_a_client_registers_what_it_sends_and_names_it_from_then_on(session_client: httpx.Client) -> None:
    assert told(session_client, by_hash(sha(OTHER))) == NOT_FOUND
    assert told(session_client, by_hash(sha(OTHER), query=OTHER)) == (200, {"kind": "Query"})
    assert told(session_client, by_hash(sha(OTHER))) == (200, {"kind": "Query"})


def test_what_is_not_valid_is_not_registered(session_client: httpx.Client) -> None:
    wrong = "{ nothing }"
    assert told(session_client, by_hash(sha(wrong), query=wrong))[1][0] == "GRAPHQL_VALIDATION_FAILED"
    assert told(session_client, by_hash(sha(wrong))) == NOT_FOUND


@pytest.mark.parametrize(
    "body",
    [
        by_hash("0" * 64, query=OTHER),
        by_hash("0" * 63),
        by_hash(sha(OTHER).upper()),
        by_hash(["0" * 64]),
        {"extensions": {"persistedQuery": {"version": 2, "sha256Hash": sha(OTHER)}}},
        {"extensions": {"persistedQuery": []}, "query": OTHER},
        {"extensions": [1], "query": OTHER},
        {"extensions": {}},
        by_hash(sha(OTHER), query=1),
    ],
)
def test_a_hash_that_cannot_be_used_is_refused(body: dict[str, Any], session_client: httpx.Client) -> None:
    status, (code, _) = told(session_client, body)
    assert (status, code) in {(400, "BAD_REQUEST"), (200, "BAD_REQUEST")}


def test_only_registered_documents_are_answered_where_that_is_asked_for(strict: httpx.Client) -> None:
    for body in (by_hash(sha(REGISTERED)), {"query": REGISTERED}, by_hash(sha(REGISTERED), operationName="Kind")):
        assert told(strict, body) == (200, {"__typename": "Query"})
    for body in ({"query": OTHER}, by_hash(sha(OTHER), query=OTHER), {"query": "{ __schema { types { name } } }"}):
        assert told(strict, body)[1][0] == "PERSISTED_QUERY_ONLY"
    assert told(strict, by_hash(sha(OTHER))) == NOT_FOUND
    assert strict.get("/graphql").status_code == 404


def test_a_folder_is_read_with_the_hashes_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "kind.graphql").write_text(REGISTERED)
    (tmp_path / "one.graphql").write_text(OTHER)
    (tmp_path / "notes.txt").write_text("no document")
    found = read_folder(tmp_path, schema._schema)
    assert [(one.file, one.sha256, one.operations) for one in found] == [
        ("deep/kind.graphql", sha(REGISTERED), ("Kind",)),
        ("one.graphql", sha(OTHER), ("",)),
    ]


def test_a_folder_with_files_that_cannot_be_used_names_each_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"holds no \.graphql files"):
        read_folder(tmp_path, schema._schema)
    (tmp_path / "a.graphql").write_text("{\n  nothing\n}")
    (tmp_path / "b.graphql").write_bytes(b"\xff")
    (tmp_path / "c.graphql").write_text("{ __typename" + " " * 70_000 + "}")
    (tmp_path / "d.graphql").write_text("type Query { a: Int }")
    (tmp_path / "e.graphql").write_text(OTHER)
    with pytest.raises(UsageError) as caught:
        read_folder(tmp_path, schema._schema)
    said = str(caught.value)
    assert "a.graphql: 2:3: Cannot query field 'nothing'" in said
    assert "b.graphql: 'utf-8' codec" in said
    assert "c.graphql: is larger than 64 KiB" in said
    assert "d.graphql: " in said
    assert "e.graphql" not in said
