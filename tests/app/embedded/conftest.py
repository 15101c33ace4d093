"""Homes for real servers: in a temporary folder, on any free port, with the user's own cache of jars."""

import pytest

from app import embedded
from app.settings import Settings, load_settings
from tests.app.embedded.helpers import Holder, gone


@pytest.fixture(scope="session")
def cache():
    return load_settings().cache


def _settings(home, cache):
    return Settings(home=home, cache=cache, bolt_port=0, http_port=0, heap_mb=512, page_cache_mb=64)


@pytest.fixture
def settings(tmp_path, cache):
    settings = _settings(tmp_path / "home", cache)
    yield settings
    embedded.stop(settings, force=True)
    gone(settings)


@pytest.fixture(scope="module")
def pinned(tmp_path_factory, cache):
    """Settings of a server that runs for the whole module, in a home whose name asks for trouble."""
    settings = _settings(tmp_path_factory.mktemp("mod") / "my home, 关系 äß", cache)
    embedded.start(settings)
    yield settings
    assert embedded.stop(settings)  # no lease is left
    gone(settings)


@pytest.fixture
def hold():
    """Start processes that hold leases; they end with the test."""
    holders = []

    def start(settings, **options):
        holders.append(Holder(settings, **options))
        return holders[-1]

    yield start
    for holder in holders:
        holder.close()
