"""Which metric: phrases of the catalogue around a number, weighed by length, nearness and side.

The longest phrase near the number wins; kind and unit must agree, no ``without`` word may stand in the number's own
claim, and a metric with ``context`` needs one of its words somewhere around. Two metrics that come out even are no
metric: a wrong one is worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from rules.catalogue import Catalogue, Metric, load_catalogue
from rules.figure import MONEY, PERCENTAGE_POINTS, PLACES_OF_A_RANK, POINTS, RANK, Kind, Origin
from rules.language.reckoned_by import same_heads
from rules.language.syllables import Token
from rules.language.tokens import Found, PhraseIndex
from rules.language.units import unit_classes
from rules.language.wording import Wording
from rules.phrases import parse_phrase

MOST_GAP = 12
LEAST_SCORE = 1.5
EVEN = 0.25


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A phrase of a metric in a text: its offsets, how many syllables of it stand there, and its parts as the
    catalogue has them."""

    metric: str
    start: int
    end: int
    weight: int
    phrase: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the catalogue sees in a text: phrases in order of their places, forbidden and context words, items."""

    phrases: tuple[Occurrence, ...]
    without: tuple[Occurrence, ...]
    context: frozenset[str]
    items: tuple[tuple[str, str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """A text that may name a figure's metric. ``at`` is where the number stands in it (None: it stands elsewhere, as
    for a table header); ``own`` is the figure's own claim inside it; ``bonus`` is added to each phrase found here;
    ``stops`` are the offsets of the other figures; ``chained`` says that it goes on from them
    (``đạt 0,6, xếp thứ 30, giảm 3 bậc``), so that they do not part it from its subject; ``lead`` is the
    stretch before the first figure of its list, whose verb governs it (``tập huấn 320 lãnh đạo, 5.200 đoàn viên``)."""

    text: str
    at: tuple[int, int] | None
    own: tuple[int, int]
    bonus: float = 0.0
    stops: tuple[int, ...] = ()
    prefer_before: bool = False
    chained: bool = False
    lead: tuple[int, int] = (0, 0)
    origin: Origin = "sentence"


@dataclass(frozen=True, slots=True)
class Choice:
    """A metric that was chosen or lost: with its score, the words that named it, the scope they stand in and the
    ``forbidden`` words that cost it the figure."""

    metric: str
    score: float
    occurrence: Occurrence
    scope: Scope
    why_not: str = ""
    forbidden: Occurrence | None = None


class Matcher:
    """The catalogue's phrases, ready to be looked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._variants: dict[str, list[tuple[str, str, tuple[str, ...], str]]] = {}
        parts: list[str] = []
        for metric in catalogue:
            for role, phrases in (("phrase", metric.phrases), ("without", metric.without), ("context", metric.context)):
                for phrase in phrases:
                    self._add(role, metric.id, phrase, "", parts)
            for item in metric.items:
                for phrase in item.phrases:
                    self._add("item", metric.id, phrase, item.name, parts)
        self._index = PhraseIndex(parts)

    def _add(self, role: str, metric: str, phrase: str, item: str, parts: list[str]) -> None:
        for variant in parse_phrase(phrase):
            self._variants.setdefault(variant[0], []).append((role, metric, variant, item))
            parts.extend(variant)

    @lru_cache(maxsize=20_000)  # noqa: B019 - one matcher lives as long as the process
    def read(self, text: str) -> Reading:
        """All that the catalogue sees in ``text``."""
        tokens, found = self._index.find(text)
        by_key: dict[str, list[Found]] = {}
        for one in found:
            by_key.setdefault(one.key, []).append(one)
        phrases: dict[tuple[str, int, int], Occurrence] = {}
        without: list[Occurrence] = []
        context: set[str] = set()
        items: list[tuple[str, str, int, int]] = []
        for key, hits in by_key.items():
            for role, metric, variant, item in self._variants.get(key, ()):
                for hit in hits:
                    span = self._follow(variant, hit, by_key, tokens)
                    if span is None:
                        continue
                    weight = sum(self._weight(part) for part in variant)
                    one_found = Occurrence(metric, *span, weight, variant)
                    if role == "phrase":
                        old = phrases.get((metric, *span))
                        if old is None or old.weight < weight:
                            phrases[(metric, *span)] = one_found
                    elif role == "without":
                        without.append(one_found)
                    elif role == "context":
                        context.add(metric)
                    else:
                        items.append((metric, item, *span))
        in_order = tuple(sorted(phrases.values(), key=lambda one: one.start))
        return Reading(in_order, tuple(without), frozenset(context), tuple(items))

    def _weight(self, part: str) -> int:
        """How much a part says: its syllables; a lone name in capitals (DTI, SIPAS) as much as three."""
        syllables = self._index.length(part)
        return 3 if syllables == 1 and part.isupper() and len(part) > 2 else syllables

    def _follow(
        self, variant: tuple[str, ...], first: Found, by_key: dict[str, list[Found]], tokens: Sequence[Token]
    ) -> tuple[int, int] | None:
        last = first
        for part in variant[1:]:
            following = [
                f
                for f in by_key.get(part, ())
                if last.last < f.first <= last.last + MOST_GAP + 1
                and not any(t.norm == ";" for t in tokens[last.last + 1 : f.first])
            ]
            if not following:
                return None
            last = min(following, key=lambda f: f.first)
        return first.start, last.end


