"""One Cypher statement for one root field: fragments of `cypher/views/`, composed by what was selected.

The statement returns positional lists, since Cypher's maps lose the order of the selection; a decoder beside it
names them again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from cypher import Fragment, fragments, split
from cypher.fragment import Order
from graph import cursors
from graph.decoding import Decoder, Reading, called, constant, each, identity, scalar
from graph.errors import AmbiguousKeyError, UsageError
from graph.former import Former
from graph.listing import FEW, Ordered
from graph.model import EDGES, KINDS
from graph.pages import Page
from graph.selection import Field, Selection
from graph.surroundings import DESCRIBES

_READ_AS: Final[Mapping[str, Decoder]] = MappingProxyType({"facts": called("facts"), "json": called("parsed")})


@dataclass(frozen=True, slots=True)
class Statement:
    """A composed statement, its parameters, and how to read its rows.

    `given` are the parameters that are arguments of the root field, and their names there.
    """

    text: str
    parameters: dict[str, Any]
    read: Callable[[list[list[Any]]], Any]
    given: Mapping[str, str] = field(default_factory=dict)

    def of(self, arguments: Mapping[str, Any]) -> "Statement":
        """The same statement for other arguments of its root field, of which the same are null.

        See `can_be_filled`.
        """
        values = {name: arguments[argument] for name, argument in self.given.items()}
        return replace(self, parameters=self.parameters | values)


def compile_root(root: Field) -> Statement:
    """Compile a field of `Query` with all that is selected beneath it.

    Raises UsageError for a page size out of bounds or a cursor of another list. The statement's `read` raises
    AmbiguousKeyError where a `root` field found several parties.
    """
    return Composer().root(root)


def can_be_filled(root: Field) -> bool:
    """Whether the statement of a field of `Query` holds for other arguments, of which the same are null.

    It does where they are values. A list is composed by its filters, pages and order, and a way by its types of edge.
    """
    fragment = fragments("Query")[root.name]
    composed = fragment.kind == "roots" or fragment.label or fragment.types
    return not composed and not any(isinstance(value, Mapping | list) for value in root.arguments.values())


@dataclass(slots=True)
class Composer:
    """Composes one statement: its parameters, the names it has given out, and whether it needs to know the day.

    `given` are parameters that are arguments of the root field `asked`; `reading` is how rows are read. `past` says
    that the caller named the day: then records are shown as they were. `job` is the one whose newest run is asked.
    """

    parameters: dict[str, Any] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    reading: Reading = field(default_factory=Reading)
    names: int = 0
    dated: bool = False
    past: bool = False
    job: str | None = None
    asked: Field | None = None

    def root(self, root: Field) -> Statement:
        """Compose the statement of a root field."""
        self.asked = root
        self.past = root.arguments.get("asOf") is not None
        fragment = fragments("Query")[root.name]
        if fragment.kind == "roots":
            expression, decode = self.connection(fragment, root, this="")
            text = self.prelude(root) + f"RETURN {expression}"
            read = self.reading.compiled(decode)
            return Statement(text, self.parameters, lambda rows: read(rows[0][0]))
        child = self.local()
        bound = _Bound(self, fragment, root, "", child)
        clause = bound.text()
        expression, decode_one = self.selection(root.selected(), child)
        tells = bound.rename(split(fragment.tells)) if fragment.tells else "null"
        text = f"{self.prelude(root)}{clause}\nRETURN {expression}, {child}.id, {tells}"
        read_one = self.reading.compiled(decode_one)
        return Statement(text, self.parameters, lambda rows: _only(root, rows, read_one), self.given)

    def prelude(self, root: Field) -> str:
        """What binds `asOf` and `latest` before all else, where anything that was composed needs them."""
        bound = []
        if self.dated and root.arguments.get("asOf") is not None:
            bound.append(f"{self.argument(root, 'asOf')} AS asOf")
        elif self.dated:
            bound.append(f"{_Bound(self, fragments('Query')['asOf'], root, '', '').text()} AS asOf")
        if self.job is not None:
            run = self.local()
            bound.append(f"head(COLLECT {{ MATCH ({run}:Latest {{job: '{self.job}'}}) RETURN {run}.id }}) AS latest")
        return f"WITH {', '.join(bound)}\n" if bound else ""

    def selection(self, selection: Selection, this: str) -> tuple[str, Decoder]:
        """Expression of a list with one element for each field, and how to name them."""
        expressions: list[str] = []
        readers: list[tuple[str, Decoder]] = []
        for wanted in selection.fields:
            if wanted.name == "__typename":
                expressions.append("null")
                readers.append((wanted.key, constant(selection.type)))
                continue
            expression, decode = self.field(selection.type, wanted, this)
            expressions.append(expression)
            readers.append((wanted.key, decode))
        decode_all = self.reading.named(readers)
        if self.past and (former := Former.of(selection)):
            expressions.append(former.expression(this))
            decode_all = former.decoder(decode_all, self.reading)
            self.dated = True
        return f"[{', '.join(expressions)}]", decode_all

    def field(self, type_name: str, wanted: Field, this: str) -> tuple[str, Decoder]:
        """Expression of one field of the node or edge `this`, and how to read its value."""
        fragment = fragments(type_name).get(wanted.name)
        if fragment is None:
            return scalar(f"{this}.{wanted.name}", wanted), identity
        if fragment.kind == "value":
            return scalar(self._bind(fragment, wanted, this), wanted), identity
        if fragment.kind in _READ_AS:
            return self._bind(fragment, wanted, this), _READ_AS[fragment.kind]
        if fragment.kind in {"money", "unit_price"}:
            return self._bind(fragment, wanted, this), self.reading.amount(wanted.selected(), fragment.kind)
        if fragment.kind == "connection":
            return self.connection(fragment, wanted, this)
        return self._related(fragment, wanted, this)

    def connection(self, fragment: Fragment, wanted: Field, this: str) -> tuple[str, Decoder]:
        """A page: its rows as `[keys…, selections…]`, and the count where it is wanted.

        Keys are read where a cursor is asked for, and one row more than asked for where it is wanted to know whether a
        next page exists.
        """
        child = self.local()
        ordered = Ordered.of(fragment, wanted.arguments)
        page = Page.of(ordered.name, wanted.selected(), wanted.arguments)
        ways = [self._way(fragment, wanted, this, child, way) for way in wanted.arguments.get("ways", (None,))]
        keys = [ways[0].rename(key.parts) for key in ordered.keys] if page.shows_cursors else []
        columns = [f"toString({key})" for key in keys]
        readers = []
        for node in page.nodes:
            expression, decode = self.selection(node, child)
            columns.append(expression)
            readers.append(decode)
        count = f"COUNT {{ {ways[-1].text()} RETURN DISTINCT {child} }}" if page.wants("totalCount") else "null"
        limit = self.parameter("limit", page.first + page.looks_ahead)
        chosen = [f"{self._behind(way, ordered, page)} LIMIT {limit}\nRETURN" for way in ways]
        returned = f"[{', '.join(columns)}]"
        if not page.wants("edges", "pageInfo"):  # what was asked has been looked at all the same
            return f"[[], {count}]", page.decoder(len(keys), readers, self.reading)
        if len(chosen) == 1:
            rows = f"COLLECT {{ {chosen[0]} {returned} }}"
        else:
            probe = _Bound(self, fragments(fragment.type)[f"{fragment.field}.probe"], ways[1].wanted, "", "").text()
            rows = (
                f"COLLECT {{ UNWIND CASE WHEN {probe} > {FEW} THEN COLLECT {{ {chosen[0]} {child} }}\n"
                f"ELSE COLLECT {{ {chosen[1]} {child} }} END AS {child}\nRETURN {returned} }}"
            )
        return f"[{rows}, {count}]", page.decoder(len(keys), readers, self.reading)

    def _way(self, fragment: Fragment, wanted: Field, this: str, child: str, way: object) -> "_Bound":
        """The fragment by one of the ways into its list; see `graph.listing`."""
        if way is None:
            return _Bound(self, fragment, wanted, this, child)
        return _Bound(self, fragment, replace(wanted, arguments={**wanted.arguments, "way": way}), this, child)

    def _behind(self, way: "_Bound", ordered: Ordered, page: Page) -> str:
        """The rows of a way that stand behind the cursor, in order."""
        keys = [way.rename(key.parts) for key in ordered.keys]
        names = (f", {way.rename(part)}" for key in ordered.keys for part in [key.parts] if part[0][0] == "_")
        carried = "".join(names)
        # Rows come in the order of an index only where the keys that they share are named first.
        shared = [way.rename(key.parts) for key in ordered.along]
        ordering = _ordering([*ordered.along, *ordered.keys], [*shared, *keys])
        return f"{way.text()}{self._after(ordered, page, keys)}\nWITH DISTINCT {way.child}{carried} ORDER BY {ordering}"

    def _related(self, fragment: Fragment, wanted: Field, this: str) -> tuple[str, Decoder]:
        """What a field leads to, where that is no page: the node itself, another one, or all of a list."""
        child = this if fragment.kind == "same" else self.local()
        bound = _Bound(self, fragment, wanted, this, child)
        clause = bound.text()
        expression, decode = self.selection(wanted.selected(), child)
        if fragment.kind == "same":
            return f"CASE WHEN {clause} THEN {expression} END", decode
        if fragment.kind == "node":
            return f"head([{child} IN [{clause}] WHERE {child} IS NOT NULL | {expression}])", decode
        if fragment.kind == "each":
            return f"[{child} IN {clause} | {expression}]", each(decode)
        ordering = _ordering(fragment.order, [bound.rename(order.parts) for order in fragment.order])
        rows = f"{clause}\nWITH DISTINCT {child} ORDER BY {ordering}"
        if fragment.kind == "one":
            return f"head(COLLECT {{ {rows} LIMIT 1 RETURN {expression} }})", decode
        return f"COLLECT {{ {rows}\nRETURN {expression} }}", each(decode)

    def _after(self, ordered: Ordered, page: Page, keys: Sequence[str]) -> str:
        """The condition that a row stands behind the cursor; its first comparison is what an index can serve.

        `<>` where a comparison would do keeps the planner from making a union of two index seeks, which it would
        have to sort.
        """
        if page.after is None:
            return ""
        cursor = cursors.decode(page.of_list, page.after, [key.type for key in ordered.keys])
        values = [self.parameter("after", value) for value in cursor]
        signs = ["<" if key.descending else ">" for key in ordered.keys]
        condition = f"{keys[-1]} {signs[-1]} {values[-1]}"
        for key, sign, value in reversed(list(zip(keys[:-1], signs[:-1], values[:-1], strict=True))):
            condition = f"{key} {sign}= {value} AND ({key} <> {value} OR {condition})"
        return f" AND {condition}"

    def _bind(self, fragment: Fragment, wanted: Field, this: str) -> str:
        return _Bound(self, fragment, wanted, this, "").text()

    def local(self) -> str:
        """Return a variable that is new in the statement."""
        self.names += 1
        return f"v{self.names}"

    def parameter(self, name: str, value: object) -> str:
        """Give a value a parameter of its own and return its `$name`."""
        unique = f"{name}{len(self.parameters)}"
        self.parameters[unique] = value
        return f"${unique}"

    def argument(self, wanted: Field, name: str) -> str:
        """Give an argument of a field a parameter of its own."""
        parameter = self.parameter(name, wanted.arguments.get(name))
        if wanted is self.asked and name in wanted.arguments:
            self.given[parameter[1:]] = name
        return parameter


class _Bound:
    """A fragment in one place of a statement: its own names are replaced by ones that are new there."""

    def __init__(self, composer: Composer, fragment: Fragment, wanted: Field, this: str, child: str) -> None:
        self._composer = composer
        self._fragment = fragment
        self.wanted = wanted
        self.child = child
        self._arguments = wanted.arguments
        self._names = {"this": this, "child": child}
        if fragment.label:
            self._names["LABEL"] = _label(fragment, wanted)
        if fragment.types:
            self._names |= _types(fragment.types, wanted)

    def text(self) -> str:
        """The fragment's text, without the lines whose argument was not given."""
        pieces = (piece for piece in self._fragment.pieces if self._holds(piece.condition))
        return "".join(self.rename(piece.parts) for piece in pieces).rstrip()

    def rename(self, parts: Iterable[str]) -> str:
        """Put parts together with the names of this place."""
        return "".join(self._renamed(part) for part in parts)

    def _renamed(self, part: str) -> str:
        if part == "asOf":
            self._composer.dated = True
        elif part == "latest":
            self._composer.job = self._fragment.job
        elif part not in self._names:
            if part[0] == "$":
                self._names[part] = self._composer.argument(self.wanted, part[1:])
            elif part[0] == "_":
                self._names[part] = self._composer.local()
        return self._names.get(part, part)

    def _holds(self, condition: Sequence[str]) -> bool:
        value: Any = self._arguments
        for name in condition:
            value = value.get(name) if isinstance(value, Mapping) else None
        return not condition or value is not None


