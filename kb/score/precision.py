"""How often each rule was right: counted where people read the figures, and written for the rules to know.

Only counts are kept, no word and no number of a document. The rules take their confidence from them
(``rules/precision.py``), so that a base is built anew behind a new count.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.document import SolieuError
from kb.score.measure import COMPLETE, Verdict
from kb.score.reviewed import read_reviewed

_HEAD = """\
# How often each rule was right where people had read the document: the whole record and the metric are theirs.
# Written by solieu score --calibrate; do not edit it by hand. rules/precision.py says what is made of it.
"""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A found figure that a person has judged."""

    rule: str
    flags: tuple[str, ...]
    right: bool


def judged(runs: Iterable[Sequence[Verdict]]) -> Iterator[Judgement]:
    """The found figures of annotated documents; a spurious one is wrong, an optional one counts for nothing."""
    for verdicts in runs:
        for verdict in verdicts:
            if verdict.found is not None and verdict.counts:
                right = verdict.expected is not None and verdict.wrong.isdisjoint((*COMPLETE, "metric"))
                yield Judgement(verdict.found.rule, verdict.found.flags, right)


def reviewed(db: sqlite3.Connection, annotated: Collection[str]) -> Iterator[Judgement]:
    """The figures that people confirmed, corrected or dropped, but for those of annotated documents (file names)."""
    for one in read_reviewed(db):
        if one.document not in annotated:
            yield Judgement(one.rule, one.flags, one.right)


def write_precision(path: Path, judgements: Iterable[Judgement]) -> None:
    """Write the counts, by name, so that a diff can be read. SolieuError where the file cannot be written."""
    seen: dict[str, Counter[str]] = {"rules": Counter(), "flags": Counter()}
    right: dict[str, Counter[str]] = {"rules": Counter(), "flags": Counter()}
    for one in judgements:
        for table, names in (("rules", (one.rule,)), ("flags", one.flags)):
            seen[table].update(names)
            right[table].update(names if one.right else ())
    tables = [
        f"\n[{table}]\n"
        + "".join(f'"{name}" = {{ right = {right[table][name]}, seen = {counts[name]} }}\n' for name in sorted(counts))
        for table, counts in seen.items()
    ]
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(_HEAD + "".join(tables), encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        remedy = "Name a file that can be written with --calibrate"
        raise SolieuError(str(path), f"it cannot be written ({error.strerror})", remedy) from error
