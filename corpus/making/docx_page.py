"""A sample report as DOCX: real footnotes in footnotes.xml, ruled tables with merged cells and repeated headers."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from gold import plain
from letterhead import CLOSING, RIGHT, STATE, banner
from sample import Figure, Grid, Line, Mark, Report, Span

FONT = "Times New Roman"
NOTE_STYLE, MARK_STYLE = "footnotetext", "footnotereference"
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
STAMP = datetime(2026, 1, 5, 8, 0, 0)
WIDTH_CM = 16.5


def write_docx(report: Report, path: Path) -> None:
    """Write a report; the same report gives the same bytes."""
    document = Document()
    set_page(document, report)
    add_letterhead(document, report)
    for block in report.blocks:
        if isinstance(block, Grid):
            add_table(document, block, report)
        else:
            add_line(document, block, report)
    add_closing(document, report)
    add_footnotes(document, report)
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(with_fixed_dates(buffer.getvalue()))


def with_fixed_dates(package: bytes) -> bytes:
    """The same zip file with one date on every part, so that a rebuilt file is the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = zipfile.ZipInfo(info.filename, (2026, 1, 5, 8, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(info.filename))
    return out.getvalue()


def set_page(document: DocxDocument, report: Report) -> None:
    """A4, the fonts and spacing of an office report, page numbers at the head from page 2, the honest foot line."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(6)
    note = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style, note.font.size = style, Pt(10)
    note.paragraph_format.space_after = Pt(0)
    document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER).font.superscript = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number._p.append(field)
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = line.add_run("SOLIEU – bản mẫu, không phải văn bản hành chính")
        run.italic, run.font.size = True, Pt(9)
    core = document.core_properties
    core.author = core.last_modified_by = "SOLIEU – bản mẫu"
    core.title, core.created, core.modified = str(report.head["title"]), STAMP, STAMP
    core.comments = banner(report).capitalize()


def centred(cell: _Cell, lines: list[tuple[str, bool, bool]]) -> None:
    """Centred lines of a letterhead cell, each with bold and italic."""
    for i, (words, bold, italic) in enumerate(lines):
        paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(words)
        run.bold, run.italic, run.font.size = bold, italic, Pt(10.5)


def add_letterhead(document: DocxDocument, report: Report) -> None:
    """Two columns without rules: who and number at the left, the state's words, place and date at the right."""
    table = document.add_table(rows=1, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    left, right = table.rows[0].cells
    left.width, right.width = Cm(WIDTH_CM * 0.48), Cm(WIDTH_CM * 0.52)
    centred(left, [(banner(report), False, False), (report.text("seat"), True, False), ("─────", False, False),
                   (f"Số: {report.text('number')}", False, False)])  # fmt: skip
    centred(right, [(STATE, True, False), (RIGHT, True, False), ("─────────", False, False),
                    (report.text("place_and_date"), False, True)])  # fmt: skip
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def add_line(document: DocxDocument, line: Line, report: Report) -> None:
    """A paragraph in the looks of its kind."""
    paragraph = document.add_paragraph()
    bold = line.kind in ("doctype", "title", "heading1", "heading2")
    if line.kind in ("doctype", "title"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(0 if line.kind == "doctype" else 4)
    else:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1.2)
    if bold:
        paragraph.paragraph_format.keep_with_next = True
    add_spans(paragraph, line.spans, report, bold)


def add_spans(paragraph: Paragraph, spans: list[Span], report: Report, bold: bool = False, size: float = 0) -> None:
    """Words and footnote references."""
    for span in spans:
        if isinstance(span, Mark):
            run = paragraph.add_run(style="footnote reference")
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), report.labels[span.name])
            run._r.append(reference)
        elif isinstance(span, str | Figure):
            run = paragraph.add_run(span if isinstance(span, str) else span.number)
            run.bold = bold
            if size:
                run.font.size = Pt(size)


def add_table(document: DocxDocument, grid: Grid, report: Report) -> None:
    """A ruled table; header rows are repeated on each page, no row is torn."""
    table = document.add_table(rows=grid.rows, cols=len(grid.widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = [WIDTH_CM * w / sum(grid.widths) for w in grid.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for row in table.rows[: grid.header_rows]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in grid.cells:
        target = table.cell(cell.row, cell.column)
        if cell.row_span > 1 or cell.column_span > 1:
            target = target.merge(table.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1))
        paragraph = target.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        if cell.header or (grid.widths[cell.column] < max(grid.widths) and len(plain(cell.spans)) < 16):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_spans(paragraph, cell.spans, report, cell.header, 11)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def add_closing(document: DocxDocument, report: Report) -> None:
    """Whom it goes to, and who made it: honest words where a signature would stand."""
    table = document.add_table(rows=1, cols=2)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    left, right = table.rows[0].cells
    for i, words in enumerate(CLOSING[0]):
        paragraph = left.paragraphs[0] if i == 0 else left.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(words)
        run.bold, run.italic, run.font.size = i == 0, i == 0, Pt(11)
    centred(right, [(words, i == 0, i > 0) for i, words in enumerate(CLOSING[1])])


def add_footnotes(document: DocxDocument, report: Report) -> None:
    """The footnotes part, with the two separators that word processors ask for."""
    notes = [
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    ]
    for name, label in report.labels.items():
        words = escape(plain(report.notes[name]))
        notes.append(
            f'<w:footnote w:id="{label}"><w:p><w:pPr><w:pStyle w:val="{NOTE_STYLE}"/><w:jc w:val="both"/></w:pPr>'
            f'<w:r><w:rPr><w:rStyle w:val="{MARK_STYLE}"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {words}</w:t></w:r></w:p></w:footnote>'
        )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes {nsdecls("w")}>{"".join(notes)}'
    blob = (xml + "</w:footnotes>").encode()
    parse_xml(blob)
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
