"""A build: every entry answered for, the same content however it came about, whole documents whatever interrupts it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import docx
import pytest

from extract.document import SolieuError
from kb.build.child import Limits
from kb.build.outcome import Outcome, Progress, Summary
from kb.build.run import build
from kb.lock import BusyError, writing
from kb.store import read_base
from kb.versions import rules_version

LIMITS = Limits(workers=2)
ROOT = Path(__file__).parent.parent
HEAD = """ỦY BAN NHÂN DÂN
TỈNH {place}
Số: {number}/BC-UBND
{place}, ngày 05 tháng 6 năm 2024

BÁO CÁO
Tình hình chuyển đổi số năm 2023
"""
BODY = """
I. HẠ TẦNG SỐ
Đến nay, toàn tỉnh có {stations} trạm BTS, phủ sóng 4G đến 98,5% số thôn. Đã mở 12 lớp tập huấn cho 640 cán bộ cấp xã.
"""


def report(place: str = "Lai Châu", number: int = 7, stations: str = "1.204", head: bool = True) -> str:
    """A short report in our own words, with four figures."""
    start = HEAD.format(place=place.upper(), number=number) if head else f"Báo cáo của tỉnh {place}\n"
    return start + BODY.format(stations=stations)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "lai-chau.txt").write_text(report(), encoding="utf-8")
    (folder / "dien-bien.txt").write_text(report("Điện Biên", 8, "980"), encoding="utf-8")
    return folder


def run(corpus: Path, name: str = "kb.db", retry: bool = False, limits: Limits = LIMITS) -> Summary:
    return build([corpus], corpus.parent / name, limits, retry)


def rows(base: Path, query: str) -> list[tuple[object, ...]]:
    with closing(read_base(base)) as db:
        return [tuple(row) for row in db.execute(query)]


def content(base: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a base says: every table but the inner pages of the search index, the runs, and what the last of them
    changed (figures_before): these two tell how the base came about, not what the documents say."""
    with closing(read_base(base)) as db:
        assert db.execute("pragma integrity_check").fetchone()[0] == "ok"
        assert db.execute("pragma foreign_key_check").fetchall() == []
        names = [row[0] for row in db.execute("select name from sqlite_master where type = 'table'")]
        return {
            name: sorted((tuple(row) for row in db.execute(f"select * from {name}")), key=repr)
            for name in names
            if name not in ("runs", "figures_before") and "_fts_" not in name and not name.startswith("sqlite_")
        }


def did(summary: Summary) -> dict[str, tuple[str, str]]:
    return {one.name: (one.did, one.status) for one in summary.outcomes}


def test_figures_of_a_folder_are_in_the_base(corpus: Path) -> None:
    summary = run(corpus)
    assert did(summary) == {"lai-chau.txt": ("read", "ok"), "dien-bien.txt": ("read", "ok")}
    assert not summary.failed
    found = rows(
        corpus.parent / "kb.db",
        "select d.filename, d.path, d.place_id, f.number, f.value, f.metric_id from figures f"
        " join documents d on d.id = f.document_id where f.unit like 'trạm%' order by 1",
    )
    assert found == [
        ("dien-bien.txt", "corpus/dien-bien.txt", "11-old", "980", "980", "bts_stations"),
        ("lai-chau.txt", "corpus/lai-chau.txt", "12-old", "1.204", "1204", "bts_stations"),
    ]


def test_what_is_unchanged_is_not_read_again(corpus: Path) -> None:
    run(corpus)
    before = content(corpus.parent / "kb.db")
    told: list[Outcome] = []
    started: list[int] = []
    again = build([corpus], corpus.parent / "kb.db", LIMITS, progress=Progress(started.append, told.append))
    assert set(did(again).values()) == {("unchanged", "ok")}
    assert (started, told) == ([0], [])
    assert content(corpus.parent / "kb.db") == before


def test_built_in_steps_or_from_nothing_it_is_the_same(corpus: Path) -> None:
    run(corpus)
    (corpus / "lai-chau.txt").rename(corpus / "a-renamed.txt")
    (corpus / "dien-bien.txt").write_text(report("Điện Biên", 8, "1.015"), encoding="utf-8")
    run(corpus)
    (corpus / "copy.txt").write_text(report() + "\nKính báo cáo.\n", encoding="utf-8")
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    (corpus / "sources.toml").write_text('[[document]]\nfile = "copy.txt"\nperiod = "2023"\n', encoding="utf-8")
    (corpus / "gone.txt").write_text(report("Sơn La", 9), encoding="utf-8")
    run(corpus)
    (corpus / "gone.txt").unlink()
    last = run(corpus)
    assert did(last)["gone.txt"] == ("removed", "ok")
    run(corpus, "fresh.db")
    assert content(corpus.parent / "kb.db") == content(corpus.parent / "fresh.db")


