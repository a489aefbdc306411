"""Which organisation a figure is limited to, a department, an operator, a bank, a school: None where it is the place's.

Its row, column or section speaks first, then its own clause, then what it says more of, last the line that its
paragraph opens with. Who only ordered, wrote or helped owns nothing: ``Sở Y tế tổ chức 12 lớp`` is the province's.
"""

from __future__ import annotations

from rules.draft import Decided, Draft
from rules.language.organisations import Organisation, named_alone, organisations_in
from rules.language.wording import Wording
from rules.scene import Scene

_LIMITS = Wording(r"(?:^|\b){limits_to_owner}\s+(?:{branch_of}\s+)?$")
_SAID = Wording(r"\b{said_by_owner}$")
_HAS = Wording(r"(?:\s+{branch_of}\b(?:\s+\w+){0,3}?)?\s*(?:[:,(–-]\s*)?(?:{owner_has}\b|$)")
_FOR_OTHERS = Wording(r"\s*,?\s*{done_for_others}\b")
_AGAIN = Wording(r"\b{whole_again}\b")
_ITSELF = Wording(r"(?:^|[,;:.“\"–-]\s*|\b{and}\s+){itself}\s+(?:{owner_has}|{has_or_did})(?!\w)")
_OPENS = Wording(r"\s*(?:[-+•*–]\s*|\d+(?:\.\d+)*[.)]\s*|\w\)\s*)?(?:{limits_to_owner}\s+)?")
_SUBJECT_BEFORE = Wording(r"(?:[^;]*[,:]\s)?[\s,;:(–-]*(?:{limits_to_owner}\s+|{and}\s+)?")


def decide(draft: Draft, scene: Scene) -> Decided[str | None]:
    """The organisation's name as the table of organisations has it, else as printed; None where there is none."""
    if draft.cell is not None and draft.cell.is_value:
        return _of_cell(draft)
    own = _own(draft)
    if own is not None:
        rule = "limits" if _is_limited(draft.text, own) else "has"
        words = draft.said("owner", rule, own.start, own.end)
        return Decided(own.name, "sentence", (words,))
    if _AGAIN.search(draft.words(draft.claim.own)):
        return Decided(None)
    if meant := _itself(draft):
        return Decided(meant.name, "sentence", (draft.said("owner", "itself", meant.start, meant.end),))
    outer, beside = scene.outer, scene.previous
    if outer is not None and outer.owner is not None:
        return Decided(outer.owner, outer.fields.owner.origin, outer.fields.owner.evidence)
    if beside is not None and beside.owner is not None and _goes_on(beside, draft):
        return Decided(beside.owner, "beside", beside.fields.owner.evidence)
    if draft.status in ("target", "maximum"):
        # under "Sở Y tế:" a plan sets down tasks, and what the province shall reach by them
        return Decided(None)
    for text in (draft.sentence, draft.text):
        if draft.cell is None and (opening := _opening(text)):
            at = draft.claim.sentence[0] if text is draft.sentence else 0
            words = draft.said("owner", "opening", at + opening.start, at + opening.end)
            return Decided(opening.name, "list", (words,))
    if scene.trail and (name := named_alone(scene.trail[-1])):
        return Decided(name, "heading")
    return Decided(None)


def _of_cell(draft: Draft) -> Decided[str | None]:
    """Row, column and section name an organisation and nothing else, or the row counts what is one's (``Hồ sơ của Sở
    Y tế``); a column of organisations names its rows."""
    cell = draft.cell
    assert cell is not None
    for words in (*reversed(cell.row_name.split(" - ")), *reversed(cell.headers), cell.row_owner, cell.section):
        if name := named_alone(words):
            return Decided(name, "table")
    for words in (cell.row_name, cell.header):
        named = [one for one in organisations_in(words) if _is_limited(words, one)]
        if len({one.name for one in named}) == 1:
            return Decided(named[0].name, "table")
    return Decided(None)


def _own(draft: Draft) -> Organisation | None:
    """The one organisation that the figure's own words limit it to."""
    claim, text = draft.claim, draft.text
    found: list[Organisation] = []
    for one in organisations_in(text):
        inside = claim.before[0] <= one.start and one.end <= claim.before[1]
        behind = claim.end <= one.start and one.end <= claim.behind[1]
        if ((inside or behind) and _is_limited(text, one)) or (inside and _has(draft, one)):
            found.append(one)
    return found[0] if len({one.name for one in found}) == 1 else None


def _is_limited(text: str, one: Organisation) -> bool:
    """``… của Sở Y tế``, but not ``theo báo cáo của Sở Y tế``. A ministry has no things here, only words."""
    before = text[max(0, one.start - 80) : one.start]
    if one.kind == "central" or not _LIMITS.search(before) or _SAID.search(before):
        return False
    return not _FOR_OTHERS.match(text, one.end)


def _has(draft: Draft, one: Organisation) -> bool:
    """``Sở Y tế có 12 …``, ``VNPT lắp 12 …``: it stands first in its clause, and what it does is its own."""
    text, claim = draft.text, draft.claim
    if one.kind == "central" or not _SUBJECT_BEFORE.fullmatch(text, claim.before[0], one.start):
        return False
    if one.kind in ("department", "authority", "party"):
        return bool(_HAS.match(text[: claim.lead.start], one.end))
    return not _FOR_OTHERS.match(text, one.end)


def _itself(draft: Draft) -> Organisation | None:
    """``Giám đốc VNPT cho biết đơn vị đã lắp 12 trạm``: the company that was named last, meant by its kind."""
    if draft.cell is not None and draft.cell.is_value:
        return None
    low = draft.claim.sentence[0]
    said = list(_ITSELF.finditer(draft.text[low : draft.claim.number.start]))
    if not said:
        return None
    named = [one for one in organisations_in(draft.text) if one.end <= low + said[-1].end()]
    return named[-1] if named and named[-1].kind in ("operator", "bank", "company") else None


def _goes_on(beside: Draft, draft: Draft) -> bool:
    """Whether the figure goes on saying what the organisation before it has: in the same clause, about nobody else."""
    claim = draft.claim
    between = draft.text[beside.claim.end : claim.number.start]
    if beside.claim.segment != claim.segment or beside.claim.bracket != claim.bracket or beside.place != draft.place:
        return False
    return not organisations_in(between) and not _AGAIN.search(between)


def _opening(text: str) -> Organisation | None:
    """``- Sở Y tế: …``, ``Đối với Sở Y tế, …``: all of the line is about it."""
    start = _OPENS.match(text).end()  # type: ignore[union-attr]
    limited = bool(text[:start].strip(" -+•*–0123456789.)"))
    for one in organisations_in(text):
        if one.start == start and one.kind != "central":
            behind = text[one.end : one.end + 60].lstrip()
            return one if behind[:1] == ":" or (limited and behind[:1] in (",", ":")) else None
    return None
