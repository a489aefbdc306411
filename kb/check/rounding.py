"""What a printed number leaves open: its last digit is rounded, and ``gần``, ``trên``, ``khoảng`` say more or less."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

INFINITE = Decimal("Infinity")
ABOUT = Decimal("0.1")
"""How far a number that is about or nearly so may be off, as a share of it."""
_MOST_ZEROS = 12
"""``28,9 nghìn tỷ`` is scaled by ten to the twelfth; nothing is scaled by more."""
_FIRST = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``, both included; ``high`` may be infinite."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Range) -> Range:
        return Range(self.low - other.high, self.high - other.low)

    @property
    def is_bounded(self) -> bool:
        """Whether both ends are known."""
        return self.low.is_finite() and self.high.is_finite()

    def meets(self, other: Range, slack: Decimal = Decimal(0)) -> bool:
        """Whether some value lies in both."""
        return self.low - slack <= other.high and other.low - slack <= self.high

    def share_of(self, whole: Range) -> Range | None:
        """This in percent of ``whole``; None where nothing bounds it."""
        if whole.low <= 0 or not self.is_bounded or not whole.is_bounded:
            return None
        return Range(100 * self.low / whole.high, 100 * self.high / whole.low)


def readings(number: str) -> list[tuple[Decimal, int]]:
    """The ways to read the first number of a printed one, Vietnamese first: its value and how many decimals it has."""
    match = _FIRST.search(number)
    text = match[0].rstrip(".,") if match else ""
    ways = [text.replace(".", "").replace(",", "."), text.replace(",", "")]
    ways = [way for way in dict.fromkeys(ways) if re.fullmatch(r"\d+(?:\.\d+)?", way)]
    return [(Decimal(way), len(way.partition(".")[2])) for way in ways]


def step_of(number: str, value: Decimal) -> Decimal:
    """The worth of the last printed digit, in the unit of ``value``: ``4,5`` tỷ is good to 100 million."""
    for read, decimals in readings(number):
        if not read:
            return Decimal(1).scaleb(-decimals)
        scale = abs(value) / read
        for zeros in range(_MOST_ZEROS + 1):
            if scale == Decimal(1).scaleb(zeros):
                return Decimal(1).scaleb(zeros - decimals)
    # A person gave another value than the printed one: its own digits count.
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(min(int(exponent), 0))


def range_of(value: Decimal, step: Decimal, qualifier: str, whole: bool = False) -> Range:
    """What the true value can be; a fall (a negative value) is as open as the rise of its size.

    ``whole``: a number of things, that is not rounded where it is printed in full.
    """
    if value < 0:
        fall = range_of(-value, step, qualifier, whole)
        return Range(-fall.high, -fall.low)
    half = Decimal(0) if whole and step == 1 else step / 2
    off = value * ABOUT
    if qualifier == "about":
        return Range(value - off, value + off)
    if qualifier == "nearly":
        return Range(value - off, value + half)
    if qualifier in ("over", "min"):
        return Range(value - half, INFINITE)
    if qualifier in ("under", "max"):
        return Range(Decimal(0), value + half)
    return Range(value - half, value + half)
