"""The order of the rules: a Document in, Findings out.

0. The letterhead: place, period and title that all figures may lean on.
1. Each block: what is no figure (exclusions), then every other printed number.
2. Each number: the words that are about it (claims), then its kind, unit and value. What nothing explains is
   a leftover.
3. Footnote marks, because a body's figures lean on the figure that bears the mark.
4. Level, place, period, status: own words first, then what is inherited.
5. Parts and wholes, then metrics (a part may take its whole's).
6. Doubts become flags; ids' anchors are made from the source words alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extract.document import Block, Document
from rules.claims import Claim, find_claims
from rules.decide import doubts
from rules.decide.kind import decide, is_year
from rules.decide.level import decide_level
from rules.decide.marks import link_marks
from rules.decide.metric import name_metrics
from rules.decide.parts import link_parts
from rules.decide.period import decide_period
from rules.decide.place import decide_place
from rules.decide.status import decide_status
from rules.draft import Draft, same_sentence
from rules.figure import Exclusion, Figure, Findings, Leftover, Letterhead
from rules.freeze import freeze
from rules.language.exclusions import Span, find_exclusions
from rules.language.numbers import Number, find_numbers
from rules.language.places import sub_place
from rules.language.provinces import province_name
from rules.letterhead import read_letterhead
from rules.matching import Matcher, default_matcher
from rules.setting import Setting, document_year
from rules.table_cells import CellContext, read_cells
from rules.trace import Trace

_BREAKDOWN_OPENS = re.compile(r"\s*(?:Gồm|Bao gồm|Trong đó|Chia theo|Cụ thể|Chia ra)\b")
_DIGITS = re.compile(r"[0-9]+")


@dataclass(slots=True)
class _Pile:
    """What has been found so far in a document."""

    letterhead: Letterhead
    drafts: list[Draft] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    trace: Trace | None = None


def find_figures(
    document: Document,
    letterhead: Letterhead | None = None,
    matcher: Matcher | None = None,
    trace: Trace | None = None,
) -> Findings:
    """Every figure, exclusion and leftover of a document; each run of digits is in exactly one of them.

    ``letterhead`` is what a person knows of the document better than it says; without one it is read from its text.
    ``trace`` is filled with what was decided on the way; without one nothing of it is kept.
    """
    matcher = matcher or default_matcher()
    cells = read_cells(document)
    letterhead = letterhead or read_letterhead(document)
    pile = _Pile(letterhead, trace=trace)
    for index, block in enumerate(document.blocks):
        _find_in_block(document, index, block, cells.get(index), pile)
    drafts = pile.drafts
    bearers = link_marks(document, drafts)
    setting = _setting(document, letterhead)
    bearer_of = [_bearer(draft, bearers) for draft in drafts]
    leads = _leads(document)
    for at, bearer in enumerate(bearer_of):
        _surround(drafts, at, document, setting, leads, drafts[bearer] if bearer is not None else None)
    link_parts(drafts, bearers)
    trails = [document.blocks[d.block].trail for d in drafts]
    title = " ".join(w for w in (letterhead.title, letterhead.doc_type) if w)
    name_metrics(drafts, matcher, trails, [leads.get(d.block, "") for d in drafts], title, bearer_of, trace)
    doubts.flag(drafts, matcher.catalogue)
    if trace is not None:
        trace.drafts = drafts
    figures: list[Figure] = freeze(document, drafts, letterhead)
    return Findings(tuple(figures), tuple(pile.exclusions), tuple(pile.leftovers), letterhead)


def _find_in_block(document: Document, index: int, block: Block, cell: CellContext | None, pile: _Pile) -> None:
    text = document.block_text(block)
    if not _DIGITS.search(text):
        return
    spans = _excluded(text, block, cell)
    numbers = find_numbers(_blank(text, spans))
    years = [n for n in numbers if is_year(text, n)]
    spans += [Span(n.start, n.end, n.text, "year") for n in years]
    claims = find_claims(text, [n for n in numbers if n not in years])
    made: list[Draft] = []
    heading = " ".join((*block.trail[-2:], pile.letterhead.title or "", cell.caption if cell else ""))
    for claim in claims:
        draft = Draft(claim, index, block.start, text, cell, footnote=block.footnote)
        if claim.unit and "/" in claim.unit.name:
            spans += [
                Span(m.start(), m.end(), m.group(), "part_of_unit")
                for m in _DIGITS.finditer(text, claim.unit.start, claim.unit.end)
            ]
        if any(s.reason == "part_of_unit" and s.start <= claim.number.start < s.end for s in spans):
            continue
        before = made[-1] if made and (made[-1].claim.sentence == claim.sentence or _goes_on(text, claim)) else None
        if decide(draft, before, heading):
            made.append(draft)
        elif pile.trace is not None:
            pile.trace.undecided.append(draft)
    starts = tuple(draft.claim.number.start for draft in made)
    for draft in made:
        draft.others = tuple(start for start in starts if start != draft.claim.number.start)
    pile.drafts += made
    _account(text, index, block.start, spans, [d.claim.number for d in made], pile)


def _goes_on(text: str, claim: Claim) -> bool:
    """Whether a sentence breaks down a figure of the one before (``Gồm: …``, ``Chia theo cấp: …``)."""
    return bool(_BREAKDOWN_OPENS.match(text, claim.sentence[0]))


def _excluded(text: str, block: Block, cell: CellContext | None) -> list[Span]:
    if cell is not None and cell.is_header:
        return [Span(m.start(), m.end(), m.group(), "table_header") for m in _DIGITS.finditer(text)]
    if cell is not None and cell.is_unit:
        return [Span(m.start(), m.end(), m.group(), "unit_column") for m in _DIGITS.finditer(text)]
    if cell is not None and cell.is_number:
        return [Span(m.start(), m.end(), m.group(), "row_number") for m in _DIGITS.finditer(text)]
    spans = find_exclusions(text)
    if cell is not None and cell.is_value:
        # in a value cell nothing counts paragraphs, and a bare "12/2000" is a fraction only if it is no date
        spans = [s for s in spans if s.reason != "list_number"]
    return spans


def _blank(text: str, spans: Sequence[Span]) -> str:
    """The text with excluded stretches blanked, so that no number grows into one."""
    letters = list(text)
    for span in spans:
        for i in range(span.start, span.end):
            if letters[i].isdigit() or letters[i] in ".,/-–":
                letters[i] = "_"
    return "".join(letters)


def _account(text: str, index: int, base: int, spans: Sequence[Span], numbers: Sequence[Number], pile: _Pile) -> None:
    """Put each run of digits that is no figure under its exclusion, or among the leftovers."""
    ordered = sorted(spans, key=lambda s: s.start)
    used: set[tuple[int, int]] = set()
    for run in _DIGITS.finditer(text):
        if any(n.start <= run.start() < n.end for n in numbers):
            continue
        span = next((s for s in ordered if s.start <= run.start() < s.end), None)
        if span is None:
            pile.leftovers.append(Leftover(base + run.start(), base + run.end(), run.group(), index))
        elif (span.start, span.end) not in used:
            used.add((span.start, span.end))
            pile.exclusions.append(
                Exclusion(base + span.start, base + span.end, text[span.start : span.end], span.reason, index)
            )


def _setting(document: Document, head: Letterhead) -> Setting:
    place = sub_place(head.title or "") or province_name(head.place or "") or (head.place or "")
    opening = f"{head.title or ''} {document.text[:2500]}"
    return Setting(place, document_year(head.period, head.issued_on, opening), head.period)


def _bearer(draft: Draft, bearers: Mapping[str, list[int]]) -> int | None:
    """The figure whose footnote this one stands in."""
    found = bearers.get(draft.footnote or "")
    return found[0] if found else None


def _leads(document: Document) -> dict[int, str]:
    """Block index of a list item -> the paragraph that opens its list (it ends with a colon)."""
    leads: dict[int, str] = {}
    lead = ""
    for index, block in enumerate(document.blocks):
        text = document.block_text(block).rstrip()
        if block.kind == "list_item" and lead:
            leads[index] = lead
        if block.kind in ("paragraph", "list_item") and text.endswith(":"):
            lead = text
        elif block.kind in ("paragraph", "heading"):
            lead = ""
    return leads


def _surround(
    drafts: Sequence[Draft],
    at: int,
    document: Document,
    setting: Setting,
    leads: Mapping[int, str],
    bearer: Draft | None,
) -> None:
    draft = drafts[at]
    trail = document.blocks[draft.block].trail
    outer = _outer(drafts, at)
    beside = drafts[at - 1] if at and same_sentence(drafts[at - 1], draft) else None
    draft.level, draft.level_from = decide_level(draft, outer)
    draft.place, draft.place_from = decide_place(draft, setting, trail, outer, beside)
    draft.status, draft.status_from = decide_status(draft, trail if draft.footnote is None else ())
    if (
        draft.footnote is not None
        and draft.status_from == "default"
        and bearer is not None
        and bearer.status == "forecast"
    ):
        draft.status, draft.status_from = bearer.status, "footnote"
    draft.period, draft.period_from = decide_period(draft, setting, trail, leads.get(draft.block, ""), bearer)


def _outer(drafts: Sequence[Draft], at: int) -> Draft | None:
    """The figure that this one says more of: before the brackets around it, or before a change that names nothing."""
    draft = drafts[at]
    bracket = draft.claim.bracket
    if bracket is None:
        bare = draft.kind == "change" and not draft.words(draft.claim.before).strip(" ,;")
        before = drafts[at - 1] if at and bare and same_sentence(drafts[at - 1], draft) else None
        return before if before is not None and before.claim.segment == draft.claim.segment else None
    for other in reversed(drafts[max(0, at - 15) : at]):
        if other.block == draft.block and other.claim.number.end <= bracket[0]:
            return other
    return None
