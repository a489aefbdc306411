"""What is known of a figure where its chance of being right is judged: the same, whether it has just been read or lies
in a base."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.catalogue import Catalogue
from rules.figure import Evidence, Figure


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure as far as signs are taken of it. ``start`` is its offset in the document, ``evidence`` are the words
    that spoke for its fields; ``unit_fits`` and ``kind_fits`` say whether its metric is counted like that, None
    without a metric."""

    start: int
    number: str
    rule: str
    flags: tuple[str, ...]
    unit: str
    qualifier: str
    kind: str
    status: str
    metric: str | None
    metric_chance: float
    unit_fits: bool | None
    kind_fits: bool | None
    subject: str
    place: str
    known_place: bool
    level: str | None
    owner: bool
    period: str | None
    footnote: bool
    part: bool
    denominator: bool
    in_table: bool
    quote: str
    place_from: str
    period_from: str
    level_from: str
    status_from: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A document as a whole, by its figures: how many they are, how many share a quote, and shares of them from 0 to 1
    (without a unit, with a metric, of the metric that most have, wanted ones, flagged ones, out of tables)."""

    figures: int
    quotes: Counter[str]
    without_unit: float
    with_metric: float
    of_one_metric: float
    wanted: float
    flagged: float
    tables: float


def seen_of(figure: Figure, catalogue: Catalogue) -> Seen:
    """A figure that the rules have just read."""
    unit_fits, kind_fits = fits(figure.metric, figure.unit, figure.kind, catalogue)
    return Seen(
        start=figure.start, number=figure.number, rule=figure.rule, flags=figure.flags, unit=figure.unit,
        qualifier=figure.qualifier, kind=figure.kind, status=figure.status, metric=figure.metric,
        metric_chance=chance_of(figure.metric, ((one.metric, one.chance) for one in figure.candidates)),
        unit_fits=unit_fits,
        kind_fits=kind_fits, subject=figure.subject, place=figure.place, known_place=figure.place_id is not None,
        level=figure.level,
        owner=figure.owner is not None, period=figure.period, footnote=figure.footnote is not None,
        part=figure.part_of is not None, denominator=figure.denominator is not None, in_table=figure.in_table,
        quote=figure.quote, place_from=figure.place_from, period_from=figure.period_from, level_from=figure.level_from,
        status_from=figure.status_from, evidence=figure.evidence,
    )  # fmt: skip


def chance_of(metric: str | None, candidates: Iterable[tuple[str, float]]) -> float:
    """The chance that the ranking gave to a figure's metric, or to its best candidate where it has none; else 0."""
    known = list(candidates)
    return next((chance for name, chance in known if metric is None or name == metric), 0.0)


def fits(metric: str | None, unit: str, kind: str, catalogue: Catalogue) -> tuple[bool | None, bool | None]:
    """Whether unit and kind are those of the metric; None where there is none, or one that the catalogue lost."""
    known = catalogue[metric] if metric is not None and metric in catalogue else None
    return (None, None) if known is None else (known.unit == unit, known.kind == kind)


def look_at(figures: Sequence[Seen]) -> Look:
    """The look of the document that has these figures."""
    metrics = Counter(one.metric for one in figures if one.metric)
    return Look(
        figures=len(figures),
        quotes=Counter(one.quote for one in figures),
        without_unit=_share(not one.unit for one in figures),
        with_metric=_share(one.metric is not None for one in figures),
        of_one_metric=max(metrics.values(), default=0) / max(1, metrics.total()),
        wanted=_share(one.status == "target" for one in figures),
        flagged=_share(bool(one.flags) for one in figures),
        tables=_share(one.in_table for one in figures),
    )


def _share(holds: Iterable[bool]) -> float:
    all_of_them = list(holds)
    return sum(all_of_them) / max(1, len(all_of_them))
