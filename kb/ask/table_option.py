"""The options ``-o`` and ``--lang`` of the commands whose answer is a table, and the file that they write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from extract.document import SolieuError
from kb.ask.table import FORMATS, Table
from kb.whole import write_whole

_ENDINGS = "Name it .xlsx, .csv, .json or .parquet"


def file_options(function: Any) -> Any:
    """``-o FILE``, whose ending says what it becomes, and ``--lang`` of its heads and words."""
    language = click.option(
        "--lang",
        "language",
        type=click.Choice(["vi", "en"]),
        default="vi",
        show_default=True,
        help="The language of the words in FILE.",
    )
    output = click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Write a table instead: FILE.xlsx, FILE.csv, FILE.json or FILE.parquet.",
    )
    return output(language(function))


def write_file(output: Path, make: Callable[[], Table]) -> None:
    """Write the table as the ending of the file says, whole or not at all. Raises SolieuError on another ending, and
    where the file cannot be written."""
    format_ = next((one for one in FORMATS if output.suffix.lower() == f".{one}"), None)
    if format_ is None:
        raise SolieuError(str(output), "no table is written under such an ending", _ENDINGS)
    from kb.ask.table_files import write_table

    table = make()
    write_whole(output, write_table(table, format_), "Close it where it is open, or name another file")
    click.echo(f"{output}: {len(table.rows):,} row{'' if len(table.rows) == 1 else 's'}")
