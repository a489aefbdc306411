"""``/feed/documents.atom``, ``/feed/changes.atom``, ``/province/ID.atom``, ``/metric/ID.atom``: what is new, as feeds.

Documents go by their day of issue. A figure that a person corrected, or that the last build read otherwise, is an entry
of its own, so that a reader who follows a province or a metric learns of it without looking.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from datasette.utils.asgi import Request, Response

from kb.ask.value_words import row_label
from kb.web import queries_compare, queries_feed
from kb.web.answer import Row, ask, labels_for, linked, metric_asked, missing
from kb.web.feed import TYPE, Entry, Feed, as_atom
from kb.web.language import Words, words
from kb.web.ranking import word_label
from kb.web.site import Site

MOST = 100
"""So many entries of a kind are told."""


async def documents(datasette: Site, request: Request) -> Response:
    """The newest documents."""
    rows = await ask(datasette, queries_feed.DOCUMENTS, most=MOST)
    said = words(request)
    entries = [_document(datasette, request, row) for row in rows]
    return await _answer(datasette, request, "/", said["feed.documents"], entries)


async def changes(datasette: Site, request: Request) -> Response:
    """The figures that people corrected, and those that the last build read otherwise."""
    entries = await _changed(datasette, request, (queries_feed.CORRECTED, queries_feed.READ_ANEW))
    return await _answer(datasette, request, "/", words(request)["feed.changes"], entries)


async def province(datasette: Site, request: Request) -> Response:
    """The newest documents of a province, and which of its figures changed."""
    place, said = request.url_vars["place"], words(request)
    found = await ask(datasette, queries_compare.PLACE, place=place)
    if not found:
        return await missing(datasette, request, said("province.unknown", id=place))
    rows = await ask(datasette, queries_feed.DOCUMENTS_OF_PLACE, place=place, most=MOST)
    entries = [_document(datasette, request, row) for row in rows]
    which = (queries_feed.CORRECTED_OF_PLACE, queries_feed.READ_ANEW_OF_PLACE)
    entries += await _changed(datasette, request, which, place=place)
    title = said("feed.province", name=found[0]["name"])
    return await _answer(datasette, request, f"/province/{place}", title, entries)


async def metric(datasette: Site, request: Request) -> Response:
    """What the newest documents state of a metric, and which of its figures changed."""
    row = await metric_asked(datasette, request)
    if isinstance(row, Response):
        return row
    said = words(request)
    entries = []
    for one in await ask(datasette, queries_feed.STATED, metric=row["id"], most=MOST):
        entries += [_stated(datasette, request, facts) for facts in await _facts(datasette, one)]
    which = (queries_feed.CORRECTED_OF_METRIC, queries_feed.READ_ANEW_OF_METRIC)
    entries += await _changed(datasette, request, which, metric=row["id"])
    title = said("feed.metric", name=row[f"name_{said.language}"])
    return await _answer(datasette, request, f"/compare/{row['id']}", title, entries)


def _document(datasette: Site, request: Request, row: Row) -> Entry:
    said = words(request)
    spoken = labels_for(said.language)
    told = [
        said("figure.cite_number", number=row["number"]) if row["number"] else "",
        said("feed.issued", date=spoken.date_label(row["issued_on"])),
        said("shared.period", period=spoken.period_label(row["period"])) if row["period"] else "",
        said("shared.figures", n=spoken.decimal_label(row["figure_count"])),
        said["feed.replaces"] if row["replaces"] else "",
    ]
    return Entry(
        name=f"document {row['id']}",
        title=": ".join(filter(None, (row["place"], row["title"] or row["filename"]))),
        text=", ".join(filter(None, told)),
        address=linked(datasette, request, f"/document/{row['id']}"),
        updated=row["issued_on"],
        author=row["issuer"] or "",
    )


def _stated(datasette: Site, request: Request, row: Row) -> Entry:
    return Entry(
        name=f"figure {row['id']}",
        title=_called(row, words(request)),
        text=f"«{' '.join(row['quote'].split())}» {row['title'] or row['filename']}",
        address=linked(datasette, request, f"/figure/{row['id']}"),
        updated=row["issued_on"],
        author=row["issuer"] or "",
    )


async def _changed(datasette: Site, request: Request, which: tuple[str, str], **bound: str) -> list[Entry]:
    """An entry for each correction, and for each figure that the last build read otherwise: the two queries."""
    said = words(request)
    corrected, anew = [await ask(datasette, query, **bound, most=MOST) for query in which]
    entries = []
    for row in corrected:
        name = f"correction {row['event']} {row['figure_id']}"
        for facts in await _facts(datasette, row):
            entries.append(_change(datasette, request, facts, name, row["at"], [row], said["feed.corrected"]))
    for row in anew:
        fields = await ask(datasette, queries_feed.CHANGED, figure=row["figure_id"])
        name = f"build {row['at']} {row['figure_id']}"
        for facts in await _facts(datasette, row):
            entries.append(_change(datasette, request, facts, name, row["at"], fields, said["feed.read_anew"]))
    return entries


async def _facts(datasette: Site, row: Row) -> list[Row]:
    """What the figure of a row says now; nothing where a person struck it out."""
    return await ask(datasette, queries_feed.FIGURE, figure=row["figure_id"])


def _change(
    datasette: Site, request: Request, facts: Row, name: str, at: str, fields: Iterable[Row], head: str
) -> Entry:
    """Which fields of a figure say something else, with its sentence."""
    said = words(request)
    spoken = labels_for(said.language)
    told = [
        f"{said.get('field.' + one['field'], one['field'])} «{word_label(one['field'], one['old'], spoken)}» "
        f"{said['figure.became']} «{word_label(one['field'], one['new'], spoken)}»"
        for one in fields
    ]
    return Entry(
        name=name,
        title=_called(facts, said),
        text=f"{head} {'; '.join(told)}. «{' '.join(facts['quote'].split())}»",
        address=linked(datasette, request, f"/figure/{facts['id']}"),
        updated=at,
    )


def _called(row: Row, said: Words) -> str:
    """``Đắk Nông: Số trạm BTS, 690 trạm (năm 2023)``."""
    spoken = labels_for(said.language)
    measured = row["metric_en" if said.language == "en" else "metric"] or row["subject"]
    period = spoken.period_label(row["period_effective"])
    what = ", ".join(filter(None, (measured, row_label(row, spoken))))
    where = row["province"] or row["place"]
    return f"{where}: {what}" + (f" ({period})" if period else "")


async def _answer(datasette: Site, request: Request, page: str, title: str, entries: list[Entry]) -> Response:
    said = words(request)
    built = (await ask(datasette, queries_compare.BUILT))[0]["built_at"]
    feed = Feed(
        title=title,
        subtitle=said["feed.subtitle"],
        here=linked(datasette, request, request.path),
        page=linked(datasette, request, page),
        language=said.language,
        entries=sorted(entries, key=lambda one: one.updated, reverse=True)[:MOST],
        updated=built or "1970-01-01",
    )
    answer: Any = Response
    return cast(Response, answer(as_atom(feed), content_type=TYPE))
