"""``solieu explain``: why the rules read a sentence, or a figure of the base, as they do."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.options import base_option, json_option
from kb.store import read_base

if TYPE_CHECKING:
    from kb.ask.explain import Answer
    from rules.explain import FigureWhy, Out, SentenceWhy
    from rules.why_fields import ClaimWords
    from rules.why_metric import Candidate, MetricWhy

_FIGURE = re.compile(r"F-\S*", re.IGNORECASE)
_MOST = 60
_HOW = {
    "beside": "taken over from",
    "leans_forward": "taken over from the figure behind it,",
    "form": "of a row of a form that all provinces fill in",
    "shared_out": "shared out over a row of figures",
    "ranked": "the one of all metrics that the words around fit best",
}


class Explain(click.Command):
    """Takes ``- Đến nay …``, an item of a list as reports print it, for a text and not for an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, such texts moved away from the edge."""
        return super().parse_args(ctx, [f" {one}" if one.startswith("- ") else one for one in args])


@click.command(cls=Explain)
@click.argument("what", nargs=-1, required=True, metavar="TEXT|FIGURE-ID")
@base_option
@json_option
def explain(what: tuple[str, ...], base: Path, as_json: bool) -> None:
    """Say why the rules read a text, or a figure of the base, as they do.

    Of each sentence you see its words, what is no figure and why, and for each figure the words that are about it,
    where each field came from, the metric that won and those that lost. The document of a FIGURE-ID is read again, and
    what the base has stands beside what the rules say now. A TEXT needs no base; put it in quotes.

    Example: solieu explain "Đến hết năm 2023, toàn tỉnh có 1.204 trạm BTS, tăng 5%."
    """
    from kb.ask.explain import explain_figure, explain_text

    words = " ".join(what).strip()
    if not _FIGURE.fullmatch(words):
        sentences = explain_text(words)
        lines = (line for one in sentences for line in (*_sentence(one), ""))
        _print([asdict(one) for one in sentences] if as_json else lines)
        return
    with contextlib.closing(read_base(base)) as db:
        answer = explain_figure(db, words.upper(), base.absolute().parent)
    _print(asdict(answer) if as_json else _answer(answer))


def _print(answer: object) -> None:
    if isinstance(answer, Iterator):
        click.echo("\n".join(line.rstrip() for line in answer).rstrip())
    else:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))


def _answer(answer: Answer) -> Iterator[str]:
    stored = answer.stored
    page = f", p. {stored.page}" if stored.page else ""
    yield f"{stored.id}  {stored.filename}{page}  {stored.path}"
    yield from answer.told
    for one in stored.corrections:
        who = f" by {one['reviewer']}" if one["reviewer"] else ""
        yield f"A person{who}: {one['field']} {one['old'] or '-'} -> {one['new'] or '-'} ({one['state']})"
    if answer.sentence is not None:
        yield ""
        yield from _sentence(answer.sentence, only=answer.figure)
    if answer.figure is not None:
        yield from _figure(answer.figure, answer.stored.row, answer.differs)
    else:
        yield ""
        yield from _columns([("field", "in the base"), *((name, _cut(value)) for name, value in stored.row.items())])


def _sentence(one: SentenceWhy, only: FigureWhy | None = None) -> Iterator[str]:
    """A sentence with its numbers; where one figure is asked for, the others are only named."""
    yield " ".join(one.text.split())
    if one.trail:
        yield f"  headings: {' > '.join(one.trail)}"
    if one.footnote:
        yield f"  in the body of footnote {one.footnote}"
    yield f"  words: {' | '.join(one.words) or 'underthesea cannot cut them'}"
    for out in one.exclusions:
        yield f"  no figure: “{_line(out.text)}” ({out.reason})"
    for left in one.leftovers:
        yield from _leftover(left)
    if only is not None:
        if others := [figure.number for figure in one.figures if figure is not only]:
            yield f"  other figures: {', '.join(others)}"
        return
    for figure in one.figures:
        yield from _figure(figure)
    if not (one.figures or one.exclusions or one.leftovers):
        yield "  no number stands here"


def _leftover(left: Out) -> Iterator[str]:
    yield f"  left over: “{left.text}”, no rule explains it"
    if left.claim is not None:
        yield from _claim(left.claim)


def _figure(figure: FigureWhy, row: dict[str, str | None] | None = None, differs: Sequence[str] = ()) -> Iterator[str]:
    yield ""
    flags = ", ".join(figure.flags) or "-"
    yield f"  {figure.number}  rule {figure.rule}, confidence {figure.confidence}, flags: {flags}"
    if figure.candidates:
        yield f"    candidates: {', '.join(f'{one.metric} {one.chance}' for one in figure.candidates)}"
    for target, sign, weight in figure.weighed:
        yield f"    weighed: {target} {weight:+.2f}  {sign}"
    yield from _claim(figure.claim)
    for name, said in figure.table.items():
        yield f"    {name + ':':<9}{_line(said)}"
    yield ""
    heads = ["field", "value", "from", "why"] if row is None else ["field", "in the base", "rules now", "from", "why"]
    rows: list[Sequence[str]] = [heads]
    for field in figure.fields:
        base = [] if row is None else [_cut(row[field.name])]
        rows.append([field.name, *base, _cut(field.value), field.origin, field.why])
    yield from _columns(rows, "    ")
    if row is not None:
        now = {field.name: field.value for field in figure.fields}
        told = (f"{name} ({_cut(row[name])} in the base)" if name not in now else name for name in differs)
        yield f"    differs from the base: {', '.join(told) or 'nothing'}"
    yield ""
    yield from _metric(figure.metric)


def _claim(claim: ClaimWords) -> Iterator[str]:
    unit = f"“{claim.unit}” ({claim.family})" if claim.unit else "-"
    yield f"    before:  {claim.before or '-'}"
    yield f"    cues:    {' | '.join(claim.cues) or '-'}"
    yield f"    number:  {claim.number}   unit: {unit}"
    yield f"    behind:  {claim.behind or '-'}"
    if claim.bracket:
        yield f"    bracket: {claim.bracket}"


def _metric(metric: MetricWhy) -> Iterator[str]:
    if metric.metric is None:
        yield "    metric: none"
    elif metric.won is not None:
        yield f"    metric: {metric.metric} ({metric.name})"
    else:
        yield f"    metric: {metric.metric} ({metric.name}), {_HOW[metric.how]} {metric.taken_from or ''}".rstrip()
    if metric.barred:
        yield f"      none is looked for behind “{metric.barred}”"
    if metric.won is not None:
        yield f"      won: {_candidate(metric.won)}"
    rows = [("lost:", one.metric, f"{one.reason}: {one.detail}; {_candidate(one)}") for one in metric.lost]
    yield from _columns(rows, "      ")
    if metric.lost_count > len(metric.lost):
        yield f"      and {metric.lost_count - len(metric.lost)} more that lost"


def _candidate(one: Candidate) -> str:
    words = f" as “{_cut(one.words)}”" if one.words.lower() != one.phrase.lower() else ""
    away = "" if one.gap is None else f", {one.gap} word{'' if one.gap == 1 else 's'} away"
    return f"“{one.phrase}”{words} in the {one.origin}{away}, score {one.score:.2f}"


def _columns(rows: Sequence[Sequence[str]], indent: str = "") -> Iterable[str]:
    """Rows as lines, their columns below each other; the last one as long as it is."""
    widths = [max(map(len, column)) for column in list(zip(*rows, strict=True))[:-1]]
    for row in rows:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        yield indent + "  ".join((*padded, row[-1]))


def _cut(words: str | None) -> str:
    line = _line(words or "-")
    return line if len(line) <= _MOST else line[: _MOST - 1] + "…"


def _line(words: str) -> str:
    return " ".join(words.split())
