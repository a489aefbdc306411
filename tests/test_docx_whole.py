"""DOCX beyond the body's plain words: heads, inserted files, fields of pages, fonts of symbols, charts."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from test_docx import R, W, cell, field, instruction, note, p, package, r, ref, row, texts

from extract.digits import digits_in
from extract.document import ReadError, Source
from extract.office import DOCX
from extract.pieces import Grid, Note, Pieces, digits_of

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
TABLE = "<table><tr><td>Xã</td><td>9</td></tr><tr><td>Phường</td><td>7</td></tr></table>"
DELETED_END = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"


def read(data: bytes) -> Pieces:
    found = DOCX.read(Source(Path("x.docx"), "x.docx", "0", "docx"), data)
    assert found.digits == digits_of(found.pieces)
    return found


def with_files(data: bytes, **files: bytes) -> bytes:
    """The package with more parts, each related to under the id of its name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/_rels/document.xml.rels":
                more = "".join(f'<Relationship Id="{k}" Type="{R}/part" Target="{k}.bin"/>' for k in files)
                content = content.replace(b"</Relationships>", more.encode() + b"</Relationships>")
            new.writestr(name, content)
        for name, content in files.items():
            new.writestr(f"word/{name}.bin", content)
    return out.getvalue()


def head(*content: str) -> bytes:
    """A part that holds the head or foot of pages."""
    return f'<w:hdr xmlns:w="{W}">{"".join(content)}</w:hdr>'.encode()


PAGE = field("begin") + instruction(" PAGE ") + field("separate") + r("3") + field("end")


def test_a_head_of_the_first_page_is_read_and_those_that_run_through_are_told() -> None:
    section = (
        "<w:sectPr><w:headerReference w:type='first' r:id='own'/><w:headerReference w:type='default' r:id='all'/>"
        "<w:footerReference w:type='default' r:id='foot'/><w:titlePg/></w:sectPr>"
    )
    files = {"own": head(p(r("Số: 12/BC-UBND"))), "all": head(p(r("Dự thảo 3"))), "foot": head(p(PAGE))}
    found = read(with_files(package(p(r("Có 1.204 trạm.")) + section), **files))
    assert texts(found) == ["Số: 12/BC-UBND", "Có 1.204 trạm."]
    assert found.notes == ("heads and feet that run through the pages were left out: Dự thảo 3",)


def test_a_head_of_the_first_page_that_is_not_shown_is_left_out() -> None:
    section = "<w:sectPr><w:headerReference w:type='first' r:id='own'/></w:sectPr>"
    found = read(with_files(package(p(r("Hết.")) + section), own=head(p(r("Số: 12")))))
    assert (texts(found), found.notes) == (["Hết."], ())


def test_a_number_of_the_page_is_no_word_of_the_report() -> None:
    simple = '<w:fldSimple w:instr=" NUMPAGES ">' + r("44") + "</w:fldSimple>"
    day = '<w:fldSimple w:instr=" DATE ">' + r("05/6/2024") + "</w:fldSimple>"
    assert texts(read(package(p(r("Trang "), PAGE, r("/"), simple) + p(r("Ngày "), day)))) == [
        "Trang /",
        "Ngày 05/6/2024",
    ]


@pytest.mark.parametrize(
    "inserted",
    [
        f"<html><body><p>Có <b>96.310</b> hộ.</p>{TABLE}</body></html>",
        f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>Có 96.310 hộ.</p>{TABLE}",
    ],
    ids=["HTML", "MHTML"],
)
def test_inserted_files_are_read_where_they_stand(inserted: str) -> None:
    body = p(r("Trước.")) + "<w:altChunk r:id='in1'/>" + p(r("Sau."))
    found = read(with_files(package(body), in1=inserted.encode()))
    assert texts(found) == ["Trước.", "Có 96.310 hộ.", "Sau."]
    assert isinstance(found.pieces[2], Grid)
    assert found.notes == ()


