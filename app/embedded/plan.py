"""What the command that starts the server hands to the supervisor, as a file."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Final

from app.embedded.files import read_json, write_whole
from app.embedded.layout import Layout
from graph.errors import ServerError

STOP_SECONDS: Final = 60.0
"""How long the JVM may take to end before it is killed."""


@dataclass(frozen=True)
class Plan:
    """What to start."""

    command: list[str]
    bolt_port: int
    http_port: int


def write(layout: Layout, plan: Plan) -> None:
    """Hand over a plan."""
    write_whole(layout.plan, json.dumps(dataclasses.asdict(plan)))


def read(layout: Layout) -> Plan:
    """Take over the plan.

    Raises
    ------
    ServerError
        There is none.

    """
    raw = read_json(layout.plan)
    if raw is None:
        raise ServerError(f"There is no plan in {layout.plan}.")
    return Plan(**raw)
