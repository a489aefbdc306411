"""``/figure/ID``: all that speaks for and against one figure. ``/figure/ID/page.png``: where it is printed."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, cast

from datasette.utils.asgi import Request, Response

from extract.member import container
from kb.labels import MILD, subject_behind
from kb.review.candidates import offered_in
from kb.web import cited, derived
from kb.web import queries_evidence as queries
from kb.web.answer import Row, ask, base_file, fill, labels_for, missing
from kb.web.as_of import figure_mark, told_since
from kb.web.language import words
from kb.web.marking import marked_at
from kb.web.naming import named_candidates
from kb.web.original import address_of
from kb.web.page_image import NoImageError, draw_page, spot_of
from kb.web.site import Site
from kb.web.tables import cells_of, is_head, lay_out, reaching


async def figure(datasette: Site, request: Request) -> Response:
    """The figure in its sentence or its row, on its page, and where each of its fields came from."""
    figure_id = request.url_vars["figure"]
    found = await ask(datasette, queries.FIGURE, figure=figure_id)
    if not found:
        dropped = await ask(datasette, queries.DROPPED, figure=figure_id)
        said = words(request)
        return await missing(datasette, request, said("figure.dropped" if dropped else "figure.unknown", id=figure_id))
    row = found[0]
    footnotes = await ask(datasette, queries.FOOTNOTES, figure=figure_id)
    bearer = await ask(datasette, queries.BEARER, figure=figure_id) if row["footnote"] else []
    context = {
        "figure": row,
        "about": _about(row),
        "passage": marked_at(row["passage"], row["passage_start"], row["text_number"]),
        "table": await printed_row(datasette, row),
        "trail": json.loads(row["trail"]),
        "evidence": json.loads(row["evidence"]),
        "readings": [flag for flag in json.loads(row["flags"]) if flag in MILD],
        "doubts": labels_for(words(request).language).doubts(row["flags"]),
        "footnotes": footnotes,
        "bearer": bearer[0]["text"] if bearer and not bearer[0]["same"] else None,
        "related": await ask(
            datasette, queries.PARTS, figure=figure_id, document=row["document_id"], whole=row["part_of"]
        ),
        "corrections": await ask(datasette, queries.CORRECTIONS, figure=figure_id),
        "checks": await ask(datasette, queries.CHECKS, figure=figure_id, document=row["document_id"]),
        "slot": await _slot(datasette, row),
        "computed": await derived.of_figure(datasette, row),
        "candidates": await _candidates(datasette, row),
        "in_doubt": json.loads(row["in_doubt"]),
        "unsure": row["doubt"] is not None and row["metric_id"] is not None,
        "whole": request.args.get("whole") == "1",
        "original": await address_of(datasette, row["document_id"]),
        "image": await image_trouble(datasette, figure_id),
        "citation": cited.figure_cited(datasette, request, row).sentence,
        "since": await told_since(datasette, request, figure_mark(row), [figure_id]),
        **cited.offered(datasette, words(request).link(f"/figure/{figure_id}")),
    }
    return await fill(datasette, request, "solieu_figure.html", context)


async def page_image(datasette: Site, request: Request) -> Response:
    """The page of the document with the number boxed, whole with ``?whole=1``. Takes a figure's id, never a path."""
    said = words(request)
    found = await ask(datasette, queries.IMAGE, figure=request.url_vars["figure"])
    if not found:
        return _plain(said("figure.unknown", id=request.url_vars["figure"]))
    whole = request.args.get("whole") == "1"
    try:
        spot = spot_of(found[0], base_file(datasette).parent)
        tag = f'"{spot.name(whole)}"'
        if request.headers.get("if-none-match") == tag:
            return _answer("", status=304, headers={"etag": tag})
        image = await draw_page(spot, whole)
    except NoImageError as trouble:
        return _plain(said[f"figure.{trouble.trouble}"])
    return _answer(image, headers={"etag": tag}, content_type="image/png")


