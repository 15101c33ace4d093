"""docker-compose.yml and the Dockerfile, as far as they can be checked where no container engine is."""

import ast
import fnmatch
import importlib.util
import json
import re
import shlex
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from app.embedded.layout import NEO4J_VERSION
from app.embedded.server import find
from app.serving import LOOPBACK
from app.settings import PREFIX, Settings

SCHEMA = Path(__file__).parent / "compose-spec" / "compose-spec.json"
SIZE = {"m": 1 << 20, "g": 1 << 30}


@pytest.fixture(scope="module")
def compose(project: Path) -> dict[str, Any]:
    found = yaml.safe_load((project / "docker-compose.yml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def instructions(project: Path) -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, continued lines joined."""
    text = (project / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in joined.splitlines()]


def bytes_of(size: str) -> int:
    return int(size[:-1]) * SIZE[size[-1].lower()]


def test_it_is_of_the_specification(compose: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(compose)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate({"services": {"api": {"imagee": "x"}}})


def test_what_is_named_is_declared(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert set(service.get("secrets", ())) <= compose["secrets"].keys()
        assert set(service["networks"]) <= compose["networks"].keys() | {"default"}
        assert set(service.get("depends_on", ())) <= compose["services"].keys()
        for volume in service.get("volumes", ()):
            assert volume.split(":")[0] in compose["volumes"]
        assert service["healthcheck"]["test"]
        assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}


def test_neo4j_is_ours_and_closed(compose: dict[str, Any]) -> None:
    neo4j = compose["services"]["neo4j"]
    assert neo4j["image"] == f"neo4j:{NEO4J_VERSION}-community"
    assert "ports" not in neo4j
    assert json.loads(neo4j["environment"]["NEO4J_PLUGINS"]) == ["graph-data-science"]
    environment = neo4j["environment"]
    needs = sum(bytes_of(environment[f"NEO4J_server_memory_{name}"]) for name in ("heap_max__size", "pagecache_size"))
    assert needs * 1.2 < bytes_of(neo4j["deploy"]["resources"]["limits"]["memory"])


def test_the_api_is_published_on_this_machine_only(compose: dict[str, Any]) -> None:
    [port] = compose["services"]["api"]["ports"]
    assert port.rsplit(":", 2)[0] in LOOPBACK


def test_no_secret_stands_in_the_file_or_gets_into_git_or_the_image(compose: dict[str, Any], project: Path) -> None:
    for secret in compose["secrets"].values():
        assert secret["file"].startswith("./secrets/")
    for service in compose["services"].values():
        for name, value in service["environment"].items():
            assert not re.search("PASSWORD$|TOKEN$|AUTH$", name)
            if name.endswith("_FILE"):
                assert value.removeprefix("/run/secrets/") in service["secrets"]
    assert "/secrets/" in (project / ".gitignore").read_text().splitlines()
    ignored = [line for line in (project / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    for name in ("secrets", ".git", ".venv", "tests"):
        assert any(fnmatch.fnmatch(name, pattern) for pattern in ignored), name


def test_the_settings_are_known_and_agree(
    compose: dict[str, Any], instructions: list[tuple[str, str]], tmp_path: Path
) -> None:
    own = compose["services"]["api"]["environment"] | dict(
        pair.split("=", 1)
        for kind, text in instructions
        if kind == "ENV"
        for pair in shlex.split(text)
        if pair.startswith(PREFIX)
    )
    values = {name.removeprefix(PREFIX).lower(): value for name, value in own.items()}
    for name in ("neo4j_password_file", "api_token_file"):
        values[name] = str(tmp_path / name)
        (tmp_path / name).write_text(f"{name}\n")
    settings = Settings(**values)
    connection = find(settings)
    assert connection
    assert (connection.uri, connection.password) == ("bolt://neo4j:7687", "neo4j_password_file")
    assert (settings.token, settings.port) == ("api_token_file", 8000)


def test_health_is_asked_for_where_it_is_told(compose: dict[str, Any], instructions: list[tuple[str, str]]) -> None:
    commands = [compose["services"]["api"]["healthcheck"]["test"]]
    commands += [json.loads(text[text.index("CMD") + 3 :]) for kind, text in instructions if kind == "HEALTHCHECK"]
    assert len(commands) == 2
    for command in commands:
        ast.parse(command[-1])
        assert re.search(r"http://127\.0\.0\.1:8000/(livez|readyz)'", command[-1])


def test_every_source_of_the_image_exists(instructions: list[tuple[str, str]], project: Path) -> None:
    for kind, text in instructions:
        if kind == "COPY" and not text.startswith("--from"):
            for source in text.split()[:-1]:
                assert (project / source).exists(), source
        if kind == "RUN" and "python -c" in text:
            ast.parse(shlex.split(text[text.index("python -c") :])[2])


def test_the_image_runs_as_nobody_special_what_there_is(instructions: list[tuple[str, str]]) -> None:
    last = dict(instructions)
    user, group = last["USER"].split(":")
    assert int(user) >= 1_000
    assert int(group) >= 1_000
    kinds = [kind for kind, _ in instructions]
    assert kinds.index("USER") > max(n for n, kind in enumerate(kinds) if kind == "RUN")
    program, flag, module = json.loads(last["ENTRYPOINT"])
    assert (program, flag) == ("python", "-m")
    assert importlib.util.find_spec(f"{module}.__main__")
    assert json.loads(last["CMD"]) == ["up"]
