from collections.abc import Iterator

import pytest

from tests.e2e.guanxi import Guanxi


@pytest.fixture(scope="module")
def guanxi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guanxi]:
    """A home for the tests of one file; whatever they leave is ended."""
    found = Guanxi(tmp_path_factory.mktemp("e2e") / "home")
    yield found
    found.end()