def _about(row: Row) -> str:
    """What the document itself calls the figure; empty where that is no word, as of a row that only has a number."""
    subject = subject_behind(row["unit"], row["subject"])
    return subject if any(letter.isalpha() for letter in subject) else ""


def _plain(message: str) -> Response:
    return _answer(message, status=404, content_type="text/plain; charset=utf-8")


def _answer(body: str | bytes, **more: Any) -> Response:
    answer: Any = Response
    return cast(Response, answer(body, **more))


async def _candidates(datasette: Site, row: Row) -> list[dict[str, Any]]:
    """The metrics that the figure may measure, as the review offers them; none where a person said which it is."""
    if row["metric_id_by"] == "person":
        return []
    some = offered_in(row["metric_id"], row["candidates"])
    return named_candidates(some, await ask(datasette, queries.METRIC_NAMES, ids=json.dumps([one for one, _ in some])))


async def image_trouble(datasette: Site, figure_id: str) -> str:
    """Empty where the page can be shown, ``no_image`` where there is none, else why it cannot be shown."""
    row = (await ask(datasette, queries.IMAGE, figure=figure_id))[0]
    try:
        spot = spot_of(row, base_file(datasette).parent)
    except NoImageError as trouble:
        return trouble.trouble
    return "" if spot.file.is_file() or container(spot.file) else "gone"


async def printed_row(datasette: Site, row: Row) -> dict[str, Any] | None:
    """The figure's row below the heads of its columns, laid out; None where it stands in no table."""
    if row["passage_kind"] != "table_row" or row["table_seq"] is None:
        return None
    rows = await ask(
        datasette, queries.TABLE_ROWS, document=row["document_id"], table=row["table_seq"], seq=row["passage_seq"]
    )
    cells = [cells_of(one["cells"]) for one in rows]
    if not cells or rows[-1]["seq"] != row["passage_seq"]:
        return None
    heads = 0
    while heads < len(cells) - 1 and is_head(cells[heads]):
        heads += 1
    texts = [one["text"] for one in rows]
    body = [(texts[-1], cell) for cell in cells[-1]]
    body += [(texts[at], (cell[0], cell[1], 1, cell[3], cell[4], cell[5])) for at, cell in reaching(cells)]
    body.sort(key=lambda one: one[1][0])
    above = lay_out(cells[:heads])
    lines = [[(text[cell.start : cell.end], cell) for cell in line] for text, line in zip(texts, above, strict=False)]
    own = []
    for laid in lay_out([[cell for _, cell in body]])[0]:
        text = body[laid.at][0] if laid.at is not None else ""
        inside = text[laid.start : laid.end]
        mine = text is texts[-1] and laid.start <= row["passage_start"] < laid.end
        pieces = marked_at(inside, row["passage_start"] - laid.start, row["text_number"]) if mine else (inside, "", "")
        own.append((pieces, laid))
    return {"heads": lines, "row": own}


async def _slot(datasette: Site, row: Row) -> list[dict[str, Any]]:
    """What else the base holds of this metric, place, owner, level, item, status and period, and whether it agrees."""
    if row["metric_id"] is None or row["place_id"] is None:
        return []
    found = await ask(
        datasette,
        queries.SLOT,
        figure=row["id"],
        metric=row["metric_id"],
        place=row["place_id"],
        item=row["item"],
        level=row["level"],
        owner=row["owner"],
        status=row["status"],
        period=row["period_effective"],
    )
    mine = next((one for one in found if one["id"] == row["id"]), None)
    return [{**one, "agrees": _agrees(mine, one, row)} for one in found if one["id"] != row["id"]]


def _agrees(mine: Row | None, other: Row, row: Row) -> bool | None:
    """Whether both say the same; None where they stand on different scales."""
    if mine is None:
        return Decimal(row["value"]) == Decimal(other["value"]) if row["unit"] == other["unit"] else None
    if mine["basis"] != other["basis"]:
        return None
    return bool(abs(mine["comparable"] - other["comparable"]) <= 1e-9 * max(1.0, abs(mine["comparable"])))
