"""Errors for requests that are not run, each with its code."""

from graphql import GraphQLError


def refused(message: str) -> GraphQLError:
    """An error for a request that goes beyond a limit."""
    return GraphQLError(f"{message}; ask for less", extensions={"code": "LIMIT_EXCEEDED"})


def bad_request(message: str) -> GraphQLError:
    """An error for a request that is not of the form that the service takes."""
    return GraphQLError(message, extensions={"code": "BAD_REQUEST"})


def bad_input(error: GraphQLError) -> GraphQLError:
    """An error about a variable that is not of its type."""
    return GraphQLError(error.message, error.nodes, extensions={"code": "BAD_USER_INPUT"})


def unknown_hash() -> GraphQLError:
    """An error for a document that was named by a hash which is not known; clients go by the message."""
    return GraphQLError("PersistedQueryNotFound", extensions={"code": "PERSISTED_QUERY_NOT_FOUND"})


def only_registered() -> GraphQLError:
    """An error for a document that is not registered, where only those are answered."""
    return GraphQLError(
        "this service answers only documents that are registered; have yours registered, or send the hash of one",
        extensions={"code": "PERSISTED_QUERY_ONLY"},
    )
