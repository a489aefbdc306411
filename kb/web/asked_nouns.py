"""What is asked of the base, and what it says: the nouns of questions and answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from kb.web.comparison import Row, Side
from rules.figure import Level
from rules.questions.bounds import Bound
from rules.questions.places import AskedPlace
from rules.questions.read import Aim, Status

ORDERS: tuple[Aim, ...] = ("most", "least", "best", "worst")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the base: ids of metrics, or of a group, and the rest as a question has it. ``item`` is a key
    of a metric that has several; ``wider`` are words that its metric does not tell
    apart; ``which_measured`` says that no metric was named."""

    metrics: tuple[str, ...] = ()
    group: str | None = None
    item: str | None = None
    places: tuple[AskedPlace, ...] = ()
    country: bool = False
    times: tuple[str, ...] = ()
    aim: Aim = "value"
    bound: Bound | None = None
    level: Level | None = None
    status: Status = "actual"
    which: bool = False
    first_few: int = 0
    wider: tuple[str, ...] = ()
    which_measured: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence: the name of its words, what fills them (rows, places, numbers, texts; see
    :mod:`kb.web.statements`), and whether it is a mere remark on the sentence before."""

    key: str
    given: dict[str, Any] = field(default_factory=dict)
    remark: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one metric, on which side of it, and the address parameters of the comparison."""

    metric: Row
    side: Side
    statements: tuple[Statement, ...]
    known: bool
    link: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """That a list of its own answers: its name, how many stand in each part of it, and its address with parameters."""

    name: str
    given: dict[str, str]
    counts: dict[str, int]
    address: str
    more: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, a metric a part, those that know something first; ``sources`` has the document of each figure.
    ``listed`` is a page that answers instead."""

    told: tuple[Told, ...] = ()
    sources: dict[str, Row] = field(default_factory=dict)
    listed: Listed | None = None

    @property
    def known(self) -> bool:
        """Whether a figure answers the question."""
        return any(one.known for one in self.told) or self.listed is not None


def rows_in(said: Statement) -> Iterable[Row]:
    """The figures that bear a statement."""
    for value in said.given.values():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, dict) and "figure_id" in one:
                yield one