_POWERS = str.maketrans("²³", "23")


@cache
def default_matcher() -> Matcher:
    """The matcher of the project's own catalogue."""
    return Matcher(load_catalogue())


def fits(metric: Metric, kind: Kind, unit: str, fraction: bool) -> bool:
    """Whether a figure of this kind and unit can be an instance (or a change) of the metric."""
    unit = unit.translate(_POWERS)
    percent = unit == "%" or (kind == "change" and unit == PERCENTAGE_POINTS)
    if metric.kind == "rate":
        _, per, of = unit.partition("/")
        per_person = kind == "rate" and bool(per) and same_heads(of, metric.unit.partition("/")[2])
        counted_so = kind == "rate" and (fraction or unit == metric.unit)
        return (kind in ("rate", "change") and percent) or counted_so or per_person
    if metric.kind == "count":
        if kind == "change":
            return unit not in (PLACES_OF_A_RANK, POINTS, MONEY)
        return (kind == "count" and not percent) or (kind == "rate" and fraction and not percent)
    if metric.kind == "amount":
        if kind == "change":
            return percent or unit == metric.unit
        # what comes to each of many is printed without them: GRDP bình quân đầu người 76 triệu đồng
        return kind == "amount" and unit in (metric.unit, metric.unit.partition("/")[0])
    if metric.kind == "score":
        if kind == "change":
            return unit == POINTS or percent
        return kind == "score" or (kind == "rate" and percent and "%" in metric.unit)
    if metric.kind == "rank":
        return kind == "rank" or (kind == "change" and unit == PLACES_OF_A_RANK)
    if metric.kind == "change":
        return kind == "change" and percent
    return kind == "frequency"


def choose(
    matcher: Matcher,
    scopes: Sequence[Scope],
    kind: Kind,
    unit: str,
    fraction: bool,
    around: Iterable[str],
    misfits: list[Choice] | None = None,
) -> tuple[Choice | None, list[Choice]]:
    """The metric of a figure and the ones that lost, best first.

    ``scopes`` in falling nearness; ``around`` are further texts in which a metric's context words may stand (headings,
    title). The first scope with a metric over the threshold decides. ``misfits`` is filled with the metrics that the
    words name but whose kind or unit is another, for whoever asks why.
    """
    seen_context: set[str] | None = None
    lost: list[Choice] = []
    for scope in scopes:
        reading = matcher.read(scope.text)
        best: dict[str, Choice] = {}
        for occurrence in _near(reading.phrases, scope):
            metric = matcher.catalogue[occurrence.metric]
            if not fits(metric, kind, unit, fraction):
                if misfits is not None:
                    misfits.append(Choice(metric.id, _score(scope, occurrence), occurrence, scope, "fit"))
                continue
            words = scope.text[occurrence.start : occurrence.end]
            score = _score(scope, occurrence) + _unit_agrees(metric, kind, unit, words)
            if forbidden := _forbidden(reading, occurrence, scope):
                lost.append(Choice(metric.id, score, occurrence, scope, "without", forbidden))
                continue
            if metric.context:
                if seen_context is None:
                    seen_context = _contexts(matcher, scopes, around)
                if metric.id not in seen_context:
                    lost.append(Choice(metric.id, score, occurrence, scope, "context"))
                    continue
                score += 1.0
            choice = Choice(metric.id, score, occurrence, scope)
            if metric.id not in best or best[metric.id].score < score:
                best[metric.id] = choice
        ranked = sorted(best.values(), key=lambda c: (-c.score, c.metric))
        if ranked and ranked[0].score >= LEAST_SCORE:
            winner, rest = ranked[0], ranked[1:]
            lost = rest + lost
            if rest and winner.score - rest[0].score < EVEN and not _within(rest[0], winner):
                return None, [replace(one, why_not="tie") for one in ranked[:2]] + lost[1:]
            return winner, lost
        lost += ranked
    return None, lost


