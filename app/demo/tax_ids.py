"""Tax ids: made up once, with right check digits, and dealt from the pool that comes with the package."""

import csv
from importlib.resources import files

from app.demo.countries import COUNTRIES


class TaxIds:
    """The true tax id of every company, dealt in the order in which they are asked for."""

    def __init__(self) -> None:
        text = files("app.demo").joinpath("tax_ids.csv").read_text(encoding="utf-8")
        free: dict[str, list[str]] = {}
        for row in csv.DictReader(text.splitlines()):
            free.setdefault(row["country"], []).append(row["tax_id"])
        self._free = {country: iter(ids) for country, ids in free.items()}
        self._held: dict[str, str] = {}

    def of(self, cluster: str, country: str) -> str:
        """Return a company's tax id: the next free one of its country when it has none yet."""
        if cluster not in self._held:
            self._held[cluster] = next(self._free[COUNTRIES[country].iso])
        return self._held[cluster]
