"""What each metric is called, laid out so that the few words of a question find it, typed with or without accents.

A word weighs the more, the fewer metrics are called by it; words of quantity (``số``, ``tỷ lệ``) weigh little, for they
tell which number is meant and not of what.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rules.catalogue import Catalogue, Metric, load_catalogue
from rules.language.abbreviations import load_abbreviations
from rules.language.fold import bare
from rules.language.wording import Words
from rules.phrases import parse_phrase
from rules.questions.typed import Phrases, Syllable, phrases, syllables

MOST_VARIANTS = 60
"""So many ways of a phrase are taken for names."""
LIGHT = 0.2
_LIGHT_WORDS = (Words("asks_rate"), Words("asks_count"), Words("asks_nothing"))
_NEGATIONS = Words("negations")
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Name:
    """A way of calling a metric: its words, what each weighs, and all of them together."""

    metric: int
    words: tuple[Syllable, ...]
    weights: tuple[float, ...]
    total: float


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """All names of a catalogue. ``with_word`` a plain word are the names that have it; ``known`` of a metric are all
    words that it is called by, its unit and its items too, plain with their tones, ``affirmed`` those of them that do
    not only stand beside a negation (``không đúng hạn``); ``without`` of a metric are words
    that make it something else; ``usual`` is, of letters without accents, the word that names have most often."""

    metrics: tuple[Metric, ...]
    names: tuple[Name, ...]
    with_word: Mapping[str, tuple[int, ...]]
    known: tuple[Mapping[str, frozenset[str]], ...]
    affirmed: tuple[Mapping[str, frozenset[str]], ...]
    without: tuple[Phrases, ...]
    pairs: frozenset[tuple[str, str]]
    groups: tuple[tuple[str, tuple[Syllable, ...]], ...]
    weight: Mapping[str, float]
    usual: Mapping[str, str]


@cache
def default_names() -> Names:
    """The names of the project's own catalogue, laid out once."""
    return names_of(load_catalogue())


def names_of(catalogue: Catalogue) -> Names:
    """The names of a catalogue: names in both languages, wordings, phrases."""
    metrics = tuple(catalogue)
    called = [tuple(dict.fromkeys(filter(None, map(_words, _called(metric))))) for metric in metrics]
    holding: dict[str, set[int]] = defaultdict(set)
    for at, some in enumerate(called):
        for words in some:
            for word in words:
                holding[word.plain].add(at)
    weight = {word: math.log((len(metrics) + 1) / (len(some) + 0.5)) for word, some in holding.items()}
    names: list[Name] = []
    with_word: dict[str, dict[int, None]] = defaultdict(dict)
    pairs: set[tuple[str, str]] = set()
    for at, some in enumerate(called):
        for words in some:
            weights = weights_of(words, weight)
            for word in words:
                with_word[word.plain][len(names)] = None
            pairs.update((one.plain, other.plain) for one, other in pairwise(words))
            names.append(Name(at, words, weights, math.fsum(weights)))
    return Names(
        metrics,
        tuple(names),
        {word: tuple(some) for word, some in with_word.items()},
        tuple(_known((*some, *_besides(metric))) for metric, some in zip(metrics, called, strict=True)),
        tuple(
            _known((*(words for words in some if not negations() & set(words)), *_besides(metric)))
            for metric, some in zip(metrics, called, strict=True)
        ),
        tuple(phrases((way, way) for phrase in metric.without for way in _ways(phrase)) for metric in metrics),
        frozenset(pairs),
        tuple((one.id, _words(name)) for one in catalogue.groups for name in (one.name_vi, one.name_en)),
        weight,
        _usual(called),
    )  # fmt: skip


def _usual(called: Iterable[Iterable[Sequence[Syllable]]]) -> Mapping[str, str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for some in called:
        for word in (word for words in some for word in words):
            counts[word.plain][word.tone] += 1
    return {plain: min(tones, key=lambda tone: (-tones[tone], tone)) for plain, tones in counts.items()}


def _known(called: Iterable[Sequence[Syllable]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for words in called:
        for word in words:
            found[word.plain].add(word.tone)
    return {plain: frozenset(tones) for plain, tones in found.items()}


def weights_of(words: Sequence[Syllable], weight: Mapping[str, float]) -> tuple[float, ...]:
    """What each word of a name weighs."""
    return tuple(weight.get(word.plain, 0.0) * (LIGHT if is_light(word) else 1.0) for word in words)


@cache
def negations() -> frozenset[Syllable]:
    """Words that deny what stands behind them."""
    return frozenset(word for phrase in _NEGATIONS.all for word in syllables(phrase))


@cache
def is_light(word: Syllable) -> bool:
    """Whether a word says which number is meant, or nothing, and not what is measured."""
    return word in _light()


@cache
def _light() -> frozenset[Syllable]:
    return frozenset(word for one in _LIGHT_WORDS for phrase in one.all for word in syllables(phrase))


def _called(metric: Metric) -> Iterable[str]:
    yield _BRACKETS.sub(" ", metric.name_vi)
    yield metric.name_vi
    yield metric.name_en
    yield from metric.wordings
    # Phrases that ask for a context are no names: "hạ tầng số" is a pillar of an index only where the index is named.
    for phrase in () if metric.context else metric.phrases:
        yield from _ways(phrase)


def _ways(phrase: str) -> Iterable[str]:
    for variant in parse_phrase(phrase)[:MOST_VARIANTS]:
        yield " ".join(variant)


def _besides(metric: Metric) -> Iterable[tuple[Syllable, ...]]:
    yield syllables(metric.unit)
    for item in metric.items:
        yield syllables(item.name)
        for phrase in item.phrases:
            yield from map(syllables, _ways(phrase))


def _words(text: str) -> tuple[Syllable, ...]:
    return opened(syllables(text))


def opened(words: Sequence[Syllable]) -> tuple[Syllable, ...]:
    """The words with abbreviations written out, where they are no words of their own."""
    found: list[Syllable] = []
    at = 0
    shorts = abbreviations()
    while at < len(words):
        for size in range(min(4, len(words) - at), 0, -1):
            full = shorts.get(" ".join(word.plain for word in words[at : at + size]))
            if full is not None:
                found += full
                at += size
                break
        else:
            found.append(words[at])
            at += 1
    return tuple(found)


@cache
def abbreviations() -> Mapping[str, tuple[Syllable, ...]]:
    """The full words of abbreviations by their plain letters; those of two letters may be syllables (``ai``) and are
    left as they are."""
    return {
        " ".join(word.plain for word in syllables(short)): syllables(full)
        for short, full in load_abbreviations().items()
        if len(bare(short).replace(" ", "")) > 2
    }
