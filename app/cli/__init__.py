"""The `guanxi` command: each subcommand is one call into the layer below."""

from app.cli.main import main

__all__ = ["main"]
