"""The usual single faults of a printed number, undone: each gives another number that the writer may have meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from kb.check.rounding import readings
from kb.check.said import Said

FAULTS = ("mark", "separator", "magnitude", "doubled", "extra", "lost")
"""The most telling first; their words stand in ``messages.toml``."""
_THOUSAND = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Repair:
    """A figure read as if one fault were undone: ``number`` as it would be printed, ``value`` and ``step`` in the
    figure's unit."""

    said: Said
    fault: str
    number: str
    value: Decimal
    step: Decimal


def repairs(said: Said, labels: frozenset[str] = frozenset(), faults: Collection[str] = FAULTS) -> Iterator[Repair]:
    """Every repair of a figure by one usual fault of these. A fraction or a range is left alone: two numbers may be
    wrong."""
    if not re.fullmatch(r"[-+−]?\d[\d.,]*", said.number):
        return
    sign = -1 if said.value < 0 else 1
    unit = _unit_of(said)
    whole = said.kind in ("count", "rank")  # half a station is no repair
    seen = {said.number}
    for fault, number in _numbers(said.number, labels, faults):
        if number in seen or not re.fullmatch(r"[-+−]?\d(?:.*\d)?", number):
            continue
        seen.add(number)
        for value, decimals in readings(number)[:1]:
            if whole and value * unit != int(value * unit):
                continue
            yield Repair(said, fault, number, sign * value * unit, Decimal(1).scaleb(-decimals) * unit)
    for value, decimals in readings(said.number)[1:] if "separator" in faults else ():
        if value * unit != abs(said.value) and not (whole and value * unit != int(value * unit)):
            shown = said.number.translate(str.maketrans(".,", ",."))
            yield Repair(said, "separator", shown, sign * value * unit, Decimal(1).scaleb(-decimals) * unit)
    if "magnitude" in faults and said.is_money and unit > 1:
        for scale in (_THOUSAND, 1 / _THOUSAND):
            word = "× 1.000" if scale > 1 else ": 1.000"
            yield Repair(said, "magnitude", f"{said.number} {word}", said.value * scale, said.step * scale)


def _unit_of(said: Said) -> Decimal:
    """What one of the printed number is worth: a million for ``28.900 triệu đồng``."""
    for read, _ in readings(said.number):
        if read and abs(said.value) / read >= 1:
            return abs(said.value) / read
    return Decimal(1)


def _numbers(number: str, labels: frozenset[str], faults: Collection[str]) -> Iterator[tuple[str, str]]:
    """The printed number with one fault undone, as it would be printed."""
    for label in sorted(labels, key=len, reverse=True):
        if label.isdigit() and number.endswith(label) and number.removesuffix(label).rstrip(".,-−+"):
            yield "mark", number.removesuffix(label).rstrip(".,")
    digits = [at for at, letter in enumerate(number) if letter.isdigit()]
    grouped = "." in number and "," not in number
    for at in digits if {"doubled", "extra"} & set(faults) else ():
        if "," in number and at == digits[-1]:
            continue  # a decimal less is the same number, told more loosely
        less = number[:at] + number[at + 1 :]
        if len(digits) > 1:
            twice = number[at] in number[at + 1 :].lstrip(".,")[:1]
            yield ("doubled" if twice else "extra"), _regrouped(less) if grouped else less
    for at in [*digits, len(number)] if "lost" in faults else ():
        for digit in "0123456789":
            more = number[:at] + digit + number[at:]
            if not (digit == "0" and at == digits[0]):
                yield "lost", _regrouped(more) if grouped else more


def _regrouped(number: str) -> str:
    """A number whose points part thousands, with the points where they belong now."""
    digits = number.replace(".", "")
    head = len(digits) % 3 or 3
    return ".".join([digits[:head], *(digits[at : at + 3] for at in range(head, len(digits), 3))])
