"""A sample report as Markdown, as converters write it: bold titles, headings by level, pipe tables, no footnotes."""

from __future__ import annotations

from pathlib import Path

from gold import plain
from letterhead import CLOSING, RIGHT, STATE, banner
from sample import Grid, Mark, Report
from text_page import row_words

BEFORE = {"heading1": "## ", "heading2": "### "}


def write_markdown(report: Report, path: Path) -> None:
    """Write a report; one with footnotes is for another format."""
    seat = f"**{report.text('seat')}**"
    out = [banner(report), seat, f"Số: {report.text('number')}", f"**{STATE}**", f"**{RIGHT}**",
           f"*{report.text('place_and_date')}*"]  # fmt: skip
    for block in report.blocks:
        if isinstance(block, Grid):
            out.append("\n".join(_table(block)))
            continue
        assert not any(isinstance(span, Mark) for span in block.spans), f"{report.name}: a footnote"
        words = plain(block.spans)
        out.append(f"**{words}**" if block.kind in ("doctype", "title") else BEFORE.get(block.kind, "") + words)
    out += ["\n".join(CLOSING[0]), "\n".join(CLOSING[1])]
    path.write_text("\n\n".join(out) + "\n", encoding="utf-8")


def _table(grid: Grid) -> list[str]:
    rows = [f"| {' | '.join(row_words(grid, row))} |" for row in range(grid.rows)]
    return [rows[0], "|" + " --- |" * len(grid.widths), *rows[1:]]