NEAREST = 4
"""How many namings of one metric are looked at on either side of a figure: in a list that names it a hundred times
those further off were never the best."""


def _near(phrases: Sequence[Occurrence], scope: Scope) -> Sequence[Occurrence]:
    """The namings that may win: of a metric that a long text names often, those nearest to the figure."""
    if scope.at is None or len(phrases) <= 2 * NEAREST:
        return phrases
    start, end = scope.at
    before: Counter[str] = Counter()
    behind: Counter[str] = Counter()
    kept: list[Occurrence] = []
    first_behind = bisect_left(phrases, end, key=lambda one: one.start)
    for occurrence in reversed(phrases[:first_behind]):
        before[occurrence.metric] += 1
        if before[occurrence.metric] <= NEAREST or occurrence.end > start:
            kept.append(occurrence)
    kept.reverse()
    for occurrence in phrases[first_behind:]:
        behind[occurrence.metric] += 1
        if behind[occurrence.metric] <= NEAREST:
            kept.append(occurrence)
    return kept


def _within(inner: Choice, outer: Choice) -> bool:
    a, b = inner.occurrence, outer.occurrence
    return b.start <= a.start and a.end <= b.end and (b.end - b.start) > (a.end - a.start)


def _contexts(matcher: Matcher, scopes: Sequence[Scope], around: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for text in (*(s.text for s in scopes), *around):
        if text:
            found |= matcher.read(text).context
    return found


_COMMA = Wording(r",| {and} |\(|\)", re.NOFLAG)
_BREAKDOWN = Wording(r"\b{leads_on}\b|:")


def _score(scope: Scope, occurrence: Occurrence) -> float:
    score = min(occurrence.weight, 5) + 0.3 * max(0, occurrence.weight - 5) + scope.bonus
    score -= 0.5 * scope.text.count(", ", occurrence.start, occurrence.end)
    score -= 4.0 * sum(1 for stop in scope.stops if occurrence.start < stop < occurrence.end)
    if scope.at is None:
        return score
    start, end = scope.at
    if occurrence.end <= start:
        gap = scope.text[occurrence.end : start]
        before = True
    elif occurrence.start >= end:
        gap = scope.text[end : occurrence.start]
        before = False
    else:
        return score + (2.5 if scope.own[0] <= occurrence.start and occurrence.end <= scope.own[1] else 1.0)
    crossed = sum(1 for stop in scope.stops if (occurrence.end <= stop < start) or (end <= stop < occurrence.start))
    score -= (0.5 if scope.chained else 4.0) * crossed + 4.0 * gap.count(";") + 0.12 * min(len(gap.split()), 20)
    score -= (0.1 if scope.chained else 0.6) * len(_COMMA.findall(gap)) + 2.5 * len(_BREAKDOWN.findall(gap))
    own = scope.own[0] <= occurrence.start and occurrence.end <= scope.own[1]
    if own:
        score += 1.5
    if scope.prefer_before == before:
        score += 1.0
    return score


def _forbidden(reading: Reading, occurrence: Occurrence, scope: Scope) -> Occurrence | None:
    low, high = scope.own
    low, high = min(low, occurrence.start), max(high, occurrence.end)
    forbidden = [w for w in reading.without if w.metric == occurrence.metric]
    for word in forbidden:
        if scope.lead[0] <= word.start and word.end <= scope.lead[1]:
            return word
    if scope.at is not None:
        low = max(low, max((s for s in scope.stops if s < min(scope.at[0], occurrence.start)), default=0))
    return next((word for word in forbidden if low <= word.start and word.end <= high), None)


def _unit_agrees(metric: Metric, kind: Kind, unit: str, words: str) -> float:
    if not unit or unit in ("%", POINTS, RANK, PLACES_OF_A_RANK) or kind == "change":
        return 0.0
    if unit.lower() == metric.unit.lower():
        return 1.5
    ours, theirs = unit_classes(unit), unit_classes(metric.unit)
    if ours and theirs:
        return 1.0 if ours & theirs else -4.0
    return 0.0 if metric.kind != "count" or unit.lower() in words.lower() else -1.5


def item_of(matcher: Matcher, metric: str, texts: Sequence[tuple[str, int]]) -> str | None:
    """The sub-key that the texts name, the first text first, the phrase nearest to the given offset first."""
    for text, at in texts:
        named = [(abs(start - at), item) for m, item, start, _ in matcher.read(text).items if m == metric]
        if named:
            return min(named)[1]
    return None
