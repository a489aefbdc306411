"""A text as a cell of a CSV that a spreadsheet opens, and back: no formula runs, no line breaks inside.

>>> guarded("=1+1"), restored("'=1+1"), restored("'tis")
("'=1+1", '=1+1', "'tis")
"""

from __future__ import annotations

import re
import unicodedata

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_BREAKS = re.compile(r"\s*[\r\n\v\f\x85\u2028\u2029]+\s*")
# Control signs that no spreadsheet keeps, and those that a reader never sees.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]")


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula. :func:`restored` undoes
    it, so a text that begins with an apostrophe itself gets a second one."""
    return "'" + text if text.startswith((*_FORMULA, "'")) else text


def restored(cell: str) -> str:
    """What :func:`guarded` made a cell of. Any other apostrophe is the person's own."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA, "'")) else cell


def shown(text: str | None) -> str:
    """A text as a cell: in one line, without unseen signs, guarded."""
    return guarded(_UNSEEN.sub("", _BREAKS.sub(" ", text or "")))


def typed(cell: str) -> str:
    """What a person wrote into a cell: NFC, in one line, without the guard and the blanks around it."""
    text = _UNSEEN.sub("", _BREAKS.sub(" ", restored(unicodedata.normalize("NFC", cell))))
    return " ".join(text.split())
