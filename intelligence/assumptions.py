"""Assumptions: what a model needs and the data lack, in a file that people read and change."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import InvalidDataError, UsageError

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
SETTING = "GUANXI_ASSUMPTIONS"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class PassOn(_Part):
    """Share of what is at stake in another that is lost with it, by channel."""

    supply: Share
    material: Share
    demand: Share
    credit: Share
    ownership: Share
    people: Share


class Essential(_Part):
    """How much of a good cannot be made without a component."""

    default: Share
    components: dict[str, Share]


class Inventory(_Part):
    """How stock counts, and how long it lasts where it is not known."""

    use: bool
    unknown_days: NotNegative


class Buffers(_Part):
    """What can be lost before a party fails."""

    company: Positive | None
    parties: dict[str, Positive]
    company_share: Positive
    party_share: Positive


class Independence(_Part):
    """How independent an alternative remains for each tie it shares with the supplier that fails."""

    same_owner: Share
    same_bank_account: Share
    same_sub_supplier: Share
    same_region: Share
    same_country: Share


class Assumptions(_Part):
    """All assumptions; `intelligence/assumptions.yaml` says what each means, and holds the defaults."""

    currency: CurrencyCode | None
    rates: dict[CurrencyCode, Positive]
    window_days: Annotated[int, Field(ge=1)]
    recovery_days: Positive
    pass_on: PassOn
    essential: Essential
    inventory: Inventory
    buffers: Buffers
    margin: Share
    headroom: NotNegative
    same_category: Share
    independence: Independence

    @property
    def digest(self) -> str:
        """Equal for equal values."""
        return hashlib.blake2b(self.model_dump_json().encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Assumed:
    """One assumption that a result rests on: its name in the file, its value, and for how many nodes it was used."""

    name: str
    value: Any
    nodes: int


@dataclass(slots=True)
class Ledger:
    """Keeps account of the assumptions that were used."""

    _values: dict[str, Any] = field(default_factory=dict)
    _nodes: Counter[str] = field(default_factory=Counter)

    def use(self, name: str, value: Any, nodes: int) -> None:
        """Note that a value stood in for what the data did not say of so many nodes; none is noted for no node."""
        if nodes:
            self._values[name] = value
            self._nodes[name] += nodes

    def add(self, assumed: tuple[Assumed, ...]) -> None:
        """Take over what another account holds."""
        for each in assumed:
            self.use(each.name, each.value, each.nodes)

    def entries(self) -> tuple[Assumed, ...]:
        """All that was used, by name."""
        return tuple(Assumed(name, self._values[name], self._nodes[name]) for name in sorted(self._values))


def load_assumptions(path: Path | None = None) -> Assumptions:
    """Read assumptions from a file; what it leaves out is as in the default, which is read where no file is named.

    Raises UsageError where the file cannot be read, and InvalidDataError that names each wrong value, where it stands,
    and what is allowed.
    """
    default = yaml.safe_load(files("intelligence").joinpath("assumptions.yaml").read_text(encoding="utf-8"))
    if path is None:
        return Assumptions.model_validate(default)
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the assumptions in {path} ({SETTING}) cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise InvalidDataError(f"{path} ({SETTING}) is no YAML: {error}") from error
    if given is not None and not isinstance(given, Mapping):
        raise InvalidDataError(f"{path} ({SETTING}) must hold names with values, such as `currency: EUR`")
    try:
        return Assumptions.model_validate(_merged(default, given or {}))
    except ValidationError as error:
        raise InvalidDataError(_told(path, error)) from error


def _merged(default: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(default)
    for name, value in given.items():
        former = found.get(name)
        both = isinstance(former, Mapping) and isinstance(value, Mapping)
        found[name] = _merged(former, value) if both else value  # type: ignore[arg-type]
    return found


def _told(path: Path, error: ValidationError) -> str:
    faults = []
    for fault in error.errors():
        where = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "extra_forbidden":
            faults.append(
                f"{where}: there is no such assumption; see intelligence/assumptions.yaml for those there are"
            )
        else:
            faults.append(f"{where}: {fault['msg']}, not {fault['input']!r}")
    return f"the assumptions in {path} ({SETTING}) cannot be used: " + "; ".join(faults)
