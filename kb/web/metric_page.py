"""``/metric/ID``: what a metric counts and what not, its codes, its wordings, who reports it, what stands near it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

from datasette.utils.asgi import Request, Response

from kb.web import queries_metric
from kb.web.answer import Row, ask, fill, metric_asked
from kb.web.marking import Marked
from kb.web.site import Site
from rules.language.fold import toned_words

MOST_NEIGHBOURS = 10
LEAST_ALIKE = 0.15
"""How much of both names must be shared, rare words counting for more."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What a rate is the share of: rows of ``numerator``, of each of ``denominators`` (several that add up), and of
    wholes that ``others`` take instead. A metric that the base does not have is left out."""

    numerator: Row | None
    denominators: Sequence[Sequence[Row]]
    others: Sequence[Row]


async def metric(datasette: Site, request: Request) -> Response:
    """All that the catalogue says of a metric, and who reports it; one without figures has its page, too."""
    row = await metric_asked(datasette, request)
    if isinstance(row, Response):
        return row
    bound = {"metric": row["id"]}
    others = [other for other in await ask(datasette, queries_metric.ALL) if other["id"] != row["id"]]
    context = {
        "metric": row,
        "wordings": json.loads(row["wordings"] or "[]"),
        "items": json.loads(row["items"]),
        "examples": _sentences(row["examples"]),
        "near_misses": _sentences(row["near_misses"]),
        "codes": await ask(datasette, queries_metric.CODES, **bound),
        "whole": _whole(row, {other["id"]: other for other in others}),
        "rates": [other for other in others if row["id"] in _measured(other)],
        "reporters": await ask(datasette, queries_metric.REPORTERS, **bound),
        "owners": (await ask(datasette, queries_metric.OWNERS, **bound))[0]["owners"],
        "neighbours": _neighbours(row, others),
    }
    return await fill(datasette, request, "solieu_metric.html", context)


def _sentences(said: str) -> list[Marked]:
    """The catalogue's sentences in three pieces, the number in the middle."""
    return [(text[:start], text[start:end], text[end:]) for text, start, end in json.loads(said)]


def _measured(row: Row) -> set[str]:
    """The metrics that a rate is made of."""
    share = json.loads(row["share"] or "{}")
    summed = (one for whole in share.get("denominators", ()) for one in whole)
    return {one for one in (share.get("numerator"), *summed) if one}


def _whole(row: Row, others: Mapping[str, Row]) -> Whole | None:
    if not row["share"]:
        return None
    share = json.loads(row["share"])

    def known(ids: Iterable[str]) -> list[Row]:
        return [others[one] for one in ids if one in others]

    return Whole(
        others.get(share["numerator"]),
        [summed for whole in share["denominators"] if (summed := known(whole))],
        known(share["other_denominators"]),
    )


def _neighbours(row: Row, others: Sequence[Row]) -> list[Row]:
    """Metrics that sound alike and count something else: those whose names share most, and share rare words rather
    than ``tỷ lệ``; of equals the same unit and group first."""
    everywhere = Counter(term for other in (row, *others) for term in _terms(other["name_vi"]))
    total = len(others) + 1

    def weight(terms: Iterable[str]) -> float:
        return sum(log(total / everywhere[term]) for term in sorted(terms))

    mine = _terms(row["name_vi"])
    near = []
    for other in others:
        theirs = _terms(other["name_vi"])
        if shared := mine & theirs:
            alike = weight(shared) / weight(mine | theirs)
            kin = (other["unit"] == row["unit"]) + (other["group_id"] == row["group_id"])
            near.append((-round(alike, 4), -kin, other))
    near = [one for one in near if -one[0] >= LEAST_ALIKE]
    return [other for *_, other in sorted(near, key=lambda one: one[:2])[:MOST_NEIGHBOURS]]


@lru_cache(maxsize=4096)
def _terms(name: str) -> frozenset[str]:
    """The words of a name, and each two that follow each other."""
    said = toned_words(name).split()
    return frozenset((*said, *(f"{one} {other}" for one, other in pairwise(said))))
