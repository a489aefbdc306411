"""What a figure is about, in the words of the document."""

from __future__ import annotations

import re

from rules.decide.scopes import thing_follows
from rules.draft import Decided, Draft
from rules.language.wording import Wording
from rules.scene import Scene

_ENDS = Wording(r"[;.]\s|\b{of_them}\b", re.NOFLAG)

MOST_SUBJECT = 16
"""Longest subject in words; a clause may run on for a page."""


def decide(draft: Draft, scene: Scene) -> Decided[str]:
    """The words that name the figure's metric, else those of its row or claim; none of a bare number."""
    named = draft.fields.metric
    return Decided(named.value.words, named.origin) if named.value.words else Decided(_plain(draft), draft.here)


def _plain(draft: Draft) -> str:
    if draft.cell is not None and draft.cell.is_value:
        return draft.cell.row_name or draft.cell.header
    claim = draft.claim
    behind = draft.text[
        claim.unit.start if claim.unit and claim.unit.family == "noun" else claim.behind[0] : claim.behind[1]
    ]
    before = draft.words(claim.before)
    words = behind if thing_follows(draft) and behind.strip() else before or behind
    words = _ENDS.split(words)[0]
    pieces = words.strip(" ,;:().").split()
    cut = pieces[:MOST_SUBJECT] if words is behind or behind.startswith(words) else pieces[-MOST_SUBJECT:]
    return " ".join(cut).strip(" ,;:().")
