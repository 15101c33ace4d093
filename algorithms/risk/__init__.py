"""How far a failure spreads: five models, each under its literature name."""

from algorithms.risk.cascade import Cascade, cascade
from algorithms.risk.debtrank import DebtRank, debtrank
from algorithms.risk.esri import Esri, esri
from algorithms.risk.inoperability import Inoperability, inoperability
from algorithms.risk.noisy_or import NoisyOr, noisy_or

__all__ = [
    "Cascade",
    "DebtRank",
    "Esri",
    "Inoperability",
    "NoisyOr",
    "cascade",
    "debtrank",
    "esri",
    "inoperability",
    "noisy_or",
]
