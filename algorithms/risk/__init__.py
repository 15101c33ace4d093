"""How far a failure spreads: each model under its literature name."""

from algorithms.risk.cascade import Cascade, cascade
from algorithms.risk.debtrank import DebtRank, debtrank
from algorithms.risk.esri import Esri, EsriNetwork, esri, esri_network, esri_on
from algorithms.risk.inoperability import Inoperability, inoperability
from algorithms.risk.noisy_or import NoisyOr, noisy_or
from algorithms.risk.strongest_paths import StrongestPaths, strongest_paths
from algorithms.risk.time_to_recover import (
    RiskExposure,
    TimeToRecover,
    TimeToSurvive,
    risk_exposure_index,
    time_to_recover,
    time_to_survive,
)

__all__ = [
    "Cascade",
    "DebtRank",
    "Esri",
    "EsriNetwork",
    "Inoperability",
    "NoisyOr",
    "RiskExposure",
    "StrongestPaths",
    "TimeToRecover",
    "TimeToSurvive",
    "cascade",
    "debtrank",
    "esri",
    "esri_network",
    "esri_on",
    "inoperability",
    "noisy_or",
    "risk_exposure_index",
    "strongest_paths",
    "time_to_recover",
    "time_to_survive",
]
