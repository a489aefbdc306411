"""What is asked for: the metrics that the words of a question fit, best first, and the words that they leave unsaid.

A metric fits where its names know every word that tells something; how much of a name was said ranks those that do. A
question that says more than any metric knows fits none: a subset never takes the number of the whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import nlargest
from itertools import pairwise

from rules.catalogue import Metric
from rules.facets import load_facets
from rules.questions.names import Name, Names, is_light, negations, opened
from rules.questions.typed import Phrases, Syllable, Typed, phrases, syllables, typed_words

MOST = 24
MOST_LOOKED_AT = 120
MOST_LETTERS = 2000
MOST_NAMES = 300
"""So many names, those that hold most of the words, are held against a question word by word."""
ENOUGH = 0.7
"""So much of a name must be said for its metric to be meant."""
MOST_MEANT = 3
"""More metrics than these that fit alike are none that is meant: the question is asked back."""
HALF_SAID = 0.5
"""Of a metric of which only the counted noun was said (``trạm``), no more than this was said."""
MARGIN = 0.1
LEFT = 0.12
"""So much less fits a name that leaves out a word that may be a small one, or not."""
"""Metrics whose fits are nearer than this are told together."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A metric that may be meant: its id, how well it fits (1 is its very name), how much of its best name was said,
    the words that none of its names knows, the item of it that the words name, if any,
    and the words that narrow what is asked and that it does not tell apart (``5G``, where it counts all networks)."""

    metric: str
    score: float
    said: float
    unknown: tuple[str, ...]
    item: str | None = None
    wider: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hints:
    """Which kind of number the question asks for: ``percent`` (a bound in %), ``kinds`` of metrics that its words
    speak for."""

    percent: bool = False
    kinds: frozenset[str] = frozenset()


def fits_of(words: Sequence[Typed], weak: Sequence[bool], names: Names, hints: Hints = Hints()) -> list[Fit]:
    """The metrics that may be meant. ``weak`` words say nothing by themselves, but may be part of a name."""
    strong = [at for at, one in enumerate(weak) if not one]
    maybe = [at for at, one in enumerate(weak) if one and _is_open(words[at], names)]
    if not strong:
        return []
    best: dict[int, tuple[float, float, Name]] = {}
    for name in _candidates([words[at] for at in strong], names):
        score, said = _of_name(name, words, strong, maybe)
        if name.metric not in best or score > best[name.metric][0]:
            best[name.metric] = (score, said, name)
    denied = any(word.is_typed(words[at]) for at in strong for word in negations())
    found = []
    for at, (score, said, name) in sorted(best.items(), key=lambda one: -one[1][0])[:MOST_LOOKED_AT]:
        metric = names.metrics[at]
        if hints.percent and metric.unit != "%" and metric.kind not in ("rate", "change", "score"):
            continue
        if _says_another(words, names, at, name):
            continue
        if _counts_only([words[one] for one in strong], metric):
            said = min(said, HALF_SAID)
        known = names.known[at] if denied else names.affirmed[at]
        unknown = tuple(words[one].text for one in strong if not _knows(known, words[one]))
        score += _of_kind(metric, hints)
        wider = () if unknown else _wider(metric, words)
        found.append(Fit(metric.id, round(score, 4), round(said, 4), unknown, _item(metric, words), wider))
    found.sort(key=lambda one: (len(one.unknown), -one.score, one.metric))
    return found[:MOST]


def _candidates(strong: Sequence[Typed], names: Names) -> Iterable[Name]:
    """The names that hold most of the words, those first of which they are most."""
    holds: dict[int, float] = defaultdict(float)
    for word in {one.plain for one in strong}:
        weight = names.weight.get(word, 0.0)
        for number in names.with_word.get(word, ()):
            holds[number] += weight
    shares = ((held * (1.0 + held / names.names[number].total), number) for number, held in holds.items())
    return (names.names[number] for _, number in nlargest(MOST_NAMES, shares))


def meant(fits: Sequence[Fit]) -> tuple[Fit, ...]:
    """The metrics that are meant: those that know every word and of whose name enough was said, as far as they fit
    about as well as the best. Empty where none is."""
    sure = [one for one in fits if not one.unknown and one.said >= ENOUGH]
    alike = tuple(one for one in sure if one.score >= sure[0].score - MARGIN)
    alike = tuple(one for one in alike if not one.wider) or alike
    return alike if len(alike) <= MOST_MEANT else ()


def group_of(words: Sequence[Typed], weak: Sequence[bool], names: Names) -> str | None:
    """The group of metrics whose very name the words are: ``hạ tầng số``; the shortest where several have them all."""
    strong = [word for word, light in zip(words, weak, strict=True) if not light]
    if not strong:
        return None
    found = []
    for group, name in names.groups:
        heavy = [word for word in name if not is_light(word) or any(word.is_typed(one) for one in words)]
        if all(any(word.is_typed(one) for word in name) for one in strong) and len(heavy) <= len(strong) + 1:
            found.append((len(heavy), group))
    return min(found)[1] if found else None


def _counts_only(strong: Sequence[Typed], metric: Metric) -> bool:
    """Whether the words are no more than what the metric counts in."""
    unit = syllables(metric.unit)
    return all(any(word.is_typed(one) for word in unit) for one in strong)


def _is_open(word: Typed, names: Names) -> bool:
    """Whether a small word is typed without accents and may be another, which names have: ``dung`` is đứng or đúng."""
    usual = names.usual.get(word.plain)
    return word.tone is None and usual is not None and not is_light(Syllable(word.plain, usual))


def _of_name(name: Name, words: Sequence[Typed], strong: Sequence[int], maybe: Sequence[int]) -> tuple[float, float]:
    """How well the words fit a name, and how much of it they say."""
    places: list[int | None] = []
    used: set[int] = set()
    for word in name.words:
        at = next((at for at, one in enumerate(words) if at not in used and word.is_typed(one)), None)
        places.append(at)
        if at is not None:
            used.add(at)
    said = sum(weight for weight, at in zip(name.weights, places, strict=True) if at is not None)
    share = said / name.total if name.total else 0.0
    if any(at is None and word in negations() for word, at in zip(name.words, places, strict=True)):
        share *= 0.5  # what is not so is another thing
    follow = [one is not None and other is not None and 0 < other - one <= 2 for one, other in pairwise(places)]
    in_order = sum(follow) / len(follow) if follow else share
    covered = sum(1 for at in strong if at in used) / len(strong)
    left = sum(1 for at in maybe if at not in used)
    return 0.5 * share + 0.2 * in_order + 0.3 * covered - LEFT * left, share


def _knows(known: Mapping[str, frozenset[str]], typed: Typed) -> bool:
    return typed.plain in known and (typed.tone is None or typed.tone in known[typed.plain])


def _wider(metric: Metric, words: Sequence[Typed]) -> tuple[str, ...]:
    """The words of facets that narrow what is asked, where a metric is called by several answers of their dimension and
    its name by none: ``5G``, where 3G, 4G and 5G are counted together."""
    asked: dict[str, str] = {}
    for at in range(len(words)):
        found = _narrowing().at(words, at)
        if found and (found[1] > 1 or words[at].tone or not words[at].plain.isalpha()):
            asked.setdefault(found[0], " ".join(word.text for word in words[at : at + found[1]]))
    if not asked:
        return ()
    dimension = {name: one.dimension for name, one in load_facets().by_name.items()}
    called = frozenset().union(*map(_facets_of, (metric.name_vi, *metric.wordings, *metric.phrases)))
    several = Counter(dimension[facet] for facet in called)
    named = _facets_of(metric.name_vi)
    return tuple(
        said for facet, said in asked.items()
        if facet in called and facet not in named and several[dimension[facet]] > 1
    )  # fmt: skip


def narrowing_words(text: str) -> dict[str, str]:
    """The facets of a text that tell a part of a thing, each with the words that say it."""
    words = typed_words(text[:MOST_LETTERS], MOST_LETTERS)
    found: dict[str, str] = {}
    for at in range(len(words)):
        if one := _narrowing().at(words, at):
            found.setdefault(one[0], " ".join(word.text for word in words[at : at + one[1]]))
    return found


@cache
def _narrowing() -> Phrases:
    """The wordings of facets that tell a part of a thing."""
    facets = load_facets()
    named = (one for one in facets.by_name.values() if one.dimension in facets.narrowing)
    return phrases((wording, one.name) for one in named for wording in one.wordings)


@lru_cache(maxsize=4096)
def _facets_of(text: str) -> frozenset[str]:
    words = [Typed(one.plain, one.plain, one.tone, 0, 0) for one in opened(syllables(text))]
    return frozenset(found[0] for at in range(len(words)) if (found := _narrowing().at(words, at)))


def _says_another(words: Sequence[Typed], names: Names, metric: int, name: Name) -> bool:
    """Whether the words hold what makes the metric something else, but for what its own name says."""
    own = {word.plain for word in name.words}
    for at in range(len(words)):
        found = names.without[metric].at(words, at)
        if found and not {word.plain for word in syllables(found[0])} <= own:
            return True
    return False


def _of_kind(metric: Metric, hints: Hints) -> float:
    """What the kind of number that is asked for speaks for or against a metric."""
    if not hints.kinds:
        return 0.0
    percent = "rate" if metric.unit == "%" and metric.kind != "change" else metric.kind
    return 0.08 if percent in hints.kinds or metric.kind in hints.kinds else -0.08


def _item(metric: Metric, words: Sequence[Typed]) -> str | None:
    """The item of a metric whose name the words hold whole."""
    for item in sorted(metric.items, key=lambda one: -len(one.name)):
        for way in (item.name, *item.phrases):
            parts = syllables(way)
            for at in range(len(words) - len(parts) + 1):
                if parts and all(part.is_typed(words[at + step]) for step, part in enumerate(parts)):
                    return item.name
    return None
