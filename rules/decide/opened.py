"""The time that opens a text without a letterhead (``9 tháng đầu năm 2024, …``), and how far it holds.

It holds on through the paragraphs behind, until one opens with another time, or with now: then nobody can tell any more
which of them goes on, and no time is better than a wrong one.
"""

from __future__ import annotations

from collections.abc import Mapping

from rules.decide.sections import is_ahead, is_end
from rules.language.calendar import days_of
from rules.language.periods import Time, find_times
from rules.language.wording import Wording
from rules.scene import Stage

_NOW = Wording(r"\W*{opens_now}\b(?!\s+{modernises})")
_STRIVES = Wording(r"\b{strive}\b")
LEAST_WORDS = 8
"""A shorter line is a date, a name, a rubric."""
OPENING_BLOCKS = 2
"""The headline and the first paragraph open a text."""


def opened_times(stage: Stage) -> Mapping[int, str]:
    """The index of a block -> the period that the opening of its text gives it. Nothing where the document names a
    reporting period of its own."""
    now = stage.setting.now
    if now.period is not None or stage.setting.kind != "press":
        return {}
    found: dict[int, str] = {}
    current: str | None = None
    prose = 0
    for index, block in enumerate(stage.document.blocks):
        text = stage.document.block_text(block)
        if block.table is not None or block.kind == "footnote":
            continue
        if current is None and prose == 0 and (told := _of_headline(text, stage)) is not None:
            current, prose = told, 1
            continue
        if len(text.split()) < LEAST_WORDS:
            if current is not None and block.kind == "list_item" and not find_times(text, now):
                found[index] = current
            continue
        said = [t for t in find_times(text, now) if t.iso and t.role == "opening" and not t.bound]
        opened = [t.iso for t in said if not t.of_plan and not is_ahead(t, text, now) and not _is_of_an_event(t, text)]
        if current is not None and any(t.of_plan for t in said):
            break
        prose += 1
        if current is None:
            if prose > OPENING_BLOCKS:
                break
            current = opened[0] if opened else None
        elif any(iso != current for iso in opened) or _NOW.match(text):
            break
        else:
            found[index] = current
    return found


def _of_headline(text: str, stage: Stage) -> str | None:
    """The time that a headline ends with and is the only one that it names (``Chăn nuôi Sơn La 5 tháng đầu năm 2031``);
    a year of which it speaks ahead is none."""
    now = stage.setting.now
    if " ".join(text.split()) != (stage.letterhead.title or ""):
        return None
    times = find_times(text, now)
    if len(times) != 1 or text[times[0].end :].strip(" ."):
        return None
    only = times[0]
    told = only.role in ("inner", "opening") and not (only.of_plan or only.bound or is_ahead(only, text, now))
    return only.iso if told and not _STRIVES.search(text) else None


def _is_of_an_event(time: Time, text: str) -> bool:
    """Whether a time is the day of a meeting (``Ngày 05/1, Sở … họp``) and not one up to which is counted."""
    days = days_of(time.iso)
    return days is not None and days[0] == days[1] and not is_end(time, text)
