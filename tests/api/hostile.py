"""Requests that mean harm: what each is called, its document or body, and the code that refuses it.

Documents hold `MARK` where a caller's text would be seen in a log.
"""

import json
from typing import Any, Final

MARK: Final = "xSECRETx"


def _chain(n: int, *, upwards: bool) -> str:
    """Fragments that spread one another, the operation spreading the first, or each from the innermost on."""
    spreads = " ".join(f"...F{i}" for i in (reversed(range(n)) if upwards else (0,)))
    rest = " ".join(f"fragment F{i} on Query {{ ...F{i + 1} }}" for i in range(n - 1))
    return f"{{ {spreads} }} {rest} fragment F{n - 1} on Query {{ {MARK}: __typename }}"


def _bomb(levels: int) -> str:
    """Each fragment spreads the next one twice: 2^levels fields out of a few bytes."""
    doubled = " ".join(
        f"fragment F{i} on Party {{ records {{ id }} a{i}: customer {{ servedBy {{ ...F{i + 1} ...F{i + 1} }} }}"
        f" b{i}: customer {{ servedBy {{ ...F{i + 1} }} }} }}"
        for i in range(levels)
    )
    return f'{{ party(id: "{MARK}") {{ ...F0 }} }} {doubled} fragment F{levels} on Party {{ id }}'


def _deep(n: int) -> str:
    return f'{{ party(id: "{MARK}") ' + "{ employee { manager " * n + "{ id }" + " } }" * n + " }"


def _pages(n: int, first: str = "100") -> str:
    inner = "totalCount"
    for _ in range(n):
        inner = f"edges {{ node {{ employee {{ team(first: {first}) {{ {inner} }} }} }} }}"
    return f"query{'($n: Int)' if first == '$n' else ''} {{ parties(first: 100) {{ {inner} }} }}"


def _introspection(n: int) -> str:
    inner = "name"
    for _ in range(n):
        inner = f"name fields {{ name type {{ {inner} }} args {{ type {{ {inner} }} }} }}"
    return f"{{ __schema {{ types {{ {inner} }} }} {MARK}: __typename }}"


_WIDE: Final = " ".join(f"a{i}: types {{ fields {{ args {{ type {{ name }} }} }} }}" for i in range(99))

