"""``/differ/METRIC``: what sources say differently of one province, period and level, each with its sentence, and what
may explain it: other words around the number, a rounding, a factor of ten, another document or day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import Any

from datasette.utils.asgi import Request, Response

from kb.web import queries_differ
from kb.web.answer import Row, ask, fill, metric_asked, missing
from kb.web.carried import files_offered
from kb.web.comparison import STATUSES
from kb.web.language import words
from kb.web.site import Site
from rules.questions.measured import narrowing_words

MOST = 60


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that differs, and the words of its sentence that narrow what it counts and that no other has."""

    row: Row
    own_words: tuple[str, ...]


async def differ(datasette: Site, request: Request) -> Response:
    """The page. Addresses choose ``place``, ``period``, ``item``, ``level`` and ``status``."""
    metric = await metric_asked(datasette, request)
    if isinstance(metric, Response):
        return metric
    shown = await differing(datasette, request, metric)
    if shown is None:
        return await missing(datasette, request, words(request)["differ.nothing"])
    return await fill(datasette, request, "solieu_differ.html", {**shown, "files": files_offered(request)})


async def differing(datasette: Site, request: Request, metric: Row) -> dict[str, Any] | None:
    """What is stated of the place and period that the address names, with what may explain it; None if nothing is."""
    given = {name: request.args.get(name) or None for name in ("place", "period", "item", "level")}
    status = request.args.get("status")
    rows = await ask(
        datasette,
        queries_differ.STATED,
        metric=metric["id"],
        status=status if status in STATUSES else STATUSES[0],
        limit=MOST,
        **given,
    )
    if not rows:
        return None
    return {
        "metric": metric,
        "side": (given["item"], given["level"]),
        "place": rows[0],
        "stated": stated(rows),
        "reasons": reasons(rows),
    }


def stated(rows: Sequence[Row]) -> list[Stated]:
    """The figures with the words that only they have."""
    had = [narrowing_words(f"{row['quote']} {row['subject']}") for row in rows]
    shared = set.intersection(*(set(one) for one in had)) if len(had) > 1 else set()
    return [
        Stated(row, tuple(said for name, said in one.items() if name not in shared))
        for row, one in zip(rows, had, strict=True)
    ]


def reasons(rows: Sequence[Row]) -> list[str]:
    """What may explain that values differ, by the names of the words that say it, the likeliest first."""
    found: dict[str, None] = {}
    pairs = [(one, other) for one, other in combinations(rows, 2) if one["comparable"] != other["comparable"]]
    for one, other in pairs:
        if set(narrowing_words(f"{one['quote']} {one['subject']}")) != set(
            narrowing_words(f"{other['quote']} {other['subject']}")
        ):
            found["words"] = None
        if one["qualifier"] != other["qualifier"]:
            found["qualifier"] = None
        if _is_rounded(one["value"], other["value"]):
            found["rounded"] = None
        if _is_of_ten(one["value"], other["value"]):
            found["scale"] = None
        if one["doubt"] or other["doubt"]:
            found["doubt"] = None
    if len({row["document_id"] for row in rows}) == 1:
        found["one_document"] = None
    elif len({row["issued_on"] for row in rows}) > 1:
        found["days"] = None
    order = ("words", "rounded", "scale", "qualifier", "days", "one_document", "doubt")
    return [name for name in order if name in found]


def _is_rounded(one: str, other: str) -> bool:
    """Whether a value is the other one, rounded to fewer places."""
    exact, rough = sorted((Decimal(one), Decimal(other)), key=lambda value: value.as_tuple().exponent)
    if exact == rough or not rough:
        return False
    step = Decimal(1).scaleb(int(rough.as_tuple().exponent))
    return exact.quantize(step, ROUND_HALF_UP) == rough


def _is_of_ten(one: str, other: str) -> bool:
    """Whether a value is the other one times a power of ten: a separator or a word of size was misread."""
    first, second = Decimal(one).normalize().as_tuple(), Decimal(other).normalize().as_tuple()
    return first.digits == second.digits and first.exponent != second.exponent
