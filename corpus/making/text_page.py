"""A sample report as plain text (UTF-8, TCVN3): superscript marks, notes where a page ends, tables as rows of tabs."""

from __future__ import annotations

import textwrap
from pathlib import Path

from gold import plain
from letterhead import CLOSING, RIGHT, STATE, banner
from sample import Figure, Grid, Mark, Report, Torn

from extract.oldfonts.charts import CHARTS

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def write_text(report: Report, path: Path) -> None:
    """Write a report as plain text in UTF-8."""
    path.write_text(text_of(report), encoding="utf-8")


def write_tcvn3(report: Report, path: Path) -> None:
    """Write a report as plain text in TCVN3. Its fonts have no capitals with tones (those were drawn by a second font
    from small letters), so a line that needs one is written small."""
    chart = {letter: byte for byte, letter in CHARTS["TCVN3"].items() if byte < 0x100}
    lines = [
        line if all(letter.isascii() or letter in chart for letter in line) else line.lower()
        for line in text_of(report).splitlines()
    ]
    letters = "\n".join(lines) + "\n"
    path.write_bytes(bytes(ord(letter) if letter.isascii() else chart[letter] for letter in letters))


def text_of(report: Report) -> str:
    """The text; a torn sentence is parted by a page's footnote bodies, as text out of a PDF has it.
    ``wrap`` in the head breaks lines at a width, ``dense`` leaves out empty lines, as text pasted from Word has it."""
    out = [banner(report), report.text("seat"), f"Số: {report.text('number')}", "", STATE, RIGHT, "",
           report.text("place_and_date"), ""]  # fmt: skip
    waiting: list[str] = []
    width = report.head.get("wrap", 100_000)
    assert isinstance(width, int)

    def wrapped(words: str) -> str:
        return "\n".join(textwrap.wrap(words, width, break_long_words=False, break_on_hyphens=False))

    def bodies() -> None:
        for name in waiting:
            out.extend([wrapped(f"{report.labels[name].translate(RAISED)} {plain(report.notes[name])}"), ""])
        waiting.clear()

    for block in report.blocks:
        if isinstance(block, Grid):
            out.extend("\t".join(row_words(block, r)) for r in range(block.rows))
            out.append("")
            continue
        words = ""
        for span in block.spans:
            if isinstance(span, Mark):
                waiting.append(span.name)
                words += report.labels[span.name].translate(RAISED)
            elif isinstance(span, Torn):
                out.extend([wrapped(words), ""])
                bodies()
                words = ""
            else:
                words += span.number if isinstance(span, Figure) else span
        out.extend([wrapped(words), ""])
        bodies()
    out.extend([*CLOSING[0], "", *CLOSING[1]])
    if report.head.get("dense"):
        out = [line for line in out if line]
    return "\n".join(out) + "\n"


def row_words(grid: Grid, row: int) -> list[str]:
    """The words of a row, empty where a cell is covered by another."""
    words = [""] * len(grid.widths)
    for cell in grid.row(row):
        words[cell.column] = plain(cell.spans)
    return words
