"""The runs of one paragraph -> paragraphs: blanks put in order, marks kept at their place, powers kept out of figures.

Shared by the readers of formats that know runs (DOCX, HTML).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from extract.pieces import Paragraph, ParagraphKind

_RAISED = str.maketrans("0123456789+-−–()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_ALL_RAISED = re.compile(r"[0-9+\-−–()n]+")
_ALL_LOWERED = re.compile(r"[0-9+\-()]+")


def raised(text: str) -> str:
    """Superscript characters for ``text``, so that m and a raised 2 do not become m2 and 10 and a raised 9 not 109."""
    return text.translate(_RAISED) if _ALL_RAISED.fullmatch(text) else text


def lowered(text: str) -> str:
    """Subscript characters for ``text`` (CO₂); as it is where one of them has none (PM2.5)."""
    return text.translate(_LOWERED) if _ALL_LOWERED.fullmatch(text) else text


@dataclass(slots=True)
class Inline:
    """What has been seen of a paragraph so far. A line break begins a new paragraph: assembling joins torn ones."""

    lines: list[Paragraph] = field(default_factory=list)
    text: str = ""
    marks: list[tuple[int, str]] = field(default_factory=list)
    letters: int = 0
    bold_letters: int = 0
    torn: bool = False

    def add(self, text: str, bold: bool = False) -> None:
        """A run of characters; blanks of all kinds become single ones."""
        parts: list[str] = []
        blank = not self.text or self.text.endswith(" ")
        for part in re.split(r"(\s+)", text):
            if not part:
                continue
            if part.isspace():
                if not blank:
                    parts.append(" ")
                    blank = True
                continue
            parts.append(part)
            blank = False
        new = "".join(parts)
        self.text += new
        count = sum(1 for c in new if c.isalnum())
        self.letters += count
        self.bold_letters += count if bold else 0

    def mark(self, label: str) -> None:
        """A footnote's mark stands here. It stands at the word before it, also where a blank was put between."""
        self.marks.append((len(self.text.rstrip()), label))

    def end_line(self, torn: bool = False) -> None:
        """A line break, or a page break (``torn``: the sentence may go on)."""
        text = self.text.rstrip()
        if text or self.marks:
            bold = self.letters > 0 and self.bold_letters >= 0.95 * self.letters
            self.lines.append(Paragraph(text, tuple(self.marks), bold=bold, torn=torn))
        self.text, self.marks, self.letters, self.bold_letters = "", [], 0, 0

    def take(
        self,
        kind: ParagraphKind | None = None,
        level: int | None = None,
        centred: bool = False,
        lead: Callable[[str], str] | None = None,
    ) -> list[Paragraph]:
        """The paragraphs seen since the last time. ``lead`` gives the automatic number or bullet of the first one,
        from its text, to be put before it."""
        self.end_line()
        lines, self.lines = _carry_marks(self.lines), []
        out: list[Paragraph] = []
        for position, line in enumerate(lines):
            before = lead(line.text) if lead and not position else ""
            marks = tuple((offset + len(before), label) for offset, label in line.marks)
            out.append(
                Paragraph(
                    before + line.text, marks, kind=kind if not position or kind == "heading" else None,
                    level=level, torn=line.torn, bold=line.bold, centred=centred,
                )
            )  # fmt: skip
        return out


def _carry_marks(lines: list[Paragraph]) -> list[Paragraph]:
    """A mark alone on its line stands at the end of the line before it."""
    out: list[Paragraph] = []
    for line in lines:
        if not line.text and out:
            last = out[-1]
            marks = last.marks + tuple((len(last.text), label) for _, label in line.marks)
            out[-1] = Paragraph(last.text, marks, torn=line.torn, bold=last.bold)
        else:
            out.append(line)
    return out


def count_letters(text: str) -> int:
    """Letters and digits of ``text`` in NFC: what two ways of reading must agree on."""
    return sum(1 for c in unicodedata.normalize("NFC", text) if c.isalnum())
