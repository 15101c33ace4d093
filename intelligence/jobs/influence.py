"""Influence: who matters in the network of dependence (see `intelligence.jobs.network`)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from algorithms.influence import betweenness, communities, core_number, pagerank, voterank
from graph.gds import Figures
from graph.snapshot import Snapshot
from intelligence.jobs.metric import Directory, Evidence, Found, Metric, found, named, reached, strongest
from intelligence.jobs.network import Network, network

PAGERANK: Final = Metric(
    "pagerank", "PageRank: on whom others depend, and they on whom in turn", "share of a walk along dependence"
)
BETWEENNESS: Final = Metric(
    "betweenness", "Betweenness: who stands between others", "share of shortest paths between others"
)
CORE: Final = Metric("core", "Core number: who is tied to many that are tied to many", "ties within the core")
COMMUNITY: Final = Metric("community", "Communities by Leiden; 0 is the largest", "label")
VOTERANK: Final = Metric("voterank", "VoteRank: whom to tell, so that all hear of it", "votes when elected")

DAMPING: Final = 0.85
ELECTED: Final = 1_000
SEED: Final = 0
PARAMETERS: Final[Mapping[str, Any]] = {
    "damping": DAMPING,
    "resolution": 1.0,
    "seed": SEED,
    "elected": ELECTED,
    "projection": "dependence",
}


@dataclass(frozen=True, slots=True, eq=False)
class Centralities:
    """Figures of the nodes of a network, from whichever engine, each with the facts of how it was come by."""

    pagerank: NDArray[np.float64]
    betweenness: NDArray[np.float64]
    standard_error: NDArray[np.float64] | None
    core: NDArray[np.int32]
    community: NDArray[np.int32]
    facts: Mapping[str, Mapping[str, Any]]


def in_process(tied: Network) -> Centralities:
    """Figures of a network by the kernels of `algorithms`."""
    walk = pagerank(tied.depends, damping=DAMPING)
    between = betweenness(tied.tied, seed=SEED, directed=False)
    core = core_number(tied.tied, directed=False)
    groups = communities(tied.tied, seed=SEED)
    sampled = between.samples < len(tied.nodes)
    return Centralities(
        walk.score,
        between.score,
        between.standard_error if sampled else None,
        core.score,
        groups.label,
        {
            "pagerank": reached(walk),
            "betweenness": {**reached(between), "samples": int(between.samples)},
            "core": reached(core),
            "community": {**reached(groups), "modularity": float(groups.modularity), "communities": int(groups.count)},
        },
    )


def influence(nodes: Directory, tied: Network, figures: Centralities) -> list[Found]:
    """All metrics of influence; VoteRank is always worked out in the process."""
    degree = np.diff(tied.tied.indptr)
    facts = figures.facts
    elected = voterank(tied.tied, min(ELECTED, len(tied.nodes)))
    votes = elected.score[elected.elected]
    return [
        found(PAGERANK, nodes, tied.nodes, figures.pagerank, _walkers(nodes, tied, figures.pagerank),
              insufficient=tied.insufficient, **facts["pagerank"]),
        found(BETWEENNESS, nodes, tied.nodes, figures.betweenness, _between(degree, figures),
              insufficient=tied.insufficient, **facts["betweenness"]),
        found(CORE, nodes, tied.nodes, figures.core, _core(tied, degree, figures.core),
              insufficient=tied.insufficient, **facts["core"]),
        _communities(nodes, tied, figures),
        found(VOTERANK, nodes, tied.nodes[elected.elected], votes,
              lambda i: {"elected": i + 1, "neighbours": int(degree[elected.elected[i]])},
              insufficient=tied.insufficient, **reached(elected)),
    ]  # fmt: skip


def of_figures(figures: Figures) -> list[Found]:
    """The same metrics but VoteRank, as Graph Data Science works them out."""
    nodes = np.arange(len(figures.ids), dtype=np.int64)
    facts = {kind: {"engine": "gds", **reached} for kind, reached in figures.facts.items()}

    def evidence(i: int) -> dict[str, Any]:
        return {"neighbours": int(figures.neighbours[i]), "dependants": int(figures.dependants[i])}

    values = ((PAGERANK, figures.pagerank), (BETWEENNESS, figures.betweenness), (CORE, figures.core))
    size = np.bincount(figures.community)
    return [
        *(
            found(metric, figures, nodes, value, evidence, insufficient=figures.absent, **facts.get(metric.kind, {}))
            for metric, value in values
        ),
        _labels(
            figures, nodes, figures.community, lambda i: {"members": int(size[figures.community[i]])},
            figures.absent, facts.get("community", {}),
        ),
    ]  # fmt: skip


def run(snapshot: Snapshot) -> list[Found]:
    """Influence by the kernels of `algorithms`."""
    tied = network(snapshot)
    return influence(snapshot.nodes, tied, in_process(tied))


def _walkers(nodes: Directory, tied: Network, score: NDArray[np.float64]) -> Evidence:
    """Which dependants a node has most of its PageRank from: Σ of their shares and a start is 1."""
    incoming = sparse.csr_array(tied.depends.T.tocsr())
    out = np.diff(tied.depends.indptr)
    rows = np.repeat(np.arange(len(score)), np.diff(incoming.indptr))
    incoming.data = DAMPING * score[incoming.indices] / out[incoming.indices] / score[rows]
    best = strongest(incoming)
    dependants = np.diff(incoming.indptr)

    def evidence(i: int) -> dict[str, Any]:
        names = named(nodes, (int(tied.nodes[j]) for j, _ in best[i]))
        shares = [{**name, "share": round(share, 6)} for name, (_, share) in zip(names, best[i], strict=True)]
        return {"dependants": int(dependants[i]), "largest": shares}

    return evidence


def _between(degree: NDArray[Any], figures: Centralities) -> Evidence:
    def evidence(i: int) -> dict[str, Any]:
        shown: dict[str, Any] = {"neighbours": int(degree[i])}
        if figures.standard_error is not None:
            shown["standardError"] = float(figures.standard_error[i])
        return shown

    return evidence


def _core(tied: Network, degree: NDArray[Any], core: NDArray[np.int32]) -> Evidence:
    rows = np.repeat(np.arange(len(core)), degree)
    within = np.bincount(rows[core[tied.tied.indices] >= core[rows]], minlength=len(core))
    return lambda i: {"neighbours": int(degree[i]), "neighboursInCore": int(within[i])}


def _communities(nodes: Directory, tied: Network, figures: Centralities) -> Found:
    """Labels as values; places go by the label, so the largest community comes first."""
    size = np.bincount(figures.community)
    order = np.lexsort((-figures.pagerank, figures.community))
    starts = np.concatenate(([0], np.cumsum(size)))
    heads = [named(nodes, (int(tied.nodes[i]) for i in order[starts[c] : starts[c] + 3])) for c in range(len(size))]
    return _labels(
        nodes, tied.nodes, figures.community,
        lambda i: {"members": int(size[figures.community[i]]), "foremost": heads[int(figures.community[i])]},
        tied.insufficient, figures.facts["community"],
    )  # fmt: skip


def _labels(  # noqa: PLR0917
    directory: Directory,
    nodes: NDArray[np.int64],
    label: NDArray[np.int32],
    evidence: Evidence,
    insufficient: int,
    facts: Mapping[str, Any],
) -> Found:
    """Communities, the first label first."""
    lowest = found(COMMUNITY, directory, nodes, -label.astype(np.float64), evidence, insufficient=insufficient, **facts)
    return replace(lowest, values=np.abs(lowest.values))
