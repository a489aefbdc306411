"""What a build tells: of each document, of the whole, and to whom while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from kb.build.difference import Difference
from kb.build.documents import Status

Did = Literal["read", "unchanged", "removed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document. ``error`` is its whole message, ``seconds`` how long reading it took,
    ``bug`` the traceback where our own code failed."""

    name: str
    did: Did
    status: Status
    error: str | None = None
    figures: int = 0
    gained: int = 0
    lost: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    bug: str | None = None


@dataclass
class Summary:
    """All that a build did. ``copies`` are documents of the base that say the same as another one, and that one;
    comparisons leave them out. ``corrections`` counts what people decided by the state that it has now. ``difference``
    is None where nothing was read or taken out, and in the first build of a base. ``personal`` is how much of people's
    own is masked in the base, ``personal_in`` in how many documents."""

    base: str
    rules_version: str
    outcomes: list[Outcome] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    copies: list[tuple[str, str]] = field(default_factory=list)
    corrections: dict[str, int] = field(default_factory=dict)
    difference: Difference | None = None
    personal: int = 0
    personal_in: int = 0

    @property
    def failed(self) -> bool:
        """True where a document could not be read or a given path does not exist."""
        return bool(self.missing) or any(one.status != "ok" and one.did != "removed" for one in self.outcomes)

    def count(self, did: Did, *statuses: str) -> int:
        """How many documents this was done to, of the given statuses or of all."""
        return sum(1 for one in self.outcomes if one.did == did and (not statuses or one.status in statuses))


@dataclass(frozen=True, slots=True)
class Progress:
    """Whom to tell: ``begin`` how many files are to be read, ``done`` each outcome as it comes."""

    begin: Callable[[int], None] = lambda number: None
    done: Callable[[Outcome], None] = lambda outcome: None
