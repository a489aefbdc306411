"""Figures of annotated documents that are remembered: which words stood around each, and what a person says that it
measures. What a figure is like is a clue of its metric, where the catalogue's wordings are silent.

``remembered.json`` is written by ``python -m bench.naming_memory``: bags of folded syllables and of two that follow
each other, sorted, of those alone that several documents have. No sentence can be made of it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

import numpy as np

from extract.collector import collector_resting
from rules.naming.context import Context
from rules.naming.profiles import Indexes, Numbers, Profiles
from rules.strict_toml import CatalogueError

FILE = Path(__file__).parent / "remembered.json"
KIND = "={}"
"""How a figure's kind stands among its own words."""
NEAR = 0.35
"""What a word near a figure counts beside one of its own."""
Said = tuple[tuple[str, ...], tuple[str, ...]]
"""A figure's own terms and those near it."""
NOTHING = ""
"""The metric of a figure that measures nothing of the catalogue."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A figure: its metric, the set of documents it comes from (one writer's), its own terms and those near it."""

    metric: str
    source: str
    own: tuple[str, ...]
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Memory:
    """Remembered figures, sorted by metric: ``metrics`` and where the figures of each start; ``sources`` of each.
    ``number`` of a term; of the figures that have it, from ``starts_of`` it on, ``figures``, and what it weighs there
    among the ``own`` words and among all. ``weight`` is how much each term tells, ``most`` one that none has."""

    metrics: tuple[str, ...]
    starts: Indexes
    sources: tuple[str, ...]
    number: Mapping[str, int]
    starts_of: tuple[Indexes, Indexes]
    figures: tuple[Indexes, Indexes]
    weighed: tuple[Numbers, Numbers]
    weight: Numbers
    most: float
    kept: Numbers

    def without(self, sources: Collection[str]) -> Memory:
        """The memory that has forgotten what comes from these sets."""
        return replace(self, kept=np.array([one not in sources for one in self.sources], dtype=float))


@dataclass(frozen=True, slots=True, eq=False)
class Recalled:
    """How like a figure is to the likest remembered one of each metric, from 0 to 1: by its own words, and by those and
    the ones near. Last, how like to one that measures nothing of the catalogue."""

    own: Numbers
    near: Numbers
    none_own: float
    none_near: float


_forgotten: ContextVar[frozenset[str]] = ContextVar("forgotten", default=frozenset())


@contextmanager
def forgetting(*sources: str) -> Iterator[None]:
    """While it lasts, what comes from these sets is not remembered: their documents are read as new ones."""
    token = _forgotten.set(frozenset(sources))
    try:
        yield
    finally:
        _forgotten.reset(token)


def said_for(context: Context, kind: str) -> Said:
    """The terms by which a figure of a kind with these words is remembered."""
    return (*context.own, KIND.format(kind)), tuple(term for term in context.near if term not in context.own)


def recall(said: Said, profiles: Profiles) -> Recalled:
    """What a figure with these terms is like."""
    memory = _memory(_forgotten.get())
    by_own, by_all = likest(memory, *said)
    index, total = _places(memory, profiles)
    own, near = np.zeros(total + 1), np.zeros(total + 1)
    for into, found in ((own, by_own), (near, by_all)):
        # Several metrics that the catalogue does not know are all none of it.
        np.maximum.at(into, index, found)
    return Recalled(own[:-1], near[:-1], float(own[-1]), float(near[-1]))


@lru_cache(maxsize=8)
def _memory(forgotten: frozenset[str]) -> Memory:
    return load_memory().without(forgotten) if forgotten else load_memory()


@lru_cache(maxsize=16)
def _places(memory: Memory, profiles: Profiles) -> tuple[Indexes, int]:
    """The index of each remembered metric in the profiles, and how many those have: the index of none of them."""
    total = len(profiles.metrics)
    return np.array([profiles.index.get(metric, total) for metric in memory.metrics], dtype=int), total


@lru_cache(maxsize=4_096)
def likest(memory: Memory, own: tuple[str, ...], near: tuple[str, ...]) -> tuple[Numbers, Numbers]:
    """The cosine to the likest figure of each metric by own terms, and by all."""
    sides = ((own, _weights(memory, own)), (near, _weights(memory, near) * NEAR))
    found = []
    for at, said in enumerate((sides[:1], sides)):
        scores = np.zeros(len(memory.kept))
        slices = [
            (memory.starts_of[at][number], memory.starts_of[at][number + 1], weight)
            for terms, weights in said
            for term, weight in zip(terms, weights.tolist(), strict=True)
            if (number := memory.number.get(term)) is not None
        ]
        if slices:
            figures = np.concatenate([memory.figures[at][start:end] for start, end, _ in slices])
            values = np.concatenate([memory.weighed[at][start:end] * weight for start, end, weight in slices])
            scores = np.bincount(figures, values, len(scores)).astype(float)
        length = float(np.sqrt(sum(float(weights @ weights) for _, weights in said)))
        scores *= memory.kept / max(length, 1e-9)
        found.append(np.maximum.reduceat(scores, memory.starts) if len(scores) else scores)
    return found[0], found[1]


