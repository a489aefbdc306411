"""One report in every format that can hold it gives the same figures, and what a format cannot hold is said."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from needs import left_out

from extract.document import Document
from extract.office import soffice
from extract.read import read
from rules.find import find_figures

ROOT = Path(__file__).parent.parent
MAKING = ROOT / "corpus" / "making"
NAME = "dong-thap-kinh-te-so-2025"
WRITE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from docx_page import write_docx
from html_page import write_html
from markup import parse
from pdf_page import write_pdf
from text_page import write_text

report, out = parse(Path(sys.argv[2])), Path(sys.argv[3])
for ending, write in (("docx", write_docx), ("html", write_html), ("txt", write_text), ("pdf", write_pdf)):
    write(report, out / f"a.{ending}")
"""
OTHERS = {"odt": "odt", "doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format"}
FORMATS = ("html", "txt", "pdf", "md", *OTHERS)


def as_markdown(document: Document) -> str:
    """What a converter writes: headings with #, tables with bars, notes with their bodies at the end."""
    marks = {offset: note.label for note in document.footnotes for offset in note.marks}
    tables = dict(enumerate(document.tables))

    def words(start: int, end: int) -> str:
        ends = [at for at in sorted(marks) if start < at <= end]
        cuts = [start, *ends, end]
        parts = [document.text[a:b] for a, b in itertools.pairwise(cuts)]
        return "".join(p + (f"[^{marks[at]}]" if at in marks else "") for p, at in zip(parts, [*ends, -1], strict=True))

    out: list[str] = []
    bodies: list[str] = []
    for block in document.blocks:
        text = words(block.start, block.end)
        if block.footnote is not None:
            bodies.append(f"[^{block.footnote}]: {text}")
        elif block.kind == "heading":
            out.append(f"{'#' * (len(block.trail) + 1)} {text}")
        elif block.table is None:
            out.append(text)
        elif block.table in tables:
            table = tables.pop(block.table)
            rows = [[""] * table.columns for _ in range(table.rows)]
            for cell in table.cells:
                here = document.blocks[cell.block]
                rows[cell.row][cell.column] = words(here.start, here.end)
            lines = [f"| {' | '.join(row)} |" for row in rows]
            out.append("\n".join([lines[0], f"|{'---|' * table.columns}", *lines[1:]]))
    return "\n\n".join([*out, *bodies]) + "\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, our_fonts: None) -> Path:
    if soffice.program() is None:
        left_out(f"no LibreOffice: {soffice.NEEDED.command}")
    out = tmp_path_factory.mktemp("formats")
    subprocess.run([sys.executable, "-c", WRITE, MAKING, MAKING / f"{NAME}.source", out], check=True, cwd=ROOT)
    profile = (tmp_path_factory.mktemp("profile")).as_uri()
    for target in OTHERS.values():
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", target, "a.docx"]
        subprocess.run(command, cwd=out, check=True, capture_output=True, timeout=180)
    (out / "a.md").write_text(as_markdown(read(out / "a.docx")), encoding="utf-8")
    return out


def figures(document: Document) -> Counter[tuple[str, ...]]:
    """The figures of a document by what they say, without where."""
    return Counter(
        tuple(str(one) for one in (f.number, f.value, f.unit, f.kind, f.status, f.metric, f.place, f.period))
        for f in find_figures(document).figures
    )


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_gives_the_figures_of_the_docx(folder: Path, ending: str) -> None:
    expected, document = figures(read(folder / "a.docx")), read(folder / f"a.{ending}")
    found = figures(document)
    assert (sorted((expected - found).elements()), sorted((found - expected).elements())) == ([], [])
    assert expected.total() > 20
    assert [note for note in document.notes if "digits" in note or "letters" in note] == []
    assert any("pages are not known" in note for note in document.notes) == (ending in OTHERS)
