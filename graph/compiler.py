"""One Cypher statement for one root field: fragments of `cypher/views/`, composed by what was selected.

The statement returns positional lists, since Cypher's maps lose the order of the selection; a decoder beside it
names them again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cypher import Fragment, fragments
from graph import cursors, money
from graph.errors import AmbiguousKeyError, UsageError
from graph.model import KINDS
from graph.pages import Page
from graph.selection import Field, Selection

Decoder = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """A composed statement, its parameters, and how to read its rows."""

    text: str
    parameters: dict[str, Any]
    read: Callable[[list[list[Any]]], Any]


def compile_root(root: Field) -> Statement:
    """Compile a field of `Query` with all that is selected beneath it.

    Raises UsageError for a page size out of bounds or a cursor of another list. The statement's `read` raises
    AmbiguousKeyError where a `root` field found several rows.
    """
    return _Compiler().root(root)


@dataclass(slots=True)
class _Compiler:
    parameters: dict[str, Any] = field(default_factory=dict)
    names: int = 0

    def root(self, root: Field) -> Statement:
        fragment = fragments("Query")[root.name]
        if fragment.kind == "roots":
            expression, decode = self.connection(fragment, root, this="")
            body = f"RETURN {expression}"
            return Statement(self._as_of(root) + body, self.parameters, lambda rows: decode(rows[0][0]))
        child = self._name()
        clause = self._bind(fragment, root, "", child)
        expression, decode_one = self.selection(root.selected(), child)
        body = f"{clause}\nRETURN {expression}, {child}.id, {fragment.tells or 'null'}"
        return Statement(self._as_of(root) + body, self.parameters, lambda rows: _only(root, rows, decode_one))

    def selection(self, selection: Selection, this: str) -> tuple[str, Decoder]:
        """Expression of a list with one element for each field, and how to name them."""
        expressions: list[str] = []
        readers: list[tuple[str, Decoder]] = []
        for wanted in selection.fields:
            if wanted.name == "__typename":
                expressions.append("null")
                readers.append((wanted.key, _constant(selection.type)))
                continue
            expression, decode = self.field(selection.type, wanted, this)
            expressions.append(expression)
            readers.append((wanted.key, decode))
        return f"[{', '.join(expressions)}]", _object(readers)

    def field(self, type_name: str, wanted: Field, this: str) -> tuple[str, Decoder]:
        fragment = fragments(type_name).get(wanted.name)
        if fragment is None:
            return _scalar(f"{this}.{wanted.name}", wanted), _identity
        match fragment.kind:
            case "value":
                return _scalar(self._bind(fragment, wanted, this, ""), wanted), _identity
            case "money" | "unit_price":
                return self._bind(fragment, wanted, this, ""), _amount(wanted.selected(), fragment.kind)
            case "same":
                expression, decode = self.selection(wanted.selected(), this)
                condition = self._bind(fragment, wanted, this, "")
                return f"CASE WHEN {condition} THEN {expression} END", decode
            case "connection":
                return self.connection(fragment, wanted, this)
            case _:
                return self._related(fragment, wanted, this)

    def connection(self, fragment: Fragment, wanted: Field, this: str) -> tuple[str, Decoder]:
        """A page: its rows as `[keys…, selections…]`, one more than asked for, and the count where it is wanted."""
        child = self._name()
        clause = self._bind(fragment, wanted, this, child)
        keys = [order.expression.replace("child", child, 1) for order in fragment.order]
        page = Page.of(wanted.selected(), wanted.arguments)
        columns = [f"toString({key})" for key in keys]
        readers = []
        for node in page.nodes:
            expression, decode = self.selection(node, child)
            columns.append(expression)
            readers.append(decode)
        order = ", ".join(f"{key}{' DESC' * o.descending}" for key, o in zip(keys, fragment.order, strict=True))
        rows = (
            f"COLLECT {{ {clause}{self._after(fragment, wanted, keys)}\n"
            f"WITH {child} ORDER BY {order} LIMIT {self._parameter('limit', page.first + 1)}\n"
            f"RETURN [{', '.join(columns)}] }}"
        )
        count = f"COUNT {{ {clause} }}" if page.wants("totalCount") else "null"
        return f"[{rows if page.wants('edges', 'pageInfo') else '[]'}, {count}]", page.decoder(len(keys), readers)

    def _related(self, fragment: Fragment, wanted: Field, this: str) -> tuple[str, Decoder]:
        child = self._name()
        clause = self._bind(fragment, wanted, this, child)
        expression, decode = self.selection(wanted.selected(), child)
        if fragment.kind == "one":
            return f"head(COLLECT {{ {clause}\nRETURN {expression} LIMIT 1 }})", decode
        keys = ", ".join(f"{o.expression.replace('child', child, 1)}{' DESC' * o.descending}" for o in fragment.order)
        ordered = f"WITH {child} ORDER BY {keys}\n" if keys else ""
        return f"COLLECT {{ {clause}\n{ordered}RETURN {expression} }}", _each(decode)

    def _bind(self, fragment: Fragment, wanted: Field, this: str, child: str) -> str:
        """The fragment's text with its own names replaced by ones that are new in this statement."""
        local: dict[str, str] = {"this": this, "child": child}
        if fragment.label:
            local["LABEL"] = _label(fragment, wanted)
        bound = []
        for part in fragment.parts:
            if part[0] == "$":
                name = part[1:]
                if part not in local:
                    local[part] = self._parameter(name, wanted.arguments.get(name))
                bound.append(local[part])
            elif part[0] == "_":
                if part not in local:
                    local[part] = self._name()
                bound.append(local[part])
            else:
                bound.append(local.get(part, part))
        return "".join(bound)

    def _after(self, fragment: Fragment, wanted: Field, keys: Sequence[str]) -> str:
        """The condition that a row stands behind the cursor. Its first line is what an index can serve."""
        cursor = wanted.arguments.get("after")
        if cursor is None:
            return ""
        values = []
        for value, order in zip(cursors.decode(cursor, len(keys)), fragment.order, strict=True):
            parameter = self._parameter("after", value)
            values.append(f"date({parameter})" if order.type == "date" else parameter)
        signs = ["<" if order.descending else ">" for order in fragment.order]
        condition = f"{keys[-1]} {signs[-1]} {values[-1]}"
        for key, sign, value in reversed(list(zip(keys[:-1], signs[:-1], values[:-1], strict=True))):
            condition = f"{key} {sign}= {value} AND ({key} {sign} {value} OR {condition})"
        return f" AND {condition}"

    def _as_of(self, root: Field) -> str:
        given = root.arguments.get("asOf")
        if given is not None:
            return f"WITH date({self._parameter('asOf', str(given))}) AS asOf\n"
        return fragments("Query")["asOf"].text + "\n"

    def _name(self) -> str:
        self.names += 1
        return f"v{self.names}"

    def _parameter(self, name: str, value: object) -> str:
        unique = f"{name}{len(self.parameters)}"
        self.parameters[unique] = value
        return f"${unique}"


