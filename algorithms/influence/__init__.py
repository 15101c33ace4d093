"""Who matters in a network: centralities, communities and seeds, with the conventions of networkx."""

from algorithms.influence.betweenness import Betweenness, betweenness
from algorithms.influence.communities import Communities, communities
from algorithms.influence.core_number import CoreNumber, core_number
from algorithms.influence.katz import Katz, katz
from algorithms.influence.maximize_influence import InfluenceMaximum, maximize_influence
from algorithms.influence.pagerank import PageRank, pagerank
from algorithms.influence.voterank import VoteRank, voterank

__all__ = [
    "Betweenness",
    "Communities",
    "CoreNumber",
    "InfluenceMaximum",
    "Katz",
    "PageRank",
    "VoteRank",
    "betweenness",
    "communities",
    "core_number",
    "katz",
    "maximize_influence",
    "pagerank",
    "voterank",
]