DOCUMENTS: Final[dict[str, tuple[str, set[str]]]] = {
    "nothing": ("", {"GRAPHQL_VALIDATION_FAILED"}),
    "a comment": ("#" + MARK * 1000, {"GRAPHQL_VALIDATION_FAILED"}),
    "braces": ("{a" * 2_000, {"GRAPHQL_VALIDATION_FAILED", "LIMIT_EXCEEDED"}),
    "brackets": ("{a(b:" + "[" * 3_900, {"GRAPHQL_VALIDATION_FAILED", "LIMIT_EXCEEDED"}),
    "list types": ("query($a:" + "[" * 3_900, {"GRAPHQL_VALIDATION_FAILED", "LIMIT_EXCEEDED"}),
    "tokens": ("{" + "a " * 30_000 + "}", {"GRAPHQL_VALIDATION_FAILED", "LIMIT_EXCEEDED"}),
    "depth": (_deep(30), {"LIMIT_EXCEEDED"}),
    "aliases": ("{" + " ".join(f"{MARK}{i}: __typename" for i in range(500)) + "}", {"LIMIT_EXCEEDED"}),
    "fields": ('{ party(id: "1") {' + "name " * 1_500 + "} }", {"LIMIT_EXCEEDED"}),
    "the same field": ("{" + "__typename " * 999 + "}", {"LIMIT_EXCEEDED"}),
    "the same field with arguments": ("{" + 'party(id: "1") { id } ' * 300 + "}", {"LIMIT_EXCEEDED"}),
    "the same fields, deep": (
        "{" + ('party(id: "1") { employee { manager { employee { manager { id } } } } } ' * 150) + "}",
        {"LIMIT_EXCEEDED"},
    ),
    "a fragment bomb": (_bomb(20), {"LIMIT_EXCEEDED"}),
    "a fragment cycle": (
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        {"GRAPHQL_VALIDATION_FAILED"},
    ),
    "a fragment of itself": (
        '{ party(id: "1") { ...A } } fragment A on Party { employee { manager { ...A } } }',
        {"GRAPHQL_VALIDATION_FAILED"},
    ),
    "a fragment of itself, twice": (
        (
            '{ party(id: "1") { ...A } } fragment A on Party { a: employee { ...B } b: employee { ...B } }'
            " fragment B on EmployeeFacet { manager { ...A } }"
        ),
        {"GRAPHQL_VALIDATION_FAILED"},
    ),
    "a chain of fragments": (_chain(90, upwards=False), {"GRAPHQL_VALIDATION_FAILED", "LIMIT_EXCEEDED", "OK"}),
    "a long chain of fragments": (_chain(400, upwards=False), {"LIMIT_EXCEEDED"}),
    "a long chain, innermost first": (_chain(250, upwards=True), {"LIMIT_EXCEEDED"}),
    "many fragments beside each other": (
        "{"
        + " ".join(f"...F{i}" for i in range(400))
        + "}"
        + " ".join(f"fragment F{i} on Query {{ __typename }}" for i in range(400)),
        {"LIMIT_EXCEEDED"},
    ),
    "fragments that nobody uses": (
        "{ __typename }" + " ".join(f"fragment F{i} on Query {{ {'__typename ' * 30} }}" for i in range(90)),
        {"LIMIT_EXCEEDED", "GRAPHQL_VALIDATION_FAILED"},
    ),
    "inline fragments": ("{" + "... on Query {" * 150 + "__typename" + "}" * 151, {"LIMIT_EXCEEDED"}),
    "directives": ("{ __typename " + "@skip(if: false) " * 700 + "}", {"GRAPHQL_VALIDATION_FAILED"}),
    "unknown directives": ("{ __typename " + f"@{MARK} " * 1_900 + "}", {"GRAPHQL_VALIDATION_FAILED"}),
    "a long name": (f"{{ {MARK * 4_000} }}", {"GRAPHQL_VALIDATION_FAILED"}),
    "many unknown names": ("{" + " ".join(f"partyByKez{i}" for i in range(900)) + "}", {"GRAPHQL_VALIDATION_FAILED"}),
    "a long alias": (f"{{ {MARK * 4_000}: nothing }}", {"GRAPHQL_VALIDATION_FAILED"}),
    "a long number": ("{ parties(first: " + "9" * 50_000 + ") { totalCount } }", {"GRAPHQL_VALIDATION_FAILED"}),
    "a long default": (
        "query($n: Int = " + "9" * 50_000 + ") { parties(first: $n) { totalCount } }",
        {"GRAPHQL_VALIDATION_FAILED"},
    ),
    "more than 32 bits": ("{ parties(first: 2147483648) { totalCount } }", {"GRAPHQL_VALIDATION_FAILED"}),
    "a huge page": ("{ parties(first: 2147483647) { totalCount } }", {"LIMIT_EXCEEDED"}),
    "a page below nothing": ("{ parties(first: -1) { totalCount } }", {"BAD_USER_INPUT"}),
    "a deep neighbourhood": ('{ neighborhood(id: "1", depth: 99) { truncated } }', {"BAD_USER_INPUT"}),
    "a wide neighbourhood": (
        '{ neighborhood(id: "1", limit: 1000000000) { nodes { id } } }',
        {"BAD_USER_INPUT", "LIMIT_EXCEEDED"},
    ),
    "a neighbourhood of parties in the round": (
        (
            '{ neighborhood(id: "1", limit: 500) { nodes { party { customer { a: orders(first: 100) { ...O }'
            " b: orders(first: 100) { ...O } } } } } } fragment O on OrderConnection { edges { node { id } } }"
        ),
        {"LIMIT_EXCEEDED"},
    ),
    "a long path": (
        '{ path(from: "1", to: "2", maxHops: 1000000000) { length } }',
        {"BAD_USER_INPUT", "LIMIT_EXCEEDED"},
    ),
    "a type of edge that is none": (
        '{ path(from: "1", to: "2", edgeTypes: [OWNS, DROPS]) { length } }',
        {"GRAPHQL_VALIDATION_FAILED"},
    ),
    "a long search": (f'{{ search(text: "{MARK * 100}") {{ totalCount }} }}', {"BAD_USER_INPUT"}),
    "a search of many words": (f'{{ search(text: "{"a " * 90}") {{ totalCount }} }}', {"BAD_USER_INPUT"}),
    "a table of no source": ('{ parties(filter: { table: "t" }) { totalCount } }', {"BAD_USER_INPUT"}),
    "pages in pages": (_pages(4), {"LIMIT_EXCEEDED"}),
    "operations": (" ".join(f"query Q{i} {{ __typename }}" for i in range(300)), {"LIMIT_EXCEEDED"}),
    "variables": (
        "query(" + " ".join(f"$v{i}: Int" for i in range(900)) + ") { __typename }",
        {"GRAPHQL_VALIDATION_FAILED", "BAD_REQUEST"},
    ),
    "deep introspection": (_introspection(4), {"GRAPHQL_VALIDATION_FAILED", "LIMIT_EXCEEDED"}),
    "wide introspection": (f"{{ __schema {{ {_WIDE} }} }}", {"LIMIT_EXCEEDED"}),
    "a mutation": ("mutation { delete }", {"GRAPHQL_VALIDATION_FAILED", "BAD_REQUEST"}),
    "a subscription": ("subscription { all }", {"GRAPHQL_VALIDATION_FAILED", "BAD_REQUEST"}),
    "a schema": ("type Query { a: Int }", {"GRAPHQL_VALIDATION_FAILED", "BAD_REQUEST"}),
    "@defer": ("{ ... @defer { __typename } }", {"GRAPHQL_VALIDATION_FAILED", "OK"}),
    "a lone surrogate": ('{ party(id: "\\uD800") { id } }', {"GRAPHQL_VALIDATION_FAILED"}),
    "NUL": ('{ party(id: "\\u0000") { id } }', {"OK"}),
    "empty selections": ('{ party(id: "1") { customer { orders {} } } }', {"OK", "GRAPHQL_VALIDATION_FAILED"}),
}