def test_a_renamed_file_keeps_the_ids_of_its_figures(corpus: Path) -> None:
    run(corpus)
    ids = rows(corpus.parent / "kb.db", "select id from figures order by id")
    (corpus / "lai-chau.txt").rename(corpus / "another name.txt")
    run(corpus)
    assert rows(corpus.parent / "kb.db", "select id from figures order by id") == ids


def test_the_same_report_twice_counts_once(corpus: Path) -> None:
    document = docx.Document()
    for line in report().splitlines():
        document.add_paragraph(line)
    document.save(str(corpus / "lai-chau.docx"))
    base = corpus.parent / "kb.db"
    summary = run(corpus)
    assert summary.copies == [("lai-chau.txt", "lai-chau.docx")]
    stations = "select filename from figures_final where metric_id = 'bts_stations' and province = 'Lai Châu'"
    assert len(rows(base, stations)) == 2
    assert rows(base, "select filename from compare where metric_id = 'bts_stations' and province = 'Lai Châu'") == [
        ("lai-chau.docx",)
    ]
    kept = rows(
        base, "select f.id from figures f join documents d on d.id = document_id where filename = 'lai-chau.docx'"
    )
    (corpus / "lai-chau.docx").unlink()
    run(corpus)
    assert rows(base, "select id from figures where place = 'Lai Châu' order by id") == sorted(kept)
    assert rows(base, "select count(duplicate_of) from documents") == [(0,)]


def test_every_entry_is_answered_for(corpus: Path) -> None:
    (corpus / "2024").mkdir()
    (corpus / "2024" / "son-la.txt").write_text(report("Sơn La", 9), encoding="utf-8")
    (corpus / "old").mkdir()
    (corpus / "old" / "draft.txt").write_text("Bản nháp", encoding="utf-8")
    (corpus / ".git").mkdir()
    for name in (".hidden", "~$report.docx", "Thumbs.db", "corrections.jsonl"):
        (corpus / name).write_text("", encoding="utf-8")
    (corpus / "nowhere.pdf").symlink_to("missing.pdf")
    (corpus / "round").symlink_to(corpus)
    os.mkfifo(corpus / "pipe.txt")
    (corpus / "sources.toml").write_text('ignore = ["old/*"]\n', encoding="utf-8")
    summary = run(corpus)
    assert did(summary) == {
        "lai-chau.txt": ("read", "ok"),
        "dien-bien.txt": ("read", "ok"),
        "2024/son-la.txt": ("read", "ok"),
        "nowhere.pdf": ("read", "error"),
        "round": ("read", "error"),
        "pipe.txt": ("read", "error"),
    }
    assert dict(summary.ignored) == {
        ".git/": "hidden",
        ".hidden": "hidden",
        "Thumbs.db": "file of the system",
        "corrections.jsonl": "read for what it says of documents",
        "old/draft.txt": "named under ignore in sources.toml",
        "sources.toml": "read for what it says of documents",
        "~$report.docx": "temporary file of an open Word document",
    }
    assert summary.failed
    remedy = "Put the file itself here, or name it under ignore in sources.toml."
    assert rows(corpus.parent / "kb.db", "select filename, error from documents where status = 'error' order by 1") == [
        ("nowhere.pdf", f"nowhere.pdf: it is a link to nothing. {remedy}"),
        ("pipe.txt", f"pipe.txt: it is no ordinary file. {remedy}"),
        ("round", f"round: it is a link to a folder. {remedy}"),
    ]
    assert {one.did for one in run(corpus).outcomes} == {"unchanged"}


