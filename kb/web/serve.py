"""Starts Datasette on the base, with its metadata, our pages and a guard in front."""

from __future__ import annotations

import gc
import importlib
import os
from pathlib import Path
from typing import Any, cast

import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm

from extract.collector import keep_for_good
from extract.document import SolieuError
from kb.metadata import metadata as described
from kb.store import read_base
from kb.web import plain, plugin
from kb.web.guard import LOOPBACK, PASSWORD, App, Names, Receive, Scope, Send, guard, sound
from kb.web.handing_in import SCOPE, Reviewing
from kb.web.site import Site

HERE = Path(__file__).parent

# Suggesting facets reads every column of a table; over many figures it only costs time.
SETTINGS: dict[str, int | bool] = {
    "suggest_facets": False,
    "default_facet_size": 20,
    "facet_time_limit_ms": 500,
    "sql_time_limit_ms": 4000,
    "default_page_size": 50,
    "max_returned_rows": 5000,
    "truncate_cells_html": 400,
    "default_cache_ttl": 5,
}


def serve(db: Path, host: str = "127.0.0.1", port: int = 8001, reviewing: Reviewing | None = None) -> None:
    """Serve the base until the process is stopped.

    ``host`` other than this machine needs a password in the environment variable ``SOLIEU_PASSWORD`` (user
    ``solieu``) and turns arbitrary SQL and the download of the base off. ``reviewing``: what is decided on
    ``/review/do`` may be written. Raises SolieuError where the base cannot be opened, the password is missing, or
    other machines could write.
    """
    app = application(db, host, reviewing)
    # What is loaded by now stays for good: looking it over for garbage again and again holds pages up for 50 ms.
    gc.collect()
    keep_for_good()
    uvicorn.run(app, host=host, port=port, log_level="warning")


def application(db: Path, host: str = "127.0.0.1", reviewing: Reviewing | None = None) -> App:
    """The web application that ``serve`` runs, for a server that is already there."""
    local = host in LOOPBACK
    if reviewing and not local:
        problem = "other machines could write corrections in your name"
        raise SolieuError(f"--host {host}", problem, "Leave --host out with --review")
    password = None if local else sound(os.environ.get(PASSWORD))
    if not local and not password:
        raise SolieuError(
            f"--host {host}", "other machines could read the base without a password", f"set {PASSWORD} and start again"
        )
    site = datasette(db, local=local)
    app = in_mode(site.app(), reviewing) if reviewing else site.app()
    return guard(app, hosts=LOOPBACK if local else Names(), password=password)


def in_mode(app: App, reviewing: Reviewing) -> App:
    """The application whose requests know that they come to a server in review mode."""

    async def known(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, SCOPE: reviewing}, receive, send)

    return known


def datasette(db: Path, *, local: bool = True) -> Site:
    """Datasette on the base with our pages. The base stays mutable: it may be rebuilt while it is read."""
    read_base(db).close()
    # Where the package rich is there, Datasette prints each refusal in a frame with all its variables, and fails on
    # those that no route has raised. The module is one of Datasette's own plugins and must not be imported before it.
    handler: Any = importlib.import_module("datasette.handle_exception")
    handler.rich = None
    # Where Solieu is installed, Datasette has found the plain one by itself.
    for module, name in ((plain, "solieu"), (plugin, "solieu-pages")):
        if not pm.is_registered(module):
            pm.register(module, name=name)
    settings = SETTINGS | ({} if local else {"default_allow_sql": False, "allow_download": False})
    site: Any = Datasette
    return cast(
        Site,
        site(
            [str(db)],
            metadata=metadata(db.stem),
            template_dir=str(HERE / "templates"),
            static_mounts=[("solieu", str(HERE / "static"))],
            settings=settings,
        ),
    )


def metadata(database: str = "kb") -> dict[str, Any]:
    """What Datasette says of the base, under the name that it is served by. Made of the texts that lie in the package:
    an installed program has no file of the repository's root."""
    said = described()
    return said | {"databases": {database: said["databases"]["kb"]}}
