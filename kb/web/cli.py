"""``solieu serve``: the base in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from extract.document import SolieuError
from kb.options import base_option
from kb.originals import unmasked as open_copy
from kb.store import read_base


@click.command()
@base_option
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="The port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--review", "reviewer", metavar="NAME", help="Let NAME decide in the browser and write it.")
@click.option("--unmasked", is_flag=True, help="Show the personal data that are masked else, on this computer only.")
def serve(base: Path, port: int, host: str, reviewer: str | None, unmasked: bool) -> None:
    """Show the base in a browser, with Datasette, until it is stopped with Ctrl-C.

    It listens on this computer only, unless --host names another address.

    The pages only read. With --review NAME an address with a token is printed: who opens it decides figure by figure,
    and what is handed in there is written as solieu review apply writes it. Without it, /review/do gives the CSV.

    Numbers of identity papers, telephones and accounts, e-mail and names of citizens are masked. With --unmasked they
    are shown, out of a copy of the base as it is now that is deleted at the end; nothing can be written there.

    Example: solieu serve --port 8001
    """
    name = " ".join((reviewer or "").split())
    if reviewer is not None and not name:
        raise SolieuError("--review", "nobody is named", 'Name who decides, as --review "Lan"')
    if unmasked and name:
        raise SolieuError(
            "--unmasked", "what is decided would be written into a copy", "Leave out --review or --unmasked"
        )
    # Loading Datasette takes a second, which "solieu serve --help" and a base that is not there would feel.
    read_base(base).close()
    from kb.web.guard import LOOPBACK
    from kb.web.handing_in import Reviewing
    from kb.web.serve import serve as serve_pages

    if unmasked:
        if host not in LOOPBACK:
            problem = "other machines could read what is of people's own"
            raise SolieuError(f"--host {host}", problem, "Leave --host out with --unmasked")
        with open_copy(base) as copy:
            serve_pages(copy, host, port)
        return

    mode = Reviewing(name) if name else None
    if mode:
        # Behind the sign # the token is never sent, so that it stands in no log.
        where = f"[{host}]" if ":" in host else host
        click.echo(f"Rà soát tại, review at: http://{where}:{port}/review/do#{mode.token}")
    serve_pages(base, host, port, mode)
