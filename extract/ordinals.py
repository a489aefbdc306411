"""A count as it is printed before an item or as a footnote's mark: 4, IV, iv, D, d."""

from __future__ import annotations

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_SYMBOLS = "*†‡§"


def printed(count: int, form: str | None) -> str:
    """``count`` in a number format of Word (``upperRoman``, ``lowerLetter`` …); an unknown format as decimal."""
    if form in ("upperRoman", "lowerRoman"):
        out, rest = "", min(max(count, 0), 4999)
        for worth, letters in _ROMAN:
            out += letters * (rest // worth)
            rest %= worth
        return out.upper() if form == "upperRoman" else out
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (max(count, 1) - 1) % 26) * min((max(count, 1) - 1) // 26 + 1, 20)
        return letter.upper() if form == "upperLetter" else letter
    if form == "decimalZero":
        return f"{count:02d}"
    if form == "chicago":
        return _SYMBOLS[(max(count, 1) - 1) % 4] * min((max(count, 1) - 1) // 4 + 1, 20)
    return "" if form == "none" else str(count)
