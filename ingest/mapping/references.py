"""References from a row to another, and what node stands at their other end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.model import ALL, EDGES, KINDS, ROLES, Category, EdgeType, Kind
from ingest.mapping.fields import check_key, key_columns
from ingest.mapping.model import Reference
from ingest.mapping.report import Report, did_you_mean
from ingest.mapping.shapes import Settings

PARTY: Final = Category.PARTY.value


@dataclass(frozen=True, slots=True)
class Sibling:
    """What a reference needs to know of another table of the same mapping."""

    node: Kind | None
    key_size: int


@dataclass(frozen=True, slots=True)
class References:
    """Makes references of one mapping."""

    source: str
    siblings: Mapping[str, Sibling]
    report: Report

    def edge_type(self, name: str, line: int) -> EdgeType | None:
        """Return the type of edge, or report that there is none of that name."""
        found = EDGES.get(name)
        if found is None:
            self.report.add(line, f"unknown type of edge `{name}`{did_you_mean(name, EDGES)}")
        return found

    def build(self, settings: Settings, allowed: Sequence[str], what: str, own: Kind | None) -> Reference | None:
        """Return the reference to a node of one of the `allowed` kinds; report what is wrong with it.

        `what` names the end for messages, as "SERVES ends"; `own` is the kind of the row's own node.
        """
        check_key(settings.find("key", tuple), self.report)
        key = key_columns(settings.find("key", tuple))
        source = settings.get("source", str, self.source)
        table = settings.find("table", str)
        if table is None or not key:
            return None
        node = self._node(settings, source, table, allowed, what, own)
        if node is None:
            return None
        sibling = self.siblings.get(table) if source == self.source else None
        if sibling and sibling.key_size and sibling.key_size != len(key):
            self.report.add(
                settings.line_of("key"),
                f"a key of `{table}` has {sibling.key_size} parts, this reference {len(key)}",
            )
        return Reference(source, table, key, node, settings.line)

    def _node(
        self, settings: Settings, source: str, table: str, allowed: Sequence[str], what: str, own: Kind | None
    ) -> str | None:
        said = settings.find("node", str)
        if said is not None and said != PARTY and said not in KINDS:
            near = did_you_mean(said, KINDS)
            self.report.add(settings.line_of("node"), f"unknown kind of node `{said}`{near}")
            return None
        if source == self.source:
            sibling = self.siblings.get(table)
            if sibling is None:
                near = did_you_mean(table, self.siblings)
                self.report.add(settings.line_of("table"), f"this mapping has no table `{table}`{near}")
                return None
            if sibling.node is None:
                self.report.add(settings.line_of("table"), f"`{table}` is a table of edges; a reference names a node")
                return None
            if said not in (None, PARTY, sibling.node.label):
                self.report.add(settings.line_of("node"), f"the rows of `{table}` are {sibling.node.label}, not {said}")
                return None
            said = sibling.node.label
        return self._fitting(said, settings, allowed, what, own)

    def _fitting(
        self, said: str | None, settings: Settings, allowed: Sequence[str], what: str, own: Kind | None
    ) -> str | None:
        if ALL in allowed:
            if said is not None or own is None:
                return said or PARTY
            return PARTY if own.category is Category.PARTY else own.label
        if said is None:
            if len(allowed) == 1:
                return allowed[0]
            if set(allowed) <= set(ROLES):
                return PARTY
            self.report.add(settings.line, f"{what} at {' or '.join(allowed)}: say which, as `node: {allowed[0]}`")
            return None
        if said == PARTY and set(allowed) & set(ROLES):
            return PARTY
        if said not in allowed:
            self.report.add(settings.line, f"{what} at {' or '.join(allowed)}, not at {said}")
            return None
        return said
