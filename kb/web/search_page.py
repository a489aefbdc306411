"""``/search?q=``: figures, then passages, that hold all terms in any spelling, and links that narrow them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import cast

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response

from kb.ask.search import FACETS, ORDERS, Found, Hit, Narrowed, Order, find, match_expression
from kb.ask.search_terms import Term, read_terms
from kb.web import queries_metric
from kb.web.answer import Row, ask, connection_of, database_name, fill
from kb.web.asked_page import asked
from kb.web.carried import FILE_NAMES
from kb.web.highlight import highlighted
from kb.web.language import words as words_of
from kb.web.site import Site
from kb.web.titled import documents_titled, titled
from rules.language.fold import bare_words
from rules.questions.read import read_question

LIMIT = 40
MOST_PAGES = 25
MOST_EXPORTED = 1000
MOST = 300
"""A query of more letters is a text that was pasted; its beginning is searched."""
FEWER_SHOWN, FEWER_TERMS, FEWER_MOST, FEWER_MS = 3, 8, 100, 150
"""A hint is worth little time: so many hints, terms, figures and milliseconds."""
SHOWN = 12
"""So many values of a facet are shown, and always the one chosen."""
MOST_METRICS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks of the search: the words, what it is narrowed to, the order and the page."""

    typed: str
    chosen: dict[str, str | None]
    order: Order
    page: int


def _asked(request: Request) -> Asked:
    typed = " ".join((request.args.get("q") or "").split())[:MOST]
    order = next((one for one in ORDERS if one == request.args.get("sort")), ORDERS[0])
    page = request.args.get("page") or ""
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 1
    chosen = {name: request.args.get(name) or None for name in FACETS}
    return Asked(typed, chosen, order, max(1, min(MOST_PAGES, number)))


