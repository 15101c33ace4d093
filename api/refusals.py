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
