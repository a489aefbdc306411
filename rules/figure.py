"""The nouns of the rules: what is found in a document. Imports nothing of the project but the nouns of reading."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extract.document import Box

Kind = Literal["count", "amount", "rate", "score", "rank", "change", "frequency"]
Status = Literal["actual", "target", "maximum", "forecast"]
Qualifier = Literal["exact", "about", "nearly", "over", "under", "min", "max"]
Level = Literal["province", "district", "commune", "village", "national"]
Origin = Literal["sentence", "list", "table", "heading", "footnote", "letterhead", "default"]
"""Where a field of a figure came from: its own sentence, the lead of its list or paragraph, the table's header or row,
a heading above, the figure whose footnote it stands in, the letterhead, or nothing that was printed."""
Height = Literal["document", "section", "table", "list", "sentence"]
"""How far around a figure the words stand that speak for one of its fields."""

# fmt: off
RelationName = Literal[
    "part_of", "rest", "within", "overlaps", "listed_behind", "excludes", "left_over", "lists", "from_to",
    "since", "change", "less_than", "planned", "in_points", "earlier", "share", "share_again",
    "share_of_a_plan", "share_of_another", "beyond", "met", "missed", "total", "sections", "announces",
    "names",
]
# fmt: on
"""What ties figures together; ``rules/relations/__init__.py`` says of each which figures it has, in which order."""
MONEY = "đồng"
POINTS = "điểm"
RANK = "hạng"
PLACES_OF_A_RANK = "bậc"
PERCENTAGE_POINTS = "điểm phần trăm"
PER_CENT = ("%", PERCENTAGE_POINTS)
"""Units of shares and of what lies between two of them."""
PER_MILLE = "‰"
TIMES = "lần"
RANK_UNITS = (RANK, "thứ", "")
"""Units as the rules write them, which rules and arithmetic must know."""
COUNTRY = "cả nước"
"""The place of a figure that is about the whole country."""
FORMER = " (cũ)"
"""What stands behind the name of one of the 63 provinces that lives on, larger, under its name."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a document says of itself at its head. ``issued_on`` is ISO; ``period`` the reporting period in ISO as
    exact as the title says it (``2024-H1``, ``2023``); ``place`` the province's or other place's bare name."""

    issuer: str | None = None
    number: str | None = None
    issued_on: str | None = None
    doc_type: str | None = None
    title: str | None = None
    place: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field has its value: the rule, the words that decided it (offsets into the document), and their height."""

    field: str
    rule: str
    start: int
    end: int
    height: Height = "sentence"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A metric that may be meant, and how likely it is, from 0 to 1."""

    metric: str
    chance: float


@dataclass(frozen=True, slots=True)
class FieldDoubt:
    """A field that may well be wrong, and how likely it is right, from 0 to 1."""

    field: str
    chance: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity that a document states. ``[start, end)`` is the printed number; ``value`` is what it means."""

    start: int
    end: int
    number: str
    value: Decimal
    value_max: Decimal | None
    denominator: Decimal | None
    unit: str
    qualifier: Qualifier
    kind: Kind
    status: Status
    metric: str | None
    item: str | None
    subject: str
    place: str
    place_id: str | None
    level: Level | None
    period: str | None
    footnote: str | None
    marks: tuple[str, ...]
    part_of: int | None
    in_table: bool
    quote: str
    block: int
    page: int | None
    box: Box | None
    rule: str
    confidence: float = 1.0
    record_confidence: float = 1.0
    """How likely it is read right, from 0 to 1, with its metric or rightly none and but for that, and which fields are
    not sure (``rules/trust``)."""
    in_doubt: tuple[FieldDoubt, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    flags: tuple[str, ...] = ()
    owner: str | None = None
    thing: str = ""
    """Which thing it counts, in words that are alike for all who count it (``rules/decide/thing.py``)."""
    place_from: Origin = "default"
    period_from: Origin = "default"
    level_from: Origin = "default"
    status_from: Origin = "default"
    anchor: str = ""
    occurrence: int = 0
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_money(self) -> bool:
        """Whether it is a sum of money."""
        return self.unit == MONEY


@dataclass(frozen=True, slots=True)
class Relation:
    """What the words of a document say about a figure and others, as indexes into the figures.

    ``words`` are the offsets of the words that said so, None where none did (parts that only add up); ``how`` tells
    apart the ways of saying it; ``counts`` is, of a number whose things are listed, how many there are in each way of
    counting them.
    """

    figure: int
    others: tuple[int, ...]
    relation: RelationName
    words: tuple[int, int] | None = None
    how: str = ""
    counts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Digits that only look like a figure, with the reason (``law_number``, ``date``, ``list_number`` …)."""

    start: int
    end: int
    text: str
    reason: str
    block: int


@dataclass(frozen=True, slots=True)
class Leftover:
    """Digits that no rule explains: shown to people, never dropped."""

    start: int
    end: int
    text: str
    block: int


@dataclass(frozen=True, slots=True)
class Personal:
    """What is of a person's own and shown to nobody: ``kind`` is identity, telephone, email, account or name."""

    start: int
    end: int
    kind: str
    block: int


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the rules made of a document: every run of digits is in exactly one of the first three. ``letterhead``
    is what the figures were read under: the document's own words, or a person's."""

    figures: tuple[Figure, ...]
    exclusions: tuple[Exclusion, ...]
    leftovers: tuple[Leftover, ...]
    letterhead: Letterhead = Letterhead()
    relations: tuple[Relation, ...] = ()
    suspicions: tuple[str, ...] = ()
    """What makes the document look misread as a whole (``rules/trust/suspicion.py``)."""
    personal: tuple[Personal, ...] = ()
    """What of a person's own stands in the document (``rules/personal.py``); its digits are exclusions."""
