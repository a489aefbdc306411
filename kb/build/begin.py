"""``solieu init``: a folder to begin with. What is there already is never written over."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from extract.document import SolieuError
from kb.corpus import CORRECTIONS
from kb.sources import SOURCES

CORPUS = "corpus"
START = Path(__file__).with_name("new_sources.toml")
"""The ``sources.toml`` to begin with: comments that say what may stand there."""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
def init(folder: Path) -> None:
    """Make FOLDER ready for reports: corpus for them, sources.toml for what is known of them, corrections.

    Without FOLDER it is the one that you are in. What is there already stays as it is.

    Example: solieu init solieu-lai-chau
    """
    made = begin(folder)
    for path in made:
        click.echo(f"Đã tạo · made: {path}")
    if not made:
        click.echo(f"{folder}: mọi thứ đã có sẵn · all of it was there already")
    go = "" if folder == Path() else f"cd {shlex.quote(str(folder))} && "
    click.echo(f"Chép báo cáo vào · put reports into: {folder / CORPUS}")
    click.echo(f"Rồi chạy · then run: {go}solieu build && solieu serve")


def begin(folder: Path) -> list[Path]:
    """Make what a corpus needs in a folder; what was made, in its order. Raises SolieuError where that cannot be."""
    corpus = folder / CORPUS
    texts = {corpus / SOURCES: START.read_text(encoding="utf-8"), corpus / CORRECTIONS: ""}
    made: list[Path] = []
    try:
        if not corpus.is_dir():
            corpus.mkdir(parents=True)
            made.append(corpus)
        for path, text in texts.items():
            if not path.exists():
                # Made only where there is none: between the question and the answer somebody may have written it.
                with path.open("x", encoding="utf-8") as file:
                    file.write(text)
                made.append(path)
    except OSError as error:
        remedy = "Name another folder, or give yourself the right to write there"
        raise SolieuError(str(error.filename or folder), f"it cannot be made ({error.strerror})", remedy) from error
    return made
