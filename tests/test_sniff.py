"""A file is what its bytes say; what is not read is refused with a remedy, under its own name."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest

from extract.document import ReadError
from extract.sniff import sniff


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def word() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = "<!doctype html><html><body><p>Đạt 5 xã</p></body></html>"
PROSE = "Toàn tỉnh có 2.128 trạm BTS; tỷ lệ < 5% và > 3%.\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\r\n\x00junk before" * 5 + b"%PDF-1.4", "pdf"),
        (word(), "docx"),
        (zipped(**{"word__document2.xml": b"<w/>", "[Content_Types].xml": b"<T/>"}), "docx"),
        (PAGE.encode(), "html"),
        (b"\xef\xbb\xbf" + PAGE.encode(), "html"),
        (PAGE.encode("utf-16"), "html"),
        (b"\n\n <!-- saved from url --> <HTML><BODY>x</BODY></HTML>", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html><body>x</body></html>', "html"),
        (b"<div><p>a</p><p>b</p></div>", "html"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1258"><p>x', "html"),
        (PROSE.encode(), "text"),
        (PROSE.encode("utf-16"), "text"),
        (b"\xef\xbb\xbf" + PROSE.encode(), "text"),
        (PROSE.encode("utf-16-le"), "text"),
        ("Báo cáo\n".encode("cp1258", "ignore"), "text"),
        (b"<5% cua cac xa\n", "text"),
        ("Toàn tỉnh có 1.204 trạm BTS\x00, tăng 68 trạm.\n".encode(), "text"),
        (workbook(), "xlsx"),
        (OLE + "Workbook".encode("utf-16-le"), "xls"),
        (zipped(**{"xl/workbook.bin": b""}), "xlsb"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "mhtml"),
        (b'<?xml version="1.0"?>\n<office:document office:mimetype="application/vnd.oasis.opendocument.text">', "odt"),
        (b'<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet">', "ods"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": b""}), "ods"),
    ],
)
def test_formats_that_are_read(data: bytes, expected: str) -> None:
    assert sniff(data, "x").reader.format == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("<p>C&oacute; 1&#46;204 tr&#7841;m</p>", "doan.html", "html"),
        ("<table><tr><td>Trạm<td>1.204<tr><td>Xã<td>68", "doan.HTM", "html"),
        ("<!-- sao chép --><p class=a>Có 68 xã", "doan.html", "html"),
        ("<5% hộ nghèo, >90% hộ có nước sạch", "doan.html", "text"),
        ("<p>Có 68 xã", "doan.txt", "text"),
    ],
)
def test_a_piece_of_a_page_is_one_by_its_name_and_a_tag(text: str, name: str, expected: str) -> None:
    assert sniff(text.encode(), name).reader.format == expected


@pytest.mark.parametrize(
    ("data", "problem", "remedy"),
    [
        (zipped(**{"xl/sharedStrings.xml": b""}), "damaged Excel workbook", "XLSX"),
        (zipped(ppt__presentation=b""), "PowerPoint", "PDF"),
        (zipped(mimetype=b"application/epub+zip"), "epub", "save it as DOCX"),
        (zipped(a=b"1"), "zip archive", "unpack"),
        (OLE + "EncryptionInfo".encode("utf-16-le"), "password", "without one"),
        (OLE, "unknown kind", "DOCX"),
        (b"AT&TFORM\0\0\0\0DJVU", "image", "save it as PDF"),
        (b"\0\0\0\x18ftypheic", "image", "save it as PDF"),
        (b"Rar!\x1a\x07\x00", "archive", "unpack"),
        (b"To: a@b.vn\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed\r\n", "e-mail", "attachment"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "flat XML", "DOCX"),
        (b'<?xml version="1.0"?><a/>', "XML file", "give text"),
        (b'<?xml version="1.0"?><!DOCTYPE a><office:document office:mimetype="x.opendocument.text">', "XML", "text"),
        (bytes(range(256)) * 8, "unknown binary", "give text"),
        (b"\x7fELF" + bytes(400), "unknown binary", "give text"),
    ],
)
def test_formats_that_are_refused_with_a_remedy(data: bytes, problem: str, remedy: str) -> None:
    with pytest.raises(ReadError) as caught:
        sniff(data, "bao-cao.doc")
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy
    assert str(caught.value).startswith("bao-cao.doc: ")
    assert caught.value.status == "error"


@pytest.mark.parametrize("data", [b"", b"\n \t\r\n", b"\xef\xbb\xbf", b"\x00" * 64, b"\xff\xfe\x00\x00"])
def test_nothing_is_told_as_empty(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        sniff(data, "x.txt")
    assert caught.value.status == "empty"
