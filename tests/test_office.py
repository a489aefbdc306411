""".doc, .rtf and .odt: read through LibreOffice where it is, from a kept conversion where it is not."""

from __future__ import annotations

import hashlib
import http.server
import io
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from needs import left_out
from xlsb_file import GENERAL, GROUPED, PERCENT, xlsb

from extract.document import Document, ReadError
from extract.office import kept, soffice
from extract.read import read
from kb.corpus import CONVERSION, list_documents

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SENTENCE = "Toàn tỉnh có 1.204 trạm BTS."
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


@pytest.fixture
def office() -> None:
    if soffice.program() is None:
        left_out(f"no LibreOffice: {soffice.NEEDED.command}")


def rtf(*paragraphs: str) -> bytes:
    """An RTF file as WordPad writes it, every letter beyond ASCII as its code point."""

    def escaped(text: str) -> str:
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text)

    return ("{\\rtf1\\ansi " + "".join(f"{escaped(one)}\\par\n" for one in paragraphs) + "}").encode("ascii")


def odt(content: str, manifest: str = "") -> bytes:
    names = "".join(f' xmlns:{k}="{ODF}{v}:1.0"' for k, v in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "svg": "svg-compatible",
    }.items())  # fmt: skip
    xlink = ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    body = f"<office:body><office:text>{content}</office:text></office:body>"
    kind = "application/vnd.oasis.opendocument.text"
    files = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{media}">{manifest}</m:file-entry>'
        for path, media in (("/", kind), ("content.xml", "text/xml"))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{ODF}manifest:1.0">{files}</m:manifest>')
        xml = f'<office:document-content{names}{xlink} office:version="1.2">{body}</office:document-content>'
        archive.writestr("content.xml", xml)
    return out.getvalue()


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for one in paragraphs:
        document.add_paragraph(one)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def lines(document: Document) -> list[str]:
    return [document.block_text(block) for block in document.blocks]


def old_word(tmp_path: Path, data: bytes) -> bytes:
    """A .doc as LibreOffice writes it."""
    program = shutil.which("soffice")
    assert program
    given = put(tmp_path, "made.docx", data)
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc", given],
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (tmp_path / "made.doc").read_bytes()


@pytest.mark.usefixtures("office")
def test_rtf_is_read_under_any_name(tmp_path: Path) -> None:
    document = read(put(tmp_path, "bao-cao.doc", rtf("BÁO CÁO", SENTENCE, "Hết.")))
    assert document.source.format == "rtf"
    assert lines(document) == ["BÁO CÁO", SENTENCE, "Hết."]
    assert "named .doc, but its content is rtf" in document.notes
    assert any("LibreOffice" in note and "pages are not known" in note for note in document.notes)


@pytest.mark.usefixtures("office")
def test_an_rtf_that_breaks_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"a\.rtf: breaks off"):
        read(put(tmp_path, "a.rtf", rtf(SENTENCE, "Phần sau bị mất khi chép tệp.")[:-25]))


