"""Why the rules read a document as they do: for each sentence its words, numbers, claims, fields and metrics.

Nothing is run a second way: the document goes through :func:`rules.find.find_figures` with a trace, and what the
chain left there is put into words here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from extract.document import Block, Document
from rules.figure import Candidate, Exclusion, FieldDoubt, Figure, Findings, Leftover, Letterhead
from rules.find import find_figures
from rules.language.sentences import find_sentences
from rules.language.tokens import words
from rules.matching import Matcher, default_matcher
from rules.naming.profiles import profiles_for
from rules.naming.rank import Sheet, evidence
from rules.province_columns import columns_of_provinces
from rules.trace import Trace
from rules.trust.judge import signs_of_figures, weighed
from rules.why_fields import ClaimWords, Field, claim_words, fields
from rules.why_metric import MetricWhy, metric_why


@dataclass(frozen=True, slots=True)
class FigureWhy:
    """A figure, explained; ``start`` and ``end`` are its number's offsets in the document. ``table`` are the row's
    name, headers and caption where it stands in a table, the row of a form that gave its metric and the column of
    provinces that it was decided with, ``weighed`` what most told how likely it is right."""

    number: str
    start: int
    end: int
    anchor: str
    occurrence: int
    claim: ClaimWords
    fields: tuple[Field, ...]
    metric: MetricWhy
    rule: str
    confidence: float
    record_confidence: float
    candidates: tuple[Candidate, ...]
    in_doubt: tuple[FieldDoubt, ...]
    weighed: tuple[tuple[str, str, float], ...]
    flags: tuple[str, ...]
    table: dict[str, str]


@dataclass(frozen=True, slots=True)
class Out:
    """Digits that are no figure, with the ``reason``; a leftover has none, but its ``claim`` where one was tried."""

    text: str
    start: int
    end: int
    reason: str = ""
    claim: ClaimWords | None = None


@dataclass(frozen=True, slots=True)
class SentenceWhy:
    """A sentence, or the line of a table's cell, explained; ``words`` are underthesea's."""

    text: str
    start: int
    end: int
    block: str
    trail: tuple[str, ...]
    footnote: str | None
    words: tuple[str, ...]
    figures: tuple[FigureWhy, ...]
    exclusions: tuple[Out, ...]
    leftovers: tuple[Out, ...]


@dataclass(frozen=True)
class Look:
    """A document, what the rules found in it, and what they did on the way."""

    document: Document
    findings: Findings
    trace: Trace
    matcher: Matcher

    @cached_property
    def signs(self) -> list[frozenset[str]]:
        """What tells how likely each figure is right: of all at once, for each is held against the rest."""
        return signs_of_figures(self.findings.figures, self.matcher.catalogue)

    @cached_property
    def columns(self) -> Sequence[tuple[int, ...]]:
        """The columns of provinces, by the indexes of their figures."""
        return columns_of_provinces(self.trace.drafts)


def look(document: Document, letterhead: Letterhead | None = None, matcher: Matcher | None = None) -> Look:
    """Let the rules read a document under observation; ``letterhead`` as for :func:`rules.find.find_figures`."""
    trace, matcher = Trace(), matcher or default_matcher()
    return Look(document, find_figures(document, letterhead, matcher, trace), trace, matcher)


def explain(seen: Look, at: int | None = None) -> Iterator[SentenceWhy]:
    """Every sentence in reading order, or only the one that holds the offset ``at``."""
    for index, block in enumerate(seen.document.blocks):
        if at is not None and not block.start <= at < block.end:
            continue
        last = block.start
        for low, high in find_sentences(seen.document.block_text(block)):
            # From the end of the one before: an exclusion may begin with the blank between two sentences.
            span = (last, block.start + high)
            last = span[1]
            if at is None or span[0] <= at < span[1]:
                yield _sentence(seen, index, block, span, block.start + low)


def _sentence(seen: Look, index: int, block: Block, span: tuple[int, int], start: int) -> SentenceWhy:
    document, found = seen.document, seen.findings
    text = document.text[start : span[1]]

    def inside(one: Figure | Exclusion | Leftover) -> bool:
        return one.block == index and span[0] <= one.start < span[1]

    return SentenceWhy(
        text=text,
        start=start,
        end=span[1],
        block=block.kind,
        trail=block.trail,
        footnote=block.footnote,
        words=tuple(text[begin:end] for begin, end in words(text)),
        figures=tuple(_figure(seen, at) for at, one in enumerate(found.figures) if inside(one)),
        exclusions=tuple(Out(one.text, one.start, one.end, one.reason) for one in found.exclusions if inside(one)),
        leftovers=tuple(_leftover(seen, one) for one in found.leftovers if inside(one)),
    )


def _column(seen: Look, index: int) -> str:
    """How many provinces the metric and the chance of a figure were decided for at once, "" where for it alone."""
    column = next((one for one in seen.columns if index in one), ())
    return f"decided once for the values of {len(column)} provinces under this header" if column else ""


def _leftover(seen: Look, one: Leftover) -> Out:
    tried = next((d for d in seen.trace.undecided if d.start <= one.start < d.end), None)
    return Out(one.text, one.start, one.end, claim=claim_words(tried) if tried else None)


def _ranked(seen: Look, index: int) -> Iterator[tuple[str, str, float]]:
    """The clues that moved the chance of the best candidate for the metric most; nothing where none was looked for."""
    if seen.findings.figures[index].candidates:
        sheets = cast("Sequence[Sheet]", seen.trace.sheets)
        for clue, moved in evidence(sheets, index, profiles_for(seen.matcher)):
            yield "metric", f"clue {clue}", moved


def _figure(seen: Look, index: int) -> FigureWhy:
    figure, draft = seen.findings.figures[index], seen.trace.drafts[index]
    metric = metric_why(seen.trace.drafts, index, seen.trace.namings[index], seen.matcher.catalogue)
    table: dict[str, str] = {}
    if cell := draft.cell:
        table = {"row": cell.row_name, "section": cell.section, "header": cell.header, "caption": cell.caption}
        of_form = draft.fields.metric.value.how == "form"
        table["form"] = next((one.rule for one in draft.fields.metric.evidence if of_form), "")
        table["column"] = _column(seen, index)
    return FigureWhy(
        number=figure.number,
        start=figure.start,
        end=figure.end,
        anchor=figure.anchor,
        occurrence=figure.occurrence,
        claim=claim_words(draft),
        fields=tuple(fields(seen.document, seen.findings, figure, draft)),
        metric=metric,
        rule=figure.rule,
        confidence=figure.confidence,
        record_confidence=figure.record_confidence,
        candidates=figure.candidates,
        in_doubt=figure.in_doubt,
        weighed=(*weighed(figure, seen.signs[index]), *_ranked(seen, index)),
        flags=figure.flags,
        table={name: said for name, said in table.items() if said},
    )
