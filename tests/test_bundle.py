"""A zip archive of reports: every member a document of its own; no name, size or lock in it reaches beyond that one."""

from __future__ import annotations

import contextlib
import io
import os
import random
import stat
import struct
import unicodedata
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from pdf_sheet import Sheet
from test_build import LIMITS, report, rows

from extract.bundle import MOST_MEMBERS, is_bundle, members_of
from extract.bundle_names import name_of, plain
from extract.document import ReadError
from extract.member import digest, on_disk
from extract.sniff import sniff
from kb.ask.explain import explain_figure
from kb.build.outcome import Summary
from kb.build.run import build
from kb.corpus import Listing, list_documents
from kb.store import read_base


def packed(path: Path, *members: tuple[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    """An archive of these members; two may have one name."""
    path.unlink(missing_ok=True)
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, how)
    return path


def renamed(path: Path, **names: bytes) -> Path:
    """The archive with the bytes of names put in the place of others of the same length, as no writer of ours does."""
    data = path.read_bytes()
    for old, new in names.items():
        assert len(old) == len(new), (old, len(new))
        data = data.replace(old.encode(), new)
    path.write_bytes(data)
    return path


def word(text: str) -> bytes:
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


def listed(path: Path) -> Listing:
    return list_documents([path], path.parent / "kb.db")


def refused(path: Path) -> dict[str, str]:
    return {one.name: one.error for one in listed(path).refused}


def built(*paths: Path, base: Path) -> Summary:
    return build(paths, base, LIMITS)


def names(base: Path) -> list[object]:
    return [row[0] for row in rows(base, "select path from documents where status = 'ok' order by path")]


@pytest.fixture
def months(tmp_path: Path) -> Path:
    """Three reports in three formats, one of them in a folder, and what systems leave beside them."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    return packed(
        folder / "thang-6.zip",
        ("lai-chau.txt", report()),
        ("Tuần 1/Điện Biên.docx", word("Toàn tỉnh Điện Biên có 980 trạm BTS.")),
        ("Tuần 1/", ""),
        ("web.html", "<html><body><p>Tỉnh Sơn La mở 12 lớp tập huấn.</p></body></html>"),
        ("__MACOSX/._lai-chau.txt", "x"),
        (".DS_Store", "x"),
        ("Tuần 1/Thumbs.db", "x"),
        ("Tuần 1/~$n Biên.docx", "x"),
    )


def test_every_member_is_a_document_of_its_own(months: Path) -> None:
    base = months.parent.parent / "kb.db"
    summary = built(months.parent, base=base)
    found = {one.name: (one.status, one.figures) for one in summary.outcomes}
    assert found == {
        "thang-6.zip/lai-chau.txt": ("ok", 4),
        "thang-6.zip/Tuần 1/Điện Biên.docx": ("ok", 1),
        "thang-6.zip/web.html": ("ok", 1),
    }
    ignored = dict(summary.ignored)
    assert ignored["thang-6.zip/__MACOSX/._lai-chau.txt"] == "file of the system"
    assert ignored["thang-6.zip/.DS_Store"] == "hidden"
    assert ignored["thang-6.zip/Tuần 1/Thumbs.db"] == "file of the system"
    assert ignored["thang-6.zip/Tuần 1/~$n Biên.docx"] == "temporary file of an open Word document"
    assert rows(base, "select filename, format, place from documents where format = 'text'") == [
        ("thang-6.zip/lai-chau.txt", "text", "Lai Châu")
    ]
    assert sorted(path.name for path in months.parent.iterdir()) == ["thang-6.zip"]
    assert not (base.parent / "kb.db-work").exists()


def test_what_is_unchanged_is_known_by_the_bytes_of_the_member(months: Path) -> None:
    base = months.parent.parent / "kb.db"
    built(months.parent, base=base)
    ids = rows(base, "select id from figures order by id")
    assert {one.did for one in built(months.parent, base=base).outcomes} == {"unchanged"}
    # Packed anew without compression, with one report more and one other than before.
    packed(
        months,
        ("lai-chau.txt", report()),
        ("Tuần 1/Điện Biên.docx", word("Toàn tỉnh Điện Biên có 981 trạm BTS.")),
        ("moi.txt", report("Cao Bằng", 9)),
        how=zipfile.ZIP_STORED,
    )
    did = {one.name.removeprefix("thang-6.zip/"): one.did for one in built(months.parent, base=base).outcomes}
    assert did == {
        "lai-chau.txt": "unchanged",
        "Tuần 1/Điện Biên.docx": "read",
        "moi.txt": "read",
        "web.html": "removed",
    }
    assert set(rows(base, "select id from figures")) & set(ids)


@pytest.mark.parametrize("given", ["folder", "archive"])
def test_members_go_with_their_archive(months: Path, given: str) -> None:
    base = months.parent.parent / "kb.db"
    asked = months.parent if given == "folder" else months
    built(asked, base=base)
    assert len(names(base)) == 3
    months.unlink()
    built(asked, base=base)
    assert names(base) == []


def test_an_archive_that_becomes_a_document_and_back_leaves_nothing_behind(months: Path) -> None:
    base = months.parent.parent / "kb.db"
    whole = months.read_bytes()
    built(months, base=base)
    months.write_bytes(word("Tỉnh Lào Cai có 5 xã."))
    built(months, base=base)
    assert names(base) == ["corpus/thang-6.zip"]
    months.write_bytes(whole)
    built(months, base=base)
    assert len(names(base)) == 3
    months.write_bytes(whole[: len(whole) // 2])
    (outcome, *gone) = sorted(built(months, base=base).outcomes, key=lambda one: one.did)
    assert outcome.error and "damaged or cut-off zip file" in outcome.error and len(gone) == 3
    assert names(base) == []


def test_the_same_report_beside_the_archive_is_one_report(months: Path) -> None:
    base = months.parent.parent / "kb.db"
    (months.parent / "lai-chau.txt").write_text(report(), encoding="utf-8")
    summary = built(months.parent, base=base)
    assert summary.copies == [("thang-6.zip/lai-chau.txt", "lai-chau.txt")]


def test_sources_name_members_and_what_an_archive_shares(months: Path) -> None:
    (months.parent / "sources.toml").write_text(
        """
        ignore = ["thang-6.zip/*.html"]
        [[document]]
        file = "thang-6.zip"
        place = "Sơn La"
        period = "2023"
        title = "is of one document only"
        [[document]]
        file = "thang-6.zip/Tuần 1/Điện Biên.docx"
        place = "Điện Biên"
        [[document]]
        file = "thang-6.zip/khong-co.docx"
        """,
        encoding="utf-8",
    )
    listing = listed(months.parent)
    assert {one.name: one.entry for one in listing.found} == {
        "thang-6.zip/lai-chau.txt": {"place": "Sơn La", "period": "2023"},
        "thang-6.zip/Tuần 1/Điện Biên.docx": {"place": "Điện Biên", "period": "2023"},
    }
    assert ("thang-6.zip/web.html", "named under ignore in sources.toml") in listing.ignored
    (warning,) = listing.warnings
    assert "thang-6.zip/khong-co.docx: there is no such file" in warning


def test_what_people_say_of_documents_is_not_taken_from_an_archive(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "a.zip",
        ("sources.toml", '[[document]]\nfile = "a.txt"\nplace = "Huế"\n'),
        ("corrections.jsonl", "{}"),
        ("a.pdf.recognised.json", "{}"),
        ("a.txt", report()),
    )
    listing = listed(path)
    assert [(one.name, one.entry) for one in listing.found] == [("a.zip/a.txt", {})]
    assert len(listing.ignored) == 3 and all("not inside one" in reason for _, reason in listing.ignored)
    assert listing.corrections == [tmp_path / "corrections.jsonl"]


# Names


UNICODE = "Báo cáo tháng 6.txt"


@pytest.mark.parametrize(
    ("raw", "flag"),
    [
        (UNICODE.encode("utf-8"), True),
        (UNICODE.encode("utf-8"), False),
        (b"B\xa0o c\xa0o th\xa0ng 6.txt", False),  # CP437
        (b"B\xe1o c\xe1o th\xe1ng 6.txt", False),  # CP1258
        (unicodedata.normalize("NFD", UNICODE).encode(), False),  # macOS: accents apart
    ],
)
def test_names_of_every_writer_are_shown_rightly(raw: bytes, flag: bool) -> None:
    info = zipfile.ZipInfo(raw.decode("utf-8") if flag else raw.decode("cp437"))
    info.flag_bits = 0x800 if flag else 0
    assert name_of(info) == UNICODE


def test_a_name_of_windows_in_vietnamese() -> None:
    # CP1258 has letters and tones apart: "Kế hoạch số 5 tỉnh Đắk Lắk" as Windows writes it.
    raw = "K\u00ea\u0301 hoa\u0323ch s\u00f4\u0301 5 ti\u0309nh \u0110\u0103\u0301k L\u0103\u0301k".encode("cp1258")
    assert name_of(zipfile.ZipInfo(raw.decode("cp437"))) == "Kế hoạch số 5 tỉnh Đắk Lắk"


def test_the_name_in_an_extra_field_counts_for_the_name_that_it_was_made_for() -> None:
    raw, true = b"B?o c?o.txt", "Báo cáo.txt".encode()
    for crc, expected in ((zlib.crc32(raw), "Báo cáo.txt"), (zlib.crc32(raw) ^ 1, "B?o c?o.txt")):
        info = zipfile.ZipInfo(raw.decode())
        info.extra = struct.pack("<HHBL", 0x7075, 5 + len(true), 1, crc) + true
        assert name_of(info) == expected


def test_a_name_of_another_language_stays_what_the_format_says() -> None:
    assert name_of(zipfile.ZipInfo("Größe.txt".encode("cp437").decode("cp437"))) == "Größe.txt"


def test_names_that_lead_out_are_refused_and_write_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "corpus"
    folder.mkdir(parents=True)
    evil = ("../../out.txt", "/tmp/out.txt", "C:\\out.txt", "a\\..\\..\\out.txt", "..", "good\\lai-chau.txt")
    packed(folder / "a.zip", *((name, report()) for name in evil))
    base = tmp_path / "deep" / "kb.db"
    found = {one.name: one.error for one in built(folder, base=base).outcomes}
    assert found.pop("a.zip/good/lai-chau.txt") is None
    assert set(found) == {
        "a.zip/%2E%2E/%2E%2E/out.txt",
        "a.zip/tmp/out.txt",
        "a.zip/C:/out.txt",
        "a.zip/a/%2E%2E/%2E%2E/out.txt",
        "a.zip/%2E%2E",
    }
    assert all(error and "has a name that leads out of its archive" in error for error in found.values())
    assert not list(tmp_path.rglob("out.txt"))


def test_letters_that_nobody_sees_are_shown(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", ("x\x1b[31m\u202etxt.exe\n.txt", report()), ("nul@x.txt", report()))
    renamed(path, **{"nul@x.txt": b"nul\0x.txt"})
    assert [one.name for one in listed(path).found] == ["a.zip/x%1B[31m%E2%80%AEtxt.exe%0A.txt", "a.zip/nul%00x.txt"]


def test_a_long_name_is_refused_and_one_too_long_for_a_disk_is_read(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "a.zip", ("a" * 3000 + ".txt", report()), ("Điện Biên " * 35 + ".txt", report("Điện Biên"))
    )
    (long,) = refused(path).values()
    assert "has a name of 3004 letters" in long and len(long) < 700
    (outcome,) = (one for one in built(path, base=tmp_path / "kb.db").outcomes if one.status == "ok")
    assert outcome.figures == 4


def test_two_members_of_one_name(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = packed(
            tmp_path / "a.zip", ("a.txt", report()), ("a.txt", report("Sơn La", 9)), ("a.txt", report()), ("a.txt", "x")
        )
    listing = listed(path)
    assert [one.name for one in listing.found] == ["a.zip/a.txt"]
    assert [one.name for one in listing.refused] == ["a.zip/a.txt (2)", "a.zip/a.txt (4)"]
    assert listing.ignored == [("a.zip/a.txt (3)", "the same member once more")]
    assert "has the name of another member. Rename it" in listing.refused[0].error


# Bounds


def test_a_bomb_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", ("bomb.txt", b"\0" * 30_000_000), ("lai-chau.txt", report()))
    found = {one.name: (one.status, one.error) for one in built(path, base=tmp_path / "kb.db").outcomes}
    assert found["a.zip/lai-chau.txt"] == ("ok", None)
    assert "unpacks to over 200 times its size" in str(found["a.zip/bomb.txt"][1])


def test_a_member_that_unpacks_to_more_than_it_says_is_damaged(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", ("bomb.txt", b"Co 5 xa. " * 90_000), ("b.txt", report()))
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<L", 810_000), struct.pack("<L", 9_000)))
    assert "is damaged in its archive" in refused(path)["a.zip/bomb.txt"]


def test_an_archive_that_unpacks_to_too_much_is_refused_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.bundle.MOST_BYTES", 3_000)
    path = packed(tmp_path / "a.zip", *((f"{number}.txt", os.urandom(900)) for number in range(5)))
    assert "would unpack to more than" in refused(path)["a.zip"]
    assert [one.status for one in built(path, base=tmp_path / "kb.db").outcomes] == ["error"]


def test_too_many_members(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", *((f"{number}.txt", "") for number in range(MOST_MEMBERS + 1)))
    assert f"a zip archive of {MOST_MEMBERS + 1} members" in refused(path)["a.zip"]


def test_a_list_of_members_without_end_is_not_taken_in(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", *((f"{number:09}" + "x" * 200, "") for number in range(9_000)))
    assert "too long a list of members" in refused(path)["a.zip"]


def test_an_archive_in_an_archive_is_told_as_such(tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner", ("a.txt", report())).read_bytes()
    path = packed(
        tmp_path / "a.zip", ("inner.zip", inner), ("word.docx", word("Có 5 xã.")), ("b.rar", b"Rar!\x1a\x07\0")
    )
    found = {one.name: one for one in built(path, base=tmp_path / "kb.db").outcomes}
    assert found["a.zip/word.docx"].status == "ok"
    assert str(found["a.zip/inner.zip"].error).startswith(
        "a.zip/inner.zip: is a zip archive inside a zip archive, which is not opened. Unpack"
    )
    assert "archive (RAR)" in str(found["a.zip/b.rar"].error)


def test_locked_linked_and_oddly_packed_members_are_told_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("locked.txt", report())
        link = zipfile.ZipInfo("link.txt")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("odd.txt", report(), zipfile.ZIP_LZMA)
        archive.writestr("good.txt", report())
    data = bytearray(path.read_bytes())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the first entry's flags, in its head and in the list
        data[data.index(sign) + at] |= 1
    path.write_bytes(bytes(data))
    errors = refused(path)
    assert (
        "is protected with a password. Unpack the archive and give the document itself, or"
        in errors["a.zip/locked.txt"]
    )
    assert "is a link or a device" in errors["a.zip/link.txt"]
    assert "packed in a way that is not read (zip method 14)" in errors["a.zip/odd.txt"]
    assert [one.name for one in listed(path).found] == ["a.zip/good.txt"]


def test_a_damaged_member_costs_itself(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", ("a.txt", report()), ("b.txt", report("Sơn La", 8)), how=zipfile.ZIP_STORED)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"1.204", b"1.205", 1))
    base = tmp_path / "kb.db"
    for did in ("read", "unchanged"):
        found = {one.name: (one.did, one.status) for one in built(path, base=base).outcomes}
        assert found == {"a.zip/a.txt": (did, "error"), "a.zip/b.txt": (did, "ok")}


def test_an_archive_of_nothing(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", ("folder/", ""))
    assert "is a zip archive with nothing in it" in refused(path)["a.zip"]


def test_no_spoilt_archive_ends_a_build(months: Path) -> None:
    whole, luck = months.read_bytes(), random.Random(11)
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(luck.randint(1, 8)):
            # where the heads and the list of members are, for the most part
            signs = [at for at in range(len(data) - 1) if data[at : at + 2] == b"PK"]
            data[min(len(data) - 1, luck.choice(signs) + luck.randint(0, 60))] = luck.randint(0, 255)
        months.write_bytes(bytes(data[: luck.choice((len(data), luck.randint(4, len(data))))]))
        for found in listed(months).found:
            with contextlib.suppress(ReadError), on_disk(found.path):
                pass


# What is no archive of documents


def test_documents_that_are_zip_files_are_documents(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(word("Có 5 xã."))
    assert members_of(tmp_path / "a.zip") is None and not is_bundle(tmp_path / "a.zip")
    packed(tmp_path / "b.odt", ("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<a/>"))
    assert not is_bundle(tmp_path / "b.odt")


def test_a_pdf_that_lies_unpacked_in_an_archive_does_not_make_it_a_pdf(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.text(72, 700, "Tinh co 5 xa.")
    path = packed(tmp_path / "a.zip", ("a.pdf", sheet.data()), how=zipfile.ZIP_STORED)
    assert b"%PDF-" in path.read_bytes()[:1024]
    assert [one.name for one in listed(path).found] == ["a.zip/a.pdf"]
    with pytest.raises(ReadError, match="is a zip archive"):
        sniff(path.read_bytes(), "a.zip")


# One member as a file


def test_a_member_is_a_file_for_a_while(months: Path) -> None:
    member = months / "Tuần 1" / "Điện Biên.docx"
    with on_disk(member) as path:
        assert path.name == "Điện Biên.docx" and path.is_file()
        assert digest(path) == digest(member)
    assert not path.exists()
    with pytest.raises(ReadError, match="is not in its archive any more"), on_disk(months / "khong-co.txt"):
        pass


def test_a_figure_of_a_member_is_explained_from_its_document(months: Path) -> None:
    base = months.parent.parent / "kb.db"
    built(months.parent, base=base)
    ((figure,),) = rows(base, "select id from figures where number = '1.204'")
    with read_base(base) as db:
        answer = explain_figure(db, str(figure), base.parent)
    assert answer.again and not answer.told


def test_plain_paths() -> None:
    assert plain("") == "" and plain("a/./b//c") == "a/b/c"
