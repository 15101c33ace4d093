"""Settings: everything that may differ between two machines, read once from the environment and frozen.

`load_settings()` is the only way in for commands: it turns each mistake into a `UsageError` that names the
variable, its value and what to do. Tests and benchmarks may build a `Settings` by hand. `docs/settings.md` lists
all of them.
"""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph.engines import Engine
from graph.errors import UsageError

PREFIX: Final = "GUANXI_"
URI_SCHEMES: Final = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def _xdg_folder(variable: str, fallback: str) -> Path:
    """Return Guanxi's folder below an XDG base directory; a relative base is ignored, as XDG asks."""
    base = Path(os.environ.get(variable, ""))
    return (base if base.is_absolute() else Path.home() / fallback) / "guanxi"


def _default_home() -> Path:
    return _xdg_folder("XDG_DATA_HOME", ".local/share")


def _default_cache() -> Path:
    return _xdg_folder("XDG_CACHE_HOME", ".cache")


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


Folder = Annotated[Path, AfterValidator(_absolute)]
Port = Annotated[int, Field(ge=0, le=65535)]


class Settings(BaseSettings):
    """The settings of one Guanxi deployment. Frozen: pass it on, never change it."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid")

    home: Folder = Field(
        default_factory=_default_home,
        description="Folder of this deployment: the embedded Neo4j's data, its password, run state.",
    )
    cache: Folder = Field(
        default_factory=_default_cache,
        description="Folder for downloads (Neo4j's jars, about 180 MB), shared by all homes; may be deleted.",
    )
    host: str = Field(default="127.0.0.1", description="Address the API listens on.")
    port: Port = Field(default=8000, description="Port the API listens on.")
    api_token: SecretStr | None = Field(default=None, description="Bearer token that API requests must carry.")
    api_token_file: Folder | None = Field(
        default=None, description="File that holds that token, instead of `GUANXI_API_TOKEN`."
    )
    documents: Folder | None = Field(
        default=None, description="Folder of `.graphql` files that clients may name by their SHA-256."
    )
    only_documents: bool = Field(
        default=False, description="Whether the API answers nothing but the documents of that folder."
    )
    slow_ms: int = Field(
        default=1000, description="Milliseconds from which a statement is logged with its plan; 0 logs none.", ge=0
    )
    engine: Engine = Field(
        default=Engine.AUTO,
        description="Where influence is worked out: `process`, `gds` (inside Neo4j), or `auto`, by the graph's size.",
    )
    assumptions: Folder | None = Field(
        default=None,
        description="File of assumptions for risk and what-if, instead of `intelligence/assumptions.yaml`.",
    )
    neo4j_uri: str | None = Field(
        default=None, description="Neo4j to use instead of the embedded one, e.g. `neo4j://db.example:7687`."
    )
    neo4j_user: str = Field(default="neo4j", description="User name at `GUANXI_NEO4J_URI`.", min_length=1)
    neo4j_password: SecretStr | None = Field(
        default=None, description="Password at `GUANXI_NEO4J_URI`; the embedded server generates its own."
    )
    neo4j_password_file: Folder | None = Field(
        default=None, description="File that holds that password, instead of `GUANXI_NEO4J_PASSWORD`."
    )
    neo4j_database: str = Field(
        default="neo4j", description="Database at `GUANXI_NEO4J_URI`.", pattern=r"^[A-Za-z][A-Za-z0-9.-]{2,62}$"
    )
    bolt_port: Port = Field(
        default=7687, description="Bolt port of the embedded Neo4j, on loopback; 0 takes any free port."
    )
    http_port: Port = Field(
        default=7474, description="HTTP and Browser port of the embedded Neo4j, on loopback; 0 takes any free port."
    )
    heap_mb: int | None = Field(
        default=None, description="Largest heap of the embedded Neo4j in MiB; unset: fitted to the machine.", ge=256
    )
    page_cache_mb: int | None = Field(
        default=None, description="Page cache of the embedded Neo4j in MiB; unset: fitted to the machine.", ge=16
    )

    @field_validator("host")
    @classmethod
    def _host_is_a_bare_address(cls, host: str) -> str:
        if not host.strip() or "/" in host or any(c.isspace() for c in host):
            raise ValueError("must be a bare address or host name, such as 127.0.0.1")
        return host

    @field_validator("neo4j_uri")
    @classmethod
    def _uri_is_neo4j(cls, uri: str | None) -> str | None:
        if uri is None:
            return None
        parts = urlsplit(uri)
        if parts.scheme not in URI_SCHEMES or not parts.hostname:
            raise ValueError(f"must look like neo4j://host:7687; schemes are {', '.join(URI_SCHEMES)}")
        if parts.username or parts.password:
            raise ValueError(f"must not hold credentials; use {PREFIX}NEO4J_USER and {PREFIX}NEO4J_PASSWORD_FILE")
        return uri

    @model_validator(mode="after")
    def _settings_agree(self) -> Self:
        if self.neo4j_password and self.neo4j_password_file:
            raise ValueError(f"{PREFIX}NEO4J_PASSWORD and {PREFIX}NEO4J_PASSWORD_FILE exclude each other; unset one")
        if self.api_token and self.api_token_file:
            raise ValueError(f"{PREFIX}API_TOKEN and {PREFIX}API_TOKEN_FILE exclude each other; unset one")
        if self.only_documents and not self.documents:
            raise ValueError(f"{PREFIX}ONLY_DOCUMENTS needs {PREFIX}DOCUMENTS, the folder of what may be asked")
        if self.neo4j_uri is None:
            self._embedded_settings_agree()
        elif not (self.neo4j_password or self.neo4j_password_file):
            raise ValueError(
                f"{PREFIX}NEO4J_URI needs a password: set {PREFIX}NEO4J_PASSWORD_FILE or {PREFIX}NEO4J_PASSWORD"
            )
        return self

    def _embedded_settings_agree(self) -> None:
        for name, fixed in (
            ("neo4j_password", None),
            ("neo4j_password_file", None),
            ("neo4j_user", "neo4j"),
            ("neo4j_database", "neo4j"),
        ):
            if getattr(self, name) != fixed:
                raise ValueError(
                    f"{PREFIX}{name.upper()} is of use only with {PREFIX}NEO4J_URI: the embedded server has one user "
                    "and one database, both named neo4j, and generates its password; set the URI too, or unset it"
                )
        taken: dict[int, str] = {}
        for name in ("port", "bolt_port", "http_port"):
            port = getattr(self, name)
            if port and port in taken:
                raise ValueError(
                    f"{PREFIX}{name.upper()} and {PREFIX}{taken[port].upper()} are both {port}; change one"
                )
            taken[port] = name

    @property
    def token(self) -> str | None:
        """The bearer token, from wherever it is set; UsageError where its file cannot be used."""
        if self.api_token_file is not None:
            return read_secret(self.api_token_file, f"{PREFIX}API_TOKEN_FILE")
        return self.api_token.get_secret_value() if self.api_token else None

    @property
    def embedded(self) -> bool:
        """Whether Guanxi runs its own Neo4j, rather than the one that `neo4j_uri` names."""
        return self.neo4j_uri is None


def load_settings(**overrides: Any) -> Settings:
    """Return the settings of this process: the environment, with `overrides` on top.

    Raises
    ------
    UsageError
        A value cannot be used, two settings contradict each other, or a `GUANXI_…` variable is unknown.

    """
    _refuse_unknown(os.environ)
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise UsageError("\n".join(_explain(problem) for problem in error.errors())) from None


def read_secret(file: Path, variable: str) -> str:
    """Return the one line of a file that holds a secret; UsageError, naming the variable, where there is none."""
    try:
        secret = file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{variable} is '{file}', which cannot be read: {error}.") from error
    if not secret or "\n" in secret:
        raise UsageError(f"{variable} is '{file}', which must hold the secret on its one line.")
    return secret


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = [name.upper() for name in Settings.model_fields]
    for variable in sorted(environment):
        name = variable.removeprefix(PREFIX)
        if variable.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean {PREFIX}{near[0]}?" if near else f"Known are {', '.join(PREFIX + k for k in known)}."
            raise UsageError(f"{variable} is set, but there is no such setting. {hint}")


def _explain(problem: Any) -> str:
    """Return one sentence on a pydantic error: which setting, what value, what to do."""
    message = problem["msg"].removeprefix("Value error, ")
    if not problem["loc"]:
        return f"{message}."
    name = str(problem["loc"][0])
    if problem["type"] == "extra_forbidden":
        return f"There is no setting {name!r}."
    secret = "password" in name or "token" in name or "@" in str(problem["input"])
    value = "(hidden)" if secret else repr(problem["input"])
    what = f"{PREFIX}{name.upper()} is {value}: {message[0].lower()}{message[1:]}"
    return f"{what}. Correct it, or unset it for the default."
