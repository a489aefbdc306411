"""Why a figure's fields are what they are: the words of its claim, and for each field where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extract.document import Document
from rules.draft import Decided, Draft
from rules.figure import Figure, Findings
from rules.freeze import AS_DECIDED
from rules.language.cues import qualifiers_before


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """A number with the words that are about it: those before, the cues peeled off it in reading order, the unit as
    printed with its family, the words behind, and the brackets that it stands in."""

    before: str
    cues: tuple[str, ...]
    number: str
    unit: str
    family: str
    behind: str
    bracket: str | None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a figure under its column's name, its value as text, where it came from (an Origin) and ``why``: the
    words or the rule that decided."""

    name: str
    value: str | None
    origin: str
    why: str = ""


def claim_words(draft: Draft) -> ClaimWords:
    """The claim of a figure, or of a number that became none, in the words of the document."""
    claim = draft.claim
    unit = claim.unit
    return ClaimWords(
        before=_line(draft.words(claim.before)),
        cues=tuple(reversed(claim.lead.words)),
        number=claim.number.text,
        unit=_line(draft.text[unit.start : unit.end]) if unit else "",
        family=unit.family if unit else "",
        behind=_line(draft.words(claim.behind)),
        bracket=_line(draft.text[claim.bracket[0] : claim.bracket[1] + 1]) if claim.bracket else None,
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def fields(document: Document, findings: Findings, figure: Figure, draft: Draft) -> Iterator[Field]:
    """All fields by the names of the base's columns; what was never printed is left out."""
    said, own = draft.fields, findings.letterhead.period
    yield Field("number", figure.number, draft.here)
    yield from _quantity(document, figure, draft)
    yield from _named(document, figure, draft)
    for name in AS_DECIDED:
        if name == "marks":
            continue
        decided: Decided[object] = getattr(said, name)
        standing = f"the document's own: {own}" if name == "period" and figure.period is None and own else ""
        value = str(decided.value) if decided.value else None
        yield Field(name, value, decided.origin, _words(document, decided) or standing)
    if figure.footnote is not None:
        yield Field("footnote", figure.footnote, "footnote", "it stands in the body of this footnote")
    if figure.marks:
        yield Field("marks", ", ".join(figure.marks), said.marks.origin, "the marks that stand behind it")
    if figure.part_of is not None:
        other = findings.figures[figure.part_of]
        whole = f"{other.number} {other.unit}".strip()
        yield Field("part_of", whole, said.part_of.origin, "the whole that it is a part of")


def _quantity(document: Document, figure: Figure, draft: Draft) -> Iterator[Field]:
    quantity = draft.fields.quantity
    rule = f"rule {quantity.value.rule}"
    yield Field("value", _exact(figure.value), draft.here, _factor(draft))
    for name, bound in (("value_max", figure.value_max), ("denominator", figure.denominator)):
        if bound is not None:
            yield Field(name, _exact(bound), draft.here)
    unit = _words(document, quantity) or rule
    yield Field("unit", figure.unit, quantity.origin, unit) if figure.unit else Field("unit", "", "default")
    yield _qualifier(figure, draft, draft.here)
    yield Field("kind", figure.kind, quantity.origin, rule)


def _named(document: Document, figure: Figure, draft: Draft) -> Iterator[Field]:
    named = draft.fields.metric
    yield Field("metric_id", figure.metric, named.origin, _words(document, named))
    yield Field("item", figure.item, named.origin if figure.item else "default")


def _qualifier(figure: Figure, draft: Draft, here: str) -> Field:
    if figure.qualifier == "exact":
        return Field("qualifier", figure.qualifier, "default")
    said = [word for word in draft.claim.lead.words if qualifiers_before().get(word) == figure.qualifier]
    return Field("qualifier", figure.qualifier, here, f"“{said[0]}”" if said else "the words behind the number")


def _factor(draft: Draft) -> str:
    printed = draft.claim.number.value
    if not printed or abs(draft.value) == printed:
        return "the sign of a fall" if draft.value < 0 else ""
    return f"{_exact(printed)} times {_exact((abs(draft.value) / printed).normalize())}"


def _words(document: Document, decided: Decided[object]) -> str:
    """The words that spoke for a field, a neighbour's number among them."""
    said = [_line(document.text[one.start : one.end]) for one in decided.evidence]
    return ", ".join(f"“{one}”" for one in said if one)


def _exact(value: Decimal) -> str:
    return format(value, "f")
