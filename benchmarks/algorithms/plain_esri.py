"""ESRI as one would write it with scipy: vectorised rounds over all firms, one closure after another."""

import numpy as np
from scipy import sparse


class PlainEsri:
    """The matrices, built once and not timed, and the loop."""

    def __init__(
        self,
        flows: sparse.csr_array,
        industry: np.ndarray,
        essential: np.ndarray,
        revenue: np.ndarray,
    ) -> None:
        n = flows.shape[0]
        self.out, bought = np.asarray(flows.sum(axis=1)).ravel(), np.asarray(flows.sum(axis=0)).ravel()
        self.industry, self.count = industry, len(essential)
        seller, buyer = flows.tocoo().coords
        amount = flows.tocoo().data
        kind = essential[industry[seller], industry[buyer]]
        key = buyer.astype(np.int64) * self.count + industry[seller]  # inputs of one buyer stand together
        keys, slot = np.unique(key, return_inverse=True)
        delivered = np.bincount(slot, weights=amount)
        strict, loose = kind == 2, kind == 1
        used, row = np.unique(slot[strict], return_inverse=True)
        share = amount[strict] / delivered[slot[strict]]
        self.inputs = sparse.csr_array((share, (row, seller[strict])), shape=(len(used), n))
        self.buyers, self.starts = np.unique(keys[used] // self.count, return_index=True)
        share = amount[loose] / bought[buyer[loose]]
        self.other = sparse.csr_array((share, (buyer[loose], seller[loose])), shape=(n, n))
        self.upward = sparse.csr_array((amount / revenue[seller], (seller, buyer)), shape=(n, n))

    def close(self, firm: int, tolerance: float) -> float:
        """Return the index of one closure."""
        n = len(self.out)
        allowed, down, up = np.ones(n), np.ones(n), np.ones(n)
        allowed[firm] = 0.0
        while True:
            sold = np.bincount(self.industry, weights=self.out * down, minlength=self.count)[self.industry]
            missing = (1.0 - down) * np.minimum(1.0, self.out / np.where(sold > 0, sold, 1e-300))
            worst = np.zeros(n)
            worst[self.buyers] = np.maximum.reduceat(self.inputs @ missing, self.starts)
            new_down = np.minimum(np.minimum(1.0 - worst, 1.0 - self.other @ missing), allowed).clip(0.0)
            new_up = np.minimum(allowed, 1.0 - self.upward @ (1.0 - up)).clip(0.0)
            change = max(np.abs(new_down - down).max(), np.abs(new_up - up).max())
            down, up = new_down, new_up
            if change <= tolerance:
                return float(self.out @ (1.0 - np.minimum(down, up)) / self.out.sum())
