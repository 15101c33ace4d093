"""Settings: defaults, the environment, what is refused and how; and that docs/settings.md tells of all of them."""

import os
import re
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from app.settings import PREFIX, Settings, load_settings
from graph.errors import UsageError

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"
ROW = re.compile(r"\| `(GUANXI_\w+)` \| (.+?) \| (.+?) \|")
PER_MACHINE = {
    "home": "`$XDG_DATA_HOME/guanxi`, or `~/.local/share/guanxi`",
    "cache": "`$XDG_CACHE_HOME/guanxi`, or `~/.cache/guanxi`",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """An environment without settings of this machine."""
    for name in list(os.environ):
        if name.startswith((PREFIX, "XDG_")):
            monkeypatch.delenv(name)
    return monkeypatch


def test_defaults(environment, tmp_path):
    environment.setenv("HOME", str(tmp_path))
    settings = load_settings()
    assert settings.home == tmp_path / ".local/share/guanxi"
    assert settings.cache == tmp_path / ".cache/guanxi"
    assert (settings.host, settings.port, settings.bolt_port, settings.http_port) == ("127.0.0.1", 8000, 7687, 7474)
    assert settings.embedded


def test_xdg_folders(environment, tmp_path):
    environment.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    environment.setenv("XDG_CACHE_HOME", "relative: to be ignored, says the standard")
    environment.setenv("HOME", str(tmp_path))
    settings = load_settings()
    assert settings.home == tmp_path / "data/guanxi"
    assert settings.cache == tmp_path / ".cache/guanxi"


def test_the_environment_counts_and_overrides_count_more(environment, tmp_path):
    environment.setenv("GUANXI_HOME", "~/here")
    environment.setenv("HOME", str(tmp_path))
    environment.setenv("GUANXI_CACHE", "cache")
    environment.setenv("GUANXI_BOLT_PORT", "1")
    environment.setenv("GUANXI_HTTP_PORT", "2")
    environment.setenv("GUANXI_HEAP_MB", "")
    settings = load_settings(http_port=0)
    assert settings.home == tmp_path / "here"
    assert settings.cache == Path.cwd() / "cache"
    assert (settings.bolt_port, settings.http_port, settings.heap_mb) == (1, 0, None)


def test_settings_are_frozen_and_keep_secrets(environment):
    environment.setenv("GUANXI_API_TOKEN", "hush")
    settings = load_settings(neo4j_uri="neo4j+s://db.example", neo4j_password="hush")
    assert settings.api_token == settings.neo4j_password == SecretStr("hush")
    assert "hush" not in repr(settings)
    assert not settings.embedded
    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1


def test_a_token_comes_from_its_file(environment, tmp_path):
    file = tmp_path / "token"
    settings = load_settings(api_token_file=file)
    with pytest.raises(UsageError, match=r"GUANXI_API_TOKEN_FILE is '.*', which cannot be read"):
        settings.token  # noqa: B018
    for wrong in ("", "\n", "two\nlines\n"):
        file.write_text(wrong)
        with pytest.raises(UsageError, match="must hold the secret on its one line"):
            settings.token  # noqa: B018
    file.write_text("hush \n")
    assert settings.token == "hush "
    assert load_settings(api_token="hush").token == "hush"
    assert load_settings().token is None


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"PORT": "x"}, "GUANXI_PORT is 'x': input should be a valid integer.* unset it for the default"),
        ({"BOLT_PORT": "65536"}, "GUANXI_BOLT_PORT is '65536': .*less than or equal to 65535"),
        ({"PORT": "7474"}, "GUANXI_HTTP_PORT and GUANXI_PORT are both 7474"),
        ({"HOST": "http://x/"}, "GUANXI_HOST is 'http://x/': must be a bare address"),
        ({"HEAP_MB": "1"}, "GUANXI_HEAP_MB is '1': .*greater than or equal to 256"),
        ({"PAGE_CACHE_MB": "1"}, "GUANXI_PAGE_CACHE_MB is '1'"),
        ({"NEO4J_URI": "http://x"}, "GUANXI_NEO4J_URI is 'http://x': must look like neo4j://host:7687"),
        ({"NEO4J_URI": "bolt://u:secret@x"}, r"GUANXI_NEO4J_URI is \(hidden\): must not hold credentials"),
        ({"NEO4J_URI": "bolt://x"}, "needs a password: set GUANXI_NEO4J_PASSWORD_FILE"),
        ({"NEO4J_URI": "bolt://x", "NEO4J_PASSWORD": "a", "NEO4J_PASSWORD_FILE": "b"}, "exclude each other"),
        (
            {"API_TOKEN": "secret", "API_TOKEN_FILE": "b"},
            "GUANXI_API_TOKEN and GUANXI_API_TOKEN_FILE exclude each other",
        ),
        ({"ONLY_DOCUMENTS": "true"}, "GUANXI_ONLY_DOCUMENTS needs GUANXI_DOCUMENTS"),
        ({"SLOW_MS": "-1"}, "GUANXI_SLOW_MS is '-1'"),
        ({"NEO4J_DATABASE": "a b"}, "GUANXI_NEO4J_DATABASE is 'a b'"),
        ({"NEO4J_DATABASE": "sales"}, "GUANXI_NEO4J_DATABASE is of use only with GUANXI_NEO4J_URI"),
        ({"NEO4J_USER": "ada"}, "GUANXI_NEO4J_USER is of use only with"),
        ({"NEO4J_PASSWORD": "secret"}, "GUANXI_NEO4J_PASSWORD is of use only with"),
        ({"BOLTPORT": "1"}, "GUANXI_BOLTPORT is set, but .*mean GUANXI_BOLT_PORT"),
        ({"ZZZ": "1"}, "GUANXI_ZZZ is set, but there is no such setting. Known are GUANXI_HOME, "),
        ({"PORT": "x", "HTTP_PORT": "y"}, r"(?s)GUANXI_PORT is 'x'.*GUANXI_HTTP_PORT is 'y'"),
    ],
)
def test_what_cannot_be_used_is_explained(environment, values, message):
    for name, value in values.items():
        environment.setenv(PREFIX + name, value)
    with pytest.raises(UsageError, match=message) as caught:
        load_settings()
    assert "secret" not in str(caught.value)


def test_an_unknown_override_is_refused():
    with pytest.raises(UsageError, match="There is no setting 'colour'"):
        load_settings(colour="red")


def test_the_document_has_every_setting_with_its_default_and_meaning():
    documented = {name: (default, meaning) for name, default, meaning in ROW.findall(DOCUMENT.read_text("utf-8"))}
    expected = {}
    for name, field in Settings.model_fields.items():
        default = PER_MACHINE.get(name) or ("unset" if field.default is None else f"`{field.default}`")
        expected[PREFIX + name.upper()] = (default, field.description)
    assert documented == expected
