"""``/suggest?q=``: how what is being typed may go on: names of metrics and of provinces, as JSON.

A small index of its own in memory: a few thousand names, however many figures there are. What stands before the name
that is being typed is kept: ``tỉnh nào nhiều trạm b`` goes on as ``tỉnh nào nhiều trạm BTS``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from datasette.utils.asgi import Request, Response

from kb.web import queries_metric
from kb.web.answer import connection_of
from kb.web.language import Language, language_of
from kb.web.site import Site
from kb.web.unchanged import while_unchanged
from rules.catalogue import load_catalogue
from rules.language.fold import bare_words
from rules.language.provinces import load_places

MOST = 8
MOST_TYPED = 300
MOST_WORDS = 6
"""So many words back a name may begin."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A name that may be meant: the label that is filled in, in each language; ``plain`` and ``spelt`` are what is
    typed for it, with a blank before each word; ``weight`` is how many provinces report it."""

    label_vi: str
    label_en: str
    plain: str
    spelt: str
    kind: str
    weight: int


async def suggest(datasette: Site, request: Request) -> Response:
    """The suggestions, best first: ``text`` is the whole question, ``label`` the name in it, ``kind`` what it is."""
    typed = (request.args.get("q") or "")[:MOST_TYPED]
    entries = _entries(connection_of(datasette))
    json: Any = Response.json
    return cast(Response, json(suggestions(entries, typed, language_of(request))))


def suggestions(entries: Sequence[Entry], typed: str, language: Language) -> list[dict[str, str]]:
    """How a question may go on; empty before a second letter."""
    words = typed.split()
    if len(bare_words(typed).replace(" ", "")) < 2:
        return []
    for first in range(max(0, len(words) - MOST_WORDS), len(words)):
        tail = " ".join(words[first:])
        found = _named(entries, tail)
        if found:
            head = " ".join(words[:first])
            labels = dict.fromkeys((one.label_en if language == "en" else one.label_vi, one.kind) for one in found)
            return [
                {"text": f"{head} {label}".strip(), "label": label, "kind": kind} for label, kind in list(labels)[:MOST]
            ]
    return []


def _named(entries: Iterable[Entry], tail: str) -> list[Entry]:
    """The entries whose name has the words in this order, the last of them perhaps unfinished; those that begin so
    first, then those that most provinces report."""
    plain = bare_words(tail)
    if not plain:
        return []
    spelt = " ".join(tail.lower().split())
    marked = f" {spelt}" if plain != spelt else ""
    found = [one for one in entries if f" {plain}" in one.plain and (not marked or marked in one.spelt)]
    return sorted(found, key=lambda one: (not one.plain.startswith(f" {plain}"), -one.weight, len(one.plain)))


@while_unchanged
def _entries(connection: sqlite3.Connection) -> tuple[Entry, ...]:
    """The names of a base as it is."""
    cursor = connection.execute(queries_metric.ALL)
    columns = [column[0] for column in cursor.description]
    metric_id, provinces = columns.index("id"), columns.index("provinces")
    reported = {row[metric_id]: row[provinces] for row in cursor}
    found = []
    for metric in load_catalogue():
        for name in dict.fromkeys((metric.name_vi, metric.name_en, *metric.wordings)):
            found.append(_entry(metric.name_vi, metric.name_en, name, "metric", reported.get(metric.id, 0)))
    for place in load_places():
        if place.kind != "country":
            found += [_entry(place.name, place.name, name, "place", 1000) for name in place.spellings]
    return tuple(found)


def _entry(label_vi: str, label_en: str, name: str, kind: str, weight: int) -> Entry:
    return Entry(label_vi, label_en, f" {bare_words(name)}", f" {' '.join(name.lower().split())}", kind, weight)
