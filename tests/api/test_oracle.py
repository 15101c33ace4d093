"""The compiled statement and graphql-core's own execution answer alike."""

import pytest

from graph.client import Database
from tests.api.compare import compare
from tests.conftest import Ask

EXAMPLES = 70


@pytest.mark.parametrize("seed", range(3))
def test_both_answer_alike(seed: int, database: Database, ask: Ask) -> None:
    seen = compare(ask, database, seed, EXAMPLES)
    assert seen["asked"] + seen["too large"] >= EXAMPLES
    assert seen["found"] > seen["asked"] / 4  # else the queries would say little
