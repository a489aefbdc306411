"""The colours of the pages for what is no page: pictures have them from the same place, solieu.css."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

SHEET = Path(__file__).parent / "static" / "solieu.css"
_DARK = re.compile(r"@media screen and \(prefers-color-scheme: dark\) \{.*?\n\}", re.S)
_COLOUR = re.compile(r"--([a-z][\w-]*):\s*(#[0-9a-f]{3,6})")


@cache
def light_colours() -> dict[str, str]:
    """The colours of a light screen and of paper, by the names that the sheet gives them.

    >>> light_colours()["card"]
    '#ffffff'
    """
    return dict(_COLOUR.findall(_DARK.sub("", SHEET.read_text(encoding="utf-8"))))
