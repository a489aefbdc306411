"""The log of what people decided: ``corrections.jsonl`` beside the documents, one event a line, only ever added to.

An event says what it changed (figure and field), what stood there (``old`` as seen, ``machine`` as read), what stands
there now (``new``), who said so, when, why, and from which row of which file. Empty is written ``""``. Taking back is
an event, too: it names the one that it ``reverses``. Keys that this version does not know are left where they are.
"""

from __future__ import annotations

import datetime
import hashlib
import itertools
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from dataclasses import field as dataclass_field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from extract.document import SolieuError
from kb.review.state import NUMBERS

TORN = ".torn"
DECISIONS = ("ok", "fix", "drop", "unsure")


@dataclass(frozen=True, slots=True)
class Event:
    """One decision on one field. ``batch`` is the export that was filled in, ``hand_in`` the file that came back.
    ``field`` is a column of ``figures``, ``decision`` (``ok fix drop unsure``), ``added`` where a person added the
    figure itself, ``adopted`` where a person said which document this one is now, or ``whole`` where somebody reviewed
    all of it (``new`` is then how many figures it had). ``seen`` are the machine's fields as they were when a person
    said ok, or what an added figure begins with, or what the other document, the whole of a part or the document as a
    whole is known by.
    ``slot`` is the figure's second key where it had one. ``sha256`` is the document's, ``file_hash`` that of the CSV,
    ``row`` its row as a spreadsheet counts, ``at`` UTC with microseconds, later for later events. ``document``, of the
    first event about a document, is what that said of itself and its sketch: by it the document is known again as
    another file. ``group`` is the figure that a person looked at where they decided for all that were read like it."""

    event: str
    batch: str
    file_hash: str
    row: int
    figure_id: str
    document_id: str
    identity: str
    filename: str
    sha256: str
    anchor: str
    number: str
    occurrence: int
    quote: str
    field: str
    old: str
    machine: str
    new: str
    reason: str
    reviewer: str
    at: str
    version: str
    reverses: str = ""
    seen: dict[str, str] = dataclass_field(default_factory=dict)
    slot: str = ""
    hand_in: str = ""
    group: str = ""
    document: dict[str, str] = dataclass_field(default_factory=dict)

    @property
    def handed_in(self) -> str:
        """The hand-in that it came with; of an event that was written before hand-ins had names, its batch."""
        return self.hand_in or self.batch


@dataclass(frozen=True, slots=True)
class Log:
    """A log as it was read: ``torn`` are the bytes of a last line that has no end and is no event, ``whole`` the
    length before them, ``damaged`` a message for each other line that is no event, ``sha256`` the hash of all bytes."""

    path: Path
    events: tuple[Event, ...]
    whole: int
    torn: bytes
    damaged: tuple[str, ...]
    sha256: str
    ended: bool

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person must know of this file: lines that are no events."""
        if not self.torn:
            return self.damaged
        problem = f"the last line is torn, as after a power cut ({len(self.torn)} bytes)"
        return (*self.damaged, f"{self.path}: {problem}. The next apply sets it aside into {self.path.name}{TORN}.")


_TYPES = {one.name: {"int": int, "str": str}.get(str(one.type), dict) for one in fields(Event)}
ADDED = "added"
ADOPTED = "adopted"
WHOLE = "whole"
OF_DOCUMENTS = (ADOPTED, WHOLE)
"""What is said of a document and of none of its figures."""
_OPTIONAL = ("reverses", "seen", "slot", "hand_in", "group", "document")


def read_log(path: Path) -> Log:
    """All events of a log, none where there is no file. Raises SolieuError where it cannot be opened."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        data = b""
    except OSError as error:
        remedy = "Give yourself the right to read it"
        raise SolieuError(str(path), f"the corrections cannot be read ({error.strerror})", remedy) from error
    events: list[Event] = []
    faults: list[tuple[int, int, str]] = []
    start = 0
    for number, line in enumerate(_lines(data), 1):
        if line.strip():
            try:
                events.append(_event(line))
            except ValueError as error:
                faults.append((number, start, str(error)))
        start += len(line)
    whole = len(data)
    # What has its end was written whole, and spoilt later: that is a person's to repair, not ours to set aside.
    if faults and b"\n" not in data[faults[-1][1] :]:
        whole = faults.pop()[1]
    damaged = tuple(
        f"{path}, line {number}: it is no correction ({why}). Repair that line, the others are in force."
        for number, _, why in faults
    )
    # Not by a slice of all that is whole: that would be the log in memory once more.
    ended = not whole or data[whole - 1 : whole] == b"\n"
    return Log(path, tuple(events), whole, data[whole:], damaged, hashlib.sha256(data).hexdigest(), ended)


def append(path: Path, events: Sequence[Event]) -> int | None:
    """Add events at the end, on the disk when this returns; gives where they begin, None in a file that is new. A torn
    last line is set aside first, never lost.

    Raises SolieuError where the file is damaged, or cannot be written: then nothing was added.
    """
    log = read_log(path)
    if log.damaged:
        raise SolieuError(str(path), f"the log is damaged ({log.damaged[0]})", "Repair it before more is added")
    lines = itertools.chain([] if log.ended else [b"\n"], map(encode, events))
    before = log.whole if path.exists() else None
    try:
        if log.torn:
            _write(path.with_name(path.name + TORN), [log.torn, b"\n"])
            with path.open("r+b") as file:
                file.truncate(log.whole)
                os.fsync(file.fileno())
        _write(path, lines)
    except ValueError:
        cut_back(path, before)
        raise
    except OSError as error:
        # Some of the lines may be there, whole: half a batch would be in force, and nobody would have been told.
        cut_back(path, before)
        remedy = "Make its folder writable, free some space, and apply again"
        raise SolieuError(str(path), f"the corrections cannot be written ({error.strerror})", remedy) from error
    return before


