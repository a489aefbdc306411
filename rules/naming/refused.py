"""Which metrics the words around a figure refuse, whatever else speaks for them.

Those whose ``context`` stands nowhere, those one of whose ``without`` words stands in the figure's own words, those of
another index than is spoken of, and those that the words before the figure in its sentence refuse. In a column that
names nothing but an index those of its components are refused, in one of a component the index itself; of what is
counted of one sector the metrics of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rules.draft import Draft
from rules.language.mere_words import only_generic
from rules.language.wording import Wording, Words
from rules.matching import Matcher
from rules.naming.context import names_who
from rules.naming.governed import governed
from rules.naming.profiles import Profiles, profiles_for
from rules.naming.terms import padded
from rules.scene import Scene
from rules.strict_toml import CatalogueError, check_keys, load_toml, string, strings

_BESIDE_AN_INDEX = Wording(r"(?<!\w){beside_an_index}(?!\w)")
_COMPONENT = Wording(r"(?<!\w){names_a_component}(?![^\W\d])")
# "04 hệ thống thông tin quan trọng của ngành Công an": those of one sector are not all
_OF_A_SECTOR = Wording(r"[^,;.:()]{0,80}?\b{of_a_sector}\s+(?P<kind>[^\W\d]+)")
_STRUCTURE = Words("counts_of_structure")
_PAUSE = re.compile(r"[,;:()–]\s?")
FILE = Path(__file__).parent / "indices.toml"
Refused = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Index:
    """A composite index, or another thing of which a ``family`` has several: how the ids of its metrics begin, and the
    folded names by which it is known, the longest first. ``whole`` are the metrics of the index itself; all others are
    of its components."""

    family: str
    metrics: tuple[str, ...]
    names: tuple[str, ...]
    whole: tuple[str, ...] = ()


@cache
def load_indices(path: Path = FILE) -> tuple[Index, ...]:
    """The indices that metrics belong to. CatalogueError on an unknown or a missing key."""
    data, found = load_toml(path), []
    for name, table in data.items():
        place = f"{path.name}, {name}"
        if not isinstance(table, dict):
            raise CatalogueError(place, "it is no table", "Write its metrics and names")
        check_keys(place, table, ("family", "metrics", "names"), ("whole",))
        names = tuple(sorted((padded(one) for one in strings(place, table, "names", 1)), key=len, reverse=True))
        begins, whole = strings(place, table, "metrics", 1), strings(place, table, "whole", 0)
        if strange := [one for one in whole if not one.startswith(begins)]:
            raise CatalogueError(place, f"{strange[0]} begins as none of its metrics", "Write an id of this index")
        found.append(Index(string(place, table, "family"), begins, names, whole))
    return tuple(found)


def refused(scene: Scene, heights: Sequence[Sequence[str]]) -> Refused:
    """For each metric of the catalogue whether the words around a figure refuse it. ``heights`` are the texts around
    it, the nearest height first."""
    draft, matcher = scene.draft, scene.stage.matcher
    profiles = profiles_for(matcher)
    found = np.zeros(len(profiles.metrics), dtype=bool)
    if draft.kind == "count" and draft.unit in _STRUCTURE:
        return ~found
    texts = [text for height in heights for text in height if text]
    said = frozenset().union(*(matcher.read(text).context for text in texts))
    found[[at for at in _needing(profiles) if profiles.metrics[at].id not in said]] = True
    found[[profiles.index[metric] for metric in _forbidden(draft, matcher)]] = True
    found |= governed(draft, profiles)
    if draft.kind == "count" and (of := _OF_A_SECTOR.match(draft.text, draft.claim.end)):
        found |= ~_naming(profiles, of.group("kind"))
    if draft.cell is not None and draft.cell.is_value:
        row = "" if names_who(draft.cell.row_name) else draft.cell.row_name
        found |= _of_another_part(profiles, f"{row} {draft.cell.header}")
    return found | _of_other_indices(profiles, [*_clauses(draft), *heights, (scene.stage.document.text,)])


def _clauses(draft: Draft) -> Iterator[tuple[str]]:
    """The clauses of a figure's segment, the nearest first: its own words behind the number, then what stands before it
    (``PCI 66,2 điểm, thứ 12; SIPAS 85%, thứ 30``: the second rank is of SIPAS, which its segment names)."""
    if draft.cell is not None and draft.cell.is_value:
        return
    low, number = draft.claim.segment[0], draft.claim.number.start
    if not _named(draft.text[low : draft.claim.own[1]]).any():
        return
    yield (_PAUSE.split(draft.words(draft.claim.behind), maxsplit=1)[0],)
    for clause in reversed(_PAUSE.split(draft.text[low:number])):
        yield (clause,)


@lru_cache(maxsize=64)
def _naming(profiles: Profiles, word: str) -> Refused:
    """The metrics that a wording or the name calls by a word."""
    return np.array([padded(word) in called for called in _called(profiles)])


@lru_cache(maxsize=8)
def _called(profiles: Profiles) -> tuple[str, ...]:
    """What each metric is called, folded, a line a name."""
    named = ((metric.name_vi, *metric.wordings, *metric.phrases) for metric in profiles.metrics)
    return tuple("\n".join(map(padded, texts)) for texts in named)


@lru_cache(maxsize=8)
def _needing(profiles: Profiles) -> tuple[int, ...]:
    return tuple(at for at, metric in enumerate(profiles.metrics) if metric.context)


def _forbidden(draft: Draft, matcher: Matcher) -> Iterator[str]:
    """The metrics one of whose ``without`` words stands in what the figure's row or headers say, or in its own clause
    (``tỷ lệ hồ sơ quá hạn: tiếp nhận 52 hồ sơ`` counts what was received)."""
    cell = draft.cell
    if cell is not None and cell.is_value:
        for text in ("" if names_who(cell.row_name) else cell.row_name, *cell.headers):
            yield from (one.metric for one in matcher.read(text).without)
        return
    start, (before, behind) = draft.claim.sentence[0], draft.claim.own
    pauses = [pause.end() for pause in _PAUSE.finditer(draft.text, before, draft.claim.number.start)]
    pause = _PAUSE.search(draft.text, draft.claim.end, behind)
    low, high = max([before, *pauses]) - start, (pause.start() if pause else behind) - start
    for one in matcher.read(draft.sentence).without:
        if low <= one.start and one.end <= high:
            yield one.metric


def _of_other_indices(profiles: Profiles, heights: Sequence[Sequence[str]]) -> Refused:
    """The metrics of each index that is not named at the nearest height at which any of its family is; none of a family
    of which none is named."""
    members, families = _members(profiles)
    found = np.zeros(len(profiles.metrics), dtype=bool)
    for family, ours in zip(families, _named_nearest(heights, families), strict=True):
        if ours.any():
            found |= members[family].any(axis=0) & ~members[ours].any(axis=0)
    return found


@lru_cache(maxsize=4_096)
def _of_another_part(profiles: Profiles, said: str) -> Refused:
    """The components of an index where a row and its headers say nothing but its name (``Điểm PCI 2016``), the indices
    themselves where they say that it is a component (``Chỉ số thành phần 3``)."""
    whole, found = _wholes(profiles), np.zeros(len(profiles.metrics), dtype=bool)
    if _COMPONENT.search(said):
        return found | whole
    members, folded = _members(profiles)[0], padded(said)
    for at, index in enumerate(load_indices()):
        name = next((one for one in index.names if one in folded), None)
        if index.whole and name and only_generic(_BESIDE_AN_INDEX.sub(" ", folded.replace(name, " "))):
            found |= members[at] & ~whole
    return found


@lru_cache(maxsize=8)
def _wholes(profiles: Profiles) -> Refused:
    """The metrics that are an index itself."""
    named = {one for index in load_indices() for one in index.whole}
    return np.array([metric.id in named for metric in profiles.metrics])


def of_named_indices(profiles: Profiles, heights: Sequence[Sequence[str]]) -> Refused:
    """The metrics of the indices that are named at the nearest height at which any of their family is."""
    members, families = _members(profiles)
    named = np.logical_or.reduce(_named_nearest(heights, families))
    return np.asarray(members[named].any(axis=0))


def _named_nearest(heights: Sequence[Sequence[str]], families: Sequence[Refused]) -> list[Refused]:
    """Of each family which of its indices are named at the nearest height at which any is."""
    found = [np.zeros(len(load_indices()), dtype=bool) for _ in families]
    for height in heights:
        named = np.logical_or.reduce([_none(), *(_named(text) for text in height if text)])
        for at, family in enumerate(families):
            if not found[at].any():
                found[at] = named & family
    return found


def _none() -> Refused:
    return np.zeros(len(load_indices()), dtype=bool)


@lru_cache(maxsize=8)
def _members(profiles: Profiles) -> tuple[Refused, tuple[Refused, ...]]:
    """The metrics of each index, a row each, and the indices of each family."""
    ids, indices = [metric.id for metric in profiles.metrics], load_indices()
    rows: Refused = np.array([[one.startswith(index.metrics) for one in ids] for index in indices])
    families = dict.fromkeys(index.family for index in indices)
    return rows, tuple(np.array([index.family == family for index in indices]) for family in families)


@lru_cache(maxsize=20_000)
def _named(text: str) -> Refused:
    """For each index whether the text names it."""
    return np.array([wordings_in(text, index.names) for index in load_indices()], dtype=bool)


def wordings_in(text: str, wordings: Iterable[str]) -> bool:
    """Whether one of the folded wordings stands in a text."""
    folded = padded(text)
    return any(one in folded for one in wordings)