_Variables = dict[str, Any]
VARIABLES: Final[dict[str, tuple[str, _Variables, set[str]]]] = {
    "more than 32 bits": ("query($n: Int) { parties(first: $n) { totalCount } }", {"n": 2**40}, {"BAD_USER_INPUT"}),
    "more than 64 bits": ("query($n: Int) { parties(first: $n) { totalCount } }", {"n": 2**63}, {"BAD_USER_INPUT"}),
    "a fraction": ("query($n: Int) { parties(first: $n) { totalCount } }", {"n": 1.5}, {"BAD_USER_INPUT"}),
    "pages by a whole fraction": (_pages(4, "$n"), {"n": 100.0}, {"LIMIT_EXCEEDED"}),
    "another type": ("query($id: ID!) { party(id: $id) { id } }", {"id": {"$gt": MARK}}, {"BAD_USER_INPUT"}),
    "a list": ("query($id: ID!) { party(id: $id) { id } }", {"id": [MARK]}, {"BAD_USER_INPUT"}),
    "none": ("query($id: ID!) { party(id: $id) { id } }", {}, {"BAD_USER_INPUT"}),
    "an unknown filter": (
        "query($f: PartyFilterInput) { parties(filter: $f) { totalCount } }",
        {"f": {MARK: 1}},
        {"BAD_USER_INPUT"},
    ),
    "a flood": ("{ __typename }", {f"v{i}": i for i in range(3_000)}, {"OK"}),
    "a type of edge that is Cypher": (
        "query($t: [EdgeType!]) { neighborhood(id: 1, edgeTypes: $t) { truncated } }",
        {"t": ["OWNS]-() DETACH DELETE n //"]},
        {"BAD_USER_INPUT"},
    ),
    "a depth beyond 32 bits": (
        "query($n: Int) { neighborhood(id: 1, depth: $n) { truncated } }",
        {"n": 2**40},
        {"BAD_USER_INPUT"},
    ),
    "a role that is a label": (
        "query($r: Role) { parties(role: $r) { totalCount } }",
        {"r": "Record) DETACH DELETE (n"},
        {"BAD_USER_INPUT"},
    ),
}

