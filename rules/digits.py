"""Every run of digits of a block: a number that claims words, an exclusion with its reason, or a leftover."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.document import Block, Document
from rules.claims import find_claims
from rules.draft import Draft
from rules.figure import Exclusion, Leftover, Personal
from rules.language.axes import blocks_of_axes
from rules.language.exclusions import Span, find_exclusions
from rules.language.joined_numbers import find_joined
from rules.language.numbers import Number, is_english
from rules.language.units import find_unit, noun_at
from rules.language.wording import Wording
from rules.table_cells import CellContext, read_cells

MOST_BETWEEN = 3
"""How many signs and blanks may stand between a number and digits that touch it."""
_PARTS = ";()[]\n"
_DIGITS = re.compile(r"[0-9]+")
_NUMBER_OF = Wording(r"^(?:[-+*•]\s*)?{number_of}\s+")
_UNBROKEN = re.compile(r"[^\s]{500,}")
"""Letters that no blank divides: what a broken file or a program left, in which no number states anything."""
_REASONS = {
    "identity": "identity_number", "account": "identity_number", "telephone": "phone_number", "email": "web_address",
    "name": "name",
}  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class Printed:
    """The digits of one block: numbers with their claims, as drafts of which nothing is decided yet, and the stretches
    that are no figure."""

    index: int
    base: int
    text: str
    drafts: tuple[Draft, ...]
    spans: tuple[Span, ...]


def find_printed(document: Document, personal: Sequence[Personal] = ()) -> list[Printed]:
    """The blocks of a document that hold digits, in reading order. What is ``personal`` is no figure."""
    cells = read_cells(document)
    along = blocks_of_axes(document)
    own: dict[int, list[Personal]] = {}
    for one in personal:
        own.setdefault(one.block, []).append(one)
    english = is_english(document.text)
    held = {one.start: Decimal(one.value) for one in document.held}
    return [
        _on_axis(document, index, block)
        if index in along
        else _in_block(document, index, block, cells.get(index), held, english, own.get(index, ()))
        for index, block in enumerate(document.blocks)
        if _DIGITS.search(document.text, block.start, block.end)
    ]


def account(printed: Printed, figures: Sequence[Draft]) -> tuple[list[Exclusion], list[Leftover]]:
    """What became of each run of digits that is in none of the block's ``figures``."""
    ordered = sorted(printed.spans, key=lambda s: s.start)
    numbers = [draft.claim.number for draft in figures]
    used: set[tuple[int, int]] = set()
    exclusions, leftovers = [], []
    text, base, index = printed.text, printed.base, printed.index
    for run in _DIGITS.finditer(text):
        if any(n.start <= run.start() < n.end for n in numbers):
            continue
        span = next((s for s in ordered if s.start <= run.start() < s.end), None)
        if span is None:
            leftovers.append(Leftover(base + run.start(), base + run.end(), run.group(), index))
        elif (span.start, span.end) not in used:
            used.add((span.start, span.end))
            words = text[span.start : span.end]
            exclusions.append(Exclusion(base + span.start, base + span.end, words, span.reason, index))
    return exclusions, leftovers


def touched(draft: Draft, left: Sequence[Leftover]) -> bool:
    """Whether a leftover of the block stands right beside the figure's number, which then may be half of one."""
    for one in left:
        first, last = sorted(((one.start, one.end), (draft.start, draft.end)))
        between = draft.text[first[1] - draft.base : last[0] - draft.base]
        if len(between) < MOST_BETWEEN and not any(letter.isalnum() or letter in _PARTS for letter in between):
            return True
    return False


def _on_axis(document: Document, index: int, block: Block) -> Printed:
    """A block that is one mark along a chart."""
    text = document.block_text(block)
    return Printed(index, block.start, text, (), (Span(0, len(text), text, "chart_axis"),))


