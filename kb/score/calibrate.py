"""What people judged, as figures to fit the chances of ``rules/trust`` on, and the model as its file.

Only weights and shares are kept, no word and no number of a document. A base is built anew behind a new model.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kb.score.fit import Fitted, Judgement
from kb.score.measure import COMPLETE, Verdict
from kb.score.reviewed import read_reviewed
from kb.whole import write_whole
from rules.trust.model import FIELDS, TARGETS, UNNAMED

_HEAD = """\
# What the signs of a figure weigh, fitted where people had judged figures, and what was measured with each document
# left out whole. Written by solieu score --calibrate; do not edit it by hand. rules/trust/model.py says what is made of
# it.
"""


def judged(runs: Mapping[str, Sequence[Verdict]]) -> Iterator[Judgement]:
    """The found figures of annotated documents, by their names. A spurious one is no record, and none of its fields is
    judged; an optional one counts for nothing."""
    for document, verdicts in runs.items():
        for one in verdicts:
            if one.found is not None and one.counts:
                record = one.expected is not None and one.wrong.isdisjoint(COMPLETE)
                said = {field: field not in one.wrong for field in FIELDS if field in one.asked}
                if one.expected is not None and one.expected.period is None and one.found.period is None:
                    said["period"] = True
                yield Judgement(document, one.found.signs, _targets(record, said, one.found.metric is not None))


def reviewed(db: sqlite3.Connection, annotated: Collection[str]) -> Iterator[Judgement]:
    """The figures that people confirmed, corrected or struck out, but for those of annotated documents (file names)."""
    for one in read_reviewed(db):
        if one.document not in annotated:
            said = {} if one.dropped else {field: one.is_right(field) for field in FIELDS}
            yield Judgement(one.document, one.signs, _targets(one.right_but_for("metric"), said, one.named))


def _targets(record: bool, fields: Mapping[str, bool], named: bool) -> dict[str, bool]:
    """Whether each target is right of a figure whose ``fields`` are: a metric is judged of one that is ``named``, that
    there is none of one that is not."""
    return {"record": record, **{UNNAMED if one == "metric" and not named else one: fields[one] for one in fields}}


def write_model(path: Path, fitted: Mapping[str, Fitted]) -> None:
    """Write the model, by name, so that a diff can be read. SolieuError where the file cannot be written."""
    text = _HEAD + "".join(line for target in TARGETS for line in _table(target, fitted[target]))
    write_whole(path, text.encode(), "Name a file that can be written with --calibrate")


def _table(target: str, one: Fitted) -> Iterable[str]:
    yield f"\n[{target}]\nbias = {one.weights.bias:.3f}\n\n[{target}.measured]\n"
    yield from (f"{name} = {value}\n" for name, value in one.measured.items())
    yield f"\n[{target}.signs]\n"
    # A sign that weighs next to nothing would only make the file longer.
    yield from (f'"{name}" = {weight}\n' for name, weight in sorted(one.weights.signs.items()) if abs(weight) >= 0.01)
