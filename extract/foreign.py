"""Readers of other packages: found by the entry point group ``solieu.readers``, checked, and held at arm's length.

Their code is not ours: whatever it raises is told under the name of its package and stops nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from typing import ParamSpec, TypeVar

from extract.document import ReadError, SolieuError, Source
from extract.head import Head
from extract.pieces import Pieces
from extract.reader import Missing, Reader

GROUP = "solieu.readers"

P = ParamSpec("P")
R = TypeVar("R")


class ForeignError(ReadError):
    """The reader of another package failed; the document is told so, ours and the other documents go on."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The foreign ``readers``, by the names of their packages; all ``packages`` that name some, also those whose reader
    was left out; ``faults`` say why it was."""

    readers: tuple[Reader, ...]
    packages: tuple[str, ...]
    faults: tuple[str, ...]


def join(taken: frozenset[str]) -> Joined:
    """The readers that other packages bring. ``taken`` are the names of formats that they may not use."""
    found = sorted(entry_points(group=GROUP), key=lambda one: (_package(one), one.name))
    readers: dict[str, Reader] = {}
    faults: list[str] = []
    for entry in found:
        try:
            reader = entry.load()
        except Exception as error:  # a module of others may fail in any way
            faults.append(f"{_told(entry)}: cannot be loaded ({error!r}). Update or uninstall {_package(entry)}.")
            continue
        problem = _problem(reader, taken | readers.keys())
        if problem:
            faults.append(f"{_told(entry)}: {problem}. Update or uninstall {_package(entry)}.")
        else:
            readers[reader.format] = _guarded(reader, entry)
    packages = tuple(dict.fromkeys(_package(entry) for entry in found if entry.dist))
    return Joined(tuple(readers.values()), packages, tuple(faults))


def _problem(reader: object, taken: frozenset[str]) -> str:
    if not isinstance(reader, Reader):
        return f"is no extract.reader.Reader but {type(reader).__name__}"
    return f"there is a reader of the format {reader.format} already" if reader.format in taken else ""


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.module


def _told(entry: EntryPoint) -> str:
    return f"reader {entry.name} of the package {_package(entry)}"


def _guarded(reader: Reader, entry: EntryPoint) -> Reader:
    """The reader with its calls guarded: our errors pass, all others become a ForeignError that names the package."""

    def guard(call: Callable[P, R], what: str, place: Callable[P, str]) -> Callable[P, R]:
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return call(*args, **kwargs)
            except (SolieuError, MemoryError):
                raise
            except Exception as error:
                problem = f"{_told(entry)} {what} ({error!r})"
                remedy = f"update or uninstall {_package(entry)}, or tell its makers"
                raise ForeignError(place(*args, **kwargs), problem, remedy) from error

        return guarded

    def read(source: Source, data: bytes) -> Pieces:
        pieces = reader.read(source, data)
        if not isinstance(pieces, Pieces):
            raise TypeError(f"gave {type(pieces).__name__} and not Pieces")
        return pieces

    def needs() -> Sequence[Missing]:
        return tuple(reader.needs())

    def wants() -> Sequence[Missing]:
        return tuple(reader.wants())

    def of_head(head: Head) -> str:
        return head.name

    def of_source(source: Source, data: bytes) -> str:
        return source.filename

    return replace(
        reader,
        accepts=guard(reader.accepts, "failed to look at it", of_head),
        read=guard(read, "failed to read it", of_source),
        needs=guard(needs, "does not know what it needs", lambda: _told(entry)),
        wants=guard(wants, "does not know what it wants", lambda: _told(entry)),
    )
