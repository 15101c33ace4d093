"""The network of dependence: parties and goods, and who depends on whom.

| channel | an edge from i to j says |
|---|---|
| `supplies`, `purchases` | a good depends on who supplies it, or supplied it within the window |
| `material` | a good depends on what it is made of |
| `demand` | a customer depends on the goods it bought within the window |
| `people` | a party depends on the employees who deal with it |
| `ownership` | a party depends on who owns a part of it |

An edge counts once, however many channels or facts say it: money, shares and dealings have no common unit, and one
that was made up would decide the ranking. What stands between parties as interactions (orders, invoices …) is in the
channels, so it is no node here. Parties and goods without any edge are left out and counted.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.model import ROLES
from graph.snapshot import Snapshot
from intelligence.jobs.metric import Csr

DEPENDS: Final = ("supplies", "purchases", "material", "people")
"""Channels whose owner depends on the other end."""
DEPENDED: Final = ("demand", "ownership")
"""Channels whose other end depends on the owner."""
CHANNELS: Final = DEPENDS + DEPENDED
GOODS: Final = ("Product", "Material")


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """`depends[i, j]` is 1 where node `nodes[i]` of the snapshot depends on `nodes[j]`; `tied` is either way."""

    nodes: NDArray[np.int64]
    depends: Csr
    tied: Csr
    insufficient: int


def network(snapshot: Snapshot) -> Network:
    """The network of dependence of a snapshot; worked out once."""
    return snapshot.remember("network of dependence", lambda: _network(snapshot))


def _network(snapshot: Snapshot) -> Network:
    n = snapshot.nodes.company
    owner = [snapshot.tied(name).owner() for name in CHANNELS]
    other = [snapshot.tied(name).target for name in CHANNELS]
    starts = np.concatenate([*owner[: len(DEPENDS)], *other[len(DEPENDS) :]]).astype(np.int64)
    ends = np.concatenate([*other[: len(DEPENDS)], *owner[len(DEPENDS) :]]).astype(np.int64)
    kept = (starts != ends) & (starts < n) & (ends < n)
    starts, ends = starts[kept], ends[kept]
    nodes = np.unique(np.concatenate([starts, ends]))
    ties = np.searchsorted(nodes, starts), np.searchsorted(nodes, ends)
    depends = sparse.csr_array((np.ones(len(starts)), ties), shape=(len(nodes), len(nodes)))
    depends.sum_duplicates()
    depends.data[:] = 1.0
    tied = sparse.csr_array(depends.maximum(depends.T.tocsr()))
    tied.sort_indices()
    wanted = snapshot.nodes.having(*ROLES, *GOODS)
    wanted[nodes] = False
    return Network(nodes, depends, tied, int(wanted[:n].sum()))
