from pathlib import Path

import pytest
import yaml

from graph.errors import InvalidDataError, UsageError
from intelligence.assumptions import Assumptions, load_assumptions


def test_a_file_changes_what_it_names_and_leaves_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("currency: EUR\nrates: {USD: 0.9}\npass_on: {credit: 0.4}\n", encoding="utf-8")
    found, default = load_assumptions(path), load_assumptions()
    assert (found.currency, found.rates, found.pass_on.credit) == ("EUR", {"USD": 0.9}, 0.4)
    assert found.pass_on.supply == default.pass_on.supply
    assert found.digest != default.digest
    assert load_assumptions(tmp_path / "own.yaml").digest == found.digest


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pass_on: {supply: 1.5}", r"own.yaml .*pass_on\.supply: .*less than or equal to 1, not 1.5"),
        ("recovery_day: 5", "recovery_day: there is no such assumption"),
        ("rates: {usd: 1}", "rates.usd"),
        ("window_days: many", "window_days: .*integer.*, not 'many'"),
        ("recovery_days: .nan", "recovery_days"),
        ("- a list", "must hold names with values"),
        ("a: [", "is no YAML"),
    ],
)
def test_what_cannot_be_used_is_told_by_name(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidDataError, match=message):
        load_assumptions(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none.yaml \(GUANXI_ASSUMPTIONS\) cannot be read"):
        load_assumptions(tmp_path / "none.yaml")


def test_the_documented_default_has_every_assumption(project: Path) -> None:
    given = yaml.safe_load((project / "intelligence" / "assumptions.yaml").read_text(encoding="utf-8"))
    assert set(given) == set(Assumptions.model_fields)
    told = (project / "docs" / "channels.md").read_text(encoding="utf-8")
    for name in ("window_days", "recovery_days", "essential.default", "inventory.unknown_days", "company_share"):
        assert name in told
