"""``/search?q=``: figures, then passages, that hold all terms in any spelling, and links that narrow them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import lru_cache

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response

from kb.ask.search import FACETS, Found, Hit, Narrowed, find, match_expression
from kb.ask.search_terms import read_terms
from kb.web import queries_metric
from kb.web.answer import Row, ask, database_name, fill
from kb.web.asked_page import asked
from kb.web.highlight import highlighted
from kb.web.language import words as words_of
from kb.web.site import Site
from rules.language.fold import bare_words

LIMIT = 40
MOST = 300
"""A query of more letters is a text that was pasted; its beginning is searched."""
FEWER_SHOWN, FEWER_TERMS, FEWER_MOST, FEWER_MS = 3, 8, 100, 150
"""A hint is worth little time: so many hints, terms, figures and milliseconds."""
SHOWN = 12
"""So many values of a facet are shown, and always the one chosen."""
MOST_METRICS = 6


async def search(datasette: Site, request: Request) -> Response:
    """The page of a search; an empty one says what may be typed."""
    typed = " ".join((request.args.get("q") or "").split())[:MOST]
    chosen = {name: request.args.get(name) or None for name in FACETS}
    found, slow = Found(), False
    fewer: list[tuple[str, int]] = []
    about = await asked(datasette, request, typed) if typed else None
    searched = typed
    if typed:

        def run(connection: sqlite3.Connection) -> Found:
            with sqlite_timelimit(connection, datasette.setting("sql_time_limit_ms")):
                return find(connection, searched, LIMIT, Narrowed(**chosen), facets=True)

        try:
            database = datasette.get_database(database_name(datasette))
            found = await database.execute_fn(run)
            if about and about.question.content and not found.figures and not found.passages:
                # What is asked is no word of a report; what names the thing is.
                searched = " ".join([about.question.content, *(place.name for place in about.question.places)])
                found = await database.execute_fn(run)
            if not found.figures and not found.passages:
                fewer = await database.execute_fn(lambda connection: with_fewer(connection, typed))
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise
            slow = True
    english = words_of(request).language == "en"
    context = {
        "words": typed,
        "searched": searched,
        "slow": slow,
        "fewer": fewer,
        "fewer_most": FEWER_MOST,
        "metrics": metrics_called(await ask(datasette, queries_metric.ALL), typed)[:MOST_METRICS] if typed else [],
        "limit": LIMIT,
        "count": found.count,
        "broad": found.broad,
        "chosen": chosen,
        "narrowed": any(chosen.values()),
        "facets": [(name, _shown(found, name, chosen[name], english)) for name in FACETS],
        "figures": [(hit, highlighted(hit.text, found.terms, _name(hit))) for hit in found.figures],
        "passages": [(hit, highlighted(hit.text, found.terms)) for hit in found.passages],
        "about": about.context if about else None,
    }
    return await fill(datasette, request, "solieu_search.html", context)


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
