"""Dependency: whose loss cuts others off, what hangs on one source, and which parties know one of us only."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from algorithms.dependency import articulation_points, bridges, concentration
from graph.snapshot import Snapshot
from intelligence.jobs.metric import Csr, Found, Metric, found, named, reached
from intelligence.jobs.network import GOODS, network

CUT: Final = Metric("cut", "Cut points: who cuts others off from the rest", "parties and goods cut off")
BRIDGE: Final = Metric("bridge", "Bridges: ties that cut others off", "parties and goods cut off by its worst tie")
SOLE: Final = Metric("soleSource", "Sole sources: without whom goods cannot be had or made", "goods")
CONCENTRATION: Final = Metric("concentration", "Concentration of supply (HHI)", "Σ share², 1 is a single supplier")
PARAMETERS: Final[Mapping[str, Any]] = {"projection": "dependence"}
_TRIVIAL: Final = 1
"""A tie that cuts off a single node is how every leaf hangs on; it is no news."""


def structure(snapshot: Snapshot) -> list[Found]:
    """Cut points and bridges of the network of dependence, sole sources and concentration of supply."""
    return [_cut(snapshot), _bridges(snapshot), _sole_sources(snapshot), _concentration(snapshot)]


def _cut(snapshot: Snapshot) -> Found:
    tied = network(snapshot)
    result = articulation_points(tied.tied)
    points = np.asarray(result.nodes, dtype=np.int64)
    degree = np.diff(tied.tied.indptr)
    return found(
        CUT, snapshot.nodes, tied.nodes[points], result.severed[points],
        lambda i: {"neighbours": int(degree[points[i]])}, insufficient=tied.insufficient,
        examined=len(tied.nodes), **reached(result),
    )  # fmt: skip


def _bridges(snapshot: Snapshot) -> Found:
    tied = network(snapshot)
    result = bridges(tied.tied)
    kept = result.severed > _TRIVIAL
    edges, severed = result.edges[kept], result.severed[kept]
    ends = np.concatenate([edges[:, 0], edges[:, 1]]).astype(np.int64)
    others = np.concatenate([edges[:, 1], edges[:, 0]]).astype(np.int64)
    worth = np.concatenate([severed, severed])
    order = np.lexsort((others, -worth, ends))
    ends, others, worth = ends[order], others[order], worth[order]
    holders, first, count = np.unique(ends, return_index=True, return_counts=True)

    def evidence(i: int) -> dict[str, Any]:
        start = int(first[i])
        shown = range(start, start + min(int(count[i]), 3))
        names = named(snapshot.nodes, (int(tied.nodes[others[at]]) for at in shown))
        worst = [{**name, "cutOff": int(worth[at])} for name, at in zip(names, shown, strict=True)]
        return {"bridges": int(count[i]), "to": worst}

    return found(
        BRIDGE, snapshot.nodes, tied.nodes[holders], worth[first] if len(first) else worth, evidence,
        insufficient=tied.insufficient, examined=len(tied.nodes), **reached(result),
    )  # fmt: skip


def _sole_sources(snapshot: Snapshot) -> Found:
    """Goods that hang on one supplier: it alone supplies them, or some component of theirs, on any level.

    A good needs all of its components, and any one of its suppliers; what it is bought from nobody for and has no
    components known, cannot be told.
    """
    n = len(snapshot.nodes)
    offers = suppliers_of(snapshot)
    sole = np.flatnonzero(np.diff(offers.indptr) == 1)
    material = snapshot.tied("material")
    used_in = sparse.csr_array((np.ones(len(material)), (material.target, material.owner())), shape=(n, n))
    used_in.sum_duplicates()
    goods: dict[int, set[int]] = {}
    direct: dict[int, int] = {}
    for good in sole.tolist():
        supplier = int(offers.indices[offers.indptr[good]])
        direct[supplier] = direct.get(supplier, 0) + 1
        _gather(used_in, good, goods.setdefault(supplier, set()))
    holders = np.array(sorted(goods), dtype=np.int64)

    def evidence(i: int) -> dict[str, Any]:
        held = sorted(goods[int(holders[i])], key=snapshot.nodes.id)
        return {"suppliedAlone": direct[int(holders[i])], "goods": named(snapshot.nodes, held, most=5)}

    known = (np.diff(offers.indptr) > 0) | (np.bincount(material.owner(), minlength=n) > 0)
    unknown = int((snapshot.nodes.having(*GOODS) & ~known).sum())
    return found(
        SOLE, snapshot.nodes, holders, np.array([len(goods[int(h)]) for h in holders]), evidence, insufficient=unknown,
        examined=int((np.diff(offers.indptr) > 0).sum()), goods=len(sole), engine="process",
        tolerance=0.0, iterations=0, converged=True,
    )  # fmt: skip


def _gather(used_in: Csr, good: int, into: set[int]) -> None:
    """Add a good, and all that it goes into."""
    waiting = [good]
    while waiting:
        current = waiting.pop()
        if current in into:
            continue
        into.add(current)
        waiting += used_in.indices[used_in.indptr[current] : used_in.indptr[current + 1]].tolist()


def suppliers_of(snapshot: Snapshot) -> Csr:
    """Who supplies each good: by an offer, or by purchases within the window. Goods × nodes, entries are 1."""
    n = len(snapshot.nodes)
    channels = [snapshot.tied(name) for name in ("supplies", "purchases")]
    owner = np.concatenate([ties.owner() for ties in channels])
    other = np.concatenate([ties.target for ties in channels])
    offers = sparse.csr_array((np.ones(len(owner)), (owner, other)), shape=(n, n))
    offers.sum_duplicates()
    return offers


def _concentration(snapshot: Snapshot) -> Found:
    """HHI of each good's suppliers, by quantity bought in the window, else by the shares that a source states."""
    shares, basis, several = _shares(snapshot)
    goods = np.flatnonzero(np.diff(shares.indptr) > 0)
    result = concentration(sparse.csr_array(shares.T.tocsr()), nodes=goods.tolist()) if len(goods) else None
    values = result.hhi[0] if result else np.empty(0)

    def evidence(i: int) -> dict[str, Any]:
        row = slice(int(shares.indptr[goods[i]]), int(shares.indptr[goods[i] + 1]))
        amounts, targets = shares.data[row], shares.indices[row]
        order = np.argsort(-amounts, kind="stable")[:3]
        names = named(snapshot.nodes, targets[order].tolist())
        parts = (amounts[order] / amounts.sum()).round(6).tolist()
        largest = [{**name, "share": part} for name, part in zip(names, parts, strict=True)]
        return {"basis": basis[goods[i]], "effectiveSuppliers": round(1 / float(values[i]), 6), "largest": largest}

    return found(
        CONCENTRATION, snapshot.nodes, goods, values, evidence, insufficient=several,
        engine="process", tolerance=0.0, iterations=0, converged=True,
    )  # fmt: skip


