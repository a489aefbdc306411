"""How many decisions a review takes: ``python -m bench.decisions GOLD.jsonl=DOCUMENT …``.

A reviewer who never errs, and who knows only what the annotation says, takes exports of ten decisions, fills them in
and applies them, until of the figures that comparisons show 99 % are right. Figures that nobody annotated are told as
they come and are neither right nor wrong. The course is taken four times: figure by figure and group by group, through
the whole queue and through what comparisons show. A group whose figures all need the same is one decision; where one
needs something else, that is a decision of its own.

Printed first is the lift of the queue: how many errors its first tenth, fifth and half hold, against as many figures
taken by chance.
"""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kb.build.run import build
from kb.review.columns import heading
from kb.review.export import export
from kb.review.file import read_file
from kb.review.groups import WHOLE
from kb.review.numbers import exact, written
from kb.review.queue import Wanted, queue
from kb.review.state import standings
from kb.review.values import EMPTY, cell_of
from kb.review.write import apply
from kb.score.measure import COMPLETE, judge
from kb.score.rows import Row, document_of, read_found, read_gold
from kb.store import read_base

STEP = 10
ENOUGH = 0.99
_JUDGED = frozenset({*COMPLETE, "value_max", "metric", "period"})
_COLUMNS = ("batch", "id", "decision", "for_group", "reason", "reviewer")
_SHOWN = (
    "select figure_id from kept_profile union select figure_id from kept_targets"
    " union select result_figure_id from kept_targets where result_figure_id is not null"
)
Need = tuple[tuple[str, str], ...]
"""The cells that a figure needs, sorted; it is right as it is where its decision says so."""
RIGHT: Need = (("decision", "đúng"),)


@dataclass(frozen=True, slots=True)
class Course:
    """What a review took: its decisions until half of the wrong figures that comparisons show were right, and until
    enough were; None where the queue ended before. ``refused`` are rows that could not be written."""

    half: int | None
    enough: int | None
    decisions: int
    refused: int


def needs_of(base: Path, golds: Mapping[Path, str]) -> dict[str, Need]:
    """What each annotated figure of the base needs, by its id. One that no annotation has is struck out."""
    needs: dict[str, Need] = {}
    with closing(read_base(base)) as db:
        for gold, name in golds.items():
            document, _ = document_of(db, name, gold, exact=True)
            found = read_found(db, document)
            ids = [
                row[0] for row in db.execute("select id from figures where document_id = ? order by seq", (document,))
            ]
            by_row = {id(row): figure for row, figure in zip(found, ids, strict=True)}
            for one in judge(read_gold(gold), found):
                if one.found is None or not one.counts:
                    continue
                figure = by_row[id(one.found)]
                needs[figure] = _need(one.expected, one.wrong & _JUDGED) if one.expected else (("decision", "xóa"),)
    return needs


def _need(expected: Row, wrong: frozenset[str]) -> Need:
    cells: dict[str, str] = {}
    for name in wrong:
        if name in ("value", "value_max", "denominator"):
            number: Decimal | None = getattr(expected, name)
            cells[f"new_{name}"] = written(exact(number)) if number is not None else EMPTY
        elif name in ("unit", "place", "metric"):
            cells[f"new_{name}"] = getattr(expected, name) or EMPTY
        else:
            word = expected.period if name == "period" else expected.said.get(name)
            cells[f"new_{name}"] = cell_of(name, word) if word else EMPTY
    return tuple(sorted(cells.items())) or RIGHT


def lift(base: Path, needs: Mapping[str, Need], part: float) -> tuple[int, float]:
    """The errors in the first ``part`` of the queue, and how many times as many that are as in one taken by chance."""
    with closing(read_base(base)) as db:
        db.row_factory = None
        wrong = [needs[one.figure_id] != RIGHT for one in queue(db, Wanted()) if one.figure_id in needs]
    first = wrong[: round(part * len(wrong))]
    return sum(first), sum(first) / len(first) / (sum(wrong) / len(wrong))


