"""Word's automatic numbers: they are printed but stand nowhere in the text, and headings such as ``1.1.`` matter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element

from extract.docx.styles import number, value
from extract.ordinals import printed


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its pattern (``%1.%2.``), number format and first number."""

    pattern: str
    form: str
    start: int
    restart: int
    style: str | None
    legal: bool

    @property
    def bullet(self) -> bool:
        """Whether the level has a bullet and no number."""
        return self.form == "bullet"


class Numbering:
    """The numbering part, and how far each of its lists has counted. Ask once a paragraph, in reading order."""

    def __init__(self, root: _Element | None) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._of: dict[str, str] = {}
        self._own: dict[str, dict[int, Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        for abstract in root.iterfind(qn("w:abstractNum")):
            levels = {number(lvl.get(qn("w:ilvl")), 0): _level(lvl) for lvl in abstract.iterfind(qn("w:lvl"))}
            self._abstract[abstract.get(qn("w:abstractNumId"), "")] = levels
        for num in root.iterfind(qn("w:num")):
            ident = num.get(qn("w:numId"), "")
            self._of[ident] = value(num, "w:abstractNumId") or ""
            for override in num.iterfind(qn("w:lvlOverride")):
                at = number(override.get(qn("w:ilvl")), 0)
                own = override.find(qn("w:lvl"))
                if own is not None:
                    self._own.setdefault(ident, {})[at] = _level(own)
                start = value(override, "w:startOverride")
                if start is not None:
                    self._starts.setdefault(ident, {})[at] = number(start, 1)

    def _levels(self, ident: str) -> dict[int, Level]:
        return {**self._abstract.get(self._of.get(ident, ""), {}), **self._own.get(ident, {})}

    def count(self, ident: str, at: int, style: str | None) -> tuple[Level, str] | None:
        """The level and the printed number or bullet of the next paragraph of list ``ident`` at level ``at`` (-1: the
        level of the paragraph's ``style``); None where the file does not define it."""
        levels = self._levels(ident)
        if at < 0:
            at = next((i for i, level in levels.items() if level.style == style), 0)
        level = levels.get(at)
        if level is None:
            return None
        counts = self._counts.setdefault(self._of.get(ident, ident), {})
        start = self._starts.get(ident, {}).get(at)
        if start is not None and (ident, at) not in self._begun:
            counts[at] = start
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        self._begun.add((ident, at))
        for deeper in [i for i in counts if i > at]:
            if levels.get(deeper, level).restart != 0:
                del counts[deeper]
        if level.bullet:
            return level, "+" if level.pattern.strip() == "+" else "-"

        def one(found: re.Match[str]) -> str:
            which = int(found[1]) - 1
            there = levels.get(which, level)
            # a legal list prints all of its numbers as decimals, also below a roman chapter
            form = "decimal" if level.legal and there.form != "none" else there.form
            return printed(counts.get(which, there.start), form)

        return level, re.sub(r"%([1-9])", one, level.pattern).strip()


def _level(element: _Element) -> Level:
    return Level(
        pattern=value(element, "w:lvlText") or "",
        form=value(element, "w:numFmt") or "decimal",
        start=number(value(element, "w:start"), 0 if element.find(qn("w:start")) is None else 1),
        restart=number(value(element, "w:lvlRestart"), -1),
        style=value(element, "w:pStyle"),
        legal=element.find(qn("w:isLgl")) is not None,
    )