def _shares(snapshot: Snapshot) -> tuple[Csr, NDArray[Any], int]:
    """What each good is bought from whom (goods × nodes), on which basis, and for how many goods that is not known."""
    n = len(snapshot.nodes)
    offers = suppliers_of(snapshot)
    suppliers = np.diff(offers.indptr)
    bought = snapshot.tied("purchases")
    quantity = np.asarray(bought.columns["quantity"], dtype=np.float64)
    stated = snapshot.tied("supplies")
    owner = stated.owner()
    complete = np.bincount(owner, minlength=n) > 0
    complete[owner[np.isnan(stated.weight)]] = False
    by_purchase = np.bincount(bought.owner(), weights=quantity, minlength=n) > 0
    by_offer = complete & ~by_purchase & (np.bincount(owner, weights=np.nan_to_num(stated.weight), minlength=n) > 0)
    alone = (suppliers == 1) & ~by_purchase & ~by_offer
    rows, columns, data = [], [], []
    for ties, amounts, chosen in ((bought, quantity, by_purchase), (stated, stated.weight, by_offer)):
        kept = chosen[ties.owner()] & (amounts > 0)
        rows.append(ties.owner()[kept])
        columns.append(ties.target[kept])
        data.append(amounts[kept])
    rows.append(np.flatnonzero(alone).astype(np.int32))
    columns.append(offers.indices[offers.indptr[:-1][alone]].astype(np.int32))
    data.append(np.ones(int(alone.sum())))
    shares = sparse.csr_array((np.concatenate(data), (np.concatenate(rows), np.concatenate(columns))), shape=(n, n))
    shares.sum_duplicates()
    basis = np.where(by_purchase, "purchases", np.where(by_offer, "stated shares", "one supplier"))
    known = by_purchase | by_offer | alone
    return shares, basis, int((snapshot.nodes.having(*GOODS) & ~known).sum())
