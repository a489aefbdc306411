"""A figure in the making: what the rules have decided so far about one claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from rules.claims import Claim
from rules.figure import Evidence, Kind, Level, Origin, Qualifier, Status
from rules.table_cells import CellContext


@dataclass(slots=True)
class Draft:
    """Mutable twin of Figure; ``base`` shifts the claim's offsets into the document, ``parent`` indexes drafts,
    ``others`` are where the other figures of the block begin (offsets in ``text``)."""

    claim: Claim
    block: int
    base: int
    text: str
    cell: CellContext | None
    kind: Kind = "count"
    unit: str = ""
    value: Decimal = Decimal(0)
    value_max: Decimal | None = None
    denominator: Decimal | None = None
    qualifier: Qualifier = "exact"
    status: Status = "actual"
    status_from: Origin = "default"
    level: Level | None = None
    level_from: Origin = "default"
    place: str = ""
    place_from: Origin = "default"
    period: str | None = None
    period_from: Origin = "default"
    metric: str | None = None
    item: str | None = None
    subject: str = ""
    footnote: str | None = None
    marks: list[str] = field(default_factory=list)
    parent: int | None = None
    rule: str = ""
    flags: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    inherits: bool = False
    others: tuple[int, ...] = ()
    confidence: float = 0.9

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


def same_sentence(a: Draft, b: Draft) -> bool:
    """Whether two figures stand in the same sentence of the same block."""
    return a.block == b.block and a.claim.sentence == b.claim.sentence
