"""``/review/do``: the queue one figure a time, with all that a decision needs. Decisions stay in the browser.

The page only reads. Its script keeps what is decided in the browser and gives it as a review CSV, or hands it in where
the server runs in review mode (:mod:`kb.web.handing_in`). The rows are those of an export without a snapshot: the
cells that were shown guard each of them.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from datasette.utils.asgi import Request, Response

from kb.fields import CELLS
from kb.labels import MILD
from kb.review.candidates import offered_in
from kb.review.cells import shown
from kb.review.columns import ALL, CORRECTED, EVERY, RARE, heading
from kb.review.export import cells_shown
from kb.review.groups import WHOLE, group_in
from kb.review.queue import Queued
from kb.review.values import CHOICES, EMPTY, MAY_BE_EMPTY
from kb.web import queries_evidence, queries_review
from kb.web.answer import Row, ask, base_file, database_name, fill, labels_for, script_version
from kb.web.evidence import image_trouble, printed_row
from kb.web.handing_in import mode_of
from kb.web.language import words
from kb.web.picks import Place, pieces_of, quote_of
from kb.web.places_in_text import Piece
from kb.web.reviewing import asked_of, findings_of, waiting_for
from kb.web.site import Site
from rules.language.provinces import load_places
from rules.trust.sure import SURE

LIMIT = 50
"""So many figures are on a page; the next ones are on the next."""


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: why it waits (``one``), its row, the ``cells`` of its row in the CSV as JSON, its sentence in
    ``pieces`` or its row of a ``table``, its footnotes, why its page cannot be shown (empty where it can), the metrics
    that fit best, each with its chance, and how many were read in its ``pattern``."""

    one: Queued
    figure: Row
    cells: str
    pieces: Sequence[Piece]
    table: dict[str, Any] | None
    trail: Sequence[str]
    footnotes: Sequence[Row]
    image: str
    candidates: Sequence[tuple[Row, float]]
    pattern: str
    alike: int


async def decide(datasette: Site, request: Request) -> Response:
    """The page, narrowed to a province, a document, a metric or a flag as ``/review`` is; ``from`` passes over so
    many figures of the queue."""
    asked = asked_of(request)
    first = _number(request.args.get("from"))
    progress = (await ask(datasette, queries_review.PROGRESS))[0]
    found, wrong, slow = await waiting_for(datasette, asked, progress["figures"], first + LIMIT + 1)
    waiting = found[first:]
    metrics = await ask(datasette, queries_review.METRICS)
    cards = await _cards(datasette, waiting[:LIMIT], {str(row["id"]): row for row in metrics})
    mode = mode_of(request)
    said = words(request)
    context = {
        "cards": cards,
        "findings": await findings_of(datasette, waiting[:LIMIT]),
        "mild": MILD,
        "sure": SURE,
        "asked": asked,
        "wrong": wrong,
        "too_many": slow,
        "next": first + LIMIT if len(waiting) > LIMIT else None,
        "metrics": metrics,
        "places": sorted({place.name for place in load_places()}),
        "cells": {name: CELLS[name][0].name for name in CORRECTED if name not in RARE},
        "rare": {name: CELLS[name][0].name for name in RARE},
        "choices": _choices(said.language),
        "may_be_empty": MAY_BE_EMPTY,
        "empty": EMPTY,
        "whole": WHOLE,
        # A file has the columns of the rare cells only where somebody wrote into one, as one that is exported.
        "columns": json.dumps([[name, heading(name), name in ALL] for name in EVERY], ensure_ascii=False),
        "decisions": json.dumps({name: labels[0] for name, labels in CHOICES["decision"].items()}, ensure_ascii=False),
        "spoken": json.dumps(said.among("do_script"), ensure_ascii=False),
        "here": hashlib.sha256(str(base_file(datasette)).encode()).hexdigest()[:16],
        "version": script_version("deciding.js"),
        "reviewer": mode.reviewer if mode else "",
    }
    return await fill(datasette, request, "solieu_deciding.html", context, status=404 if wrong else 200)


async def _cards(datasette: Site, waiting: Sequence[Queued], metrics: dict[str, Row]) -> list[Card]:
    def read(connection: sqlite3.Connection) -> list[dict[str, str]]:
        return cells_shown(connection, waiting)

    rows = await datasette.get_database(database_name(datasette)).execute_fn(read)
    cards = []
    for one, cells in zip(waiting, rows, strict=True):
        found = await ask(datasette, queries_evidence.FIGURE, figure=one.figure_id)
        if not found:  # struck out, and waiting because that no longer fits: the command line has it
            continue
        figure = found[0]
        known = [
            (place["start"], place["end"])
            for place in await ask(datasette, queries_evidence.PLACES, passage=figure["passage_id"])
        ]
        table = await printed_row(datasette, figure)
        if table:
            table["row"] = [(_of_cell(pieces, laid.start, figure, known), laid) for pieces, laid in table["row"]]
        cards.append(
            Card(
                one,
                figure,
                json.dumps({name: shown(cell) for name, cell in cells.items()}, ensure_ascii=False),
                [] if table else pieces_of(figure["passage"], figure["passage_start"], figure["text_number"], known),
                table,
                json.loads(figure["trail"]),
                await ask(datasette, queries_evidence.FOOTNOTES, figure=one.figure_id),
                await image_trouble(datasette, one.figure_id),
                _offered(figure, metrics),
                *group_in(cells.get("group", "")),
            )
        )
    return cards


def _offered(figure: Row, metrics: dict[str, Row]) -> list[tuple[Row, float]]:
    """The metrics that an export offers; none where a person has said which it is."""
    if figure["metric_id_by"] == "person":
        return []
    some = offered_in(figure["metric_id"], figure["candidates"])
    return [(metrics[name], chance) for name, chance in some if name in metrics]


def _of_cell(marked: tuple[str, str, str], start: int, figure: Row, known: Sequence[Place]) -> list[Piece]:
    """The pieces of a table's cell, which knows its figure's number where it is its own, and which of its numbers are
    figures where it is a cell of the figure's own row (``known``); ``start`` is where it begins in that row's text."""
    before, number, behind = marked
    text = f"{before}{number}{behind}"
    own = figure["passage"][start : start + len(text)] == text
    inside = [(one - start, other - start) for one, other in known] if own else None
    pieces = pieces_of(text, len(before) if number else -1, number, inside)
    at = start
    for piece in pieces:
        if piece.spot and piece.spot.of.quote:
            # A cell alone tells nothing: what is quoted is the row.
            quote = quote_of(figure["passage"], at, at + len(piece.text))
            piece.spot = replace(piece.spot, of=replace(piece.spot.of, quote=quote))
        at += len(piece.text)
    return pieces


def _choices(language: Any) -> dict[str, list[tuple[str, str]]]:
    """The lists of the closed cells: what the cell takes, and what it is called in the language of the page."""
    spoken = labels_for(language)
    called = {
        "qualifier": {"exact": spoken.EXACT, **spoken.QUALIFIERS},
        "kind": spoken.KINDS,
        "status": spoken.STATUSES,
        "level": spoken.LEVELS,
    }
    return {
        name: [(labels[0], called.get(name, {}).get(word, labels[0])) for word, labels in CHOICES[name].items()]
        for name in CORRECTED
        if name in CHOICES
    }


def _number(text: str | None) -> int:
    return min(int(text), 1_000_000) if text and text.isascii() and text.isdigit() and len(text) < 8 else 0
