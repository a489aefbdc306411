"""A folder of files that came back, by e-mail or from a stick: each is handed in once, in any order, and none stops
the others. A receipt in which somebody has written is a file as well, and stands for the one that it answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from extract.document import SolieuError
from kb.review.file import ReviewFile, read_file
from kb.review.hand_outs import holders
from kb.review.log import Event, read_log
from kb.review.people import ByWhom
from kb.review.receipt import answered_by, holds_more, write_receipt
from kb.review.verdict import Verdict
from kb.review.write import apply
from kb.store import corrections_files, read_base

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a file: a verdict for each of its rows, how many were ``written`` as which ``hand_in``, where the
    receipt lies, the warnings of the logs; or the ``error`` for which nothing of it was read. ``known``: the same bytes
    were handed in before, in this folder or earlier."""

    path: Path
    verdicts: tuple[Verdict, ...] = ()
    written: int = 0
    hand_in: str = ""
    receipt: Path | None = None
    error: str = ""
    known: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Files that say different things of one field of a figure, each with its row and its word."""

    figure_id: str
    number: str
    field: str
    said: tuple[tuple[Path, int, str], ...]


def files_in(folder: Path) -> list[tuple[Path, ...]]:
    """The files of a folder that may be reviews, by name, each with its receipts behind it; of what came back alone the
    first receipt is the file. What an open spreadsheet leaves is none.

    Raises SolieuError where it is no folder.
    """
    if not folder.is_dir():
        raise SolieuError(str(folder), "there is no such folder", "Name the folder that the files lie in")
    files: list[tuple[Path, ...]] = []
    answers: dict[tuple[Path, str], list[tuple[int, Path]]] = defaultdict(list)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in ENDINGS and not path.name.startswith((".", "~")):
            stem, number = answered_by(path)
            if number:
                answers[path.parent, stem].append((number, path))
            else:
                files.append((path,))
    # Two files may differ in their endings only: a receipt is that of the first.
    whole = [(*one, *(path for _, path in sorted(answers.pop((one[0].parent, one[0].stem), [])))) for one in files]
    return sorted([*whole, *(tuple(path for _, path in sorted(alone)) for alone in answers.values())])


def collect(
    base: Path,
    files: Iterable[tuple[Path, ...]],
    write: bool,
    partial: bool,
    reviewer: str,
    confirmed: bool,
    otherwise: str = "",
) -> Iterator[Handed]:
    """Hand in each file, or only check it; gives what became of one before the next is read. ``reviewer`` and
    ``otherwise`` are those of :func:`kb.review.write.apply`.

    A file of the same bytes as one that was handed in is passed over, and so is a receipt in which nobody has written:
    to collect a folder twice changes nothing. A receipt in which somebody has goes in place of its file.
    """
    with closing(read_base(base)) as db:
        logs = corrections_files(db, existing=False)
    seen = {event.file_hash for log in logs if log.is_file() for event in read_log(log).events}
    for path, *receipts in files:
        try:
            file = read_file(path)
            answer = _filled_in(file, receipts, logs, ByWhom(reviewer, {}, otherwise))
            if file.file_hash in seen:
                yield Handed(path, known=True)
            if answer is not None:
                path, file = answer.path, answer
            if file.file_hash in seen:
                continue
            done = apply(base, file, write, partial, reviewer, confirmed, otherwise)
            receipt = _receipt(base, file, done.verdicts)
        except SolieuError as error:
            yield Handed(path, error=str(error))
            continue
        if done.written or not write:
            seen.add(file.file_hash)
        yield Handed(path, tuple(done.verdicts), done.written, done.hand_in, receipt, warnings=done.warnings)


def _filled_in(file: ReviewFile, receipts: Sequence[Path], logs: Sequence[Path], by: ByWhom) -> ReviewFile | None:
    """The last of a file's receipts in which somebody has written more than stands in what it answers; None where
    nobody has. Raises SolieuError where one cannot be read."""
    found = None
    for path in receipts:
        receipt = read_file(path)
        whose = replace(by, holders=holders(logs, {row["batch"] for row in file.rows}))
        if holds_more(receipt, file, {row.number: whose.from_hand_out(row) for row in file.rows}):
            found = receipt
        file = receipt
    return found


def disagreements(handed: Sequence[Handed]) -> list[Disagreement]:
    """Where files that were only checked ask different things of one field: who is first would win, and the others
    would meet a conflict."""
    said: dict[tuple[str, str], dict[str, tuple[Path, Event]]] = defaultdict(dict)
    for one in handed:
        for verdict in one.verdicts:
            for event in verdict.events:
                said[event.figure_id, event.field].setdefault(event.new, (one.path, event))
    return [
        Disagreement(
            figure,
            next(iter(words.values()))[1].number,
            name,
            tuple((path, event.row, word) for word, (path, event) in words.items()),
        )
        for (figure, name), words in said.items()
        if len(words) > 1
    ]


def _receipt(base: Path, file: ReviewFile, verdicts: Sequence[Verdict]) -> Path:
    try:
        return write_receipt(base, file, verdicts)
    except OSError as error:
        problem = f"the receipt cannot be written ({error.strerror})"
        raise SolieuError(str(file.path), problem, "Close it in the spreadsheet, and collect again") from error
