"""Every command in the README runs, and what it shows of an answer is the answer."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.guanxi import PATIENCE, PROJECT, Guanxi, await_true, interrupt

BLOCK = re.compile(r"```(sh|json)\n(.*?)```", re.DOTALL)
README = (PROJECT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line for kind, body in BLOCK.findall(README) if kind == "sh" for line in body.splitlines()]

# Run by whoever runs this test: the machine's packages, the gate, and the tests themselves.
ELSEWHERE = ("apt-get install python3 python3-venv make", "make check", "make test")


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guanxi]:
    """A user whose home folder is empty, with the README's own `.venv/bin/guanxi`."""
    if not (PROJECT / ".venv" / "bin" / "guanxi").exists():
        pytest.fail("the README's commands need .venv; run the tests by `make test`")
    user = Guanxi(tmp_path_factory.mktemp("newcomer") / "home")
    trial = Guanxi(user.home.parent / "user" / "guanxi-trial", port=user.port)
    yield user
    user.end()
    trial.end()


def sh(user: Guanxi, script: str) -> str:
    """Run a line in a shell that keeps what the lines before have exported."""
    home = user.home.parent / "user"
    home.mkdir(exist_ok=True)
    state = home / "exports.sh"
    state.touch()
    done = subprocess.run(
        ["bash", "-c", f". {state}\n{script}\nexport -p | grep GUANXI_ > {state}"],
        env=user.environment | {"HOME": str(home)},
        cwd=PROJECT,
        text=True,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, f"{script}: {done.stderr}"
    return done.stdout


def test_every_command_runs_in_order(newcomer: Guanxi) -> None:
    seen = []
    for line in COMMANDS:
        command = line.replace("127.0.0.1:8000", f"127.0.0.1:{newcomer.port}")
        if line in ELSEWHERE:
            continue
        if line == "make demo":
            demo_until_ctrl_c(newcomer)
        elif line.startswith("curl"):
            assert json.loads(sh(newcomer, command)) == shown_answer()
        else:
            sh(newcomer, command)
        seen.append(line.split()[0])
    assert seen[:3] == ["make", ".venv/bin/guanxi", "curl"]
    newcomer.await_no_server()


def demo_until_ctrl_c(user: Guanxi) -> None:
    """`make demo` as typed: make passes Ctrl-C on to the command, as the terminal does to its process group."""
    if shutil.which("make") is None:
        pytest.fail("the README asks for make")
    log = user.home.parent / "make.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            ["make", "demo"], env=user.environment, cwd=PROJECT, stdout=output, stderr=output, start_new_session=True
        )
    user.started.append(process)
    await_true(lambda: "Ctrl-C ends it." in log.read_text() or process.poll() is not None, "it does not answer")
    assert process.poll() is None, log.read_text()
    said = log.read_text()
    assert f"http://127.0.0.1:{user.port}/graphql" in said
    assert "Alfreds Futterkiste" in said
    interrupt(process, group=True)
    user.await_no_server()


def shown_answer() -> object:
    body = next(body for kind, body in BLOCK.findall(README) if kind == "json")
    return json.loads(body)


def test_every_file_that_the_readme_names_exists() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (PROJECT / target).exists(), target
    assert Path(PROJECT / "examples/first/shop.yaml").exists()
