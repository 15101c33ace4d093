"""Root fields about how things hang together; each is one statement."""

from typing import Annotated, Any

import strawberry

from api.executor import Compiled
from api.lists import AsOf
from api.surroundings.types import EdgeType, NodeKind, Path, Subgraph
from graph import surroundings

EdgeTypes = Annotated[
    list[EdgeType] | None,
    strawberry.argument(
        description=f"Types of edge to follow, either way. Default: {', '.join(surroundings.FOLLOWED)}."
    ),
]


def _neighborhood(  # noqa: PLR0917 - GraphQL names them
    id: strawberry.ID,  # noqa: A002
    depth: int | None = 1,
    limit: int | None = surroundings.DEFAULT_NODES,
    edge_types: EdgeTypes = strawberry.UNSET,
    kinds: list[NodeKind] | None = strawberry.UNSET,
    as_of: AsOf = strawberry.UNSET,
) -> Any:
    depth, limit = 1 if depth is None else depth, surroundings.DEFAULT_NODES if limit is None else limit
    types, labels = ([each.value for each in given] if given else None for given in (edge_types, kinds))
    return Compiled.of(asOf=as_of, **surroundings.neighborhood(id, depth, limit, types, labels))


def _path(
    from_: Annotated[strawberry.ID, strawberry.argument(name="from")],
    to: strawberry.ID,
    max_hops: int | None = surroundings.DEFAULT_HOPS,
    edge_types: EdgeTypes = strawberry.UNSET,
    as_of: AsOf = strawberry.UNSET,
) -> Any:
    hops = surroundings.DEFAULT_HOPS if max_hops is None else max_hops
    types = [each.value for each in edge_types] if edge_types else None
    return Compiled.of(asOf=as_of, **surroundings.path(from_, to, hops, types))


@strawberry.type
class SurroundingsQuery:
    """Root fields about how things hang together."""

    neighborhood: Subgraph = strawberry.field(
        resolver=_neighborhood,
        description="What surrounds a party, a thing or an interaction: nodes up to `depth` edges away (at most 3), at "
        "most `limit` (500), and of each node at most 50 neighbours: parties first, then things, then interactions; "
        "larger shares first, then newer days. Only nodes of `kinds` are followed and shown, by default of all.",
    )
    path: Path | None = strawberry.field(
        resolver=_path,
        description="A shortest way between two parties, things or interactions, of at most `maxHops` (8) edges; null "
        "where there is none. Ways through nodes with more than 1,000 edges are taken only where there is no other.",
    )
