"""Who was handed which figures to review, until when, and what came back: ``reviews/hand-outs.jsonl``, only added to.

An export for a person is a hand-out, named by its batch. While it is out its figures are in no other person's export.
It is back when its file was handed in and nothing of it was refused, whatever was decided in it: what was left open
returns to the queue.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from extract.document import SolieuError
from kb.corpus import REVIEWS

FILE = "hand-outs.jsonl"
Step = Literal["out", "back", "moved", "released"]


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a hand-out: ``person`` and ``due`` (an ISO day or empty) as they are from then on, ``figures`` by
    their ids where it goes out."""

    batch: str
    step: Step
    person: str
    due: str
    at: str
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOut:
    """A hand-out as it stands: when it went out, to whom, until when, with which figures; ``back`` and ``released`` say
    that it is not out any more."""

    batch: str
    person: str
    due: str
    at: str
    figures: tuple[str, ...]
    back: str = ""
    released: str = ""

    @property
    def is_out(self) -> bool:
        """Whether its person still has it."""
        return not (self.back or self.released)

    def is_late(self, today: datetime.date) -> bool:
        """Whether it should have come back before this day."""
        return self.is_out and bool(self.due) and self.due < today.isoformat()


def hand_outs(logs: Iterable[Path]) -> list[HandOut]:
    """All hand-outs beside these logs, the earliest first. Raises SolieuError where a file of them is damaged."""
    found: dict[str, HandOut] = {}
    for log in logs:
        for line in _lines(log.parent / REVIEWS / FILE):
            known = found.get(line.batch)
            if line.step == "out" or known is None:
                found[line.batch] = HandOut(line.batch, line.person, line.due, line.at, line.figures)
            elif line.step == "moved":
                found[line.batch] = replace(known, person=line.person, due=line.due)
            elif line.step == "back":
                found[line.batch] = replace(known, back=line.at)
            else:
                found[line.batch] = replace(known, released=line.at)
    return sorted(found.values(), key=lambda one: (one.at, one.batch))


def out_now(logs: Iterable[Path]) -> dict[str, HandOut]:
    """The hand-outs that are out, by the figures in them."""
    return {figure: one for one in hand_outs(logs) if one.is_out for figure in one.figures}


def holders(logs: Iterable[Path], batches: Iterable[str]) -> dict[str, str]:
    """Who has or had each of these batches; nobody of one that was not handed out, or was taken back into the queue.
    A row that bears no batch, one that adds a figure, is of who has all of them."""
    known = {one.batch: one.person for one in hand_outs(logs) if not one.released}
    found = {batch: known.get(batch, "") for batch in batches if batch}
    people = set(found.values())
    return {**found, "": people.pop() if len(people) == 1 else ""}


def put_out(log: Path, batch: str, person: str, due: str, figures: Sequence[str]) -> None:
    """Note that a batch went to a person. Raises SolieuError where it cannot be written."""
    _add(log, Line(batch, "out", person, due, _now(), tuple(figures)))


def take_back(logs: Sequence[Path], batches: Iterable[str]) -> None:
    """Note that the files of these batches came back, of those that were out."""
    back = frozenset(batches)
    for one in hand_outs(logs):
        if one.is_out and one.batch in back:
            _add(_home(logs, one.batch), Line(one.batch, "back", one.person, one.due, _now()))


def change(logs: Sequence[Path], batch: str, *, person: str | None, due: str | None, release: bool) -> HandOut:
    """Give a hand-out to another person or until another day, or take it from its person (``release``).

    Raises SolieuError where there is no such hand-out, or it is not out any more.
    """
    known = {one.batch: one for one in hand_outs(logs)}
    if batch not in known:
        raise SolieuError(batch, "nothing of this name was handed out", "solieu review assign lists what is out")
    one = known[batch]
    if not one.is_out:
        raise SolieuError(batch, "it is back already", "Hand out what is left with solieu review export --for NAME")
    changed = replace(one, person=one.person if person is None else person, due=one.due if due is None else due)
    step: Step = "released" if release else "moved"
    line = Line(batch, step, changed.person, changed.due, _now())
    _add(_home(logs, batch), line)
    return replace(changed, released=line.at if release else "")


def _home(logs: Sequence[Path], batch: str) -> Path:
    holds = [log for log in logs if any(line.batch == batch for line in _lines(log.parent / REVIEWS / FILE))]
    return (holds or list(logs))[0]


def _lines(path: Path) -> list[Line]:
    if not path.is_file():
        return []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SolieuError(str(path), f"it cannot be read ({error})", "Repair it, or give yourself the right") from error
    return [_line(path, number, text) for number, text in enumerate(lines, 1) if text.strip()]


def _line(path: Path, number: int, text: str) -> Line:
    try:
        values = json.loads(text)
        return Line(**{**values, "figures": tuple(values.get("figures", ()))})
    except (ValueError, TypeError, AttributeError) as error:
        remedy = "Repair that line; what was decided is in corrections.jsonl and is not touched"
        raise SolieuError(f"{path}, line {number}", f"it is no hand-out ({error})", remedy) from error


def _add(log: Path, line: Line) -> None:
    path = log.parent / REVIEWS / FILE
    values = {name: value for name, value in asdict(line).items() if value or name != "figures"}
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(values, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        problem = f"who has which figures cannot be noted ({error.strerror})"
        raise SolieuError(str(path), problem, "Make the folder writable") from error


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
