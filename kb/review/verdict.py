"""What becomes of a row of a review file, in one word and one sentence of each language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from kb.review.log import Event

Outcome = Literal[
    "applied",
    "ready",
    "confirm",
    "already",
    "left",
    "unchanged",
    "ignored",
    "conflict",
    "unknown id",
    "invalid",
    "missing column",
]
REFUSED = ("confirm", "conflict", "unknown id", "invalid", "missing column")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a row. ``ready`` rows have ``events`` that wait to be written,
    ``confirm`` ones wait for a second yes; ``ignored`` ones ask for nothing,
    and a column that is only to be read was changed in them: ``typed`` where a person seems to have done it. Of a row
    with ``moved`` the figure changed since the export.

    ``example`` is the row whose decision holds for this figure as one of its group, 0 where the row spoke for itself;
    ``left`` is a figure of a group that such a decision leaves as it is. ``shown`` are the read-only cells of one that
    has no row of its own: it bears the number of its example's. ``named`` is whose word it is where only the hand-out
    of its file tells."""

    row: int
    figure_id: str
    outcome: Outcome
    vi: str
    en: str
    events: tuple[Event, ...] = ()
    typed: bool = False
    moved: bool = False
    example: int = 0
    shown: Mapping[str, str] = field(default_factory=dict)
    named: str = ""


def applied(verdict: Verdict) -> Verdict:
    """The verdict on a row whose events are written now."""
    return replace(verdict, outcome="applied")


def names_taken(verdicts: Iterable[Verdict]) -> list[str]:
    """What to tell of rows that name nobody, and whose person the hand-out of their file tells."""
    some = Counter(one.named for one in verdicts if one.named)
    return [
        f"{many} dòng không ghi ai duyệt: lấy tên {name}, người được giao."
        f" Rows that name nobody: {many}, taken as of {name}, who was handed them"
        for name, many in sorted(some.items())
    ]


def any_refused(verdicts: Sequence[Verdict]) -> bool:
    """Whether any row was refused."""
    return any(verdict.outcome in REFUSED for verdict in verdicts)


def sentence(text: str) -> str:
    """A text as a sentence: a capital first, a stop at the end."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")
