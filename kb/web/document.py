"""``/document/ID``: the whole text as it was read, every figure marked where it stands, a list of them beside it."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, takewhile
from types import ModuleType
from typing import Any

from datasette.utils.asgi import Request, Response

from kb.ask.value_words import row_label
from kb.web import queries_document as queries
from kb.web.answer import Row, ask, fill, labels_for, missing
from kb.web.language import words
from kb.web.original import address_of
from kb.web.places_in_text import Piece, Spot, by_passage, cut
from kb.web.site import Site
from kb.web.tables import Cell, cells_of, in_passage, is_head, lay_out

PART = 1500
"""So many passages are one page at most; a report of 100 pages has about 1,000."""
MOST_FIGURES = 600
"""So many figures are one page at about, cut between passages: each is a link, and thousands are slow to draw."""
NO_GROUP = "-"
"""What the address says where figures of no metric are wanted."""


async def document(datasette: Site, request: Request) -> Response:
    """The letterhead, the text in reading order, the figures; exclusions and leftovers with ``?show=all``."""
    said = words(request)
    document_id = request.url_vars["document"]
    found = await ask(datasette, queries.DOCUMENT, document=document_id)
    if not found:
        return await missing(datasette, request, said("document.unknown", id=document_id))
    row = found[0]
    figures = await ask(datasette, queries.FIGURES, document=document_id)
    starts = part_starts(await ask(datasette, queries.SEQUENCE, document=document_id), figures)
    parts = len(starts)
    part = await _part(datasette, request, document_id, starts)
    ends = [*starts[1:], row["passage_count"]]
    passages = await ask(datasette, queries.PASSAGES, document=document_id, first=starts[part - 1], last=ends[part - 1])
    passages = [*await _heads(datasette, document_id, passages), *passages]
    here = {passage["id"] for passage in passages}
    group, kind = request.args.get("group") or None, request.args.get("kind") or None
    # Two thousand links are made of one, to save the time of making each.
    address = datasette.urls.path(said.link("/figure/FIGURE"))
    spoken = labels_for(said.language)
    told = [_told(figure, address, spoken, group, kind) for figure in figures if figure["passage_id"] in here]
    show_all = request.args.get("show") == "all"
    notes = await ask(datasette, queries.FOOTNOTES, document=document_id)
    spots = [(figure["passage_id"], _figure_spot(figure)) for figure in told]
    if show_all:
        spots += _others(await ask(datasette, queries.EXCLUSIONS, document=document_id), "exclusion", passages)
        spots += _others(await ask(datasette, queries.LEFTOVERS, document=document_id), "leftover", passages)
    spots += _marks(notes, passages)
    context = {
        "document": row,
        "original": await address_of(datasette, document_id),
        "as_a_whole": await ask(datasette, queries.AS_A_WHOLE, document=document_id),
        "older": await ask(datasette, queries.OLDER, document=document_id),
        "blocks": list(_blocks(passages, by_passage(spots))),
        "notes": json.loads(row["notes"]),
        "suspicions": [labels_for(words(request).language).SUSPICIONS[one] for one in json.loads(row["suspicions"])],
        "told": [figure for figure in told if figure["wanted"]],
        "figures_here": len(told),
        "groups": _counted(figures, "group_id"),
        "group_names": {figure["group_id"]: figure[f"group_{said.language}"] for figure in figures},
        "kinds": _counted(figures, "kind"),
        "group": group,
        "kind": kind,
        "no_group": NO_GROUP,
        "filtered": bool(group or kind),
        "show_all": show_all,
        "part": part,
        "parts": parts,
        "marks_of": {note["label"]: len(json.loads(note["marks"])) for note in notes},
    }
    return await fill(datasette, request, "solieu_document.html", context)


def part_starts(passages: Iterable[Row], figures: Iterable[Row]) -> list[int]:
    """Which passages (``seq``) begin a part of a document. A table is cut inside only where it is long itself."""
    of_passage = Counter(figure["passage_id"] for figure in figures)
    starts, length, found = [0], 0, 0
    table = None
    for passage in passages:
        inside = passage["table_seq"] is not None and passage["table_seq"] == table
        table = passage["table_seq"]
        full = length >= PART or found + of_passage[passage["id"]] > MOST_FIGURES
        if length and full and (not inside or length >= PART or found > 2 * MOST_FIGURES):
            starts.append(passage["seq"])
            length = found = 0
        length += 1
        found += of_passage[passage["id"]]
    return starts


async def _heads(datasette: Site, document_id: str, passages: Sequence[Row]) -> list[Row]:
    """The rows that name the columns of a table which began in the part before."""
    if not passages or passages[0]["table_seq"] is None:
        return []
    bound = {"document": document_id, "table": passages[0]["table_seq"], "seq": passages[0]["seq"]}
    above = await ask(datasette, queries.TABLE_ABOVE, **bound)
    return list(takewhile(lambda row: is_head(cells_of(row["cells"])), above))


async def _part(datasette: Site, request: Request, document_id: str, starts: Sequence[int]) -> int:
    """The part that the address asks for, by its number or by a figure or passage that stands in it."""
    where: list[Row] = []
    if at := request.args.get("at"):
        where = await ask(datasette, queries.PASSAGE_OF_FIGURE, document=document_id, figure=at)
    if not where and (passage := _whole(request.args.get("passage"))):
        where = await ask(datasette, queries.PASSAGE, document=document_id, passage=passage)
    if where:
        return bisect_right(starts, int(where[0]["seq"]))
    return min(len(starts), _whole(request.args.get("part")) or 1)


def _whole(text: str | None) -> int:
    """A whole number of an address, 0 where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else 0


