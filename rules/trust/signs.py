"""Signs of a figure: what may tell, before anybody looked, whether it was read right. Each is there or is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rules.figure import MONEY, PER_CENT, PLACES_OF_A_RANK, POINTS, RANK
from rules.language.wording import Wording
from rules.trust.seen import Look, Seen, look_at

_NEAR, _FAR = 20, 80
"""How many letters stand between a number and the words that named its metric."""
_OWN_SIGN = (PER_CENT[0], MONEY, POINTS, RANK, PLACES_OF_A_RANK)
"""Units of which each is a sign; of others it counts how many words they have."""

_NAMES_A_LEVEL = Wording(r"\b{level_kind}\s+{bare_levels}\b")


def signs_of(figures: Sequence[Seen]) -> list[frozenset[str]]:
    """The signs of each figure of one document, given in reading order: names as they stand in ``model.toml``."""
    look = look_at(figures)
    return [_signs(one, look) for one in figures]


def _signs(one: Seen, look: Look) -> frozenset[str]:
    return frozenset((*_figure(one), *_naming(one), *_fields(one), *_around(one, look), *_document(look)))


def _figure(one: Seen) -> Iterator[str]:
    rule, _, _ = one.rule.partition("+")
    yield f"rule {rule}"
    yield f"kind {one.kind}"
    yield f"unit {_unit(one.unit)}"
    if one.qualifier != "exact":
        yield f"qualifier {one.qualifier}"
    for flag in one.flags:
        yield f"flag {flag}"
    if one.flags:
        yield "flagged"
    digits = sum(letter.isdigit() for letter in one.number)
    yield "number of one digit" if digits == 1 else f"number of {'two' if digits == 2 else 'many'} digits"
    for name in ("footnote", "part", "denominator", "in_table"):
        if getattr(one, name):
            yield name.replace("_", " ")


def _unit(unit: str) -> str:
    if not unit or unit in _OWN_SIGN:
        return unit or "none"
    words = len(unit.split())
    return "of one word" if words == 1 else "of two words" if words == 2 else "of more words"


def _naming(one: Seen) -> Iterator[str]:
    """What speaks for and against the metric, or against there being none."""
    _, _, named = one.rule.partition("+")
    if one.metric is None:
        yield f"no metric, best {_likely(one.metric_chance)}"
        yield "no metric"
        yield f"no metric, {'table' if one.in_table else 'prose'}"
        yield f"no metric, {one.kind}"
        if not one.subject:
            yield "no metric, no subject"
        return
    yield f"metric {_likely(one.metric_chance)}"
    yield f"metric from {named or 'nowhere'}"
    yield f"metric of a {one.kind}"
    yield f"unit {'fits' if one.unit_fits else 'does not fit'} the metric"
    if not one.kind_fits:
        yield "kind does not fit the metric"
    where = [spoken.start - one.start for spoken in one.evidence if spoken.field == "metric"]
    if where:
        nearest = min(map(abs, where))
        yield f"metric's words {'near' if nearest <= _NEAR else 'far' if nearest > _FAR else 'some way off'}"
        if all(at > 0 for at in where):
            yield "metric's words behind"
    else:
        yield "metric without words"


def _likely(chance: float) -> str:
    bounds = ((0.97, "sure"), (0.9, "very likely"), (0.75, "likely"), (0.5, "rather likely"), (0.25, "possible"))
    return next((name for bound, name in bounds if chance >= bound), "hardly")


def _fields(one: Seen) -> Iterator[str]:
    yield f"status {one.status} from {one.status_from}"
    yield f"level {one.level or 'none'} from {one.level_from}" if one.level else "no level"
    if one.level is None and _NAMES_A_LEVEL.search(one.quote):
        yield "no level, though the sentence names one"
    yield f"place from {one.place_from}"
    if one.owner:
        yield "of an organisation"
    if not one.known_place:
        yield "place of no province"
    yield f"period from {one.period_from}" if one.period else "no period"
    if one.period and "/" in one.period:
        yield "period is a span"
    for spoken in one.evidence:
        if spoken.field != "metric":
            yield f"{spoken.field} by {spoken.rule}"


def _around(one: Seen, look: Look) -> Iterator[str]:
    others = look.quotes[one.quote]
    if others == 1:
        yield "alone in its sentence"
    elif others >= 6:
        yield "many in its sentence" if not one.in_table else "many in its row"
    if len(one.quote) > 300:
        yield "long sentence"


def _document(look: Look) -> Iterator[str]:
    if look.without_unit > 0.1:
        yield "document: many without a unit"
    if look.with_metric < 0.3:
        yield "document: few with a metric"
    elif look.with_metric > 0.6:
        yield "document: most with a metric"
    if look.of_one_metric > 0.5 and look.figures >= 20:
        yield "document: most of one metric"
    if look.wanted > 0.5:
        yield "document: most are wanted"
    if look.flagged > 0.3:
        yield "document: many flagged"
    if look.tables > 0.6:
        yield "document: mostly tables"