def _only(root: Field, rows: list[list[Any]], decode: Decoder) -> Any:
    if len(rows) > 1:
        candidates = "; ".join(f"{row[1]} ({row[2]})" for row in rows)
        raise AmbiguousKeyError(f"{root.name} finds {len(rows)}: {candidates}; say which table")
    return decode(rows[0][0]) if rows else None


def _label(fragment: Fragment, wanted: Field) -> str:
    argument, _, default = str(fragment.label).partition(" ")
    label = str(wanted.arguments.get(argument) or default)
    if label != default and label not in KINDS:
        raise UsageError(f"{label!r} is no kind of the graph")
    return label


def _scalar(expression: str, wanted: Field) -> str:
    return f"toString({expression})" if wanted.returns in {"Date", "DateTime"} else expression


def _identity(value: Any) -> Any:
    return value


def _constant(value: Any) -> Decoder:
    return lambda _: value


def _object(readers: Sequence[tuple[str, Decoder]]) -> Decoder:
    def decode(row: list[Any] | None) -> dict[str, Any] | None:
        if row is None:
            return None
        return {key: read(value) for (key, read), value in zip(readers, row, strict=True)}

    return decode


def _each(decode: Decoder) -> Decoder:
    return lambda rows: [decode(row) for row in rows]


def _amount(selection: Selection, kind: str) -> Decoder:
    form = money.major_units if kind == "money" else money.price

    def decode(value: list[Any] | None) -> dict[str, Any] | None:
        if value is None or value[0] is None:
            return None
        units, currency = value
        values = {"amount": form(units, currency or ""), "currency": currency, "__typename": selection.type}
        return {wanted.key: values[wanted.name] for wanted in selection.fields}

    return decode