def course(base: Path, needs: Mapping[str, Need], groups: bool, compared: bool) -> Course:
    """Review the base until enough is right, in steps of STEP decisions."""
    right = {figure for figure, need in needs.items() if need == RIGHT}
    seen: set[str] = set()
    decisions = refused = 0
    half: int | None = None
    wrong = _wrong(base, needs, right)[0]
    while True:
        now, share = _wrong(base, needs, right)
        half = decisions if half is None and now <= wrong / 2 else half
        if share >= ENOUGH:
            return Course(half, decisions, decisions, refused)
        rows = list(_filled(base, needs, groups, compared, frozenset(seen)))
        if not rows:
            return Course(half, None, decisions, refused)
        decisions += len(rows)
        path = base.parent / "filled.csv"
        _write(path, rows)
        done = apply(base, read_file(path), write=True, partial=True, reviewer="bench", confirmed=True)
        seen |= {row["id"] for row in rows}
        refused += sum(one.outcome not in ("applied", "already", "left") for one in done.verdicts)
        right |= {one.figure_id for one in done.verdicts if one.outcome in ("applied", "already")}


def _wrong(base: Path, needs: Mapping[str, Need], right: set[str]) -> tuple[int, float]:
    """How many of the annotated figures that comparisons show are wrong, and the share that is right."""
    with closing(read_base(base)) as db:
        shown = {row[0] for row in db.execute(_SHOWN)} & needs.keys()
    return len(shown - right), len(shown & right) / len(shown) if shown else 1.0


def _filled(
    base: Path, needs: Mapping[str, Need], groups: bool, compared: bool, seen: frozenset[str]
) -> Iterator[dict[str, str]]:
    """The rows of the next export as the reviewer fills them in; ``seen`` are figures that no row is spent on again."""
    with closing(read_base(base)) as db:
        db.row_factory = None
        made = export(db, Wanted(limit=STEP, compared=compared, examples=groups, without=seen))
        known = standings(db, made.figures) if made else {}
    if made is None:
        return
    by_pattern: dict[str, list[str]] = defaultdict(list)
    for figure in made.figures:
        by_pattern[known[figure].pattern or figure if groups else figure].append(figure)
    for some in by_pattern.values():
        wanted = {figure: needs.get(figure, RIGHT) for figure in some}
        usual, many = Counter(wanted.values()).most_common(1)[0]
        if many == 1:
            yield from (_row(made.batch, figure, need) for figure, need in wanted.items())
            continue
        example = next(figure for figure, need in wanted.items() if need == usual)
        yield _row(made.batch, example, (*usual, ("for_group", WHOLE)))
        yield from (_row(made.batch, figure, need) for figure, need in wanted.items() if need != usual)


def _row(batch: str, figure: str, need: Need) -> dict[str, str]:
    return {"batch": batch, "id": figure, "reviewer": "bench", **dict(need)}


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    names = list(dict.fromkeys((*_COLUMNS, *(name for row in rows for name in row))))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(map(heading, names))
        writer.writerows([row.get(name, "") for name in names] for row in rows)


def main(golds: Mapping[Path, Path]) -> None:
    """Build the documents and take the four courses."""
    with tempfile.TemporaryDirectory() as name:
        first = Path(name) / "first"
        (first / "corpus").mkdir(parents=True)
        for document in golds.values():
            shutil.copy(document, first / "corpus")
        build([first / "corpus"], first / "kb.db")
        needs = needs_of(first / "kb.db", {gold: f"corpus/{document.name}" for gold, document in golds.items()})
        wrong, share = _wrong(first / "kb.db", needs, {figure for figure, need in needs.items() if need == RIGHT})
        errors = sum(need != RIGHT for need in needs.values())
        print(f"{len(needs)} annotated figures, {errors} wrong; shown in comparisons {share:.1%} right, {wrong} wrong")
        for part in (0.1, 0.2, 0.5):
            found, times = lift(first / "kb.db", needs, part)
            print(f"first {part:.0%} of the queue: {found} wrong, {times:.2f} times as many as by chance")
        for compared in (False, True):
            for groups in (False, True):
                work = Path(name) / f"{compared}-{groups}"
                shutil.copytree(first, work)
                took = course(work / "kb.db", needs, groups, compared)
                what = f"{'what is compared' if compared else 'the whole queue'}, {'groups' if groups else 'figures'}"
                enough = f"{took.enough}" if took.enough is not None else f"not within {took.decisions}"
                print(f"{what}: half after {took.half}, {ENOUGH:.0%} after {enough} decisions, {took.refused} refused")


if __name__ == "__main__":
    pairs = [argument.rpartition("=") for argument in sys.argv[1:]]
    main({Path(gold): Path(document) for gold, _, document in pairs})
