from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.main import app
from graph.errors import UsageError


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "wealth"], "there is no job 'wealth'; there are influence, dependency, risk"),
        (["run", "risk", "--as-of", "2999-01-01"], "2999-01-01 is yet to come"),
    ],
)
def test_what_cannot_be_run_is_told_before_anything_is_started(
    arguments: list[str], message: str, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    done = CliRunner().invoke(app, arguments, env={"GUANXI_HOME": str(home)})
    assert isinstance(done.exception, UsageError)
    assert message in str(done.exception)
    assert not home.exists()
