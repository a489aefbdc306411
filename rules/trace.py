"""What the rules did on their way, kept for whoever asks why: filled by the chain itself where one is handed to it.

Nothing is decided here and nothing is read from here by a rule: with a trace and without one the findings are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from rules.draft import Draft
from rules.figure import Kind
from rules.matching import Choice

How = Literal["own", "beside", "leans_forward", "shared_out", "nothing"]
"""Where a metric came from: words around the figure, a figure before it or around it, the figure behind it, a row of
things that ``lần lượt`` shares out, or nowhere."""


@dataclass(slots=True)
class Naming:
    """How a figure got its metric, or none. ``kind`` and ``metric`` are those at the time; ``own`` won among the words
    around it, ``lost`` did not, ``misfits`` were named by words but are of another kind or unit; ``barred`` are the
    words (``mỗi xã``) for which no metric was looked for; ``other`` is the figure that it was taken over from."""

    kind: Kind
    own: Choice | None = None
    lost: list[Choice] = field(default_factory=list)
    misfits: list[Choice] = field(default_factory=list)
    barred: str = ""
    metric: str | None = None
    how: How = "nothing"
    other: Draft | None = None

    def settle(self, draft: Draft, how: How, other: Draft | None = None) -> None:
        """Note what became of the figure's metric."""
        self.metric, self.how, self.other = draft.metric, how, other


@dataclass(slots=True)
class Trace:
    """``drafts`` are the figures in the making, in the order of the findings' figures, with their claims;
    ``undecided`` are numbers that nothing explains; ``namings`` go with ``drafts``."""

    drafts: Sequence[Draft] = ()
    undecided: list[Draft] = field(default_factory=list)
    namings: list[Naming] = field(default_factory=list)

    def begin(self, draft: Draft) -> Naming:
        """The naming of the next figure, to be filled in."""
        self.namings.append(Naming(draft.kind))
        return self.namings[-1]

    def shared_out(self, drafts: Sequence[Draft]) -> None:
        """Note which figures got another metric after all of them were named one by one."""
        for draft, naming in zip(drafts, self.namings, strict=True):
            if draft.metric != naming.metric:
                naming.settle(draft, "shared_out")
