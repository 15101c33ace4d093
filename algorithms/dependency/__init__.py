"""What hangs on what: points and ties that everything goes through, and how concentrated supply is."""

from algorithms.dependency.articulation_points import ArticulationPoints, articulation_points
from algorithms.dependency.bridges import Bridges, bridges
from algorithms.dependency.concentration import Concentration, concentration
from algorithms.dependency.dominators import Dominators, dominators

__all__ = [
    "ArticulationPoints",
    "Bridges",
    "Concentration",
    "Dominators",
    "articulation_points",
    "bridges",
    "concentration",
    "dominators",
]
