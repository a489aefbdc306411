"""Python's collector of cycles rests while much is made that has none: looking for some takes a seventh of the time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_for_good = False


@contextmanager
def collector_resting() -> Iterator[None]:
    """While it lasts, no cycles are looked for. What was made meanwhile is old at once: it is looked over with all else
    that lasts, not anew when the collector wakes up."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            if _for_good or not gc.get_freeze_count():
                gc.freeze()
                if not _for_good:
                    gc.unfreeze()
            gc.enable()


def keep_for_good() -> None:
    """What is there by now stays until the process ends, and so does all that is made in :func:`collector_resting`
    later: neither is looked over again, and pages of memory that processes share stay shared."""
    global _for_good
    gc.freeze()
    _for_good = True