@pytest.mark.usefixtures("office")
def test_doc_is_read(tmp_path: Path) -> None:
    path = put(tmp_path, "a.doc", old_word(tmp_path, word("BÁO CÁO", SENTENCE)))
    document = read(path)
    assert document.source.format == "doc"
    assert lines(document) == ["BÁO CÁO", SENTENCE]


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A server of this machine, and what it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_GET = do_HEAD = do_OPTIONS = do_PROPFIND = answer  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("confined", [True, False], ids=["without a network", "by settings alone"])
def test_what_an_odt_links_to_is_not_fetched(
    tmp_path: Path, server: tuple[str, list[str]], confined: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not confined:
        monkeypatch.setattr(soffice, "_confinement", lambda: None)
    address, asked = server
    link = f'xlink:type="simple" xlink:actuate="onLoad" xlink:href="{address}'
    content = (
        f'<text:p>{SENTENCE}<draw:frame svg:width="3cm" svg:height="3cm"><draw:image {link}/a.png"/></draw:frame>'
        f'</text:p><text:section text:name="S"><text:section-source {link}/b.odt"/><text:p>Hết.</text:p></text:section>'
    )
    document = read(put(tmp_path, "a.odt", odt(content)))
    assert document.source.format == "odt"
    assert lines(document) == [SENTENCE, "Hết."]
    assert asked == []


@pytest.mark.usefixtures("office")
def test_a_damaged_doc_is_refused(tmp_path: Path) -> None:
    damaged = OLE + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(4000)
    with pytest.raises(ReadError, match=r"a\.doc: cannot be converted: LibreOffice cannot open it"):
        read(put(tmp_path, "a.doc", damaged))


def test_what_is_locked_is_told_as_such(tmp_path: Path) -> None:
    begins = b"\xec\xa5\xc1\x00" + bytes(7) + b"\x01" + b"\xbf\x00"
    locked = OLE + bytes(504) + begins + bytes(498) + "WordDocument".encode("utf-16-le") + bytes(488)
    enciphered = odt("", manifest='<m:encryption-data m:checksum="x"/>')
    for name, data in (("a.doc", locked), ("a.odt", enciphered)):
        with pytest.raises(ReadError, match="is protected with a password"):
            read(put(tmp_path, name, data))


def test_without_libreoffice_the_command_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(soffice, "_ELSEWHERE", ())
    with pytest.raises(ReadError, match=r"is a \.rtf file.*apt-get install libreoffice-writer-nogui"):
        read(put(tmp_path, "a.rtf", rtf(SENTENCE)))


def test_a_kept_conversion_needs_no_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(soffice, "_ELSEWHERE", ())
    path = put(tmp_path, "a.rtf", rtf("Bản gốc."))
    made = kept.signed(word(SENTENCE), hashlib.sha256(path.read_bytes()).hexdigest())
    kept.beside(path).write_bytes(made)
    assert lines(read(path)) == [SENTENCE]
    listing = list_documents([tmp_path], tmp_path / "kb.db")
    assert [found.name for found in listing.found] == ["a.rtf"]
    assert listing.ignored == [("a.rtf.converted.docx", CONVERSION)]


@pytest.mark.parametrize("spoil", [
    lambda made: word(SENTENCE),  # of nobody knows which document
    lambda made: made[: len(made) // 2],
    lambda made: kept.signed(word(SENTENCE), "0" * 64),
    lambda made: b"",
])  # fmt: skip
def test_a_conversion_that_cannot_be_trusted_is_none(tmp_path: Path, spoil: object) -> None:
    path = put(tmp_path, "a.rtf", rtf("Bản gốc."))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert callable(spoil)
    kept.beside(path).write_bytes(spoil(kept.signed(word(SENTENCE), digest)))
    assert kept.find(path, digest) is None


@pytest.mark.usefixtures("office")
def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soffice.tempfile, "tempdir", str(tmp_path))
    soffice.to_docx(rtf(SENTENCE), ".rtf")
    with pytest.raises(soffice.ConversionError, match="took longer"):
        soffice.to_docx(rtf(SENTENCE), ".rtf", seconds=0.2)
    assert list(tmp_path.iterdir()) == []
    assert running(tmp_path) == []


@pytest.mark.usefixtures("office")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_libreoffice_dies_with_the_process_that_started_it(tmp_path: Path) -> None:
    code = "import sys; from extract.office.soffice import to_docx; to_docx(sys.stdin.buffer.read(), '.rtf')"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, env=environment) as parent:
        assert parent.stdin
        parent.stdin.write(rtf(*[SENTENCE] * 20_000))
        parent.stdin.close()
        wait_until(lambda: bool(running(tmp_path)))
        parent.send_signal(signal.SIGKILL)
    wait_until(lambda: not running(tmp_path))


def running(folder: Path) -> list[int]:
    """Processes of LibreOffice whose profile is below ``folder``."""
    found = []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = one.read_bytes()
        except OSError:
            continue
        if b"soffice" in words and os.fsencode(folder) in words:
            found.append(int(one.parent.name))
    return found


def wait_until(true: object) -> None:
    assert callable(true)
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


NOTE = (
    '<text:note text:note-class="footnote" text:id="n1"><text:note-citation>1</text:note-citation><text:note-body>'
    "<text:p>Đến 31/12/2023.</text:p></text:note-body></text:note>"
)