def _told(figure: Row, address: str, labels: ModuleType, group: str | None, kind: str | None) -> dict[str, Any]:
    """A figure with what its mark says of it, and whether it is among those that are asked for."""
    english = labels is labels_for("en")
    name = (figure["metric_en"] if english else figure["metric"]) or figure["subject"] or ""
    said = [name + (f" {figure['item']}" if figure["item"] else ""), row_label(figure, said=labels), figure["place"]]
    said += [labels.period_label(figure["period_effective"]), labels.LEVELS.get(figure["level"] or "", "")]
    said += [labels.STATUSES[figure["status"]] if figure["status"] in ("target", "forecast", "maximum") else ""]
    wanted = (group is None or (figure["group_id"] or NO_GROUP) == group) and kind in (None, figure["kind"])
    tip = " · ".join(part for part in said if part)
    return {
        **figure,
        "name": name,
        "label": said[1],
        "tip": tip,
        "wanted": wanted,
        "href": address.replace("FIGURE", figure["id"]),
        "css": f"f k-{figure['kind']}" + ("" if wanted else " out"),
    }


def _figure_spot(figure: Mapping[str, Any]) -> Spot:
    start = figure["passage_start"]
    # The length in the text: a person may have corrected what was read of the print.
    return Spot(start, start + figure["length"], "figure", figure)


def _others(rows: Iterable[Row], what: str, passages: Sequence[Row]) -> list[tuple[int, Spot]]:
    where = {passage["id"]: (passage["char_start"], cells_of(passage["cells"])) for passage in passages}
    found = []
    for row in rows:
        if row["passage_id"] in where:
            start, cells = where[row["passage_id"]]
            ends = [in_passage(row[name], start, cells) for name in ("char_start", "char_end")]
            found.append((row["passage_id"], Spot(ends[0], ends[1], what, row)))
    return found


def _marks(notes: Iterable[Row], passages: Sequence[Row]) -> list[tuple[int, Spot]]:
    """The footnote marks of the part, each where it stands; ``of`` is its label and which of its marks it is."""
    starts = [passage["char_start"] for passage in passages]
    found = []
    for note in notes:
        for number, offset in enumerate(json.loads(note["marks"])):
            at = bisect_right(starts, offset) - 1
            if at >= 0 and offset <= passages[at]["char_end"]:
                place = in_passage(offset, starts[at], cells_of(passages[at]["cells"]))
                found.append((passages[at]["id"], Spot(place, place, "mark", (note["label"], number))))
    return found


def _blocks(passages: Sequence[Row], spots: Mapping[int, Sequence[Spot]]) -> Iterable[dict[str, Any]]:
    """The passages as they are drawn: rows that follow each other in a table are one block."""
    page = None
    known: set[str] = set()
    for _, group in groupby(passages, key=lambda row: ("table", row["table_seq"]) if row["cells"] else ("", row["id"])):
        rows = list(group)
        first = rows[0]
        new_page = first["page"] if first["page"] != page else None
        page = first["page"]
        if first["cells"]:
            yield {"kind": "table", "page": new_page, "lines": _lines(rows, spots)}
        else:
            pieces = cut(first["text"], spots.get(first["id"], ()))
            note = first["footnote"] if first["footnote"] not in known else None
            known |= {note} if note else set()
            yield {
                "kind": first["kind"],
                "id": first["id"],
                "page": new_page,
                "pieces": pieces,
                "footnote": note,
            }


def _lines(rows: Sequence[Row], spots: Mapping[int, Sequence[Spot]]) -> list[tuple[int, list[tuple[Any, list[Piece]]]]]:
    cells: list[list[Cell]] = [cells_of(row["cells"]) for row in rows]
    return [
        (
            row["id"],
            [
                (laid, [] if laid.at is None else cut(row["text"], spots.get(row["id"], ()), laid.start, laid.end))
                for laid in line
            ],
        )
        for row, line in zip(rows, lay_out(cells), strict=True)
    ]


def _counted(figures: Iterable[Row], field: str) -> list[tuple[str, int]]:
    return Counter(figure[field] or NO_GROUP for figure in figures).most_common()