def _weights(memory: Memory, terms: Sequence[str]) -> Numbers:
    numbers = (memory.number.get(term) for term in terms)
    return np.array([memory.most if number is None else memory.weight[number] for number in numbers], dtype=float)


@cache
@collector_resting()
def load_memory(path: Path = FILE) -> Memory:
    """The memory of a file. CatalogueError where it is not of this form."""
    data = json.loads(path.read_text(encoding="utf-8"))
    try:
        return _memory_of(data["terms"], data["common"], data["figures"])
    except (KeyError, TypeError, ValueError, IndexError) as error:
        remedy = "Write it anew with python -m bench.naming_memory"
        raise CatalogueError(path.name, f"it is no file of remembered figures ({error})", remedy) from error


def _memory_of(terms: Sequence[str], common: int, figures: Sequence[tuple[str, str, list[int], list[int]]]) -> Memory:
    """Figures in the order of their metrics; the first ``common`` terms tell nothing."""
    metrics = list(dict.fromkeys(figure[0] for figure in figures))
    at_first = {figure[0]: at for at, figure in reversed(list(enumerate(figures)))}
    sides = [[figure[2] for figure in figures], [figure[3] for figure in figures]]
    rows = [np.repeat(np.arange(len(figures)), [len(one) for one in side]) for side in sides]
    having = [np.fromiter(chain.from_iterable(side), dtype=int) for side in sides]
    weight = np.log((len(figures) + 1) / (np.bincount(np.concatenate(having), minlength=len(terms)) + 1))
    weight[:common] = 0.0
    layouts = [
        _layout(rows[0], having[0], weight[having[0]], len(figures), len(terms)),
        _layout(
            np.concatenate(rows),
            np.concatenate(having),
            np.concatenate([weight[having[0]], weight[having[1]] * NEAR]),
            len(figures),
            len(terms),
        ),
    ]
    return Memory(
        tuple(metrics),
        np.array([at_first[metric] for metric in metrics], dtype=int),
        tuple(figure[1] for figure in figures),
        {term: number for number, term in enumerate(terms)},
        (layouts[0][0], layouts[1][0]),
        (layouts[0][1], layouts[1][1]),
        (layouts[0][2], layouts[1][2]),
        weight,
        float(np.log(len(figures) + 1)),
        np.ones(len(figures)),
    )


def _layout(
    rows: Indexes, terms: Indexes, values: Numbers, figures: int, numbers: int
) -> tuple[Indexes, Indexes, Numbers]:
    """Where the figures of each term start, the figures by their terms, and what the term weighs there: the words of a
    figure are of length one."""
    lengths = np.sqrt(np.bincount(rows, values * values, figures))
    # Of small numbers numpy sorts by their digits, which takes a quarter of the time.
    order = np.argsort(terms.astype(np.min_scalar_type(numbers)), kind="stable")
    starts = np.searchsorted(terms[order], np.arange(numbers + 1))
    return starts, rows[order], (values / np.maximum(lengths, 1e-9)[rows])[order]


def write_remembered(path: Path, figures: Collection[Remembered], common: Collection[str]) -> None:
    """Write figures, a line each, their terms as numbers into a list of terms. ``common`` are terms that tell nothing:
    they are known, and of no figure."""
    telling = {term for one in figures for term in (*one.own, *one.near)} - {*common}
    terms = [*sorted(common), *sorted(telling)]
    number = {term: at for at, term in enumerate(terms) if term in telling}

    def line(one: Remembered) -> str:
        sides = (sorted({number[term] for term in side if term in number}) for side in (one.own, one.near))
        return json.dumps([one.metric, one.source, *sides], ensure_ascii=False, separators=(",", ":"))

    body = ",\n".join(
        dict.fromkeys(map(line, sorted(figures, key=lambda one: (one.metric, one.source, one.own, one.near))))
    )
    listed = json.dumps(terms, ensure_ascii=False, separators=(",", ":"))
    path.write_text(f'{{"terms":{listed},\n"common":{len(common)},\n"figures":[\n{body}\n]}}\n', encoding="utf-8")
