"""What an export showed, kept as it was: ``reviews/BATCH.jsonl`` beside the log of corrections.

The CSV comes back changed by Excel; the snapshot does not. It lies with the corpus, not with the base, because the
base may be deleted between export and apply. It holds nothing that a rebuild needs and may be deleted when a batch is
done: the read-only columns of the CSV then stand for it. Its first line is about the batch, the others are figures.
"""

from __future__ import annotations

import datetime
import itertools
import json
import os
import re
import secrets
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from extract.document import SolieuError
from kb.corpus import REVIEWS
from kb.review.state import Fields, Standing, fields_of
from kb.versions import solieu_version

_BATCH = re.compile(r"B-[0-9]{8}-[0-9]{6}-[0-9A-F]{4}")


def new_batch() -> str:
    """A name for an export: ``B-``, its time in UTC and four letters of chance."""
    return f"{datetime.datetime.now(datetime.UTC):B-%Y%m%d-%H%M%S}-{secrets.token_hex(2).upper()}"


def is_batch(text: str) -> bool:
    """Whether this is the name of an export (and so may stand in a path)."""
    return _BATCH.fullmatch(text) is not None


def keep(logs: Sequence[Path], batch: str, figures: Iterable[Standing], asked: dict[str, str]) -> Path:
    """Write the snapshot beside the first of the logs; ``asked`` are the options of the export."""
    if not logs:
        raise SolieuError(batch, "the base does not know where its corrections belong", "Run solieu build first")
    path = logs[0].parent / REVIEWS / f"{batch}.jsonl"
    head = {"batch": batch, "version": solieu_version(), "asked": asked}
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            # Line by line: a large export is in memory once already.
            for line in itertools.chain([head], map(_line, figures)):
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        remedy = "Make the folder writable: without it a correction could meet a figure that changed"
        raise SolieuError(str(path), f"what the export shows cannot be kept ({error.strerror})", remedy) from error
    return path


def shown_documents(logs: Iterable[Path]) -> set[tuple[str, str, str, str]]:
    """The documents that exports showed, by id, identity, name and hash; a snapshot that is damaged tells nothing."""
    found: set[tuple[str, str, str, str]] = set()
    for path in sorted(path for log in logs for path in (log.parent / REVIEWS).glob("B-*.jsonl")):
        try:
            with path.open(encoding="utf-8", newline="\n") as file:
                next(file, None)
                lines = map(json.loads, file)
                found |= {(one["document_id"], one["identity"], one["filename"], one["sha256"]) for one in lines}
        except (OSError, ValueError, TypeError, KeyError):
            continue
    return found


def recall(logs: Iterable[Path], batch: str) -> dict[str, Standing] | None:
    """What the export of this name showed, by the ids of figures; None where no snapshot of it is left.

    Raises SolieuError where there is one, and it is damaged.
    """
    if not is_batch(batch):
        return None
    for log in logs:
        path = log.parent / REVIEWS / f"{batch}.jsonl"
        if not path.is_file():
            continue
        try:
            with path.open(encoding="utf-8", newline="\n") as file:
                next(file, None)
                figures = [_figure(json.loads(line)) for line in file]
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            remedy = "Export again, or delete it: the columns of the CSV then stand for it"
            raise SolieuError(str(path), f"the snapshot is damaged ({error})", remedy) from error
        return {figure.figure_id: figure for figure in figures}
    return None


def _line(figure: Standing) -> dict[str, Any]:
    """The figure as JSON takes it; ``asdict`` would copy each of its words, which costs more than all else."""
    line = {name: getattr(figure, name) for name in Standing.__slots__}
    return {**line, "machine": dict(figure.machine.items()), "now": dict(figure.now.items())}


def _figure(line: dict[str, Any]) -> Standing:
    """The figure of a line. What many figures say alike is kept once: a snapshot may hold hundreds of thousands."""
    # A snapshot of an earlier version has no patterns and no candidates.
    line["machine"], machine = _once(line["machine"]), line["machine"]
    line["now"] = line["machine"] if line["now"] == machine else _once(line["now"])
    line["candidates"] = tuple((sys.intern(name), chance) for name, chance in line.get("candidates", ()))
    once: dict[str, Any] = {name: sys.intern(word) if isinstance(word, str) else word for name, word in line.items()}
    return Standing(**once)


def _once(fields: dict[str, str]) -> Fields:
    """The same fields; a reader of JSON makes even their names anew for each line."""
    return fields_of({name: sys.intern(word) for name, word in fields.items()})
