"""Bad files cost their own document and say why; none is opened in good faith."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import docx
import pytest

from extract.archive import MOST_PARTS
from extract.document import ReadError
from extract.docx.package import open_package
from extract.html.read import read_html
from extract.read import read
from extract.sniff import sniff

DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def problem(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read(path)
    assert caught.value.place == path.name
    return caught.value.problem


def word(text: str = "Toàn tỉnh có 5 xã.") -> bytes:
    made = docx.Document()
    made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(data: bytes, **changed: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name.replace("/", "__").replace(".", "_"), old.read(name)))
    return out.getvalue()


def test_what_is_no_file(tmp_path: Path) -> None:
    assert problem(tmp_path) == "is a folder"
    assert problem(tmp_path / "không-có.docx") == "does not exist"
    link = tmp_path / "dangling.pdf"
    link.symlink_to(tmp_path / "nowhere")
    assert problem(link) == "does not exist"


def test_an_empty_file_is_empty_whatever_its_name(tmp_path: Path) -> None:
    for name in ("a.txt", "a.docx", "a.pdf", "a.html"):
        (tmp_path / name).write_bytes(b"")
        with pytest.raises(ReadError) as caught:
            read(tmp_path / name)
        assert caught.value.status == "empty"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_locked_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    assert problem(path) == "may not be opened"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_cut_off_docx(share: float) -> None:
    data = word()
    with pytest.raises(ReadError, match="damaged or cut-off"):
        sniff(data[: int(len(data) * share)], "x.docx")


def test_a_damaged_part_is_named() -> None:
    data = bytearray(word())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("word/document.xml")
    for at in range(info.header_offset + 60, info.header_offset + 60 + info.compress_size // 2):
        data[at] ^= 0x55
    package = open_package(bytes(data), "x.docx")
    with pytest.raises(ReadError, match=r"word/document\.xml"):
        package.xml("word/document.xml")


@pytest.mark.parametrize(
    ("xml", "match"),
    [
        (b"<w:document", "no sound XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]>' + DOCUMENT.format("").encode(), "document type"),
        (DOCUMENT.format("").replace("w:body", "w:other").encode(), "without a body"),
        (("<a>" * 5000 + "</a>" * 5000).encode(), "no sound XML"),
    ],
)
def test_an_unsound_part(xml: bytes, match: str, tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(repacked(word(), word__document_xml=xml))
    with pytest.raises(ReadError, match=match):
        read(path)


def test_entities_that_multiply_are_never_unfolded(tmp_path: Path) -> None:
    lines = ['<!ENTITY a0 "lol">', *(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))]
    bomb = f"<!DOCTYPE d [{''.join(lines)}]>" + DOCUMENT.format("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>")
    path = tmp_path / "x.docx"
    path.write_bytes(repacked(word(), word__document_xml=bomb.encode()))
    with pytest.raises(ReadError, match=r"document type|no sound XML"):
        read(path)


def test_zip_bombs_are_refused_before_they_are_unpacked() -> None:
    ratio = repacked(word(), word__styles_xml=b" " * 30_000_000)
    with pytest.raises(ReadError, match="200 times"):
        sniff(ratio, "x.docx")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(MOST_PARTS + 1):
            archive.writestr(f"word/{number}.xml", b"")
    with pytest.raises(ReadError, match="parts"):
        sniff(out.getvalue(), "x.docx")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:/x.xml"])
def test_false_paths_in_a_zip(name: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", b"")
        archive.writestr(name, b"")
    with pytest.raises(ReadError, match="false or doubled path"):
        sniff(out.getvalue(), "x.docx")


def test_a_locked_zip_part() -> None:
    data = bytearray(word())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(ReadError, match="password"):
        sniff(bytes(data), "x.docx")


def test_a_web_page_with_deep_nesting_and_long_lines_is_read_whole(tmp_path: Path) -> None:
    from extract.document import Source

    deep = "<div>" * 3000 + "<p>đáy</p>" + "</div>" * 3000
    long = "<p>" + "dài " * 500_000 + "hết</p>"
    source = Source(tmp_path / "x.html", "x.html", "0", "html")
    found = read_html(source, f"<html><body>{deep}{long}<p>cuối</p></body></html>".encode())
    words = [p.text for p in found.pieces]  # type: ignore[union-attr]
    assert words[0] == "đáy" and words[1].endswith("hết") and words[2] == "cuối"


def test_a_wrong_suffix_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "bao-cao.doc"
    path.write_bytes(b"<html><body><p>Co 5 xa dat chuan nong thon moi.</p></body></html>")
    made = read(path)
    assert made.text == "Co 5 xa dat chuan nong thon moi."
    assert made.source.format == "html"
    assert made.notes == ("named .doc, but its content is html",)
