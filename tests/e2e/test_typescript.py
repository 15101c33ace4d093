"""The TypeScript client: generated from the SDL, compiled strictly, and run against the real API."""

import os
import re
import shutil
import subprocess
import warnings
from pathlib import Path

import pytest

from api.documents import Registered, digest
from api.http import HttpSettings
from graph.client import Database
from tests.api.conftest import serving
from tests.e2e.guanxi import PATIENCE, PROJECT

CLIENT = PROJECT / "examples" / "typescript-client"
OLDEST = 18
EXPECTED = [
    "found Alfreds Futterkiste (CUSTOMER)",
    "Alfreds Futterkiste, served by Nancy Davolio",
    "  10952 of 1998-03-16: 471.20 USD for Grandma's Boysenberry Spread, Rössle Sauerkraut",
    "refused: BAD_USER_INPUT",
]


def npm_problem() -> str | None:
    """Why the client cannot be built here, if so."""
    if not (shutil.which("node") and shutil.which("npm")):
        return "no Node.js and npm here"
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    old = int(version.removeprefix("v").split(".")[0]) < OLDEST
    return f"Node.js {version} is older than {OLDEST}" if old else None


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client's folder, installed, generated and compiled away from the working tree."""
    if problem := npm_problem():
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI builds the TypeScript client, and there is {problem}")
        warnings.warn(f"{problem}: the TypeScript client is NOT tested", pytest.PytestWarning, stacklevel=1)
        pytest.skip(f"{problem}: the TypeScript client is NOT tested")
    folder = tmp_path_factory.mktemp("typescript") / "client"
    shutil.copytree(CLIENT, folder, ignore=shutil.ignore_patterns("node_modules", "dist", "gql"))
    # As its README has it.
    run(folder, "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error")
    run(folder, "npm", "run", "generate")
    run(folder, "npm", "run", "compile")
    return folder


def run(folder: Path, *command: str) -> str:
    environment = os.environ | {"GUANXI_SCHEMA": str(PROJECT / "api" / "schema.graphql")}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}: {done.stdout}{done.stderr}"
    return done.stdout


def test_it_compiles_strictly_and_is_answered_in_full(built: Path, demo_url: str) -> None:
    assert '"strict": true' in (built / "tsconfig.json").read_text(encoding="utf-8")
    said = run(built, "node", "dist/main.js", f"{demo_url}/graphql").splitlines()
    assert [line for line in said if line in EXPECTED] == EXPECTED
    # Eleven customers in Germany, five a page: each once.
    (count,) = (
        re.match(r"(\d+) customers in Germany, (\d+) of them different", line) for line in said if "in Germany" in line
    )
    assert count is not None
    assert count[1] == count[2]
    assert int(count[1]) >= 11


def test_a_mistake_in_a_field_s_name_is_an_error_when_it_is_compiled(built: Path) -> None:
    wrong = built / "src" / "wrong.ts"
    wrong.write_text(
        'import { GuanxiClient } from "./client.js";\nimport { SearchDocument } from "./gql/graphql.js";\n'
        'const { search } = await new GuanxiClient({ url: "" }).query(SearchDocument, { text: "a" });\n'
        "console.log(search.edges[0]?.node.nmae);\n",
        encoding="utf-8",
    )
    done = subprocess.run(["npx", "tsc", "--noEmit"], cwd=built, capture_output=True, text=True, check=False)
    wrong.unlink()
    assert done.returncode != 0
    assert "Property 'nmae' does not exist" in done.stdout


def test_its_documents_can_be_registered_and_are_then_all_it_needs(
    built: Path, demo_url: str, open_database: Database, tmp_path: Path
) -> None:
    run(built, "node", "dist/register.js", str(tmp_path))
    texts = [path.read_text(encoding="utf-8") for path in sorted(tmp_path.glob("*.graphql"))]
    assert len(texts) == len(list((CLIENT / "documents").glob("*.graphql")))
    only = HttpSettings(registered=Registered({digest(text): text for text in texts}, only=True))
    with serving(open_database, only) as url:
        assert run(built, "node", "dist/main.js", f"{url}/graphql") == run(
            built, "node", "dist/main.js", f"{demo_url}/graphql"
        )


def test_no_lock_file_and_no_package_host_is_kept() -> None:
    kept = subprocess.run(["git", "ls-files", str(CLIENT)], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert "package-lock" not in kept.stdout
    for path in kept.stdout.split():
        assert "registry" not in (PROJECT / path).read_text(encoding="utf-8")
