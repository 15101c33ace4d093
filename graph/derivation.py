"""What a party or thing is, told from the records that describe it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from graph.model import KINDS, RESERVED, Category
from graph.searching import index_values

PLACEHOLDER = "Placeholder"
ENDED = "Ended"
_ENDED_HASH = "ended"

_Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entity:
    """The labels and values of a party or thing."""

    labels: frozenset[str]
    properties: MappingProxyType[str, Any]


def derive(category: Category, entity_id: str, records: Iterable[_Record]) -> Entity:
    """Derive an entity from its records.

    Each value comes from the record with the highest precedence for that field; among equals from the one
    modified last, then from the smallest key. The order and time of loading have no say. A party that only
    placeholders describe is one itself; one whose records have all ended keeps their values and loses its roles.
    """
    loaded = sorted((r for r in records if r.get("hash") is not None), key=_key)
    standing = [r for r in loaded if r["hash"] != _ENDED_HASH]
    labels = {category.value}
    best: dict[str, tuple[tuple[int, str], Any]] = {}
    for record in standing or loaded:
        if standing:
            labels.add(record["kind"])
        if nature := record.get("nature"):
            labels.add(nature)
        modified = str(record.get("modified") or "")
        precedence = _precedence(record)
        for name, value in record.items():
            if name in RESERVED:
                continue
            rank = (precedence[name] if name in precedence else int(record["precedence"]), modified)
            if name not in best or rank > best[name][0]:
                best[name] = (rank, value)
    if not standing:
        labels.add(ENDED if loaded else PLACEHOLDER)
    properties = {name: value for name, (_, value) in best.items()}
    properties["id"] = entity_id
    properties |= index_values(category, properties, standing)
    return Entity(frozenset(labels), MappingProxyType(properties))


def labels_of(kind: str) -> list[str]:
    """Labels of a placeholder for a node of a kind, which may be `Party` where the role is not known yet."""
    if kind == Category.PARTY or KINDS[kind].category is Category.PARTY:
        # A role is told by a record alone: an order names a customer, but its row may never come.
        return [Category.PARTY.value, PLACEHOLDER]
    return [KINDS[kind].category.value, kind, PLACEHOLDER]


def changes(entity: Entity, labels: Iterable[str], properties: Mapping[str, Any]) -> dict[str, Any] | None:
    """What must be written for a node that has `labels` and `properties` to become `entity`; None if it is already.

    Scores' copies on the node stay as they are.
    """
    stale = {name: None for name in properties if name not in entity.properties and not name.startswith("score")}
    values = {n: v for n, v in entity.properties.items() if properties.get(n) != v} | stale
    lost, gained = set(labels) - entity.labels, entity.labels - set(labels)
    if not (values or lost or gained):
        return None
    return {"id": entity.properties["id"], "properties": values, "labels": sorted(gained), "lost": sorted(lost)}


def _key(record: _Record) -> tuple[str, str, str]:
    return record["source"], record["table"], record["key"]


def _precedence(record: _Record) -> dict[str, int]:
    text = record.get("fieldPrecedence")
    return json.loads(text) if text else {}
