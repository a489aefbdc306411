"""Which found figure is which expected one: by printed number, order and the words around, never by offsets.

The same expected figures serve for every format of a report. First the best pairing that keeps the order of both
sides, then what another format moved, by its words. Only rows with the same printed number are ever compared, so that
the work grows with the repetitions of numbers and not with the square of the figures.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rules.language.fold import bare

_REACH = 8
"""Words on each side of a number that are compared."""
_TIE = 1 << 20
"""Among pairings of the same worth the one that shares more words wins; no document shares that many."""
_ONE = math.lcm(*range(1, 2 * _REACH + 1)) * _TIE
"""The worth of an equal number. Shares of up to sixteen words are whole parts of it: sums are exact, ties are ties."""
_MOVED = _ONE + _ONE // 4
"""What moved must share a quarter of the words with its row: equal numbers alone are too often chance."""
_REPETITIONS = 40
"""How far apart two occurrences of the same number may be in their own counts and still be compared."""
_DASHES = re.compile("[–—−]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number reduced to what two renderings of it share, and the folded words around it."""

    number: str
    words: frozenset[str]


def words_of(text: str) -> list[str]:
    """The words of a text in order, in small letters without diacritics and signs."""
    return _WORD.findall(bare(text))


def printed(number: str, quote: str, nth: int = 0) -> Printed:
    """What identifies a figure: its ``number`` with the words around its ``nth`` occurrence (from 0) in ``quote``."""
    quote, wanted = quote.replace("\n", " "), number.replace("\n", " ")
    at = place_of(wanted, quote, nth)
    if at < 0:
        return Printed(_bare(number), frozenset(words_of(quote)[: 2 * _REACH]))
    return printed_between(quote[:at], number, quote[at + len(wanted) :])


def printed_between(before: str, number: str, behind: str) -> Printed:
    """The same, where the text before and behind the number is known."""
    return Printed(_bare(number), frozenset(words_of(before)[-_REACH:] + words_of(behind)[:_REACH]))


def place_of(number: str, quote: str, nth: int = 0) -> int:
    """The offset of the ``nth`` occurrence (from 0) of a number in a quote, -1 where there is none."""
    at = -1
    for _ in range(nth + 1):
        at = quote.find(number, at + 1)
        if at < 0:
            return -1
    return at


def _bare(number: str) -> str:
    return "".join(_DASHES.sub("-", number).split()).strip(".,;%")


def pair(expected: Sequence[Printed], found: Sequence[Printed]) -> dict[int, int]:
    """Index of an expected figure -> index of the found one that is the same, each used once; the rest is unpaired."""
    worths = _worths(expected, found)
    pairs = _in_order(worths, len(found))
    taken = set(pairs.values())
    for one, others in enumerate(worths):
        free = [(worth, -abs(other - one), other) for other, worth in others if worth >= _MOVED and other not in taken]
        if one not in pairs and free:
            pairs[one] = max(free)[2]
            taken.add(pairs[one])
    return pairs


def _worths(expected: Sequence[Printed], found: Sequence[Printed]) -> list[list[tuple[int, int]]]:
    """For each expected figure the found ones with its number, in order, each with what the pair is worth."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, figure in enumerate(found):
        places[figure.number].append(at)
    repeated: dict[str, int] = defaultdict(int)
    for figure in expected:
        repeated[figure.number] += 1
    seen: dict[str, int] = defaultdict(int)
    worths = []
    for figure in expected:
        others = places.get(figure.number, [])
        near = seen[figure.number] * len(others) // repeated[figure.number]
        seen[figure.number] += 1
        window = others[max(0, near - _REPETITIONS) : near + _REPETITIONS + 1]
        worths.append([(other, _worth(figure, found[other])) for other in window])
    return worths


def _worth(one: Printed, other: Printed) -> int:
    shared, fewer = len(one.words & other.words), min(len(one.words), len(other.words))
    return _ONE + (_ONE * shared // fewer if fewer else 0) + shared


@dataclass(frozen=True, slots=True)
class _Chain:
    """The best pairing of everything from one pair on: its whole worth, its first pair, and how it goes on."""

    worth: int
    one: int
    other: int
    rest: _Chain | None


def _in_order(worths: Sequence[Sequence[tuple[int, int]]], found: int) -> dict[int, int]:
    """The pairing of the greatest worth in which no two pairs cross.

    From the last row to the first, the best chain behind each found figure is kept in a tree of prefix maxima
    (counted from the end), where it is asked for and written in logarithmic time.
    """
    tree: list[_Chain | None] = [None] * (found + 1)
    for one in range(len(worths) - 1, -1, -1):
        chains = []
        for other, worth in worths[one]:
            rest = _best(tree, found - 1 - other)
            chains.append(_Chain(worth + (rest.worth if rest else 0), one, other, rest))
        for chain in chains:
            _keep(tree, found - chain.other, chain)
    pairs: dict[int, int] = {}
    best = _best(tree, found)
    while best:
        pairs[best.one] = best.other
        best = best.rest
    return pairs


def _best(tree: Sequence[_Chain | None], at: int) -> _Chain | None:
    best: _Chain | None = None
    while at > 0:
        chain = tree[at]
        if chain and (best is None or (chain.worth, chain.one, -chain.other) > (best.worth, best.one, -best.other)):
            best = chain
        at -= at & -at
    return best


def _keep(tree: list[_Chain | None], at: int, chain: _Chain) -> None:
    while at < len(tree):
        before = tree[at]
        if before is None or chain.worth > before.worth:
            tree[at] = chain
        at += at & -at
