"""References from a row to another, and what node stands at their other end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.model import ALL, EDGES, KINDS, ROLES, Category, EdgeType, Kind
from ingest.mapping.defaults import Defaults
from ingest.mapping.fields import check_key, key_columns
from ingest.mapping.model import Reference
from ingest.mapping.report import Report, did_you_mean
from ingest.mapping.sections import Settings

PARTY: Final = Category.PARTY.value


@dataclass(frozen=True, slots=True)
class Sibling:
    """What a reference needs to know of another table of the same mapping."""

    kinds: tuple[Kind, ...]
    key_size: int
    is_edge: bool


@dataclass(frozen=True, slots=True)
class References:
    """Makes references of one mapping."""

    source: str
    siblings: Mapping[str, Sibling]
    report: Report
    defaults: Defaults

    def edge_type(self, name: str, line: int) -> EdgeType | None:
        """Return the type of edge, or report that there is none of that name."""
        found = EDGES.get(name)
        if found is None:
            self.report.add(line, f"unknown type of edge `{name}`{did_you_mean(name, EDGES)}")
        return found

    def build(self, settings: Settings, allowed: Sequence[str], what: str) -> Reference | None:
        """Return the reference to a node of one of the `allowed` kinds; report what is wrong with it.

        `what` names the end for messages, as "SERVES ends".
        """
        check_key(settings.find("key", tuple), self.report)
        key = key_columns(settings.find("key", tuple), self.defaults)
        source = settings.get("source", str, self.source)
        table = settings.find("table", str)
        if table is None or not key:
            return None
        said = self._said(settings, source, table)
        if said is None:
            return None
        node = self._fitting(said, settings, allowed, what)
        if node is None:
            return None
        sibling = self.siblings.get(table) if source == self.source else None
        if sibling and sibling.key_size and sibling.key_size != len(key):
            self.report.add(
                settings.line_of("key"),
                f"a key of `{table}` has {sibling.key_size} parts, this reference {len(key)}",
            )
        return Reference(source, table, key, node, settings.line)

    def _said(self, settings: Settings, source: str, table: str) -> str | None:
        """Return the node that the mapping says for a reference: empty where it says none, `None` for a wrong one."""
        said = settings.get("node", str, "")
        report = self.report
        if said and said != PARTY and said not in KINDS:
            report.add(settings.line_of("node"), f"unknown kind of node `{said}`{did_you_mean(said, KINDS)}")
            return None
        if source != self.source:
            return said
        sibling = self.siblings.get(table)
        if sibling is None:
            near = did_you_mean(table, self.siblings)
            report.add(settings.line_of("table"), f"this mapping has no table `{table}`{near}")
        elif sibling.is_edge:
            report.add(settings.line_of("table"), f"`{table}` is a table of edges; a reference names a node")
        elif not sibling.kinds:  # which is reported where that table stands
            return None
        elif said not in {"", PARTY, *(kind.label for kind in sibling.kinds)}:
            labels = " or ".join(kind.label for kind in sibling.kinds)
            report.add(settings.line_of("node"), f"the rows of `{table}` are {labels}, not {said}")
        elif len(sibling.kinds) == 1:
            return sibling.kinds[0].label
        else:
            return said or (PARTY if sibling.kinds[0].category is Category.PARTY else "")
        return None

    def _fitting(self, said: str, settings: Settings, allowed: Sequence[str], what: str) -> str | None:
        """Return the node at an edge's end, from what is said of it and what the model allows."""
        ends = " or ".join(allowed)
        if ALL in allowed:
            return ALL  # the edge is between records themselves, whatever they describe
        if not said:
            said = allowed[0] if len(allowed) == 1 else PARTY if set(allowed) <= set(ROLES) else ""
        if not said:
            self.report.add(settings.line, f"{what} at {ends}: say which, as `node: {allowed[0]}`")
        elif said not in allowed and not (said == PARTY and set(allowed) & set(ROLES)):
            self.report.add(settings.line, f"{what} at {ends}, not at {said}")
        else:
            return said
        return None
