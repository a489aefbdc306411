"""What the rules did on their way, kept for whoever asks why: filled by the chain itself where one is handed to it.

Nothing is decided here and nothing is read from here by a rule: with a trace and without one the findings are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rules.draft import Draft
from rules.figure import Kind
from rules.matching import Choice


@dataclass(slots=True)
class Naming:
    """What was thought of when a figure was named. ``kind`` is the one at the time; ``own`` won among the words around
    it, ``lost`` did not, ``misfits`` were named by words but are of another kind or unit; ``barred`` are the words
    (``mỗi xã``) for which no metric was looked for."""

    kind: Kind
    own: Choice | None = None
    lost: list[Choice] = field(default_factory=list)
    misfits: list[Choice] = field(default_factory=list)
    barred: str = ""


@dataclass(slots=True)
class Trace:
    """``drafts`` are the figures in the making, in the order of the findings' figures, with all that was decided;
    ``undecided`` are numbers that nothing explains; ``namings`` go with ``drafts``, by their index, and so do
    the ``sheets`` (:class:`rules.naming.rank.Sheet`) by which their metrics were ranked."""

    drafts: Sequence[Draft] = ()
    undecided: list[Draft] = field(default_factory=list)
    namings: dict[int, Naming] = field(default_factory=dict)
    sheets: Sequence[object] = ()

    def begin(self, at: int, draft: Draft) -> Naming:
        """The naming of the figure number ``at``, to be filled in."""
        self.namings[at] = Naming(draft.kind)
        return self.namings[at]
