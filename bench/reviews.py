"""How long 100,000 corrections take: ``python -m bench.reviews 25000 50000 100000``.

Each size has a base of its own with twice as many figures in documents of 500, made without reading a file. Measured
are an export of all figures, the check of a file that corrects half of them, its apply with the checks behind it, and
laying the log over a base that knows nothing of it, as a rebuild does.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from kb.identity import document_id, figure_id, row_id
from kb.latest import refresh
from kb.review.export import as_csv, export
from kb.review.file import read_file
from kb.review.overlay import replay
from kb.review.queue import Wanted
from kb.review.write import apply
from kb.store import open_base, set_state, transaction, write_metrics, write_places
from rules.catalogue import load_catalogue

IN_DOCUMENT = 500


def make_base(path: Path, figures: int) -> None:
    """A base of this many figures, one a sentence, and no corrections."""
    (path.parent / "corpus").mkdir(exist_ok=True)
    catalogue = load_catalogue()
    metrics = [metric.id for metric in catalogue]
    with closing(open_base(path)) as db:
        with transaction(db):
            write_places(db)
            write_metrics(db, catalogue, {group.id: (group.name_vi, group.name_en) for group in catalogue.groups})
            set_state(db, "corrections_files", json.dumps(["corpus/corrections.jsonl"]))
            for number in range(figures // IN_DOCUMENT):
                _make_document(db, number, metrics)
        refresh(db)


def _make_document(db: sqlite3.Connection, number: int, metrics: list[str]) -> None:
    key = f"issuer|{number}|2024"
    document = document_id(key)
    values = (document, f"{number}.txt", f"corpus/{number}.txt", str(number), key)
    names = "id, filename, path, sha256, identity, status, rules_version, period, place_id"
    db.execute(f"insert into documents({names}) values (?, ?, ?, ?, ?, 'ok', '1', '2023', '49-old')", values)
    for seq in range(IN_DOCUMENT):
        text = f"Trong năm {number} của kỳ báo cáo, đơn vị thứ {seq} có {seq}.100 trạm BTS đang hoạt động."
        at = text.index(f"{seq}.100")
        row = row_id(document, seq)
        passage = (row, document, seq, text, seq * 200, seq * 200 + len(text))
        names = "id, document_id, seq, kind, text, char_start, char_end"
        db.execute(f"insert into passages({names}) values (?, ?, ?, 'paragraph', ?, ?, ?)", passage)
        printed = f"{seq}.100"
        figure = {
            "rowid": row, "id": figure_id(key, text, printed, 0), "document_id": document, "seq": seq,
            "number": printed, "value": f"{seq}100", "value_num": seq * 1000 + 100, "unit": "trạm",
            "qualifier": "exact", "kind": "count", "status": "actual", "metric_id": metrics[seq % len(metrics)],
            "item": str(seq), "subject": "trạm BTS", "place": "Quảng Nam", "place_id": "49-old", "in_table": 0,
            "quote": text, "passage_id": row, "char_start": seq * 200 + at, "char_end": seq * 200 + at + len(printed),
            "passage_start": at, "rule": "phrase", "confidence": 0.9, "place_from": "letterhead",
            "period_from": "default", "level_from": "default", "status_from": "default", "anchor": text,
            "occurrence": 0,
        }  # fmt: skip
        marks = ", ".join(f":{name}" for name in figure)
        db.execute(f"insert into figures({', '.join(figure)}) values ({marks})", figure)


def _export(folder: Path, corrections: int) -> None:
    with closing(sqlite3.connect(folder / "kb.db")) as db:
        made = export(db, Wanted(everything=True))
        assert made is not None
    for at, row in enumerate(made.rows):
        row["new_value"] = "7" if at % 2 else ""
    (folder / "r.csv").write_bytes(as_csv(made.rows, ";"))


def _check(folder: Path, corrections: int) -> None:
    file = read_file(folder / "r.csv")
    checked = apply(folder / "kb.db", file, write=False, partial=False, reviewer="bench", confirmed=True)
    assert sum(one.outcome == "ready" for one in checked.verdicts) == corrections


def _apply(folder: Path, corrections: int) -> None:
    file = read_file(folder / "r.csv")
    done = apply(folder / "kb.db", file, write=True, partial=False, reviewer="bench", confirmed=True)
    assert done.written == corrections


def _rebuild(folder: Path, corrections: int) -> None:
    with closing(open_base(folder / "fresh.db")) as db:
        assert replay(db).states == {"active": corrections}


def _nothing_new(folder: Path, corrections: int) -> None:
    with closing(open_base(folder / "fresh.db")) as db:
        replay(db)


STEPS: tuple[Callable[[Path, int], None], ...] = (_export, _check, _apply, _rebuild, _nothing_new)


def measure(corrections: int, folder: Path) -> None:
    """Print what each step takes for this many corrections: seconds of the processor, as the machine may have other
    work, and the most memory. Each has a process of its own, as each is a command."""
    make_base(folder / "kb.db", 2 * corrections)
    shutil.copy(folder / "kb.db", folder / "fresh.db")
    for step in STEPS:
        child = multiprocessing.get_context("spawn").Process(target=_measured, args=(step, folder, corrections))
        child.start()
        child.join()
        if child.exitcode:
            sys.exit(child.exitcode)


def _measured(step: Callable[[Path, int], None], folder: Path, corrections: int) -> None:
    start = time.process_time()
    step(folder, corrections)
    took = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  {step.__name__.strip('_').replace('_', ' ')} {took:.1f} s, {peak} MB", flush=True)


if __name__ == "__main__":
    for size in map(int, sys.argv[1:] or ["25000"]):
        print(f"{size:,} corrections of {2 * size:,} figures", flush=True)
        with tempfile.TemporaryDirectory() as name:
            measure(size, Path(name))