def _ordering(order: Sequence[Order], keys: Sequence[str]) -> str:
    return ", ".join(f"{key}{' DESC' * each.descending}" for key, each in zip(keys, order, strict=True))


def _only(root: Field, rows: list[list[Any]], read: Callable[[Any], Any]) -> Any:
    """The one party found; a row is its selection, its id, and the table that named it."""
    if len({row[1] for row in rows}) > 1:
        candidates = "; ".join(f"{row[1]} (table {row[2]})" for row in sorted(rows, key=lambda row: (row[2], row[1])))
        noun = "parties" if root.returns == "Party" else "products"
        raise AmbiguousKeyError(f"{root.name} finds {len(rows)} {noun}: {candidates}; say which table")
    return read(rows[0][0]) if rows else None


def _label(fragment: Fragment, wanted: Field) -> str:
    argument, _, default = str(fragment.label).partition(" ")
    label = str(wanted.arguments.get(argument) or default)
    if label != default and label not in KINDS:
        raise UsageError(f"{label!r} is no kind of the graph")
    return label


def _types(argument: str, wanted: Field) -> dict[str, str]:
    """Types of edge and the length of a way, which Cypher takes in its text only."""
    types = wanted.arguments[argument]
    if unknown := set(types) - EDGES.keys() - {DESCRIBES}:
        raise UsageError(f"{', '.join(sorted(unknown))} is no type of edge")
    return {"EDGE_TYPES": "|".join(types), "HOPS": f"1..{int(wanted.arguments['way'].get('hops') or 1)}"}
