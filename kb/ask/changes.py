"""Which figures changed from one version of a report to the next, by what is printed in both.

A figure of the later version is that of the earlier one where the same sentence prints the same number; else where the
sentences are the same but for their numbers; else where both state the same thing (metric, place, period, kind …) and
no other figure of either does; else where the same number stands in a sentence that was reworded. What is left was
taken out, or is new. People's corrections are laid over both: of a figure that somebody struck out nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rules.language.fold import bare_letters, bare_words

Figure = Mapping[str, Any]
"""A row of :data:`FIGURES`."""

FIGURES = """
select f.id, f.seq, f.number, f.value, f.value_max, f.denominator, f.unit, f.qualifier, f.kind, f.status, f.metric_id,
    f.metric, f.metric_en, f.item, f.subject, f.place, f.place_id, f.level, f.owner, f.period, f.period_effective,
    f.flags, f.reviewed, f.quote, f.page, f.document_id, r.anchor, r.occurrence
from figures_final f
join figures r on r.id = f.id
where f.document_id = :document
order by f.seq
"""
PAIRS = """
select o.id as older_id, o.filename as older, o.issued_on as older_day, n.id as newer_id, n.filename as newer,
    n.issued_on as newer_day
from documents o
join documents n on n.id = o.replaced_by
order by n.filename, o.filename
"""
"""Each older version with the one that replaces it."""

_REWORDED = 75.0
"""Of 100: a sentence that is alike at least so much, with the same number in it, was reworded."""
_THING = ("metric_id", "kind", "status", "period", "level")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Changes:
    """The figures that print another number, as pairs of earlier and later; those that are new, those that are gone,
    and how many stayed the same."""

    changed: tuple[tuple[Figure, Figure], ...]
    new: tuple[Figure, ...]
    gone: tuple[Figure, ...]
    same: int


def changes(earlier: Sequence[Figure], later: Sequence[Figure]) -> Changes:
    """What changed from the figures of one version to those of the next, all in reading order."""
    olds, news = list(earlier), list(later)
    pairs: list[tuple[Figure, Figure]] = []
    for pair in (_by(_printed), _by(_frame), _by(_thing, most=1), _reworded):
        found = pair(olds, news)
        pairs += found
        taken = {id(one) for both in found for one in both}
        olds, news = ([one for one in some if id(one) not in taken] for some in (olds, news))
    changed = sorted((both for both in pairs if not _says_the_same(*both)), key=lambda both: both[1]["seq"])
    return Changes(tuple(changed), tuple(news), tuple(olds), len(pairs) - len(changed))


def difference(earlier: Figure, later: Figure) -> Decimal | None:
    """By how much a value rose, None where both are not on one scale."""
    scale = ("unit", "denominator", "value_max")
    if any((earlier[name] or "") != (later[name] or "") for name in scale) or later["value_max"]:
        return None
    return Decimal(later["value"]) - Decimal(earlier["value"])


def _says_the_same(earlier: Figure, later: Figure) -> bool:
    if earlier["number"] == later["number"]:
        return True
    names = ("value", "value_max", "denominator")
    return bool(earlier["unit"] == later["unit"] and all(earlier[name] == later[name] for name in names))


Pairing = Callable[[Sequence[Figure], Sequence[Figure]], list[tuple[Figure, Figure]]]


def _by(key: Callable[[Figure], Hashable | None], most: int = 1000) -> Pairing:
    """Pairs figures of the same key, in reading order, where both versions have equally many of it, and no more than
    ``most``."""

    def pair(olds: Sequence[Figure], news: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
        before, after = _grouped(olds, key), _grouped(news, key)
        return [
            both
            for name, some in before.items()
            if len(some) == len(after.get(name, ())) <= most
            for both in zip(some, after[name], strict=True)
        ]

    return pair


def _grouped(figures: Iterable[Figure], key: Callable[[Figure], Hashable | None]) -> dict[Hashable, list[Figure]]:
    groups: dict[Hashable, list[Figure]] = {}
    for figure in figures:
        name = key(figure)
        if name is not None:
            groups.setdefault(name, []).append(figure)
    return groups


def _printed(figure: Figure) -> Hashable:
    return figure["anchor"], figure["number"], figure["occurrence"]


def _frame(figure: Figure) -> Hashable:
    """The sentence without its numbers."""
    return " ".join(_DIGITS.sub(" ", bare_words(figure["quote"])).split()) or None


def _thing(figure: Figure) -> Hashable | None:
    """What a figure states something about, None where it has no metric."""
    if not figure["metric_id"]:
        return None
    place = (figure["place_id"] or "").removesuffix("-old") or bare_letters(figure["place"] or "")
    words = tuple(bare_letters(figure[name] or "") for name in ("item", "owner"))
    return (place, *(figure[name] for name in _THING), *words)


def _reworded(olds: Sequence[Figure], news: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    from rapidfuzz import fuzz

    after = _grouped(news, lambda figure: (figure["number"], figure["unit"]))
    taken: set[int] = set()
    found = []
    for old in olds:
        others = [one for one in after.get((old["number"], old["unit"]), ()) if id(one) not in taken]
        fits = sorted((fuzz.ratio(bare_words(old["quote"]), bare_words(one["quote"])), one["seq"]) for one in others)
        if fits and fits[-1][0] >= _REWORDED and (len(fits) == 1 or fits[-2][0] < fits[-1][0]):
            new = next(one for one in others if one["seq"] == fits[-1][1])
            taken.add(id(new))
            found.append((old, new))
    return found
