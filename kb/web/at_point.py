"""``/review/do/at``: the numbers at a point of a figure's printed page, for who clicks at one that the machine missed.

What is answered fills in the same form as a click on a number of the sentence. Where the letters of the file tell
nothing, as on a scan or in an old font, the numbers of the passage are offered whose figures stand in that line. It
only reads.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any, cast

from datasette.utils.asgi import Request, Response

from kb.web import queries_evidence as queries
from kb.web.answer import Row, ask, base_file
from kb.web.page_image import NoImageError, read_point, spot_of
from kb.web.picks import pieces_of
from kb.web.places_in_text import Piece
from kb.web.point_in_text import Place, place_of
from kb.web.site import Site

_LINE = 6.0
"""Points above or below a figure that are still its line, on a page whose letters tell nothing."""
_NOTHING: dict[str, Any] = {"number": None, "offers": []}


async def at_point(datasette: Site, request: Request) -> Response:
    """The number at ``x``, ``y`` (from 0 to 1, of the image of the page of ``figure``), else those of its passage that
    are no figures: each with the cells that it fills in, and the sentence by which it is added."""
    x, y = (_part(request.args.get(name)) for name in ("x", "y"))
    found = await ask(datasette, queries.IMAGE, figure=request.args.get("figure") or "")
    answer = _NOTHING
    if found and x is not None and y is not None:
        try:
            read = await read_point(spot_of(found[0], base_file(datasette).parent), x, y)
            answer = await _answer(datasette, str(found[0]["id"]), read)
        except NoImageError:
            # The page says beside the figure why there is no image: nothing can stand at a point of it.
            answer = _NOTHING
    made: Any = Response
    return cast(Response, made.json(answer, headers={"cache-control": "no-store"}))


async def _answer(datasette: Site, figure: str, read: dict[str, Any]) -> dict[str, Any]:
    passages = {row["id"]: row for row in await ask(datasette, queries.PRINTED_AROUND, figure=figure)}
    place = place_of(read["text"], read["at"], [(key, row["text"]) for key, row in passages.items()])
    if place is None:
        place = in_line(await ask(datasette, queries.BOXES, figure=figure), read["top"])
    if place is None or place.passage not in passages:
        return _NOTHING
    known = [(row["start"], row["end"]) for row in await ask(datasette, queries.PLACES, passage=place.passage)]
    pieces = pieces_of(passages[place.passage]["text"], -1, "", known)
    number = _standing_at(pieces, place.start)
    offers = [] if number else [_filling_in(one) for one in pieces if one.spot and one.spot.of.quote]
    return {"number": _filling_in(number) if number else None, "offers": offers}


def in_line(boxes: Sequence[Row], top: float) -> Place | None:
    """The passage of the figure whose box is nearest to a height of the page; None where none is in that line."""
    away = []
    for row in boxes:
        _, above, _, below = (float(side) for side in json.loads(row["bbox"]))
        away.append((max(above - top, top - below, 0.0), int(row["passage_id"])))
    nearest = min(away, default=(math.inf, 0))
    return Place(nearest[1]) if nearest[0] <= _LINE else None


def _standing_at(pieces: Sequence[Piece], start: int) -> Piece | None:
    """The number that a letter of the text is part of."""
    at = 0
    for piece in pieces:
        if piece.spot and piece.spot.what == "number" and at <= start < at + len(piece.text):
            return piece
        at += len(piece.text)
    return None


def _filling_in(piece: Piece) -> dict[str, Any]:
    pick = piece.spot.of if piece.spot else None
    return {"number": piece.text, "quote": pick.quote, "cells": pick.cells} if pick else {}


def _part(text: str | None) -> float | None:
    """A number from 0 to 1; None where it is none."""
    try:
        part = float(text or "")
    except ValueError:
        return None
    return part if 0 <= part <= 1 else None