def _in_block(
    document: Document,
    index: int,
    block: Block,
    cell: CellContext | None,
    held: Mapping[int, Decimal],
    english: bool,
    own: Sequence[Personal],
) -> Printed:
    printed = document.block_text(block)
    text = _UNBROKEN.sub(lambda run: "·" * len(run.group()), printed)
    spans = _with_own(_excluded(text, cell), text, block.start, own)
    numbers = find_joined(_blank(text, spans), cell is not None and cell.unit is not None, english)
    if (true := held.get(block.start)) is not None and len(numbers) == 1:
        # a workbook's cell says itself what it means: what is shown is rounded, or grouped in the way of an office
        negative = true < 0
        numbers = [replace(numbers[0], value=abs(true), value_max=None, denominator=None, flags=(), negative=negative)]
    years = [n for n in numbers if _is_year(text, n) and not _is_counted(cell)]
    spans += [Span(n.start, n.end, n.text, "year") for n in years]
    drafts: list[Draft] = []
    for claim in find_claims(text, [n for n in numbers if n not in years]):
        if claim.unit and "/" in claim.unit.name:
            spans += [
                Span(m.start(), m.end(), m.group(), "part_of_unit")
                for m in _DIGITS.finditer(text, claim.unit.start, claim.unit.end)
            ]
        if not any(s.reason == "part_of_unit" and s.start <= claim.number.start < s.end for s in spans):
            drafts.append(Draft(claim, index, block.start, text, cell, footnote=block.footnote))
    return Printed(index, block.start, printed, tuple(drafts), tuple(spans))


def _excluded(text: str, cell: CellContext | None) -> list[Span]:
    if cell is not None and cell.is_header:
        return [Span(m.start(), m.end(), m.group(), "table_header") for m in _DIGITS.finditer(text)]
    if cell is not None and cell.is_unit:
        return [Span(m.start(), m.end(), m.group(), "unit_column") for m in _DIGITS.finditer(text)]
    if cell is not None and cell.is_coded:
        return [Span(m.start(), m.end(), m.group(), "form_code") for m in _DIGITS.finditer(text)]
    if cell is not None and cell.is_number:
        return [Span(m.start(), m.end(), m.group(), "row_number") for m in _DIGITS.finditer(text)]
    spans = find_exclusions(text)
    if cell is not None and cell.is_value:
        # in a value cell nothing counts paragraphs, and a bare "12/2000" is a fraction only if it is no date
        spans = [s for s in spans if s.reason != "list_number"]
    return spans


def _with_own(spans: list[Span], text: str, base: int, own: Sequence[Personal]) -> list[Span]:
    """The stretches with those that are a person's own, in place of what reaches into them."""
    for one in own:
        start, end = one.start - base, one.end - base
        if not _DIGITS.search(text, start, end) or any(s.start <= start and end <= s.end for s in spans):
            continue
        spans = [s for s in spans if s.end <= start or s.start >= end]
        spans.append(Span(start, end, text[start:end], _REASONS[one.kind]))
    return spans


def _blank(text: str, spans: Sequence[Span]) -> str:
    """The text with excluded stretches blanked, so that no number grows into one."""
    letters = list(text)
    for span in spans:
        for i in range(span.start, span.end):
            if letters[i].isdigit() or letters[i] in ".,/-–":
                letters[i] = "_"
    return "".join(letters)


def _is_counted(cell: CellContext | None) -> bool:
    """Whether a value stands in a column or row that counts things (``Số trạm``): 2010 of them are no year."""
    if cell is None or not cell.is_value:
        return False
    names = (cell.headers[-1] if cell.headers else "", cell.row_name)
    return any((of := _NUMBER_OF.match(name)) is not None and noun_at(name, of.end()) is not None for name in names)


def _is_year(text: str, number: Number) -> bool:
    """Whether a bare number of four digits is a year: nothing counted stands behind it."""
    if not _YEAR.fullmatch(number.text):
        return False
    unit = find_unit(text, number.end)
    return unit is None or (unit.family == "noun" and noun_at(text, unit.start) is None)