JSON: Final = "application/json"
BODIES: Final[dict[str, tuple[bytes, str, int, str]]] = {
    "no body": (b"", JSON, 400, "BAD_REQUEST"),
    "no JSON": (b"{", JSON, 400, "BAD_REQUEST"),
    "invalid UTF-8": (b'{"query": "\xff\xfe"}', JSON, 400, "BAD_REQUEST"),
    "UTF-16": ('{"query": "{ __typename }"}'.encode("utf-16"), JSON, 400, "BAD_REQUEST"),
    "lone surrogates": (b'{"query": "{ a }", "variables": {"a": "\\ud800"}}', JSON, 400, "BAD_REQUEST"),
    "a batch": (b'[{"query": "{ __typename }"}]', JSON, 400, "BAD_REQUEST"),
    "a string": (b'"{ __typename }"', JSON, 400, "BAD_REQUEST"),
    "null": (b"null", JSON, 400, "BAD_REQUEST"),
    "no query": (b"{}", JSON, 400, "BAD_REQUEST"),
    "a query that is none": (b'{"query": ["{ __typename }"]}', JSON, 400, "BAD_REQUEST"),
    "variables that are none": (b'{"query": "{ a }", "variables": [1]}', JSON, 400, "BAD_REQUEST"),
    "an operation that is none": (b'{"query": "{ a }", "operationName": 1}', JSON, 400, "BAD_REQUEST"),
    "deep JSON": (b'{"query": "{ a }", "variables": ' + b'{"a":' * 10_000, JSON, 400, "BAD_REQUEST"),
    "deep JSON, closed": (
        b'{"query": "{ a }", "variables": {"a": ' + b"[" * 20_000 + b"]" * 20_000 + b"}}",
        JSON,
        400,
        "BAD_REQUEST",
    ),
    "a key twice": (b'{"query": "{ __typename }", "query": "{ a }"}', JSON, 400, "BAD_REQUEST"),
    "a key twice, deep": (
        b'{"query": "{ a }", "variables": {}, "variables": ' + b'{"a":' * 9_000,
        JSON,
        400,
        "BAD_REQUEST",
    ),
    "a key twice, told otherwise": (b'{"query": "{ __typename }", "qu\\u0065ry": "{ a }"}', JSON, 400, "BAD_REQUEST"),
    "NaN": (b'{"query": "{ a }", "variables": {"n": NaN}}', JSON, 400, "BAD_REQUEST"),
    "Infinity": (b'{"query": "{ a }", "variables": {"n": -Infinity}}', JSON, 400, "BAD_REQUEST"),
    "a giant integer": (
        b'{"query": "query($n: Int) { parties(first: $n) { totalCount } }", "variables": {"n": '
        + b"9" * 50_000
        + b"}}",
        JSON,
        400,
        "BAD_REQUEST",
    ),
    "a giant exponent": (
        b'{"query": "query($n: Int) { parties(first: $n) { totalCount } }", "variables": {"n": 1e999999999}}',
        JSON,
        400,
        "BAD_REQUEST",
    ),
    "a byte order mark": (b'\xef\xbb\xbf{"query": "{ __typename }"}', JSON, 400, "BAD_REQUEST"),
    "two bodies": (b'{"query": "{ __typename }"}{"query": "{ __typename }"}', JSON, 400, "BAD_REQUEST"),
    "a hash of megabytes": (
        b'{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "' + b"a" * 60_000 + b'"}}}',
        JSON,
        400,
        "BAD_REQUEST",
    ),
    "10 MB": (b'{"query": "#' + b"x" * 10_000_000 + b'"}', JSON, 413, "LIMIT_EXCEEDED"),
    "a form": (b"query={__typename}", "application/x-www-form-urlencoded", 415, "BAD_REQUEST"),
    "text": (b'{"query": "{ __typename }"}', "text/plain", 415, "BAD_REQUEST"),
    "a file": (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 415, "BAD_REQUEST"),
    "GraphQL": (b"{ __typename }", "application/graphql", 415, "BAD_REQUEST"),
    "no content type": (b'{"query": "{ __typename }"}', "", 415, "BAD_REQUEST"),
}


def body(document: str, variables: _Variables | None = None) -> bytes:
    """A request as a client would send it."""
    return json.dumps({"query": document, "variables": variables or {}}).encode()
