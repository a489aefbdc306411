"""A sample report as plain text: superscript marks, note bodies where a page ends, tables as tab-separated lines."""

from __future__ import annotations

import textwrap
from pathlib import Path

from gold import plain
from letterhead import CLOSING, RIGHT, STATE, banner
from sample import Figure, Grid, Mark, Report, Torn

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def write_text(report: Report, path: Path) -> None:
    """Write a report; a torn sentence is parted by a page's footnote bodies, as text out of a PDF has it.
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
    path.write_text("\n".join(out) + "\n", encoding="utf-8")


def row_words(grid: Grid, row: int) -> list[str]:
    """The words of a row, empty where a cell is covered by another."""
    words = [""] * len(grid.widths)
    for cell in grid.row(row):
        words[cell.column] = plain(cell.spans)
    return words
