"""All pictures of one document, one after the other: kept pages are taken, the others recognised, within bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from extract.document import ReadError, Source
from extract.patience import ask_for
from extract.scan.engine import Engine, engine, missing
from extract.scan.page import Seen
from extract.scan.store import Store

MOST_PAGES = 600
PAGE_SECONDS = 60.0
"""Of the processor: a page takes one to six. By the clock a busy machine would lose pages that it can read."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to recognise: ``number`` from 0, ``key`` the hash (hexadecimal) of its picture, ``draw`` gives its dots
    (grey, or red, green, blue) and how many there are to an inch across and along. ``draw`` raises ValueError, with the
    reason for people, where the picture cannot be had."""

    number: int
    key: str
    draw: Callable[[], tuple[Any, tuple[float, float]]]


def see_all(source: Source, sheets: Iterator[Sheet]) -> Seen:
    """What is seen on the sheets of a document."""
    store, seen = Store(source.path), Seen()
    with ExitStack() as stack:
        eye: Engine | None = None
        for count, sheet in enumerate(sheets):
            kept = store.find(sheet.key)
            if kept is not None:
                seen.pages[sheet.number] = kept
                continue
            if count >= MOST_PAGES:
                seen.unread[sheet.number] = f"more than {MOST_PAGES} pages are pictures"
                continue
            if eye is None:
                seen.missing = seen.missing or missing()
                if seen.missing:
                    seen.unread[sheet.number] = f"{seen.missing[0]} is missing, install it: {seen.missing[1]}"
                    continue
                eye = stack.enter_context(engine(source.filename))
            _see(sheet, eye, store, seen)
    return seen


def _see(sheet: Sheet, eye: Engine, store: Store, seen: Seen) -> None:
    # Here, because pages that are kept want none of it, and a machine may lack it.
    import cv2

    from extract.scan.picture import picture_of
    from extract.scan.recognise import recognise

    cv2.setNumThreads(1)
    try:
        pixels, dpi = sheet.draw()
        ask_for(PAGE_SECONDS)
        eye.allow(PAGE_SECONDS)
        page = recognise(picture_of(pixels, dpi), eye)
    except TimeoutError:
        seen.unread[sheet.number] = f"recognising takes longer than {PAGE_SECONDS:g} seconds"
    except (ValueError, ReadError, cv2.error) as error:
        seen.unread[sheet.number] = error.args[0] if isinstance(error, ValueError) else "the picture is damaged"
    else:
        seen.pages[sheet.number] = page
        store.keep(sheet.key, page)
