"""Word documents as one XML file: the flat form of DOCX, and the XML of Word 2003; broken and hostile ones."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import pytest
from docx import Document as NewDocument
from lxml import etree
from needs import left_out

from extract.document import Document, ReadError
from extract.office.soffice import program
from extract.read import read

PKG = "http://schemas.microsoft.com/office/2006/xmlPackage"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'
SENTENCE = "Đến hết năm 2024, toàn tỉnh có 1.204 trạm BTS, đạt 98,5%."


def docx() -> bytes:
    document = NewDocument()
    document.add_paragraph(SENTENCE)
    table = document.add_table(2, 2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("Xã", "Số hộ", "An Phú", "4.512"), strict=True
    ):
        cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def flat(data: bytes, *, dtd: str = "") -> bytes:
    """The parts of a DOCX side by side, as Word writes them."""
    root = etree.Element(f"{{{PKG}}}package", nsmap={"pkg": PKG})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = etree.fromstring(archive.read("[Content_Types].xml"))
        kinds = {one.get("PartName"): one.get("ContentType") for one in types}
        for name in archive.namelist():
            if name == "[Content_Types].xml":
                continue
            part = etree.SubElement(root, f"{{{PKG}}}part")
            part.set(f"{{{PKG}}}name", f"/{name}")
            part.set(f"{{{PKG}}}contentType", kinds.get(f"/{name}") or "application/xml")
            if name.endswith((".xml", ".rels")):
                etree.SubElement(part, f"{{{PKG}}}xmlData").append(etree.fromstring(archive.read(name)))
            else:
                etree.SubElement(part, f"{{{PKG}}}binaryData").text = base64.b64encode(archive.read(name)).decode()
    return (HEAD + dtd + etree.tostring(root, encoding="unicode")).encode()


def read_bytes(folder: Path, data: bytes, name: str = "bao-cao.xml") -> Document:
    path = folder / name
    path.write_bytes(data)
    return read(path)


@pytest.mark.parametrize("name", ["bao-cao.xml", "bao-cao.doc"])
def test_the_flat_form_reads_as_the_docx(tmp_path: Path, name: str) -> None:
    whole = read_bytes(tmp_path, docx(), "bao-cao.docx")
    one = read_bytes(tmp_path, flat(docx()), name)
    assert one.source.format == "docx"
    assert (one.text, len(one.tables)) == (whole.text, 1)
    assert one.notes == whole.notes or name.endswith(".doc")


def test_a_flat_file_that_breaks_off_or_lacks_its_document(tmp_path: Path) -> None:
    data = flat(docx())
    with pytest.raises(ReadError, match="no sound XML"):
        read_bytes(tmp_path, data[: len(data) // 2])
    with pytest.raises(ReadError, match="main document is missing"):
        read_bytes(
            tmp_path, data.replace(b"officeDocument", b"otherDocument").replace(b"/word/document.xml", b"/a.xml")
        )


@pytest.mark.parametrize("dtd", ['<!DOCTYPE a [<!ENTITY b "c">]>', '<!DOCTYPE a SYSTEM "other.dtd">'])
def test_a_document_type_is_refused(tmp_path: Path, dtd: str) -> None:
    with pytest.raises(ReadError):
        read_bytes(tmp_path, flat(docx(), dtd=dtd))
    with pytest.raises(ReadError):
        read_bytes(tmp_path, word_2003(SENTENCE).replace(b"<w:wordDocument", dtd.encode() + b"<w:wordDocument"))


@pytest.mark.parametrize("name", ["/../../other", "/word/document.xml", "C:/a"])
def test_a_part_with_a_false_or_doubled_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReadError, match="false or doubled path"):
        read_bytes(tmp_path, flat(docx()).replace(b"/docProps/app.xml", name.encode()))


def word_2003(text: str) -> bytes:
    row = "".join(f"<w:tc><w:p><w:r><w:t>{one}</w:t></w:r></w:p></w:tc>" for one in ("An Phú", "4.512"))
    return (
        f'{HEAD}<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xml:space="preserve">'
        f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p><w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='3000'/>"
        f"<w:gridCol w:w='3000'/></w:tblGrid><w:tr>{row}</w:tr></w:tbl></w:body></w:wordDocument>"
    ).encode()


def test_the_xml_of_word_2003_is_read(tmp_path: Path) -> None:
    if program() is None:
        left_out("no LibreOffice: apt-get install libreoffice-writer-nogui")
    document = read_bytes(tmp_path, word_2003(SENTENCE))
    assert document.source.format == "doc"
    assert [document.block_text(block) for block in document.blocks] == [SENTENCE, "An Phú", "4.512"]
    with pytest.raises(ReadError):
        read_bytes(tmp_path, word_2003(SENTENCE)[:400])
