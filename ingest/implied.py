"""What kind of node each row is, and the edges that its columns imply."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import repeat
from typing import Any

from graph.model import ALL
from ingest.columns import Columns, Failures, KeyReader, Places, field_reader
from ingest.faults import Problem, shorten
from ingest.mapping.model import ImpliedEdge, Table
from ingest.properties import PropertiesReader
from ingest.shaping import Selection


class KindReader:
    """Reads the kind of every row of a chunk: its label, or nothing where rows are edges."""

    def __init__(self, table: Table, places: Places) -> None:
        self._always = table.node.label if table.node else ""
        self._kinds = {text: kind.label for text, kind in table.choice.kinds} if table.choice else {}
        self._reader = field_reader(table.choice.column, places) if table.choice else None
        self.labels = table.choice.labels if table.choice else (self._always,)

    def read(self, columns: Columns, count: int, failures: Failures) -> list[str]:
        """Return the labels; a row whose column says none is noted in `failures`."""
        if self._reader is None:
            return [self._always] * count
        said: Failures = defaultdict(list)
        texts = self._reader.read(columns, count, said)
        for place, text in enumerate(texts):
            if text not in self._kinds and place not in said:
                known = ", ".join(self._kinds)
                hint = f"does not say what the row is: it is none of {known}; mend it, or add it to the `map` of `node`"
                said[place].append(Problem(self._reader.name, "kind", shorten(text or ""), hint))
        for place, problems in said.items():
            failures[place].extend(problems)
        return [self._kinds.get(text, self._always) for text in texts]


class EdgeReader:
    """Reads one implied edge of every row of a chunk."""

    def __init__(self, edge: ImpliedEdge, places: Places) -> None:
        self.constant = (edge.type.type, edge.outgoing, edge.to.source, edge.to.table, edge.to.node)
        self._required = edge.required
        self._near = edge.type.starts if edge.outgoing else edge.type.ends
        self._selection = Selection(edge.only, places)
        self._key = KeyReader(edge.to.key, places)
        self._properties = PropertiesReader(edge.fields, places) if edge.fields else None

    def read(
        self, columns: Columns, count: int, kinds: Sequence[str], failures: Failures
    ) -> list[tuple[Any, ...] | None]:
        """Return the edges as plain tuples; `None` for a row without: its reference is blank, or it is not chosen."""
        chosen = self._chosen(columns, count, kinds)
        keys = self._keys(columns, count, chosen, failures)
        if self._required and None in keys:
            for place, key in enumerate(keys):
                if key is None and place not in failures and (chosen is None or chosen[place]):
                    hint = f"is empty, and {self.constant[0]} is required; fill it in"
                    failures[place].append(Problem(self._key.name, "required", "", hint))
        properties = self._read_properties(columns, count, keys, failures)
        kind, outgoing, source, table, node = self.constant
        same = (repeat(kind), repeat(outgoing), repeat(source), repeat(table))
        edges = zip(*same, keys, repeat(node), properties)
        if None in keys:
            return [None if edge[4] is None else edge for edge in edges]
        return list(edges)

    def _chosen(self, columns: Columns, count: int, kinds: Sequence[str]) -> list[bool] | None:
        """Tell which rows may have the edge; `None` for all."""
        near = self._near
        fits = None if ALL in near or set(kinds) <= set(near) else [kind in near for kind in kinds]
        if not self._selection:
            return fits
        chosen = self._selection.chosen(columns, count, defaultdict(list))
        return chosen if fits is None else [one and other for one, other in zip(chosen, fits, strict=True)]

    def _keys(
        self, columns: Columns, count: int, chosen: Sequence[bool] | None, failures: Failures
    ) -> Sequence[str | None]:
        if chosen is None:
            return self._key.read(columns, count, failures)
        own: Failures = defaultdict(list)
        keys = self._key.read(columns, count, own)
        for place, problems in own.items():
            if chosen[place]:  # where there is no edge, nothing need be said of it
                failures[place].extend(problems)
        return [key if wanted else None for key, wanted in zip(keys, chosen, strict=True)]

    def _read_properties(
        self, columns: Columns, count: int, keys: Sequence[str | None], failures: Failures
    ) -> list[dict[str, Any]]:
        if self._properties is None:
            return [{} for _ in repeat(None, count)]
        own: Failures = defaultdict(list)
        properties = self._properties.read(columns, count, own)
        for place, problems in own.items():
            if keys[place] is not None:
                failures[place].extend(problem for problem in problems if problem not in failures[place])
        return properties
