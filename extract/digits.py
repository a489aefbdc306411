"""Digits are counted twice: as the file holds them, and as they were read. None may be lost or invented in silence.

A reader counts those of its file by another way than the one by which it reads (:attr:`extract.pieces.Pieces.digits`),
and takes off what it left out for a reason. Imports nothing of the project.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

Digits = Counter[str]
"""How often each of ``0`` to ``9`` stands there; a raised or lowered one counts as the plain one."""


_LETTERS = re.compile(r"[A-Za-z\s\u00c0-\u024f\u1e00-\u1eff]+")
"""Those of which most texts are made: no digit is among them, and they are gone faster than looked at one by one."""


def digits_in(texts: Iterable[str]) -> Digits:
    """The digits of some texts.

    >>> sorted(digits_in(["1.204 m²", "５"]).items())
    [('0', 1), ('1', 1), ('2', 2), ('4', 1), ('5', 1)]
    """
    found: Digits = Counter()
    for sign, times in Counter(_LETTERS.sub("", "".join(texts))).items():
        if sign.isdigit():
            found[str(unicodedata.digit(sign))] += times
    return found


def differences(there: Digits, read: Digits) -> list[str]:
    """What people are told where the digits of a file are not those that were read.

    >>> differences(digits_in(["1204"]), digits_in(["1294"]))
    ['1 of 4 digits of the file were not read (0)', '1 digits were read that the file does not hold (9)']
    """
    lost, made = there - read, read - there
    notes = []
    if lost:
        notes.append(f"{lost.total()} of {there.total()} digits of the file were not read ({_named(lost)})")
    if made:
        notes.append(f"{made.total()} digits were read that the file does not hold ({_named(made)})")
    return notes


def _named(digits: Digits) -> str:
    return " ".join(f"{digit}×{times}" if times > 1 else digit for digit, times in sorted(digits.items()))