def cut_back(path: Path, before: int | None) -> None:
    """Take out what :func:`append` added just now, before anybody else has seen it."""
    try:
        if before is None:
            path.unlink(missing_ok=True)
        elif path.stat().st_size > before:
            with path.open("r+b") as file:
                file.truncate(before)
                os.fsync(file.fileno())
    except OSError as error:
        problem = f"a part of a batch was written and cannot be taken out ({error.strerror})"
        raise SolieuError(
            str(path), problem, "Take the batch back with solieu review undo, then apply again"
        ) from error


def encode(event: Event) -> bytes:
    """An event as its line."""
    values = {name: value for name in _TYPES if (value := getattr(event, name)) or name not in _OPTIONAL}
    return json.dumps(values, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def reversed_events(events: Iterable[Event]) -> frozenset[str]:
    """The events that are taken back. What takes back may be taken back itself: the first then holds again."""
    undone: set[str] = set()
    for event in sorted((one for one in events if one.reverses), key=lambda one: (one.at, one.event), reverse=True):
        if event.event not in undone:
            undone.add(event.reverses)
    return frozenset(undone)


def in_order(logs: Iterable[Log]) -> tuple[Event, ...]:
    """The events of several logs by time, each once: a log that was copied says nothing new."""
    once = {event.event: event for log in logs for event in log.events}
    return tuple(sorted(once.values(), key=lambda event: event.at))


def next_time(events: Iterable[Event]) -> str:
    """The time to give to new events: now, yet later than all before, even where a clock was set back."""
    now = datetime.datetime.now(datetime.UTC)
    latest = max((event.at for event in events), default="")
    if latest:
        now = max(now, datetime.datetime.fromisoformat(latest) + datetime.timedelta(microseconds=1))
    return now.isoformat(timespec="microseconds")


def hand_in_of(file_hash: str, at: str) -> str:
    """``I-``, the time ``at`` and four hexadecimal digits: the name of a file that was handed in."""
    when = datetime.datetime.fromisoformat(at)
    return f"I-{when:%Y%m%d-%H%M%S}-{hashlib.sha256(f'{file_hash}|{at}'.encode()).hexdigest()[:4].upper()}"


def event_id(batch: str, figure_id: str, name: str, new: str, at: str) -> str:
    """``E-`` and 16 hexadecimal digits."""
    return sys.intern(
        "E-" + hashlib.sha256("\x1f".join((batch, figure_id, name, new, at)).encode()).hexdigest()[:16].upper()
    )


def _lines(data: bytes) -> Iterator[bytes]:
    """Lines with their ends, of which only ``\\n`` is one: an editor of Windows may have put a ``\\r`` before it. One
    by one: a log may be large, and is in memory once already."""
    start = 0
    while end := data.find(b"\n", start) + 1:
        yield data[start:end]
        start = end
    yield data[start:]


def _event(line: bytes) -> Event:
    """The event of a line; ValueError with the reason where it is none."""
    try:
        # An editor of Windows may have put a mark before the first line.
        values: Any = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON, {error.msg}") from None
    if not isinstance(values, dict):
        raise ValueError("no object")
    for name, wanted in _TYPES.items():
        if name not in values and name not in _OPTIONAL:
            raise ValueError(f"{name} is missing")
        if name in values and type(values[name]) is not wanted:
            raise ValueError(f"{name} is of the wrong type")
    try:
        time = datetime.datetime.fromisoformat(values["at"])
    except ValueError:
        raise ValueError("at is no time") from None
    if time.utcoffset() != datetime.timedelta(0):
        raise ValueError("at is not in UTC")
    # What events say alike is kept once, and so is what the figure in the base and an event before it is written say.
    known = {name: values[name] for name in _TYPES if name in values}
    alike: dict[str, Any] = {name: sys.intern(word) for name, word in known.items() if isinstance(word, str)}
    if values.get("seen"):
        alike["seen"] = {
            sys.intern(name): sys.intern(word) if isinstance(word, str) else word
            for name, word in values["seen"].items()
        }
    event = Event(**known | alike)
    if not all(isinstance(word, str) for word in event.document.values()):
        raise ValueError("document is of the wrong type")
    if not event.reverses:
        _check_numbers(event)
    return event


def _check_numbers(event: Event) -> None:
    """ValueError where something is no number that has to be one: laid over a figure it would end a build."""
    words = {f"seen {name}": event.seen[name] for name in NUMBERS if event.seen.get(name)}
    if not all(isinstance(word, str) for word in event.seen.values()):
        raise ValueError("seen is of the wrong type")
    if event.field == ADDED:
        words["seen value"] = event.seen.get("value", "")
    if event.field == "marks" and not _is_list(event.new):
        raise ValueError("new is no list of marks")
    if event.field in NUMBERS:
        words |= {name: word for name, word in (("new", event.new), ("machine", event.machine)) if word}
    if event.field == "value":
        words["new"] = event.new
    for name, word in words.items():
        try:
            finite = Decimal(word).is_finite()
        except InvalidOperation:
            finite = False
        if not finite:
            raise ValueError(f"{name} is no number")


def _is_list(text: str) -> bool:
    try:
        said: Any = json.loads(text)
    except json.JSONDecodeError:
        return False
    return isinstance(said, list) and all(isinstance(one, str) for one in said)


def _write(path: Path, lines: Iterable[bytes]) -> None:
    """Add lines to a file, one by one, and wait until the disk has them, and its folder the name."""
    new = not path.exists()
    with path.open("ab") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
    if new and os.name != "nt":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
