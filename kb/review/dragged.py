"""Rows that look like copies of the rows above them: a cell dragged down over unlike rows, a row pasted over others.

A correction is seldom the same for rows that were read in unlike ways. A number is one where the printed numbers
differ, a metric or a unit where the sentences have none of its words. Places, periods and the like are often the same
for a whole document, and are asked of nobody again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.review.file import ReviewFile
from kb.review.log import Event
from kb.review.numbers import written
from kb.review.refused import RefusedError
from kb.review.state import NUMBERS, Standing
from kb.review.verdict import Verdict
from kb.review.whose import Snapshots
from rules.language.fold import bare_words

Key = tuple[int, str]
_MANY = 3
"""From so many rows on one new word for what is printed or was read otherwise looks dragged down."""
_SAID = ("metric_id", "unit")
"""Fields of which a sentence says at least a word where they are as a person asks."""
_COMMON = 0.05
"""A word that so many of all metrics are called by tells none of them."""


@dataclass(frozen=True, slots=True)
class _Dragged:
    """A new word of a field with the figure that it is asked of, and the row."""

    key: Key
    event: Event
    standing: Standing | None


def key_of(verdict: Verdict) -> Key:
    """What tells verdicts apart: figures of a group may have no rows of their own, and bear that of their example."""
    return verdict.row, verdict.figure_id


def dragged(
    ready: Sequence[Verdict], now: Mapping[str, Standing], called: Mapping[str, frozenset[str]]
) -> dict[Key, RefusedError]:
    """The rows, by their keys, of which a cell looks dragged down, with what to tell. ``now`` are the figures as they
    stand, by id; ``called`` are the words that each metric is known by."""
    alike: dict[tuple[str, str], list[_Dragged]] = defaultdict(list)
    for verdict in ready:
        # What somebody asks of a whole group is no cell that was dragged.
        for event in verdict.events:
            if event.new and (event.field in NUMBERS or (event.field in _SAID and not verdict.example)):
                alike[event.field, event.new].append(_Dragged(key_of(verdict), event, now.get(event.figure_id)))
    many = {said: rows for said, rows in alike.items() if len(rows) >= _MANY}
    telling = _telling(called) if any(name == "metric_id" for name, _ in many) else {}
    found: dict[Key, RefusedError] = {}
    for (name, word), rows in many.items():
        if name in NUMBERS:
            found |= _same_number(name, word, rows)
        else:
            words = telling.get(word, frozenset()) if name == "metric_id" else frozenset(bare_words(word).split())
            found |= _same_word(name, word, words, rows)
    return found


@dataclass(frozen=True, slots=True)
class Copy:
    """A row that repeats the row ``of`` in every cell, and what to tell of it."""

    of: int
    doubt: RefusedError


def pasted_over(file: ReviewFile, snapshots: Snapshots) -> dict[int, Copy]:
    """The rows, by their numbers, that repeat an earlier one where figures of the same export have no row any more:
    what stood there is lost."""
    there: dict[str, set[str]] = defaultdict(set)
    first: dict[tuple[str, ...], int] = {}
    twice: dict[int, tuple[str, int]] = {}
    for row in file.rows:
        there[row["batch"]].add(row["id"])
        other = first.setdefault(row.texts, row.number)
        if other != row.number and row["id"]:
            twice[row.number] = row["batch"], other
    gone = {batch: len((snapshots.get(batch) or {}).keys() - there[batch]) for batch, _ in twice.values()}
    return {
        number: Copy(
            other,
            RefusedError(
                f"dòng này giống hệt dòng {other}, còn {gone[batch]} số của đợt này không có dòng nào, có lẽ đã dán đè",
                f"this row is the same as row {other}, and {gone[batch]} figures of its export have no row: pasted over"
                " them perhaps",
            ),
        )
        for number, (batch, other) in twice.items()
        if gone[batch]
    }


def _same_number(name: str, word: str, rows: Sequence[_Dragged]) -> dict[Key, RefusedError]:
    """One new number for figures that print others."""
    if len({one.event.number for one in rows}) == 1:
        return {}
    vi = f"{len(rows)} dòng cùng ghi {written(word)} tuy số in khác nhau, có lẽ do kéo ô xuống"
    en = f"{len(rows)} rows have the same {name} {written(word)} for other printed numbers, dragged down perhaps"
    return {one.key: RefusedError(vi, en) for one in rows}


def _same_word(name: str, word: str, words: frozenset[str], rows: Sequence[_Dragged]) -> dict[Key, RefusedError]:
    """One new word for figures that were read in unlike ways, of those whose sentence has none of its ``words``."""
    if len({_read_as(one) for one in rows}) < _MANY:
        return {}
    vi = f"{len(rows)} dòng không giống nhau cùng ghi {word} mà câu này không nói tới, có lẽ do kéo ô xuống"
    en = f"{len(rows)} unlike rows have the same {name} {word}, of which this sentence says nothing: dragged perhaps"
    return {
        one.key: RefusedError(vi, en)
        for one in rows
        if words and not words & frozenset(bare_words(one.event.quote).split())
    }


def _read_as(one: _Dragged) -> str:
    """How a figure was read; of one that is like no other, itself."""
    return (one.standing.pattern if one.standing else "") or one.event.figure_id


def _telling(called: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The words of each metric by which it is told from most others."""
    often = Counter(word for words in called.values() for word in words)
    return {
        metric: frozenset(word for word in words if often[word] <= _COMMON * len(called))
        for metric, words in called.items()
    }
