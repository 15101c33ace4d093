"""The network that ESRI runs over: weights of either direction, markets, and groups without a leak."""

from collections.abc import Iterable
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse.csgraph import connected_components

from algorithms.arrays import Csr, Float, Int32, Int64, Matrix, summed
from algorithms.errors import InvalidMatrixError, InvalidParameterError, InvalidVectorError, NoLeakError
from algorithms.inputs import as_csr, as_indices, as_labels, as_vector

_ROUNDING = 1e-9


class Network(NamedTuple):
    """Arrays that `esri_kernel` reads and never writes."""

    out: Float  # sales of each firm within the network
    in_indptr: Int32  # customer → its suppliers, by downstream weight
    in_essential: Int32  # where a customer's essential inputs begin; those of one industry stand together
    in_indices: Int32
    in_weights: Float
    in_slots: Int32  # which input an essential entry belongs to
    out_indptr: Int32  # supplier → customers that feel its loss
    out_indices: Int32
    sales_indptr: Int32  # supplier → its customers, by upstream weight
    sales_indices: Int32
    sales_weights: Float
    bought_indptr: Int32  # customer → its suppliers
    bought_indices: Int32
    market: Int32
    market_out: Float
    group: Int32  # group of firms from which no demand leaks, or −1
    group_indptr: Int32
    group_members: Int32


def build_network(
    flows: Matrix,
    industry: ArrayLike,
    essential: ArrayLike,
    *,
    revenue: ArrayLike | None,
    final_demand: ArrayLike | None,
    costs: ArrayLike | None,
    market: ArrayLike | None,
) -> tuple[Network, Int64]:
    """Check what `esri` was given and turn flows into the weights of Diem et al. (2022)."""
    sales = as_csr(flows, "flows")
    n = sales.rows
    needs = _needs(essential)
    sector = as_indices(cast("Iterable[int]", industry), "industry", len(needs)).astype(np.int32)
    if len(sector) != n:
        raise InvalidVectorError(f"industry must have shape ({n},), one a firm; it has shape {sector.shape}")
    places = sector if market is None else as_labels(market, "market", n)
    out = sales.row_sums()
    earned = _earned(out, revenue, final_demand)
    bought = _bought(sales, costs)
    bought_from = sales.transposed()
    inputs = _inputs(sales, bought_from, sector, needs, bought)
    group, leakless = _leakless(sales, out, earned)
    if revenue is not None and len(leakless):
        raise NoLeakError(
            f"firms {leakless[:10].tolist()} sell all their revenue to each other, so lost demand circulates for "
            "ever: give revenue with what they sell outside, or say final_demand=0 if there is nothing"
        )
    members: Int32 = leakless[np.argsort(group[leakless], kind="stable")].astype(np.int32)
    network = Network(
        out, *inputs, sales.indptr, sales.indices, np.asarray(sales.data / earned[sales.row_of_entry()]),
        bought_from.indptr, bought_from.indices,
        places, summed(places, out),
        group, _indptr(group[members], int(group.max(initial=-1)) + 1), members,
    )  # fmt: skip
    return network, leakless


def _needs(essential: ArrayLike) -> Int64:
    if np.ma.is_masked(essential):
        raise InvalidMatrixError("essential has masked entries, which are missing: fill them")
    try:
        found = np.asarray(essential)
    except ValueError as error:
        raise InvalidMatrixError(f"essential must be industries × industries: {error}") from error
    if found.ndim != 2 or found.shape[0] != found.shape[1]:
        raise InvalidMatrixError(f"essential must be industries × industries; it has shape {found.shape}")
    if not np.isin(found, (0, 1, 2)).all():
        raise InvalidMatrixError("essential must hold only 2 (essential), 1 (not essential) and 0 (not needed)")
    return found.astype(np.int64)


def _earned(out: Float, revenue: ArrayLike | None, final_demand: ArrayLike | None) -> Float:
    if (revenue is None) == (final_demand is None):
        raise InvalidParameterError(
            "give exactly one of revenue (all sales of each firm) and final_demand (those outside the network; "
            "0 if there are none): without a leak the index depends on the tolerance, so none is guessed"
        )
    n = len(out)
    if revenue is None:
        outside: Float = as_vector(cast("ArrayLike", final_demand), "final_demand", n, scalar=True)
        return out + outside
    earned = as_vector(revenue, "revenue", n)
    if (short := earned < out * (1 - _ROUNDING)).any():
        firm = int(np.argmax(short))
        raise InvalidVectorError(
            f"revenue[{firm}] is {earned[firm]:g}, below its sales of {out[firm]:g} in flows: "
            "revenue must include them, in the same money and period"
        )
    return np.maximum(earned, out)


def _bought(sales: Csr, costs: ArrayLike | None) -> Float:
    purchases = sales.column_sums()
    if costs is None:
        return purchases
    spent = as_vector(costs, "costs", sales.rows)
    if (short := spent < purchases * (1 - _ROUNDING)).any():
        firm = int(np.argmax(short))
        raise InvalidVectorError(
            f"costs[{firm}] is {spent[firm]:g}, below its purchases of {purchases[firm]:g} in flows: "
            "costs must include them, in the same money and period"
        )
    return np.maximum(spent, purchases)


def _inputs(
    sales: Csr, purchases: Csr, sector: Int32, needs: Int64, bought: Float
) -> tuple[Int32, Int32, Int32, Float, Int32, Int32, Int32]:
    """Lay out what each firm needs: first what is not essential, then essential inputs by industry."""
    n, buyer, seller, amount = purchases.rows, purchases.row_of_entry(), purchases.indices, purchases.data
    kind = needs[sector[seller], sector[buyer]]
    key = (buyer.astype(np.int64) * 3 + kind) * len(needs) + sector[seller]
    needed = np.flatnonzero(kind > 0)
    order = needed[np.argsort(key[needed], kind="stable")]
    buyer, seller, amount, kind, key = buyer[order], seller[order], amount[order], kind[order], key[order]
    # An essential input is short by what is missing of all that its industry delivers to the buyer.
    slot = np.cumsum(np.diff(key, prepend=-1) != 0, dtype=np.int32)
    weights = amount / np.where(kind == 2, summed(slot, amount)[slot], bought[buyer])
    indptr = _indptr(buyer, n)
    essential = indptr[:-1] + np.bincount(buyer[kind == 1], minlength=n)
    felt = needs[sector[sales.row_of_entry()], sector[sales.indices]] > 0
    return (
        indptr, essential.astype(np.int32), seller, weights, slot, _indptr(seller, n), sales.indices[felt],
    )  # fmt: skip


def _indptr(rows: Int32, n: int) -> Int32:
    return np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=n)))).astype(np.int32)


def _leakless(sales: Csr, out: Float, earned: Float) -> tuple[Int32, Int64]:
    """Find the groups that lost demand can never leave.

    They are the strongly connected parts that nobody sells out of and in which every firm's revenue is its
    sales. Demand that reaches such a part stays, so all of it loses what its worst firm loses.
    """
    count, part = connected_components(sales.to_scipy(), directed=True, connection="strong")
    leaks = (out == 0) | (earned > out * (1 + 1e-12))
    seller = sales.row_of_entry()
    leaves = part[seller] != part[sales.indices]
    open_part = np.zeros(count, dtype=np.bool_)
    open_part[part[leaks]] = True
    open_part[part[seller[leaves]]] = True
    number = np.cumsum(~open_part) - 1
    group: Int32 = np.where(open_part[part], -1, number[part]).astype(np.int32)
    return group, np.flatnonzero(group >= 0)