@pytest.mark.usefixtures("office")
def test_digits_of_an_odt_are_counted_before_and_after_conversion(tmp_path: Path) -> None:
    path = put(
        tmp_path, "a.odt", odt(f"<text:p>{SENTENCE}{NOTE} Trang <text:page-number>7</text:page-number></text:p>")
    )
    assert not any("by conversion" in note for note in read(path).notes)
    made = kept.signed(
        word("Toàn tỉnh có 1.205 trạm BTS.", "31/12/2023"), hashlib.sha256(path.read_bytes()).hexdigest()
    )
    kept.beside(path).write_bytes(made)
    assert [note for note in read(path).notes if "by conversion" in note] == [
        "by conversion, 1 of 12 digits of the file were not read (4)",
        "by conversion, 1 digits were read that the file does not hold (5)",
    ]


@pytest.mark.usefixtures("office")
def test_a_flat_opendocument_text_is_read(tmp_path: Path) -> None:
    names = "".join(f' xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "text"))
    kind = "application/vnd.oasis.opendocument.text"
    body = f"<office:body><office:text><text:p>BÁO CÁO</text:p><text:p>{SENTENCE}</text:p></office:text></office:body>"
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document{names} office:mimetype="{kind}">'
    flat = f"{start}{body}</office:document>"
    document = read(put(tmp_path, "a.fodt", flat.encode()))
    assert document.source.format == "odt" and lines(document) == ["BÁO CÁO", SENTENCE]
    assert not any("digits" in note for note in document.notes)


def test_a_flat_opendocument_workbook_is_read_as_it_shows(tmp_path: Path) -> None:
    names = "".join(f' xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "text", "table"))
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    held = 'office:value-type="percentage" office:value="0.985"'
    cells = (
        "<table:table-cell><text:p>Tỷ lệ hồ sơ trực tuyến</text:p></table:table-cell>"
        f"<table:table-cell {held}><text:p>98,5%</text:p></table:table-cell>"
    )
    rows = f"<table:table-row>{cells}</table:table-row>" * 2
    table = f'<table:table table:name="a">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    flat = f'<office:document{names} office:mimetype="{kind}">{body}</office:document>'
    document = read(put(tmp_path, "a.fods", flat.encode()))
    assert document.source.format == "ods" and document.tables[0].rows == 2
    assert lines(document)[1] == "98,5%"
    with pytest.raises(ReadError, match="damaged workbook"):
        read(put(tmp_path, "b.fods", flat[:-40].encode()))


@pytest.fixture
def sheets_office() -> None:
    if soffice.calc() is None:
        left_out(f"no LibreOffice Calc: {soffice.NEEDED_FOR_SHEETS.command}")


def binary_workbook() -> bytes:
    first = (
        ("Số liệu năm 2024", None, None),
        ("Địa phương", "Tỷ lệ hồ sơ", "Số trạm"),
        ("Lạng Sơn", (0.985, PERCENT), (1204.0, GROUPED)),
        ("Cao Bằng", (0.5, PERCENT), (987.0, GENERAL)),
    )
    return xlsb(("Biểu 1", first), ("Biểu 2", (("Xã", "Số hộ"), ("Yên Sơn", (51.0, GENERAL)))), merged=[(0, 0, 0, 2)])


@pytest.mark.usefixtures("sheets_office")
def test_a_binary_workbook_is_read_as_it_shows(tmp_path: Path) -> None:
    document = read(put(tmp_path, "a.xlsb", binary_workbook()))
    assert document.source.format == "xlsb"
    assert {"98,5%", "1.204", "50,0%", "987", "51"} <= set(lines(document))
    assert [table.rows for table in document.tables] == [3, 2]
    assert any("LibreOffice" in note for note in document.notes)


@pytest.mark.usefixtures("sheets_office")
def test_a_binary_workbook_that_is_broken_or_empty_is_refused(tmp_path: Path) -> None:
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\0" * 40)
    with pytest.raises(ReadError, match=r"a\.xlsb: (?:cannot be converted|is a workbook without)"):
        read(put(tmp_path, "a.xlsb", broken.getvalue()))
    with pytest.raises(ReadError, match="without any filled cell"):
        read(put(tmp_path, "b.xlsb", xlsb(("Biểu 1", ((None, None),)))))


def test_without_libreoffice_a_binary_workbook_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(soffice, "_ELSEWHERE", ())
    monkeypatch.setenv("SOLIEU_CACHE", str(tmp_path / "cache"))
    with pytest.raises(ReadError, match="libreoffice-calc") as caught:
        read(put(tmp_path, "a.xlsb", binary_workbook()))
    assert "XLSX" in caught.value.remedy
