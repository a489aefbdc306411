"""Why a figure's fields are what they are: the words of its claim, and for each field where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extract.document import Document
from rules.draft import Draft
from rules.figure import Evidence, Figure, Findings
from rules.language.cues import qualifiers_before
from rules.why_metric import MetricWhy

_BESIDE = ("beside", "ends_of_a_change", "fraction_behind_percent", "share_of_change")
"""Rules that take the unit from the figure before."""


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
    """A field of a figure under its column's name, its value as text, where it came from (an Origin, or ``beside``:
    another figure) and ``why``: the words or the rule that decided."""

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


def fields(document: Document, findings: Findings, figure: Figure, draft: Draft, metric: MetricWhy) -> Iterator[Field]:
    """All fields by the names of the base's columns; what was never printed is left out."""
    whole = figure.part_of
    here = "table" if draft.cell is not None and draft.cell.is_value else "sentence"
    rule, _, named_by = figure.rule.partition("+")
    yield Field("number", figure.number, here)
    yield Field("value", _exact(figure.value), here, _factor(draft))
    for name, bound in (("value_max", figure.value_max), ("denominator", figure.denominator)):
        if bound is not None:
            yield Field(name, _exact(bound), here)
    yield _unit(figure, draft, rule, here)
    yield _qualifier(figure, draft, here)
    yield Field("kind", figure.kind, here if rule not in _BESIDE else "beside", f"rule {rule}")
    yield Field("status", figure.status, figure.status_from, _decided(document, figure.evidence, "status"))
    origin = {"own": named_by, "shared_out": "sentence", "nothing": "default"}.get(metric.how, "beside")
    yield Field("metric_id", figure.metric, origin, _decided(document, figure.evidence, "metric"))
    yield Field("item", figure.item, origin if figure.item else "default")
    yield Field("subject", figure.subject, here if metric.how == "nothing" else origin)
    yield Field("place", figure.place or None, figure.place_from, _decided(document, figure.evidence, "place"))
    yield Field("level", figure.level, figure.level_from, _decided(document, figure.evidence, "level"))
    own = findings.letterhead.period
    standing = f"the document's own: {own}" if figure.period is None and own else ""
    decided = _decided(document, figure.evidence, "period")
    yield Field("period", figure.period, figure.period_from, decided or standing)
    if figure.footnote is not None:
        yield Field("footnote", figure.footnote, "footnote", "it stands in the body of this footnote")
    if figure.marks:
        yield Field("marks", ", ".join(figure.marks), here, "the marks that stand behind it")
    if whole is not None:
        other = findings.figures[whole]
        yield Field("part_of", f"{other.number} {other.unit}".strip(), "beside", "the whole that it is a part of")


def _unit(figure: Figure, draft: Draft, rule: str, here: str) -> Field:
    unit = draft.claim.unit
    if rule in _BESIDE and figure.unit:
        return Field("unit", figure.unit, "beside", "as the figure before it")
    if unit is not None:
        return Field("unit", figure.unit, "sentence" if draft.cell is None else here, f"“{claim_words(draft).unit}”")
    return Field("unit", figure.unit, here if figure.unit else "default", f"rule {rule}" if figure.unit else "")


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


def _decided(document: Document, evidence: tuple[Evidence, ...], field: str) -> str:
    """The words that the rules noted for a field."""
    said = [_line(document.text[one.start : one.end]) for one in evidence if one.field == field]
    return ", ".join(f"“{one}”" for one in said)


def _exact(value: Decimal) -> str:
    return format(value, "f")
