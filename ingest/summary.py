"""What became of the rows of a load."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OUTCOMES = ("created", "changed", "unchanged", "duplicate", "rejected")


@dataclass(slots=True)
class TableSummary:
    """The accounts of one table: `read` is the sum of the outcomes; `ended` rows are gone from the source."""

    table: str
    counts: Counter[str] = field(default_factory=Counter)
    ended: int = 0
    seconds: float = 0.0
    resumed: int = 0
    rejects: Path | None = None

    @property
    def read(self) -> int:
        """Rows read."""
        return sum(self.counts[outcome] for outcome in OUTCOMES)

    def as_dict(self) -> dict[str, Any]:
        """The accounts for `--json`."""
        return {
            "table": self.table,
            "read": self.read,
            **{outcome: self.counts[outcome] for outcome in OUTCOMES},
            "ended": self.ended,
            "seconds": round(self.seconds, 3),
            "resumed": self.resumed,
            "rejects": str(self.rejects) if self.rejects else None,
        }


@dataclass(slots=True)
class Summary:
    """The accounts of a load: of each table, in the order of the mapping."""

    source: str
    dry_run: bool
    tables: list[TableSummary] = field(default_factory=list)
    waiting: list[dict[str, Any]] = field(default_factory=list)

    def total(self, outcome: str) -> int:
        """The sum of one outcome over all tables."""
        return sum(table.counts[outcome] for table in self.tables)

    def as_dict(self) -> dict[str, Any]:
        """The accounts for `--json`, with the rows that edges name and no load has brought yet."""
        return {
            "source": self.source,
            "dryRun": self.dry_run,
            "read": sum(table.read for table in self.tables),
            **{outcome: self.total(outcome) for outcome in OUTCOMES},
            "ended": sum(table.ended for table in self.tables),
            "tables": [table.as_dict() for table in self.tables],
            "waiting": self.waiting,
        }
