"""A figure in the making: where it stands, and what has been decided about it so far, each field with its why.

A draft's fields are written at one place, :func:`rules.find.settle`; the rules read them by the names of a figure's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, Literal, TypeVar

from rules.claims import Claim
from rules.figure import Candidate, Evidence, Height, Kind, Level, Origin, Qualifier, Status
from rules.table_cells import CellContext

T = TypeVar("T", covariant=True)

Whence = Origin | Literal["beside"]
"""Where a field came from while it is decided: from another figure, too, that this one leans on."""

How = Literal["own", "form", "beside", "leans_forward", "shared_out", "ranked", "nothing"]
"""Where a metric came from: words around the figure, a figure before it or around it, the figure behind it, a row of
things that ``lần lượt`` shares out, the ranking of all metrics, or nowhere."""


@dataclass(frozen=True, slots=True)
class Decided(Generic[T]):
    """What a field is, where that came from, and who spoke for it: an entry for each, with its height."""

    value: T
    origin: Whence = "default"
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a printed number means. ``rule`` is empty where nothing explains it: it is no figure then. ``inherits`` says
    that kind and unit are another figure's; ``direction`` that of a change whose own words have none."""

    kind: Kind = "count"
    unit: str = ""
    value: Decimal = Decimal(0)
    value_max: Decimal | None = None
    denominator: Decimal | None = None
    qualifier: Qualifier = "exact"
    rule: str = ""
    inherits: bool = False
    direction: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """``whole`` is the index of the figure that this one is a part of; ``lends`` says that the part names no unit, so
    that it has the whole's."""

    whole: int
    lends: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """What is measured: a metric of the catalogue, its sub-key, and the document's words for it. ``other`` is the index
    of the figure that it was taken over from, ``candidates`` are the metrics that fit best, best first."""

    metric: str | None = None
    item: str | None = None
    words: str = ""
    how: How = "nothing"
    other: int | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubts:
    """What looks wrong about a figure."""

    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class Fields:
    """The fields of a figure as far as they are decided. A field that a Figure has under the same name becomes its
    value as it is, and its origin the figure's ``<name>_from``, where it has that."""

    quantity: Decided[Quantity] = Decided(Quantity())
    status: Decided[Status] = Decided("actual")
    metric: Decided[Named] = Decided(Named())
    subject: Decided[str] = Decided("")
    thing: Decided[str] = Decided("")
    place: Decided[str] = Decided("")
    level: Decided[Level | None] = Decided(None)
    owner: Decided[str | None] = Decided(None)
    period: Decided[str | None] = Decided(None)
    marks: Decided[tuple[str, ...]] = Decided(())
    part_of: Decided[Part | None] = Decided(None)
    doubts: Decided[Doubts] = Decided(Doubts())


@dataclass(slots=True)
class Draft:
    """A claim of the block number ``block``, whose ``text`` begins at ``base`` in the document; ``others`` are where
    the other figures of the block begin (offsets in ``text``), ``touched`` whether digits that nothing explains stand
    right beside the number."""

    claim: Claim
    block: int
    base: int
    text: str
    cell: CellContext | None
    footnote: str | None = None
    others: tuple[int, ...] = ()
    touched: bool = False
    fields: Fields = field(default_factory=Fields)

    @property
    def start(self) -> int:
        """Offset of the printed number in the document."""
        return self.base + self.claim.number.start

    @property
    def end(self) -> int:
        """End of the printed number in the document."""
        return self.base + self.claim.number.end

    @property
    def sentence(self) -> str:
        """The words of the figure's sentence."""
        return self.text[self.claim.sentence[0] : self.claim.sentence[1]]

    def words(self, span: tuple[int, int]) -> str:
        """The words of a stretch of the figure's block."""
        return self.text[span[0] : span[1]]

    @property
    def here(self) -> Origin:
        """Where the number itself stands: in a table, or in a sentence."""
        return "table" if self.cell is not None and self.cell.is_value else "sentence"

    def said(self, name: str, rule: str, start: int, end: int) -> Evidence:
        """Words of the figure's block (offsets in ``text``) that speak for one of its fields."""
        height: Height = "table" if self.here == "table" else "sentence"
        return Evidence(name, rule, self.base + start, self.base + end, height)

    @property
    def explained(self) -> bool:
        """Whether anything tells what the number counts."""
        return bool(self.fields.quantity.value.rule)

    @property
    def kind(self) -> Kind:
        """What kind of quantity it is."""
        return self.fields.quantity.value.kind

    @property
    def unit(self) -> str:
        """In what it is counted or measured."""
        return self.fields.quantity.value.unit

    @property
    def value(self) -> Decimal:
        """What the printed number means in its unit."""
        return self.fields.quantity.value.value

    @property
    def denominator(self) -> Decimal | None:
        """What a fraction is of (``15/18``)."""
        return self.fields.quantity.value.denominator

    @property
    def inherits(self) -> bool:
        """Whether kind and unit are another figure's."""
        return self.fields.quantity.value.inherits

    @property
    def direction(self) -> int:
        """1 where the words say that it rises, -1 where it falls, else 0."""
        return self.claim.lead.direction or self.fields.quantity.value.direction

    @property
    def level(self) -> Level | None:
        """The administrative level that it is limited to."""
        return self.fields.level.value

    @property
    def owner(self) -> str | None:
        """The organisation that it is limited to."""
        return self.fields.owner.value

    @property
    def place(self) -> str:
        """The place that it is about."""
        return self.fields.place.value

    @property
    def status(self) -> Status:
        """Whether it is a result or a target."""
        return self.fields.status.value

    @property
    def period(self) -> str | None:
        """When it holds, in ISO; None is the document's own period."""
        return self.fields.period.value

    @property
    def whole(self) -> int | None:
        """The index of the figure that it is a part of."""
        part = self.fields.part_of.value
        return part.whole if part is not None else None

    @property
    def metric(self) -> str | None:
        """What is measured, as the catalogue has it."""
        return self.fields.metric.value.metric

    @property
    def rule(self) -> str:
        """The rule that gave the kind, and where the metric came from (``counted_noun+sentence``)."""
        rule, named = self.fields.quantity.value.rule, self.fields.metric.origin
        return rule if named == "default" else f"{rule}+{named}"


def same_sentence(a: Draft, b: Draft) -> bool:
    """Whether two figures stand in the same sentence of the same block."""
    return a.block == b.block and a.claim.sentence == b.claim.sentence
