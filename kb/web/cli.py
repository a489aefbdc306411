"""``solieu serve``: the base in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from kb.options import base_option
from kb.store import read_base


@click.command()
@base_option
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="The port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
def serve(base: Path, port: int, host: str) -> None:
    """Show the base in a browser, with Datasette, until it is stopped with Ctrl-C.

    It listens on this computer only, unless --host names another address.

    Example: solieu serve --port 8001
    """
    # Loading Datasette takes a second, which "solieu serve --help" and a base that is not there would feel.
    read_base(base).close()
    from kb.web.serve import serve as serve_pages

    serve_pages(base, host, port)
