"""What a machine may lack: tests that need it are left out and named at the end; CI, which installs all, insists."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from typing import NoReturn

import pytest


def left_out(reason: str) -> NoReturn:
    """Ends a test for which something is missing. ``reason`` says what, and how it is brought: ``no X: install Y``."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason} (CI=true leaves no test out)", pytrace=False)
    pytest.skip(reason)


def lines_on(reasons: Iterable[str]) -> list[str]:
    """What is said at the end of a run about the tests that were left out: a line a reason, the most frequent first."""
    counted = Counter(reason.removeprefix("Skipped: ") for reason in reasons)
    return [f"{count} {'test' if count == 1 else 'tests'}: {reason}" for reason, count in counted.most_common()]
