"""``/metric``: every metric of the catalogue by groups, those that nobody reports too, narrowed down by words.

``q`` is what was typed, with or without marks: each of its words begins a word of a metric's names or wordings. All
metrics stand in the page, what does not fit is hidden: a few lines of script then narrow it down at each key, and where
no script runs the form does.
"""

from __future__ import annotations

from functools import lru_cache

from datasette.utils.asgi import Request, Response

from kb.web import queries_metric
from kb.web.answer import Row, ask, fill, script_version
from kb.web.language import words
from kb.web.site import Site
from rules.language.fold import bare_words

MOST_TYPED = 200


async def metrics(datasette: Site, request: Request) -> Response:
    """The list; addresses choose ``q``, the words that a metric is called by."""
    said = words(request)
    typed = " ".join((request.args.get("q") or "").split())[:MOST_TYPED]
    groups: dict[str, list[tuple[Row, str, bool]]] = {}
    for row in await ask(datasette, queries_metric.ALL):
        called = bare_called(row["called"])
        groups.setdefault(row[f"group_{said.language}"], []).append((row, called, is_called(called, typed)))
    shown = {name: sum(fits for _, _, fits in rows) for name, rows in groups.items()}
    context = {
        "typed": typed,
        "groups": groups,
        "shown": shown,
        "count": sum(shown.values()),
        "version": script_version("metrics.js"),
    }
    return await fill(datasette, request, "solieu_metrics.html", context)


def is_called(called: str, typed: str) -> bool:
    """Whether every word of what was typed begins a word of what a metric is called, both without marks."""
    return all(f" {word}" in f" {called}" for word in bare_words(typed).split())


@lru_cache(maxsize=4096)
def bare_called(names: str) -> str:
    """What a metric is called, without marks and signs."""
    return bare_words(names)
