"""DOCX: every letter that Word prints is read once, marks are marks, and what is not printed is not read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from extract.document import ReadError, Source
from extract.docx.read import read_docx
from extract.pieces import Grid, Note, Paragraph, Pieces

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
BORDERS = "<w:tblPr><w:tblBorders><w:insideV w:val='single'/><w:insideH w:val='single'/></w:tblBorders></w:tblPr>"


def package(body: str, **parts: str) -> bytes:
    """A DOCX file of raw XML; ``parts`` are ``footnotes``, ``endnotes``, ``numbering``, ``styles``, ``settings``."""
    relations = "".join(f'<Relationship Id="r{k}" Type="{R}/{k}" Target="{k}.xml"/>' for k in parts)
    top = f'<Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{space}">{top}</Relationships>')
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{space}">{relations}</Relationships>')
        archive.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {NAMES}>{xml}</w:{name}>")
    return out.getvalue()


def read(data: bytes) -> Pieces:
    return read_docx(Source(Path("x.docx"), "x.docx", "0", "docx"), data)


def p(*content: str) -> str:
    return f"<w:p>{''.join(content)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def ref(ident: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{ident}"/></w:r>'


def note(ident: int, *paragraphs: str, kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{ident}">{"".join(p(r(t)) for t in paragraphs)}</w:{kind}>'


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text))}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def texts(pieces: Pieces) -> list[str]:
    return [piece.text for piece in pieces.pieces if isinstance(piece, Paragraph)]


def grids(pieces: Pieces) -> list[Grid]:
    return [piece for piece in pieces.pieces if isinstance(piece, Grid)]


def notes(pieces: Pieces) -> list[tuple[str, list[str]]]:
    return [(n.label, [q.text for q in n.paragraphs]) for n in pieces.pieces if isinstance(n, Note)]


def shape(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, " / ".join(q.text for q in c.paragraphs)) for c in grid.cells]


BOX = f"<w:txbxContent>{p(r('trong khung'))}</w:txbxContent>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(r("có "), f"<w:ins>{r('2.128')}</w:ins>", r(" trạm")), ["có 2.128 trạm"]),
        (p(r("có "), "<w:del><w:r><w:delText>9</w:delText></w:r></w:del>", r("5 xã")), ["có 5 xã"]),
        (p(r("a"), f"<w:moveFrom>{r('b')}</w:moveFrom>", f"<w:moveTo>{r('c')}</w:moveTo>"), ["ac"]),
        (f"<w:sdt><w:sdtContent>{p(r('khối'))}</w:sdtContent></w:sdt>", ["khối"]),
        (p(f"<w:sdt><w:sdtContent>{r('dòng')}</w:sdtContent></w:sdt>", r(" chữ")), ["dòng chữ"]),
        (p(f"<w:hyperlink>{r('liên kết')}</w:hyperlink>", f"<w:smartTag>{r(' thẻ')}</w:smartTag>"), ["liên kết thẻ"]),
        (p(r("Số:"), "<w:r><w:tab/></w:r>", r("12")), ["Số: 12"]),
        (p(r("trên"), "<w:r><w:br/></w:r>", r("dưới")), ["trên", "dưới"]),
        (p(r("90"), "<w:r><w:noBreakHyphen/></w:r>", r("100"), "<w:r><w:softHyphen/></w:r>", r("%")), ["90-100%"]),
        (p(field("begin"), instruction("SEQ Bảng"), field("separate"), r("3"), field("end"), r(" xã")), ["3 xã"]),
        (p(f"<w:fldSimple w:instr='SEQ'>{r('4')}</w:fldSimple>", r(" xã")), ["4 xã"]),
        (p(field("begin"), instruction("IF")) + p(r("đoạn sau còn")), ["đoạn sau còn"]),
        (p(r("5 m"), r("2", '<w:vertAlign w:val="superscript"/>')), ["5 m²"]),
        (p(r("10"), r("9", '<w:vertAlign w:val="superscript"/>')), ["10⁹"]),
        (p(r("CO"), r("2", '<w:vertAlign w:val="subscript"/>')), ["CO₂"]),
        (p(r("10", '<w:sz w:val="28"/>'), r("9", '<w:position w:val="8"/><w:sz w:val="19"/>')), ["10⁹"]),
        (p(r("có ", '<w:sz w:val="28"/>'), r("9", '<w:position w:val="8"/><w:sz w:val="28"/>')), ["có 9"]),
        (p(r("hiện"), r("ẩn", "<w:vanish/>")), ["hiện"]),
        (p(r("≥"), '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'), ["≥≥"]),
        (
            p(
                "<m:oMath><m:f><m:num><m:r><m:t>10</m:t></m:r></m:num><m:den><m:r><m:t>18</m:t></m:r></m:den></m:f></m:oMath>"
            ),
            ["10/18"],
        ),
    ],
)
def test_each_way_of_printing_is_read_once(body: str, expected: list[str]) -> None:
    assert texts(read(package(body))) == expected


def test_a_text_box_is_read_once_though_word_writes_it_twice() -> None:
    drawing = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = read(package(p(r("ngoài"), drawing)))
    assert texts(found) == ["ngoài", "trong khung"]
    assert found.notes == ()


def test_footnotes_are_numbered_in_order_of_reference_and_stand_behind_their_mark() -> None:
    body = p(r("đạt 72,4%"), ref(9), r("; còn 5"), ref(4)) + p(r("Sau"))
    footnotes = '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>' + note(4, "hai") + note(9, "một", "nữa")
    found = read(package(body, footnotes=footnotes))
    assert notes(found) == [("1", ["một", "nữa"]), ("2", ["hai"])]
    first = found.pieces[0]
    assert isinstance(first, Paragraph)
    assert first.text == "đạt 72,4%; còn 5"
    assert first.marks == ((9, "1"), (16, "2"))
    assert [type(x).__name__ for x in found.pieces] == ["Paragraph", "Note", "Note", "Paragraph"]


def test_number_formats_starts_and_sections_of_notes() -> None:
    section = "<w:pPr><w:sectPr><w:footnotePr><w:numRestart w:val='eachSect'/></w:footnotePr></w:sectPr></w:pPr>"
    body = p(section, r("a"), ref(1)) + p(r("b"), ref(2), ref(3, "endnote"))
    last = "<w:numFmt w:val='lowerLetter'/><w:numRestart w:val='eachSect'/>"
    body += f"<w:sectPr><w:footnotePr>{last}</w:footnotePr></w:sectPr>"
    found = read(package(body, footnotes=note(1, "x") + note(2, "y"), endnotes=note(3, "z", kind="endnote")))
    assert notes(found) == [("1", ["x"]), ("a", ["y"]), ("i", ["z"])]


def test_a_mark_of_ones_own_choice_is_its_own_label_and_takes_no_number() -> None:
    custom = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
    found = read(package(p(r("a"), custom, r(" b"), ref(2)), footnotes=note(1, "* sao") + note(2, "số")))
    assert notes(found) == [("*", ["sao"]), ("1", ["số"])]
    assert texts(found) == ["a b"]


def test_a_note_whose_mark_was_deleted_is_left_out_and_told() -> None:
    found = read(package(p(r("a"), f"<w:del>{ref(1)}</w:del>"), footnotes=note(1, "một chú thích dài")))
    assert notes(found) == []
    assert found.notes == ("1 notes without a mark in the text were left out, as Word does",)


def test_a_cross_reference_to_a_note_is_a_mark() -> None:
    again = field("begin") + instruction(" NOTEREF _Ref1 \\h ") + field("separate") + r("1") + field("end")
    found = read(package(p(r("4 xã"), ref(1)) + p(r("5 xã"), again), footnotes=note(1, "chú")))
    assert texts(found) == ["4 xã", "5 xã"]
    last = found.pieces[-1]
    assert isinstance(last, Paragraph)
    assert last.marks == ((4, "1"),)


def test_spans_of_a_table() -> None:
    start, go_on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    table = f"<w:tbl>{BORDERS}" + "".join((
        row(cell("STT", start), cell("Điểm", "<w:gridSpan w:val='2'/>"), properties="<w:tblHeader/>"),
        row(cell("", go_on), cell("2021"), cell("2022"), properties="<w:tblHeader/>"),
        row(cell("1"), cell("0,46"), cell("0,66")),
    )) + "</w:tbl>"  # fmt: skip
    (grid,) = grids(read(package(table)))
    assert shape(grid) == [
        (0, 0, 2, 1, "STT"), (0, 1, 1, 2, "Điểm"), (1, 1, 1, 1, "2021"), (1, 2, 1, 1, "2022"),
        (2, 0, 1, 1, "1"), (2, 1, 1, 1, "0,46"), (2, 2, 1, 1, "0,66"),
    ]  # fmt: skip
    assert [c.is_header for c in grid.cells] == [True] * 4 + [False] * 3


def test_rows_and_cells_in_controls_inner_tables_and_marks_in_cells() -> None:
    inner = f"<w:tbl>{BORDERS}{row(cell('x'), cell('7'))}</w:tbl>"
    table = (
        f"<w:tbl>{BORDERS}{row(cell('a'), cell('1'))}<w:sdt><w:sdtContent>{row(cell('b'), cell('2'))}</w:sdtContent>"
        f"</w:sdt>{row(cell('c'), '<w:tc>' + p(r('3'), ref(1)) + inner + p() + '</w:tc>')}</w:tbl>"
    )
    found = read(package(table, footnotes=note(1, "chú")))
    assert [s[4] for s in shape(grids(found)[0])] == ["a", "1", "b", "2", "c", "3 / x / 7"]
    assert notes(found) == [("1", ["chú"])]
    assert found.notes == ()


def test_a_letterhead_without_lines_is_prose_and_a_table_of_numbers_is_none() -> None:
    letterhead = f"<w:tbl>{row(cell('UBND TỈNH'), cell('CỘNG HÒA'))}{row(cell('Số: 1/BC'), cell('ngày 02'))}</w:tbl>"
    numbers = f"<w:tbl>{row(cell('Trạm'), cell('2.128'))}</w:tbl>"
    found = read(package(letterhead + p(r("BÁO CÁO")) + numbers))
    assert texts(found) == ["UBND TỈNH", "CỘNG HÒA", "Số: 1/BC", "ngày 02", "BÁO CÁO"]
    assert [s[4] for s in shape(grids(found)[0])] == ["Trạm", "2.128"]


def test_automatic_numbers_are_printed() -> None:
    def level(at: int, form: str, pattern: str) -> str:
        said = f"<w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{pattern}'/>"
        return f"<w:lvl w:ilvl='{at}'>{said}</w:lvl>"

    numbering = (
        f"<w:abstractNum w:abstractNumId='0'>{level(0, 'upperRoman', '%1.')}{level(1, 'decimal', '%2.')}"
        f"{level(2, 'decimal', '%2.%3.')}</w:abstractNum>"
        f"<w:abstractNum w:abstractNumId='1'>{level(0, 'bullet', '&#xF0B7;')}{level(1, 'bullet', '+')}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>"
        "<w:num w:numId='3'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/>"
        "</w:lvlOverride></w:num>"
    )

    def item(ident: int, at: int, text: str) -> str:
        return p(f"<w:pPr><w:numPr><w:ilvl w:val='{at}'/><w:numId w:val='{ident}'/></w:numPr></w:pPr>", r(text))

    plan = [(1, 0, "A"), (1, 1, "B"), (1, 2, "C"), (1, 2, "D"), (1, 1, "E"), (1, 2, "F"), (1, 0, "G"), (1, 1, "H"),
            (2, 0, "I"), (2, 1, "J"), (3, 0, "K"), (3, 0, "L")]  # fmt: skip
    found = read(package("".join(item(*x) for x in plan), numbering=numbering))
    assert texts(found) == [
        "I. A", "1. B", "1.1. C", "1.2. D", "2. E", "2.1. F", "II. G", "1. H", "- I", "+ J", "I. K", "II. L",
    ]  # fmt: skip
    assert found.notes == ()


def test_a_document_that_python_docx_made() -> None:
    made = docx.Document()
    made.add_heading("Kết quả", level=1)
    title = made.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("BÁO CÁO").bold = True
    made.add_paragraph("đầu việc", style="List Bullet")
    made.sections[0].header.paragraphs[0].text = "đầu trang"
    table = made.add_table(rows=1, cols=2, style="Table Grid")
    table.cell(0, 0).text, table.cell(0, 1).text = "Chỉ tiêu", "Kết quả"
    out = io.BytesIO()
    made.save(out)
    found = read(out.getvalue())
    assert texts(found) == ["Kết quả", "BÁO CÁO", "- đầu việc"]
    heading, title_piece, item = found.pieces[:3]
    assert isinstance(heading, Paragraph) and (heading.kind, heading.level) == ("heading", 1)
    assert isinstance(title_piece, Paragraph) and title_piece.bold and title_piece.centred
    assert isinstance(item, Paragraph) and item.kind == "list_item"
    assert len(grids(found)) == 1
    assert found.notes == ()


def test_a_table_of_contents_is_left_out_with_a_note() -> None:
    contents = p(field("begin"), instruction(' TOC \\o "1-3" '), field("separate"), r("1. Mục tiêu 5"))
    contents += p(r("2. Kết quả 7"), field("end"))
    found = read(package(contents + p(r("Thân bài."))))
    assert texts(found) == ["Thân bài."]
    assert found.notes == ("a table of contents was left out (17 letters)",)


def test_a_field_that_never_ends_does_not_swallow_the_report() -> None:
    contents = p(field("begin"), instruction(' TOC \\o "1-3" '), field("separate"), r("1. Mục tiêu 5"))
    assert texts(read(package(contents + p(r("Thân bài."))))) == ["Thân bài."]


def test_pictures_instead_of_text_are_told() -> None:
    with pytest.raises(ReadError, match="pictures and no text"):
        read(package(p("<w:r><w:drawing><a:blip/></w:drawing></w:r>")))


def test_charts_and_large_pictures_are_told() -> None:
    chart = '<w:r><w:drawing><a:graphicData uri="http://schemas.example/drawingml/2006/chart"/></w:drawing></w:r>'
    picture = "<w:r><w:drawing><wps:extent cx='{0}' cy='{0}'/></w:drawing></w:r>"
    found = read(package(p(r("a"), chart)))
    assert found.notes == ("1 charts or diagrams were not read",)
    found = read(package(p(r("a"), picture.format(5_000_000), picture.format(500_000))))
    assert found.notes == ("1 large pictures were not read; figures in them are missing",)


def test_strict_ooxml_is_read() -> None:
    data = package(p(r("chặt")))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            strict = old.read(name).replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            new.writestr(name, strict.replace(R.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"))
    assert texts(read(out.getvalue())) == ["chặt"]
