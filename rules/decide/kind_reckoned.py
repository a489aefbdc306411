"""What is reckoned by heads is a rate, in what is counted for so many of them: ``Số bác sĩ bình quân 1 vạn dân: 12,5``
has the unit ``bác sĩ/vạn dân``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.decide.kind_words import ONE, Decision
from rules.draft import Draft
from rules.figure import PER_MILLE
from rules.language.noun_phrases import is_noun
from rules.language.reckoned_by import Reckoned, find_reckoned
from rules.language.units import find_unit, noun_at
from rules.language.wording import Wording

_IN_BRACKETS = re.compile(r"\s*\(\s*([^()\d]{1,30}?)\s*\)")
_OPENS = Wording(r"\s*(?:[-+*•]\s*)?(?:(?:{rates}|{ratio_names}|{number_of})\s+)?")
_CLAUSES = re.compile(r"[,;:]\s")


def reckoned(draft: Draft, decided: Decision | None) -> Decision | None:
    """The same decision; or that of a rate, where the words beside the number, or the names of its row and column, say
    by how many heads a count is reckoned."""
    if decided is None or draft.claim.number.denominator is not None:
        return decided
    kind, unit, _, _ = decided
    own = draft.claim.unit is not None and draft.claim.unit.family == "noun"
    percent = draft.claim.unit is not None and draft.claim.unit.family == "percent"
    if kind not in ("count", "rate") or percent or (own and ("/" in unit or unit == PER_MILLE)):
        return decided
    for words, heads in _said(draft):
        named = _IN_BRACKETS.match(words, heads.end)
        told = named[1] if named else _counted(_CLAUSES.split(words[: heads.start])[-1])
        counted = unit if own else told
        return "rate", f"{counted}/{heads.heads}" if counted else "", ONE, "reckoned"
    return decided


def _counted(words: str) -> str:
    """The noun that words begin with: ``bác sĩ`` of ``Số bác sĩ``, "" of ``Tỷ suất tử vong mẹ``."""
    opens = _OPENS.match(words)
    noun = words[opens.end() if opens else 0 :]
    noun = noun[:1].lower() + noun[1:]
    unit = find_unit(f" {noun}", 0) if noun_at(noun, 0) or is_noun(noun, 0) else None
    return unit.name if unit is not None and unit.family == "noun" else ""


def _said(draft: Draft) -> Iterator[tuple[str, Reckoned]]:
    """Words that say by what the number is reckoned, with where they say it: right behind its unit, before it in its
    clause, in the names of its row and its column."""
    claim, text = draft.claim, draft.text
    if claim.unit is not None and claim.unit.family == "noun":
        words = text[claim.number.start : claim.sentence[1]]
        for one in find_reckoned(words)[:1]:
            if words[: one.start].split()[1:] == claim.unit.name.split():
                yield words, one
    # with a digit of the number: only before one "trên 100.000 dân" says by what it is reckoned
    before = text[claim.before[0] : claim.number.start + 1]
    for one in find_reckoned(before):
        yield before, one
    if draft.cell is not None and draft.cell.is_value:
        for name in (draft.cell.row_name, draft.cell.headers[-1] if draft.cell.headers else ""):
            for one in find_reckoned(name):
                yield name, one
