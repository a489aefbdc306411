"""The options that several commands have, said once: which base, and whether a program is to read the answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

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


def reviewer_option(words: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option ``--reviewer`` of the commands that write what people decide; ``words`` say whose name it is."""
    told = f"{words} Else the variable SOLIEU_REVIEWER tells."
    return click.option("--reviewer", default="", envvar="SOLIEU_REVIEWER", help=told)


def named_or_otherwise(reviewer: str) -> tuple[str, str]:
    """A command's ``reviewer`` as who is named with it, and who stands for what nobody else is named for: a variable of
    whoever keeps the base says nothing of one file."""
    source = click.get_current_context().get_parameter_source("reviewer")
    return (reviewer, "") if source is ParameterSource.COMMANDLINE else ("", reviewer)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program instead of text.")
"""The option ``--json`` of the commands whose answer a program may want."""
