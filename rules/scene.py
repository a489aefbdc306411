"""What a rule may look at to decide a field of a figure: the document as a whole, and what stands around the figure.

Nothing is written here: a decider takes a draft and its scene, and hands back what it decided.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar, cast

from extract.document import Document
from extract.layout import stands_outside
from rules.draft import Draft, same_sentence
from rules.figure import Letterhead
from rules.matching import Matcher
from rules.setting import Setting, setting_of
from rules.trace import Trace

T = TypeVar("T")

MOST_TO_BRACKET = 15
"""How many figures behind what they say more of brackets may stand."""


class Stage:
    """A document with all its drafts in reading order; ``matcher`` knows the metrics, ``trace`` is told why where
    somebody asks."""

    def __init__(
        self, document: Document, letterhead: Letterhead, drafts: Sequence[Draft], matcher: Matcher, trace: Trace | None
    ) -> None:
        self.document = document
        self.letterhead = letterhead
        self.drafts = drafts
        self.matcher = matcher
        self.trace = trace
        self.title = " ".join(words for words in (letterhead.title, letterhead.doc_type) if words)
        self._seen: dict[Callable[[Stage], object], object] = {}

    @cached_property
    def scenes(self) -> Sequence[Scene]:
        """The scene of each draft."""
        return [Scene(self, at) for at in range(len(self.drafts))]

    @cached_property
    def setting(self) -> Setting:
        """What holds for the whole document."""
        return setting_of(self.document, self.letterhead)

    def once(self, survey: Callable[[Stage], T]) -> T:
        """What shows itself only over all figures together (which of them add up). It is looked at when first asked
        for, so with all that was decided until then."""
        if survey not in self._seen:
            self._seen[survey] = survey(self)
        return cast(T, self._seen[survey])

    @cached_property
    def bearers(self) -> Mapping[str, int]:
        """The label of a footnote -> the first figure that bears its mark; asked for when marks are decided."""
        found: dict[str, int] = {}
        for at, draft in enumerate(self.drafts):
            for label in draft.fields.marks.value:
                found.setdefault(label, at)
        return found

    @cached_property
    def leads(self) -> Mapping[int, str]:
        """The block index of a list item -> the paragraph that opens its list (it ends with a colon). ``+ Tồn tại:``
        opens none of the items with a dash that follow, nor ``1. Hạ tầng:`` the item ``2.``: they stand beside it or
        above it."""
        leads: dict[int, str] = {}
        lead = ""
        for index, block in enumerate(self.document.blocks):
            text = self.document.block_text(block).rstrip()
            if block.kind == "list_item" and lead and stands_outside(text, lead):
                lead = ""
            if block.kind == "list_item" and lead:
                leads[index] = lead
            if block.kind in ("paragraph", "list_item") and text.endswith(":"):
                lead = text
            elif block.kind in ("paragraph", "heading"):
                lead = ""
        return leads


class Scene:
    """What stands around the draft number ``at``."""

    __slots__ = ("at", "stage")

    def __init__(self, stage: Stage, at: int) -> None:
        self.stage = stage
        self.at = at

    @property
    def draft(self) -> Draft:
        """The figure that is decided."""
        return self.stage.drafts[self.at]

    @property
    def drafts(self) -> Sequence[Draft]:
        """All figures of the document."""
        return self.stage.drafts

    @property
    def setting(self) -> Setting:
        """What holds for the whole document."""
        return self.stage.setting

    @property
    def trail(self) -> Sequence[str]:
        """The headings above."""
        return self.stage.document.blocks[self.draft.block].trail

    @property
    def lead(self) -> str:
        """The paragraph that opens the list the figure stands in, "" where there is none."""
        return self.stage.leads.get(self.draft.block, "")

    @property
    def heading(self) -> str:
        """The words above: the last headings, the document's title, the table's caption."""
        cell = self.draft.cell
        return " ".join((*self.trail[-2:], self.stage.letterhead.title or "", cell.caption if cell else ""))

    @property
    def bearer_at(self) -> int | None:
        """The index of the figure whose footnote this one stands in."""
        label = self.draft.footnote
        return self.stage.bearers.get(label) if label else None

    @property
    def bearer(self) -> Draft | None:
        """The figure whose footnote this one stands in."""
        at = self.bearer_at
        return self.stage.drafts[at] if at is not None else None

    @property
    def previous(self) -> Draft | None:
        """The figure just before, where it stands in the same sentence."""
        before = self.stage.drafts[self.at - 1] if self.at else None
        return before if before is not None and same_sentence(before, self.draft) else None

    @property
    def behind(self) -> Draft | None:
        """The figure just behind, in the same sentence or not."""
        return self.stage.drafts[self.at + 1] if self.at + 1 < len(self.stage.drafts) else None

    @property
    def outer(self) -> Draft | None:
        """The figure that this one says more of: before the brackets around it, or before a change that names
        nothing."""
        drafts, draft = self.stage.drafts, self.draft
        bracket = draft.claim.bracket
        if bracket is None:
            bare = draft.kind == "change" and not draft.words(draft.claim.before).strip(" ,;")
            before = self.previous if bare else None
            return before if before is not None and before.claim.segment == draft.claim.segment else None
        for other in reversed(drafts[max(0, self.at - MOST_TO_BRACKET) : self.at]):
            if other.block == draft.block and other.claim.number.end <= bracket[0]:
                return other
        return None
