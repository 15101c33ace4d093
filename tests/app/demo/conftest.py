import pytest

from app.demo import DemoFiles, write_demo
from app.demo.world import World, build_world
from tests.app.demo.exports import Exports


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    """The demo company, written once for all tests; none of them may change it."""
    return write_demo(tmp_path_factory.mktemp("demo") / "company")


@pytest.fixture(scope="session")
def exports(demo: DemoFiles) -> Exports:
    return Exports(demo.folder)


@pytest.fixture(scope="session")
def world() -> World:
    return build_world()
