"""Pages saved as one file (MHTML) by browsers, Word and Excel: read as the pages that they are; e-mails are not."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Sequence
from pathlib import Path

import pytest

from extract.document import Document, ReadError
from extract.head import Head
from extract.read import read
from rules.find import find_figures

SENTENCE = "Đến hết năm 2024, toàn tỉnh có 1.204 trạm BTS, tỷ lệ hồ sơ trực tuyến đạt 68,28%."
PAGE = f"<html><head><title>Báo cáo</title></head><body><h1>Báo cáo chuyển đổi số</h1><p>{SENTENCE}</p></body></html>"
BLINK = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/a\r\nSubject: =?utf-8?Q?B=C3=A1o?=\r\n"
)
WORD = ""
PARTS = 'multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----=_cut"'


def part(content: bytes, kind: str, way: str, location: str = "page.htm") -> bytes:
    """A part of a message."""
    body = quopri.encodestring(content) if way == "quoted-printable" else base64.encodebytes(content)
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {way}\r\nContent-Location: {location}\r\n\r\n"
    return head.encode() + body


def saved(parts: Sequence[bytes], head: str = BLINK, kind: str = PARTS) -> bytes:
    """A page saved with what belongs to it."""
    start = f"{head}MIME-Version: 1.0\r\nContent-Type: {kind}\r\n\r\n".encode()
    return start + b"".join(b"------=_cut\r\n" + one + b"\r\n" for one in parts) + b"------=_cut--\r\n"


def read_bytes(folder: Path, data: bytes, name: str = "trang.mht") -> Document:
    path = folder / name
    path.write_bytes(data)
    return read(path)


def lines(document: Document) -> list[str]:
    return [document.block_text(block) for block in document.blocks]


@pytest.mark.parametrize("head", [BLINK, WORD], ids=["browser", "word"])
@pytest.mark.parametrize("way", ["quoted-printable", "base64"])
def test_a_saved_page_reads_as_the_page(tmp_path: Path, head: str, way: str) -> None:
    picture = part(b"\x89PNG\r\n\x1a\n", "image/png", "base64", "a.png")
    document = read_bytes(tmp_path, saved([part(PAGE.encode(), 'text/html; charset="utf-8"', way), picture], head))
    page = read_bytes(tmp_path, PAGE.encode(), "trang.html")
    assert document.source.format == "mhtml" and document.text == page.text
    assert [(f.number, f.unit) for f in find_figures(document).figures] == [("1.204", "trạm BTS"), ("68,28", "%")]


@pytest.mark.parametrize(
    ("charset", "said"), [("windows-1258", "windows-1258"), ("utf-16", "unicode"), ("utf-8", "us-ascii")]
)
def test_letters_are_what_the_part_says(tmp_path: Path, charset: str, said: str) -> None:
    # The code page of Vietnamese Windows has its tones as letters of their own, behind the vowel.
    content = "<html><body><p>Số hộ nghèo giảm còn 4.512 hộ.</p></body></html>"
    if charset == "windows-1258":
        content = (
            content.replace("ố", "ô\u0301").replace("ộ", "ô\u0323").replace("ả", "a\u0309").replace("ò", "o\u0300")
        )
    document = read_bytes(tmp_path, saved([part(content.encode(charset), f'text/html; charset="{said}"', "base64")]))
    assert lines(document) == ["Số hộ nghèo giảm còn 4.512 hộ."]


def test_the_sheets_of_a_workbook_saved_as_a_page(tmp_path: Path) -> None:
    frames = '<html><frameset rows="*,39"><frame src="sheet001.htm"><frame src="tabs.htm"></frameset></html>'
    sheets = [
        f"<html><body><table><tr><td>Xã</td><td>{what}</td></tr>"
        f"<tr><td>Tân Lập</td><td>{count}</td></tr></table></body></html>"
        for what, count in (("Số hộ", "1.204"), ("Số thôn, bản", "987"))
    ]
    parts = [part(page.encode(), 'text/html; charset="utf-8"', "base64", f"p{n}.htm") for n, page in
             enumerate([frames, *sheets])]  # fmt: skip
    document = read_bytes(tmp_path, saved(parts, WORD))
    assert [table.rows for table in document.tables] == [2, 2]
    assert {"1.204", "987"} <= set(lines(document))


def test_the_sheets_of_a_workbook_keep_their_names(tmp_path: Path) -> None:
    names = ("Dân số &amp; hộ các xã", "Sheet2", "Hộ nghèo cuối năm")
    told = "".join(
        f"<x:ExcelWorksheet><x:Name>{name}</x:Name><x:WorksheetSource HRef='T%20_files/sheet00{n}.htm'/>"
        "</x:ExcelWorksheet>"
        for n, name in enumerate(names, 1)
    )
    frames = f"<html><head><!--[if gte mso 9]><xml>{told}</xml><![endif]--></head><frameset><frame></frameset></html>"
    sheet = "<html><body><table><tr><td>Xã</td><td>Số hộ đợt {0}</td></tr><tr><td>Tân Lập</td><td>{0}</td></tr></table>"
    parts = [part(frames.encode(), 'text/html; charset="utf-8"', "base64", "https://example.org/T.htm")]
    parts += [
        part(sheet.format(n).encode(), 'text/html; charset="utf-8"', "base64", f"https://example.org/T_files/sheet00{n}.htm")
        for n in (3, 1, 2)
    ]
    document = read_bytes(tmp_path, saved(parts, WORD))
    headings = [document.block_text(block) for block in document.blocks if block.kind == "heading"]
    assert headings == ["Hộ nghèo cuối năm", "Dân số & hộ các xã"]
    assert [table.rows for table in document.tables] == [2, 2, 2]


def test_a_page_that_breaks_off_is_told(tmp_path: Path) -> None:
    data = saved([part(PAGE.encode(), 'text/html; charset="utf-8"', "base64")])
    document = read_bytes(tmp_path, data[: data.rindex(b"------=_cut--")])
    assert SENTENCE in lines(document) and "breaks off: its end is missing" in document.notes


def test_one_without_a_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="holds no page"):
        read_bytes(tmp_path, saved([part(b"\x89PNG", "image/png", "base64")]))


@pytest.mark.parametrize(
    "head",
    [
        "Return-Path: <a@example.org>\r\nReceived: from x\r\n",
        "From a@example.org Mon Jan  6 08:00:00 2025\r\nFrom: a@example.org\r\nTo: b@example.org\r\n",
        "To: b@example.org\r\nX-Mailer: y\r\n",
    ],
)
def test_an_e_mail_is_refused_with_what_to_do(tmp_path: Path, head: str) -> None:
    data = saved([part(PAGE.encode(), 'text/html; charset="utf-8"', "base64")], head)
    with pytest.raises(ReadError, match="is an e-mail") as caught:
        read_bytes(tmp_path, data, "thu.eml")
    assert "attachment" in caught.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "Kính gửi: Ủy ban nhân dân tỉnh\nNgày: 12/5/2024\n\nToàn tỉnh có 1.204 trạm BTS.\n",
        "From: Sở Thông tin\nTo: Văn phòng\n\nToàn tỉnh có 1.204 trạm BTS.\n",
        "Subject: họp\nToàn tỉnh có 1.204 trạm BTS.\n",
    ],
)
def test_text_with_colons_is_no_message(tmp_path: Path, text: str) -> None:
    assert Head(text.encode(), "a.txt").fields == {}
    assert "1.204" in read_bytes(tmp_path, text.encode(), "a.txt").text
