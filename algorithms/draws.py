"""Random numbers by counter: the draw for (seed, world, item) is always the same.

A draw that does not depend on the order of work makes results independent of the number of threads, and
couples worlds: a higher probability, or one more seed, can only add failures.
"""

import numpy as np

from algorithms.jit import kernel


@kernel
def mixed(value: np.uint64) -> np.uint64:
    """Scramble 64 bits (the finaliser of SplitMix64, Steele et al. 2014)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@kernel
def stream(seed: int, world: int) -> np.uint64:
    """Key of one world's draws."""
    start = np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x2545F4914F6CDD1D)
    return mixed(mixed(start) ^ (np.uint64(world) * np.uint64(0xD1342543DE82EF95)))


@kernel
def uniform(key: np.uint64, item: int) -> float:
    """Draw from (0, 1) for one item of a world."""
    bits = mixed(key + np.uint64(item + 1) * np.uint64(0x9E3779B97F4A7C15))
    return (float(bits >> np.uint64(11)) + 0.5) * (1.0 / 9007199254740992.0)
