"""``solieu review document``: a person has gone through all of a document."""

from __future__ import annotations

from pathlib import Path

import click

from extract.document import SolieuError
from kb.options import base_option, reviewer_option


@click.command(short_help="Say that a document is reviewed as a whole.")
@click.argument("document")
@base_option
@reviewer_option("Who reviewed it.")
@click.option("--figures", "counted", type=click.IntRange(0), help="How many figures you counted: it must be so many.")
@click.option("--reason", default="", help="How it was reviewed.")
def document(document: str, base: Path, reviewer: str, counted: int | None, reason: str) -> None:
    """Ghi rằng cả văn bản đã được rà soát: số nào cũng đã xem, không sót số nào. Lời này đúng khi các số còn như vậy.

    Say that a document is reviewed as a whole: every figure was looked at and none is missing.

    It is named by id or by the name of its file. Figures in doubt must be decided on first; the others wait for nobody
    any more. It holds as long as the figures say the same, and is told where they do not. It is an event of the log:
    "solieu review undo" takes it back.

    Example: solieu review document bao-cao-2023.docx --figures 97 --reviewer Lan
    """
    from kb.review.write import review_document

    if not reviewer.strip():
        raise SolieuError("review document", "nobody is named who reviewed it", "Add --reviewer NAME")
    done = review_document(base, document, counted, reviewer, reason)
    (event,) = done.events
    click.echo(f"{event.filename}: đã rà soát cả văn bản, {event.new} số. Reviewed as a whole, {event.new} figures.")
    click.echo(f"{event.event}: để rút lại. To take it back by.")
    for warning in done.warnings:
        click.echo(warning, err=True)
