"""`guanxi doctor`: what is wrong with this machine, this home and this Neo4j, and what to do about it.

It changes nothing, starts nothing and downloads nothing. One concern a file, each a function from settings to
findings.
"""

from app.doctor.examination import examine
from app.doctor.finding import Finding, Level

__all__ = ("Finding", "Level", "examine")
