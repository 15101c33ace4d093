"""`guanxi doctor`."""

from collections import Counter
from typing import Annotated

import typer
from rich.text import Text

from app.cli.console import out, show_json
from app.doctor import Finding, Level, examine

STYLES = {Level.OK: "green", Level.WARNING: "yellow", Level.WRONG: "bold red"}


def doctor(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Look for what is wrong with this machine, this home and this Neo4j, and say what to do; changes nothing."""
    found = []
    for finding in examine():
        found.append(finding)
        if not json:
            _show(finding)
    levels = Counter(finding.level for finding in found)
    if json:
        facts = [{"topic": one.topic, "level": one.level, "what": one.what, "todo": one.todo or None} for one in found]
        show_json({"ok": not levels[Level.WRONG], "findings": facts})
    else:
        out.print(f"\n{_summary(levels)}", markup=False)
    if levels[Level.WRONG]:
        raise typer.Exit(1)


def _show(finding: Finding) -> None:
    line = Text(f"{finding.level:<9}", style=STYLES[finding.level])
    line.append(f"{finding.topic:<12}{finding.what}", style="default")
    out.print(line)
    if finding.todo:
        out.print(f"{'':<21}→ {finding.todo}", markup=False)


def _summary(levels: Counter[Level]) -> str:
    if not levels[Level.WRONG] and not levels[Level.WARNING]:
        return "All is well."
    parts = []
    if count := levels[Level.WRONG]:
        parts.append(f"{count} {'thing is' if count == 1 else 'things are'} wrong")
    if count := levels[Level.WARNING]:
        parts.append(f"{count} {'warning' if count == 1 else 'warnings'}")
    return f"{', '.join(parts)}; each line says what to do."
