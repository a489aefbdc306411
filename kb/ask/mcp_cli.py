"""``solieu mcp``: the base as tools of a language model. It only reads, opens no port and asks no other machine."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import click

from extract.document import SolieuError
from kb.installing import command_here
from kb.options import base_option
from kb.store import read_base


@click.command("mcp")
@base_option
def serve_tools(base: Path) -> None:
    """Offer the base as tools to a language model (Model Context Protocol, over stdin and stdout), until it hangs up.

    The tools search, compare, evidence, coverage and metrics only read; each answer holds the sources of its figures.
    Name this command in the settings of the model's program.

    Example: solieu mcp --db kb.db
    """
    if importlib.util.find_spec("mcp") is None:
        install = command_here("pip install 'mcp>=2,<3'")
        raise SolieuError("solieu mcp", "the package mcp is missing", f"Install it: {install}")
    read_base(base).close()
    # Loading the SDK takes a second, which "solieu mcp --help" would feel.
    from kb.ask.mcp_server import server

    server(base).run("stdio")