async def search(datasette: Site, request: Request) -> Response:
    """The page of a search; an empty one says what may be typed."""
    given = _asked(request)
    found, slow, searched = Found(), False, given.typed
    fewer: list[tuple[str, int]] = []
    about = await asked(datasette, request, given.typed) if given.typed else None
    if given.typed:
        try:
            found = await _found(datasette, given.typed, given)
            if about and about.question.content and not found.figures and not found.passages:
                # What is asked is no word of a report; what names the thing is.
                searched = " ".join([about.question.content, *(place.name for place in about.question.places)])
                found = await _found(datasette, searched, given)
            if not found.figures and not found.passages:
                database = datasette.get_database(database_name(datasette))
                fewer = await database.execute_fn(lambda connection: with_fewer(connection, given.typed))
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise
            slow = True
    english = words_of(request).language == "en"
    documents = titled(connection_of(datasette))
    context = {
        "words": given.typed,
        "searched": searched,
        "slow": slow,
        "fewer": fewer,
        "fewer_most": FEWER_MOST,
        "metrics": metrics_called(await ask(datasette, queries_metric.ALL), given.typed)[:MOST_METRICS]
        if given.typed
        else [],
        "documents": documents_titled(documents, given.typed) if given.page == 1 else [],
        "limit": LIMIT,
        "count": found.count,
        "broad": found.broad,
        "chosen": given.chosen,
        "files": FILE_NAMES,
        "narrowed": any(given.chosen.values()),
        "order": given.order,
        "orders": ORDERS,
        "page": given.page,
        "pages": min(MOST_PAGES, -(-found.count // LIMIT)),
        "first": LIMIT * (given.page - 1) + 1,
        "facets": [(name, _shown(found, name, given.chosen[name], english)) for name in FACETS],
        "figures": _by_sentence(found),
        "shown": len(found.figures),
        "passages": [(hit, highlighted(hit.text, found.terms)) for hit in found.passages],
        "about": about.context if about else None,
    }
    return await fill(datasette, request, "solieu_search.html", context)


async def found_for_file(datasette: Site, request: Request) -> tuple[str, Found]:
    """What was typed, and the figures of the search, as many as a file may hold, with the same choices as the page."""
    given = _asked(request)
    found = await _found(datasette, given.typed, given, MOST_EXPORTED) if given.typed else Found()
    if given.typed and not found.figures:
        question = read_question(given.typed, datetime.now(UTC).year)
        searched = " ".join([question.content, *(place.name for place in question.places)])
        found = await _found(datasette, searched, given, MOST_EXPORTED) if question.content else found
    return given.typed, found


async def _found(datasette: Site, typed: str, given: Asked, limit: int = LIMIT) -> Found:
    """The search within the site's time limit; sqlite3.OperationalError ``interrupted`` where that is over."""

    def run(connection: sqlite3.Connection) -> Found:
        with sqlite_timelimit(connection, datasette.setting("sql_time_limit_ms")):
            offset = 0 if limit > LIMIT else LIMIT * (given.page - 1)
            narrowed = Narrowed(**given.chosen)
            return find(connection, typed, limit, narrowed, facets=True, offset=offset, order_by=given.order)

    return cast(Found, await datasette.get_database(database_name(datasette)).execute_fn(run))


def _by_sentence(found: Found) -> list[tuple[list[Hit], list[tuple[str, bool]]]]:
    """The figures with what is marked in their sentence; a sentence stands once, where its first figure does."""
    sentences: dict[tuple[str, str], list[Hit]] = {}
    for hit in found.figures:
        sentences.setdefault((hit.document_id, hit.text), []).append(hit)
    return [
        (hits, highlighted(hits[0].text, [*found.terms, *_numbers(hits)], " ".join(map(_name, hits))))
        for hits in sentences.values()
    ]


def _numbers(hits: Iterable[Hit]) -> list[Term]:
    """The numbers of several figures, to be marked in the sentence that they share."""
    found = list(dict.fromkeys(hit.number for hit in hits))
    return [Term("number", (number,)) for number in found] if len(found) > 1 else []


def metrics_called(metrics: Iterable[Row], typed: str) -> list[Row]:
    """The metrics whose names and wordings hold every word of a query that is no place, year or number; those that
    most provinces report first. Empty where the query has no such word: ``quảng nam 2024`` calls no metric."""
    terms = [term for term in read_terms(typed) if term.kind in ("word", "abbreviation")]
    if not terms:
        return []
    ways = [[" ".join(map(bare_words, term.words)), *term.phrases] for term in terms]
    called = [
        row for row in metrics if all(any(f" {way} " in _called(row["called"]) for way in one if way) for one in ways)
    ]
    return sorted(called, key=lambda row: -row["provinces"])


@lru_cache(maxsize=4096)
def _called(names: str) -> str:
    return f" {bare_words(names)} "


def with_fewer(connection: sqlite3.Connection, typed: str) -> list[tuple[str, int]]:
    """What finds figures where the whole query finds nothing: the query without a term or two that stand together
    (``tỷ lệ``), first those that keep its places, years and numbers, each with its figures, up to FEWER_MOST."""
    terms = read_terms(typed)[:FEWER_TERMS]
    asked = "select count(*) from (select rowid from figures_fts where figures_fts match ? limit ?)"
    tries = [(at, at + size) for size in (1, 2) for at in range(len(terms) - size + 1) if len(terms) > size]
    tries.sort(key=lambda one: any(term.kind in ("place", "year", "number") for term in terms[slice(*one)]))
    found: dict[str, int] = {}
    try:
        with sqlite_timelimit(connection, FEWER_MS):
            for start, end in tries:
                rest = " ".join(word for term in (*terms[:start], *terms[end:]) for word in term.words)
                count = connection.execute(asked, (match_expression(rest), FEWER_MOST)).fetchone()[0]
                if count:
                    found.setdefault(rest, count)
                if len(found) == FEWER_SHOWN:
                    break
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
    return list(found.items())


def _shown(found: Found, name: str, chosen: str | None, english: bool) -> list[tuple[str, str, int]]:
    """The values of a facet that are shown: value, label, figures."""
    values = [
        (value, in_english if english else label, count)
        for value, label, in_english, count in found.facets.get(name, ())
    ]
    kept = values[:SHOWN] + [one for one in values[SHOWN:] if one[0] == chosen]
    if chosen and all(one[0] != chosen for one in kept):
        kept.append((chosen, chosen, 0))
    return sorted(kept, reverse=True) if name == "year" else kept


def _name(hit: Hit) -> str:
    return " ".join(part for part in (hit.metric, hit.item, hit.subject, hit.place, hit.province, hit.owner) if part)
