"""``solieu review adopt``: which document an old one is by now, where only a person knows."""

from __future__ import annotations

from pathlib import Path

import click

from extract.document import SolieuError
from kb.options import base_option, reviewer_option


@click.command(short_help="Say that a document is the new version of another.")
@click.argument("old")
@click.argument("new")
@base_option
@reviewer_option("Who says so.")
@click.option("--reason", default="", help="Why it is the same report.")
def adopt(old: str, new: str, base: Path, reviewer: str, reason: str) -> None:
    """Cho biết văn bản OLD nay là văn bản NEW: lời rà soát của bản cũ được tìm lại ở bản mới, câu nào ra câu ấy.

    Say that the document OLD is NEW by now: what people decided of the old one is looked for in the new one.

    Both are named by id or by the name of the file, OLD also where its file is gone. Where both are there, OLD counts
    as an older version and is compared no longer. It is an event of the log; "solieu review undo" takes it back.

    Example: solieu review adopt du-thao.docx bao-cao-123.pdf --reviewer Lan
    """
    from kb.review.write import adopt as put_down

    if not reviewer.strip():
        raise SolieuError("review adopt", "nobody is named who says so", "Add --reviewer NAME")
    done = put_down(base, old, new, reviewer, reason)
    first = done.events[0]
    states = ", ".join(f"{number} {word}" for word, number in sorted(done.states.items()))
    click.echo(f"{first.old} nay là {first.new}. {first.old} is {first.new} now: {first.event}")
    click.echo(f"Các quyết định. Decisions: {states or 0}")
    for warning in done.warnings:
        click.echo(warning, err=True)