def test_what_a_person_knows_of_a_document_overrules_its_letterhead(corpus: Path) -> None:
    base = corpus.parent / "kb.db"
    run(corpus)
    (corpus / "sources.toml").write_text(
        '[[document]]\nfile = "lai-chau.txt"\nplace = "Đà Nẵng"\nperiod = "2025-H2"\n'
        'title = "Báo cáo thử"\nurl = "https://example.org/a"\nissued_on = 2026-01-05\n',
        encoding="utf-8",
    )
    assert did(run(corpus)) == {"lai-chau.txt": ("read", "ok"), "dien-bien.txt": ("unchanged", "ok")}
    head = "select place, place_id, period, title, url, issued_on from documents where filename = 'lai-chau.txt'"
    assert rows(base, head) == [("Đà Nẵng", "48", "2025-H2", "Báo cáo thử", "https://example.org/a", "2026-01-05")]
    (corpus / "sources.toml").unlink()
    run(corpus)
    assert rows(base, head)[0][:2] == ("Lai Châu", "12-old")


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[[document]]\nfile = "a"\nplaec = "x"', r"document a: the key plaec is unknown\. Perhaps place is meant\."),
        ("ingore = []", r"the key ingore is unknown\. Perhaps ignore is meant\."),
        ('[[document]]\nplace = "x"', r"document 1: the key file is missing\."),
        ('[[document]]\nfile = "a"\nperiod = "giữa năm"', r"period = giữa năm is no period\. Write it like 2024,"),
        ('[[document]]\nfile = "a"\nperiod = "2024-02-31"', r"period = 2024-02-31 is no period\."),
        ('[[document]]\nfile = "a"\nperiod = "2024/2021"', r"period = 2024/2021 is no period\."),
        (
            '[[document]]\nfile = "a"\nissued_on = "5/6/2024"',
            r"issued_on = 5/6/2024 is no day\. Write it like 2024-06-05\.",
        ),
        ('[[document]]\nfile = "a"\n[[document]]\nfile = "./a"', r"the file is named twice\."),
        ("[[document", r"it is not TOML in UTF-8"),
    ],
)
def test_a_mistake_in_sources_toml_stops_the_build(corpus: Path, toml: str, message: str) -> None:
    (corpus / "sources.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(SolieuError, match=message):
        run(corpus)


def test_a_file_that_is_named_but_missing_is_told(corpus: Path) -> None:
    (corpus / "sources.toml").write_text('[[document]]\nfile = "lai_chau.txt"\nplace = "Lai Châu"\n', encoding="utf-8")
    summary = run(corpus)
    assert [warning.split("sources.toml", 1)[1] for warning in summary.warnings] == [
        ", document lai_chau.txt: there is no such file. Correct the name or take the entry out."
    ]
    assert not summary.failed


def test_a_place_is_known_by_any_spelling_and_doubted_else(corpus: Path) -> None:
    (corpus / "sources.toml").write_text(
        '[[document]]\nfile = "lai-chau.txt"\nplace = "TP.HCM"\n'
        '[[document]]\nfile = "dien-bien.txt"\nplace = "Quảng Nan"\n',
        encoding="utf-8",
    )
    summary = run(corpus)
    assert [warning.split("sources.toml", 1)[1] for warning in summary.warnings] == [
        ", document dien-bien.txt: Quảng Nan is no province. Perhaps Quảng Nam is meant."
    ]
    assert rows(corpus.parent / "kb.db", "select place, place_id from documents order by place") == [
        ("Hồ Chí Minh", "79-old"),
        ("Quảng Nan", None),
    ]


def test_a_document_that_failed_is_kept_as_a_row_and_read_again_when_asked(corpus: Path) -> None:
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    assert did(run(corpus))["broken.pdf"] == ("read", "error")
    error = rows(corpus.parent / "kb.db", "select error from documents where status = 'error'")[0][0]
    again = run(corpus)
    assert (did(again)["broken.pdf"], again.failed) == (("unchanged", "error"), True)
    assert [one.error for one in again.outcomes if one.status == "error"] == [error]
    assert did(run(corpus, retry=True))["broken.pdf"] == ("read", "error")
    shutil.copy(corpus / "lai-chau.txt", corpus / "broken.pdf")
    assert did(run(corpus))["broken.pdf"] == ("read", "ok")


def test_a_document_that_needs_too_much_memory_fails_alone(corpus: Path) -> None:
    (corpus / "large.txt").write_text("Một dòng rất dài. " * 4_000_000, encoding="utf-8")
    summary = run(corpus, limits=Limits(workers=1, bytes=500 << 20, seconds=60))
    errors = {one.name: one.error for one in summary.outcomes if one.error}
    assert errors == {
        "large.txt": "large.txt: it needs more than 0.488 GiB. Give it more: solieu build --retry --memory 2."
    }
    assert len(summary.outcomes) == 3


def test_only_what_was_given_is_taken_out(corpus: Path) -> None:
    other = corpus.parent / "other"
    other.mkdir()
    (other / "son-la.txt").write_text(report("Sơn La", 9), encoding="utf-8")
    base = corpus.parent / "kb.db"
    build([corpus, other], base, LIMITS)
    (other / "son-la.txt").unlink()
    (corpus / "lai-chau.txt").unlink()
    assert did(build([corpus], base, LIMITS)) == {
        "lai-chau.txt": ("removed", "ok"),
        "dien-bien.txt": ("unchanged", "ok"),
    }
    gone = build([other / "son-la.txt"], base, LIMITS)
    assert (did(gone), gone.failed) == ({"son-la.txt": ("removed", "ok")}, True)
    corpus.rename(corpus.parent / "moved")
    missing = build([corpus], base, LIMITS)
    assert (missing.outcomes, missing.missing) == ([], [f"{corpus}: there is no such file or folder. Check the path."])
    assert rows(base, "select filename from documents") == [("dien-bien.txt",)]


def test_the_base_may_lie_among_its_documents(corpus: Path) -> None:
    base = corpus / "kb.db"
    (corpus / "kb.db-work" / "left").mkdir(parents=True)
    (corpus / "kb.db-work" / "left" / "page.txt").write_text(report(), encoding="utf-8")
    for _ in range(2):
        summary = build([corpus], base, LIMITS)
        assert len(summary.outcomes) == 2
        assert {reason for _, reason in summary.ignored} == {"the base itself"}
    assert rows(base, "select path from documents order by 1") == [("dien-bien.txt",), ("lai-chau.txt",)]


def test_documents_left_behind_by_new_rules_are_told(corpus: Path) -> None:
    base = corpus.parent / "kb.db"
    build([corpus / "lai-chau.txt"], base, LIMITS)
    with closing(sqlite3.connect(base)) as db, db:
        db.execute("update documents set rules_version = 'older'")
    assert build([corpus / "dien-bien.txt"], base, LIMITS).warnings == [
        "kb.db: documents outside of what was given that were read with other rules: 1. Build their folders too."
    ]


def test_a_second_build_is_told_that_one_is_at_work(corpus: Path) -> None:
    with writing(corpus.parent / "kb.db"), pytest.raises(BusyError, match="another process writes it"):
        run(corpus)


def test_the_base_holds_whole_documents_after_a_kill(corpus: Path) -> None:
    for number in range(12):
        text = report("Sơn La", 20 + number) + report("Sơn La", head=False) * 40
        (corpus / f"son-la-{number:02d}.txt").write_text(text, encoding="utf-8")
    base = corpus.parent / "kb.db"
    command = [sys.executable, "-m", "kb", "build", str(corpus), "--db", str(base), "--workers", "1"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not (base.exists() and _some(base)):
        time.sleep(0.02)
    process.kill()
    process.wait()
    inside = rows(base, "select count(*) from documents")[0][0]
    assert isinstance(inside, int) and 0 < inside < 14
    counted = "(select count(*) from figures where document_id = d.id)"
    assert rows(base, f"select count(*) from documents d where figure_count <> {counted}") == [(0,)]
    summary = run(corpus)
    assert summary.count("unchanged") >= inside
    run(corpus, "fresh.db")
    assert content(base) == content(corpus.parent / "fresh.db")
    assert not (corpus.parent / "kb.db-work").exists()


def _some(base: Path) -> bool:
    try:
        return bool(rows(base, "select 1 from documents limit 1"))
    except (SolieuError, sqlite3.DatabaseError):
        return False


def test_a_changed_rule_is_another_version(tmp_path: Path) -> None:
    for name in ("extract", "rules", "kb"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    same = rules_version(tmp_path)
    assert same == rules_version() and len(same) == 16
    with (tmp_path / "rules" / "language" / "provinces.tsv").open("a", encoding="utf-8") as file:
        file.write("# one more line\n")
    assert rules_version(tmp_path) != same


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "/tmp/report.pdf", "https:///x", " //x"])
def test_only_an_address_on_the_web_is_taken_as_the_place_of_publication(corpus: Path, url: str) -> None:
    (corpus / "sources.toml").write_text(f'[[document]]\nfile = "lai-chau.txt"\nurl = "{url}"\n', encoding="utf-8")
    with pytest.raises(SolieuError, match="is no address on the web"):
        run(corpus)


def test_two_builds_at_once_are_one_after_the_other(corpus: Path) -> None:
    """The one that came second says so and has written nothing; the base is that of an undisturbed build."""
    command = [sys.executable, "-m", "kb", "build", str(corpus), "--db", str(corpus.parent / "kb.db")]
    both = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8") for _ in range(2)]
    told = [one.communicate()[1] for one in both]
    assert sorted(one.returncode for one in both) in ([0, 2], [0, 0]), told
    assert all("another process writes it" in words for one, words in zip(both, told, strict=True) if one.returncode)
    run(corpus, "alone.db")
    assert content(corpus.parent / "kb.db") == content(corpus.parent / "alone.db")


@pytest.mark.parametrize(
    "here", [{"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"}, {"TZ": "Asia/Ho_Chi_Minh", "PYTHONHASHSEED": "7"}]
)
def test_neither_locale_nor_clock_nor_seed_changes_the_base(corpus: Path, here: dict[str, str]) -> None:
    """A file of tomorrow, and one of 1970, are read as any other."""
    (corpus / "son-la.txt").write_text(report("Sơn La", 9, "640"), encoding="utf-8")
    run(corpus, "alone.db")
    os.utime(corpus / "lai-chau.txt", (4e9, 4e9))
    os.utime(corpus / "son-la.txt", (0, 0))
    command = [sys.executable, "-m", "kb", "build", str(corpus), "--db", str(corpus.parent / "kb.db")]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **here}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert content(corpus.parent / "kb.db") == content(corpus.parent / "alone.db")
