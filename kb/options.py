"""The options that several commands have, said once: which base, and whether a program is to read the answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

DEFAULT_BASE = Path("kb.db")


def base_option(function: Any) -> Any:
    """The option ``--db`` that every command has which opens the base."""
    return click.option(
        "--db",
        "base",
        type=click.Path(dir_okay=False, path_type=Path),
        default=DEFAULT_BASE,
        show_default=True,
        help="The base, an SQLite file.",
    )(function)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program instead of text.")
"""The option ``--json`` of the commands whose answer a program may want."""
