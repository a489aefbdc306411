"""``solieu ask``: a question in words, answered in sentences with their sources."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.options import base_option, json_option
from kb.store import read_base

if TYPE_CHECKING:
    from kb.web.asked_nouns import Told
    from kb.web.statements import Sentence


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@base_option
@click.option("--english", is_flag=True, help="Answer in English.")
@json_option
def ask(words: tuple[str, ...], base: Path, english: bool, as_json: bool) -> None:
    """Answer a question as people type it: what, where, when, the most, over 90 %, at which level.

    Each sentence names its source. Where no figure answers it, or no metric knows all of the words, that is said and
    the exit code is 1; solieu search finds the words themselves.

    Example: solieu ask tỉnh nào nhiều trạm BTS nhất
    """
    from kb.web.answering import answer
    from kb.web.asked import wanted_of
    from kb.web.language import Words
    from kb.web.merging import Territory
    from kb.web.queries_compare import PLACES
    from kb.web.statements import Speaker, list_sentence, spoken
    from rules.questions.read import read_question

    question = read_question(" ".join(words), datetime.now(UTC).year)
    with contextlib.closing(read_base(base)) as db:
        found = answer(db, wanted_of(question))
        cursor = db.execute(PLACES)
        names = [column[0] for column in cursor.description]
        territory = Territory([dict(zip(names, row, strict=True)) for row in cursor])
    said = Words("en" if english else "vi")
    told = spoken(found, Speaker(said, territory, found.sources, None))
    if as_json and found.listed:
        click.echo(json.dumps({"list": found.listed.name, **found.listed.given, **found.listed.counts}))
    elif as_json:
        click.echo(json.dumps([_plain(one, some) for one, some in told], ensure_ascii=False, indent=1))
    elif found.listed:
        click.echo(list_sentence(found.listed, said))
    elif told:
        for _, sentences in told:
            for one in sentences:
                click.echo(f"  {one.text}" if one.remark else one.text)
    else:
        unknown = question.fits[0].unknown if question.fits else ()
        click.echo(said("asked.unknown_words", words=", ".join(unknown) or question.content or "—"))
    if not found.known:
        raise SystemExit(1)


def _plain(told: Told, sentences: list[Sentence]) -> dict[str, Any]:
    """What is said of a metric, for a program: its sentences, and the figures that bear them."""
    from kb.web.asked_nouns import rows_in

    figures = [row["figure_id"] for said in told.statements for row in rows_in(said)]
    return {
        "metric_id": told.metric["id"],
        "item": told.side[0],
        "level": told.side[1],
        "known": told.known,
        "sentences": [one.text for one in sentences],
        "figure_ids": list(dict.fromkeys(filter(None, figures))),
    }
