"""Where the embedded server keeps its things, and which versions it is made of."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

NEO4J_VERSION: Final = "2026.08.1"
GDS_VERSION: Final = "2.26.0"
BROWSER_VERSION: Final = "5.24.0"
GRAPHIQL_VERSION: Final = "2.4.7"
USER: Final = "neo4j"
DATABASE: Final = "neo4j"
LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True)
class Layout:
    """The files below `GUANXI_HOME` that the embedded server uses."""

    home: Path

    @property
    def neo4j(self) -> Path:
        """Neo4j's own home folder."""
        return self.home / "neo4j"

    @property
    def conf(self) -> Path:
        """Folder of neo4j.conf; written anew at every start."""
        return self.neo4j / "conf"

    @property
    def data(self) -> Path:
        """The databases themselves."""
        return self.neo4j / "data"

    @property
    def logs(self) -> Path:
        """Neo4j's logs."""
        return self.neo4j / "logs"

    @property
    def imports(self) -> Path:
        """The only folder that `LOAD CSV` may read."""
        return self.neo4j / "import"

    @property
    def password(self) -> Path:
        """The generated password, mode 0600."""
        return self.neo4j / "password"

    @property
    def system(self) -> Path:
        """The system database: it exists once the server has been started, and knows the password from then on."""
        return self.data / "databases" / "system"

    @property
    def first_password(self) -> Path:
        """From where the first start takes the password."""
        return self.data / "dbms" / "auth.ini"

    @property
    def store_lock(self) -> Path:
        """What a running Neo4j locks."""
        return self.data / "databases" / "store_lock"

    @property
    def console(self) -> Path:
        """What the JVM printed since its start."""
        return self.logs / "console.log"

    @property
    def run(self) -> Path:
        """State of the running server; may be deleted when nothing runs."""
        return self.home / "run"

    @property
    def state(self) -> Path:
        """The supervisor's account of itself and its JVM, as JSON."""
        return self.run / "state.json"

    @property
    def plan(self) -> Path:
        """What the next supervisor shall start, as JSON."""
        return self.run / "plan.json"

    @property
    def pin(self) -> Path:
        """Present while the server shall outlive every command."""
        return self.run / "pinned"

    @property
    def leases(self) -> Path:
        """Locked shared by every command that needs the server; exclusively to stop it."""
        return self.run / "leases"

    @property
    def starting(self) -> Path:
        """Locked by the one command that starts the server."""
        return self.run / "starting"

    @property
    def alive(self) -> Path:
        """Locked by the supervisor as long as it lives."""
        return self.run / "alive"

    @property
    def temporary(self) -> Path:
        """Where the JVM puts its temporary files."""
        return self.run / "tmp"

    @property
    def supervisor_log(self) -> Path:
        """What the supervisor printed; empty unless it failed."""
        return self.run / "supervisor.log"

    def create(self) -> None:
        """Create all folders, readable by this user alone; a home that exists keeps its mode."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.conf, self.data, self.logs, self.imports, self.temporary):
            folder.mkdir(parents=True, exist_ok=True)
        for private in (self.neo4j, self.run):
            private.chmod(0o700)
