"""What the reports speak of often and the catalogue does not know: subjects without a metric, counted."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.language.fold import bare

MOST_HEAD = 4
"""So many words of a subject say what it is about; what follows only narrows it."""
MOST_EXAMPLES = 3

_FIGURES = """
select id, subject, unit, kind, number, value_num, quote, document_id, filename, page
from figures_final
where metric_id is null and kind <> 'change' and duplicate_of is null
order by document_id, seq
"""
_WORD = re.compile(r"[^\W_]+")
_CLAUSE = re.compile(r"\s*[^\w\s]\s*")
_YEAR = re.compile(r"\b(?:trong |của |đến )?năm \d{4}\b", re.IGNORECASE)
# Words before the thing: they count it, or say when, where and how much of it.
_LEADING = frozenset(
    [
        *("so", "tong", "luong", "ty", "ti", "le", "trong", "do", "co", "da", "dat", "la", "cac", "ve", "voi", "gom"),
        *(
            "cua",
            "va",
            "toan",
            "tinh",
            "tren",
            "dia",
            "ban",
            "ca",
            "nuoc",
            "chung",
            "nam",
            "den",
            "nay",
            "hien",
            "khoang",
        ),
        *("ket", "qua", "thuc", "nhom", "duoc", "them", "moi", "muc", "o", "tai", "cho", "con", "lai", "cung", "ky"),
    ]
)
_TRAILING = frozenset(["co", "va", "cua", "ve", "voi", "duoc", "cho", "la", "dat", "khong", "hoac", "tren", "tai"])


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure of a subject, with where it is printed."""

    figure_id: str
    number: str
    value: float
    quote: str
    filename: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Subject:
    """Figures about one thing in one unit: ``phrase`` are the words that their subjects share, ``highest`` the
    greatest value."""

    phrase: str
    unit: str
    kind: str
    figures: int
    documents: int
    highest: float
    examples: tuple[Seen, ...]


def uncovered_subjects(db: sqlite3.Connection, limit: int) -> list[Subject]:
    """The ``limit`` most frequent subjects of figures without a metric, the most frequent first.

    Subjects are one where their first words agree, whatever their case and accents, and their unit and kind do.
    Changes (they take the metric of what changes) and subjects of a single word are left out.
    """
    groups: dict[tuple[str, ...], list[tuple[list[str], sqlite3.Row]]] = defaultdict(list)
    for row in db.execute(_FIGURES):
        words = _thing(row["subject"], row["unit"])
        if len(words) > 1:
            head = [bare(word) for word in words[:MOST_HEAD]]
            groups[(bare(row["unit"]), row["kind"], *head)].append((words, row))
    found = [_subject(members) for members in groups.values()]
    return sorted(found, key=lambda one: (-one.figures, -one.documents, one.phrase, one.unit))[:limit]


def _subject(members: Sequence[tuple[list[str], sqlite3.Row]]) -> Subject:
    rows = [row for _, row in members]
    by_document = {row["document_id"]: row for row in reversed(rows)}
    # An example of each document first: three of one report would show one way of wording it.
    shown = list({row["id"]: row for row in (*reversed(by_document.values()), *rows)}.values())[:MOST_EXAMPLES]
    return Subject(
        phrase=_shared([words for words, _ in members]),
        unit=Counter(row["unit"] for row in rows).most_common(1)[0][0],
        kind=rows[0]["kind"],
        figures=len(rows),
        documents=len(by_document),
        highest=max(row["value_num"] for row in rows),
        examples=tuple(
            Seen(row["id"], row["number"], row["value_num"], row["quote"], row["filename"], row["page"])
            for row in shown
        ),
    )


def _thing(subject: str, unit: str) -> list[str]:
    """The words of the first clause that names a thing: what only counts or places it is taken off its front, a year
    off its end. Empty where nothing is left but the unit."""
    counted = _WORD.findall(bare(unit))
    for clause in _CLAUSE.split(_YEAR.sub("", subject)):
        words = _WORD.findall(clause)
        while words and not _begins(words, counted) and (bare(words[0]) in _LEADING or words[0].isdigit()):
            words.pop(0)
        if len(words) > 2 or (len(words) == 2 and not _begins(words, counted[:2])):
            return words
    return []


def _begins(words: Sequence[str], counted: Sequence[str]) -> bool:
    """Whether the words begin with those of the unit."""
    return bool(counted) and [bare(word) for word in words[: len(counted)]] == list(counted)


def _shared(subjects: Iterable[list[str]]) -> str:
    """The first words that all subjects have, as most of them print them, without a loose end."""
    subjects = list(subjects)
    spellings: list[str] = []
    for column in zip(*subjects, strict=False):
        if len({bare(word) for word in column}) > 1:
            break
        spellings.append(Counter(column).most_common(1)[0][0])
    while len(spellings) > 2 and bare(spellings[-1]) in _TRAILING:
        spellings.pop()
    return " ".join(spellings)
