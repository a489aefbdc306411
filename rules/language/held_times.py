"""Which of the times of a paragraph, or of the headings above, a number takes.

A time that opens a sentence holds on until another is named or ``đến nay`` takes it back; a time that is only compared
with (``so với năm 2021``) is no figure's own; one in brackets, beside a number, holds inside them and no further.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.language.periods import UNKNOWN, Now, Time, find_times
from rules.language.wording import Wording

_SAYS_WHEN = Wording(r"\s*(?:{about_when}\b|[\d/.]+)")
"""How brackets begin that are about when: ``(số liệu tính đến ngày 30/6/2024)``; ``(giá so sánh năm 2010)`` are not."""
# "tăng từ 52,7% năm 2023 lên 78,3% năm 2024": the time right behind number and unit
_BEHIND_UNIT = Wording(r"[\d.,/]+\s?(?:%|{points}|[^\W\d]+(?:\s[^\W\d]+)?)?\s*\(?(?:{at_time} )?", re.NOFLAG)
_DIRECTLY = Wording(r"\(|:|{is}:?|{reach}", re.NOFLAG)


def period_at(
    times: Sequence[Time], position: int, claim: tuple[int, int], lead: tuple[int, int], text: str
) -> Time | None:
    """The time that a number at ``position`` takes from the times of its own paragraph ``text``; None where none
    holds there. ``claim`` is the stretch of text that is about this number alone, ``lead`` the one
    whose times hold for all numbers of a sentence (up to its first number, or the number's own segment).

    In order: a time directly before it in brackets or clause, one inside its claim, one in the lead, the last
    that opened a sentence before it (``đến nay`` takes that back: a Time whose iso is None).
    """
    for time in times:
        if (
            time.role != "reference"
            and time.iso
            and claim[0] <= time.start
            and _BEHIND_UNIT.fullmatch(text[position : time.start])
        ):
            return time
    for time in reversed(times):
        if time.end <= position and _DIRECTLY.fullmatch(text[time.end : position].strip(" ")):
            return time
    inside = [t for t in times if claim[0] <= t.start and t.end <= claim[1] and t.role != "reference"]
    before = [t for t in inside if t.end <= position and t.role != "now"]
    if before:
        return before[-1]
    shared = [t for t in times if t.role == "inner" and lead[0] <= t.start and t.end <= min(lead[1], position)]
    if shared and not any(t.role in ("opening", "now") and shared[-1].end <= t.start < position for t in times):
        return shared[-1]
    held = [t for t in times if t.end <= position and t.role in ("opening", "now")]
    if held and held[-1].role == "opening":
        return held[-1]
    behind = [t for t in inside if t.start >= position and t.role not in ("now", "span")]
    if behind:
        return behind[0]
    return held[-1] if held else None


def holding(times: Sequence[Time], text: str, numbers: Sequence[int], position: int) -> list[Time]:
    """The times that can hold at ``position``: one in brackets that hold a number too (``(năm 2019 là 12%)``), or say
    more than when (``(không gồm vốn của … năm 2019)``), does so inside them only. ``numbers`` are where the figures of
    the text begin."""
    pairs = _brackets(text)
    out: list[Time] = []
    for time in times:
        around = next((p for p in reversed(pairs) if p[0] < time.start and time.end <= p[1]), None)
        closed = around is not None and (
            any(around[0] < number < around[1] for number in numbers)
            or bool(text[around[0] + 1 : time.start].strip() and not _SAYS_WHEN.match(text, around[0] + 1))
        )
        if around is None or not closed or around[0] < position < around[1] or _heads(text, around[1]):
            out.append(time)
    return out


def _heads(text: str, closing: int) -> bool:
    """Whether brackets that close there head what follows: ``Thi hành án (từ 01/10/2030 đến 31/5/2031): về việc …``."""
    return text[closing + 1 :].lstrip().startswith(":")


def heading_period(trail: Sequence[str], now: Now = UNKNOWN) -> str | None:
    """The period that the nearest heading with a time states, or None."""
    for heading in reversed(trail):
        times = [t for t in find_times(heading.lower(), now) if t.iso and t.role != "reference"]
        if times:
            return times[-1].iso
    return None


def _brackets(text: str) -> list[tuple[int, int]]:
    """Pairs of round brackets in order of their opening; one that is never closed is none."""
    opened: list[int] = []
    found: list[tuple[int, int]] = []
    for match in re.finditer(r"[()]", text):
        if match.group() == "(":
            opened.append(match.start())
        elif opened:
            found.append((opened.pop(), match.start()))
    return sorted(found)
