"""Whose a file is, by its bytes and not by its name: a reader, or an error that says what to do instead.

1. nothing at all is told as such
2. the readers are asked in their order (:mod:`extract.readers`), those that take any text last
3. before those, and where nobody accepts, what is known of files that are not read (:mod:`extract.refusals`)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.document import ReadError
from extract.foreign import ForeignError
from extract.head import Head
from extract.reader import Order, Reader
from extract.readers import registry
from extract.refusals import EMPTY, REFUSALS, UNKNOWN, Refusal


@dataclass(frozen=True, slots=True)
class Sniffed:
    """The reader of a file; ``notes`` tell of readers of other packages that failed to look at it."""

    reader: Reader
    notes: tuple[str, ...] = ()


def sniff(data: bytes, name: str) -> Sniffed:
    """The reader of the file whose bytes are ``data``; ``name`` is its name, for messages.

    Raises ReadError with a remedy for what is not read, status ``empty`` where there is nothing at all.
    """
    head = Head(data, name)
    if head.is_empty:
        raise ReadError(name, EMPTY.problem, EMPTY.remedy, "empty")
    readers = registry().readers
    notes: list[str] = []
    sure = [reader for reader in readers if reader.order < Order.ANYTHING]
    found = _ask(sure, head, notes)
    if found is None:
        for refusal in REFUSALS:
            if refusal.fits(head):
                raise _refused(refusal, head)
        found = _ask(readers[len(sure) :], head, notes)
    if found is None:
        raise _refused(UNKNOWN, head)
    return Sniffed(found, tuple(notes))


def _ask(readers: Sequence[Reader], head: Head, notes: list[str]) -> Reader | None:
    for reader in readers:
        try:
            if reader.accepts(head):
                return reader
        except ForeignError as error:
            notes.append(error.problem)  # the others are asked all the same
    return None


def _refused(refusal: Refusal, head: Head) -> ReadError:
    problem = refusal.problem.replace("{mimetype}", head.mimetype)
    return ReadError(head.name, problem, refusal.remedy)