def test_inserted_text_and_word_files_are_read_and_others_are_told() -> None:
    body = "<w:altChunk r:id='in1'/><w:altChunk r:id='in2'/><w:altChunk r:id='in3'/>"
    files = {"in1": "Có 5 xã.\n".encode(), "in2": package(p(r("Có 7 phường."))), "in3": b"\x00\x01\x02" * 99}
    found = read(with_files(package(body), **files))
    assert texts(found) == ["Có 5 xã.", "Có 7 phường."]
    assert found.notes == ("1 inserted files inside the document were not read",)


def test_what_a_font_of_symbols_prints() -> None:
    symbol = "<w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/>"
    dings = "<w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/>"
    ge = "<w:r><w:sym w:font='Symbol' w:char='F0B3'/></w:r>"
    found = read(package(p(r("Đạt "), ge, r(" 95%")) + p(r("\uf0b3 \uf039\uf035%", symbol)) + p(r("\uf031 a", dings))))
    assert texts(found) == ["Đạt ≥ 95%", "≥ 95%", "a"]


def test_an_index_of_a_formula_is_no_digit_of_the_number_before_it() -> None:
    def m(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    formula = f"<m:oMath><m:sSub><m:e>{m('T')}</m:e><m:sub>{m('2')}</m:sub></m:sSub>{m('=15')}</m:oMath>"
    assert texts(read(package(p(formula)))) == ["T₂=15"]


def test_a_paragraph_whose_end_was_deleted_goes_on() -> None:
    assert texts(read(package(p(DELETED_END, r("Có 1.2")) + p(r("04 trạm.")) + p(DELETED_END, r("Hết."))))) == [
        "Có 1.204 trạm.", "Hết.",
    ]  # fmt: skip


def test_what_a_style_hides_is_hidden() -> None:
    styles = "<w:style w:type='character' w:styleId='H'><w:rPr><w:vanish/></w:rPr></w:style>"
    found = read(package(p(r("Có 5 xã"), r(" 99", "<w:rStyle w:val='H'/>")), styles=styles))
    assert texts(found) == ["Có 5 xã"]
    assert found.notes == ("hidden text was left out (2 letters)",)


def test_notes_in_tables_and_text_boxes() -> None:
    marked = f"<w:tc>{p(r('5'), ref(1))}</w:tc>"
    table = f"<w:tbl>{row(cell('Xã'), marked)}{row(cell('Phường'), cell('7'))}</w:tbl>"
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p(r('Khung'), ref(2))}</w:txbxContent></v:textbox></w:pict></w:r>"
    found = read(package(table + p(box), footnotes=note(1, "Đến 2023.") + note(2, "Đến 2024.")))
    assert [n.label for n in found.pieces if isinstance(n, Note)] == ["1", "2"]
    assert digits_of(found.pieces) == digits_in(["5 7 2023 2024"])


@pytest.mark.parametrize(
    ("drawing", "problem"),
    [
        (f"<w:drawing><a:graphic xmlns:a='{A}'><a:graphicData uri='x/chart'/></a:graphic></w:drawing>", "holds charts"),
        ("<w:object><o:OLEObject xmlns:o='o' ProgID='Excel.Sheet.12'/></w:object>", "holds charts"),
        (f"<w:drawing><a:graphic xmlns:a='{A}'><a:graphicData uri='x/picture'/></a:graphic></w:drawing>", "pictures"),
    ],
)
def test_a_file_of_charts_alone_is_not_sent_to_text_recognition(drawing: str, problem: str) -> None:
    with pytest.raises(ReadError, match=problem) as caught:
        read(package(p(f"<w:r>{drawing}</w:r>")))
    assert ("text recognition" in caught.value.remedy) == (problem == "pictures")


def test_a_workbook_shown_inside_is_told() -> None:
    inside = "<w:r><w:object><o:OLEObject xmlns:o='o' ProgID='Excel.Sheet.8'/></w:object></w:r>"
    assert read(package(p(r("Có 5 xã."), inside))).notes == ("1 workbooks inside the document were not read",)
