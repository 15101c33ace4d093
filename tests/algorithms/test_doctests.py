import doctest
import importlib
import pkgutil

import pytest

import algorithms

MODULES = [module.name for module in pkgutil.walk_packages(algorithms.__path__, "algorithms.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


@pytest.mark.parametrize("package", ["risk", "influence", "dependency"])
def test_every_algorithm_has_an_example_and_a_source(package):
    module = importlib.import_module(f"algorithms.{package}")
    for name in module.__all__:
        item = getattr(module, name)
        if not isinstance(item, type):
            assert ">>>" in item.__doc__, name
            assert "References" in item.__doc__ or "source are those of" in item.__doc__, name


def test_knows_no_database():
    import ast
    from pathlib import Path

    for path in Path(algorithms.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] in ("neo4j", "graph", "cypher") for name in names), path
