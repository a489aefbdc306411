"""Asking for time: a reader that knows how much work lies before it says so to whoever has set it a deadline.

Imports nothing of the project. Where nobody listens, asking does nothing.
"""

from __future__ import annotations

from collections.abc import Callable


def _nobody(seconds: float) -> None:
    """No deadline is set."""


_listener: Callable[[float], None] = _nobody


def listen(listener: Callable[[float], None]) -> None:
    """From now on ``listener`` is told the seconds that are asked for."""
    global _listener
    _listener = listener


def ask_for(seconds: float) -> None:
    """Ask for so many seconds more than are granted already."""
    _listener(seconds)
