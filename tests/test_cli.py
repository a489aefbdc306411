"""The command line as people run it: a process, its words and its exit code."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import click
import docx
import pytest

from kb.cli import main

ROOT = Path(__file__).parent.parent
REPORT = """ỦY BAN NHÂN DÂN
TỈNH LAI CHÂU
Số: 7/BC-UBND
Lai Châu, ngày 05 tháng 6 năm 2024

BÁO CÁO
Tình hình chuyển đổi số năm 2023

Đến hết năm 2023, toàn tỉnh có 1.204 trạm BTS. Đã mở 12 lớp tập huấn cho 640 cán bộ cấp xã.
"""
READS_LANGUAGE = (
    *("spacy", "underthesea", "pdfplumber", "pypdfium2", "selectolax", "lxml", "docx", "datasette", "sqlite_utils"),
    *("rich", "numpy", "rapidfuzz", "kb.web.serve", "rules.find", "rules.catalogue", "extract.pdf.read"),
)


# What a library can do to a worker, as the last lines of a copy of the rules.
EVIL_RULES = """
_honest = find_figures
def find_figures(document, *rest):
    import os
    if "Sơn La" in document.text:
        raise KeyError("nothing")
    if "Điện Biên" in document.text:
        os.kill(os.getpid(), 9)
    while "Hà Giang" in document.text:
        pass
    return _honest(document, *rest)
"""


def solieu(*words: str | Path, cwd: Path, code: Path = ROOT, seed: str = "0") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(code), "COLUMNS": "200", "PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "kb", *map(str, words)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", timeout=180)


def copy_code(folder: Path) -> None:
    for name in ("extract", "rules", "kb"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))


def commands(group: click.Group = main, name: str = "solieu") -> list[tuple[str, click.Command]]:
    """All commands that there are, those of groups inside too, by the words that call them."""
    found: list[tuple[str, click.Command]] = []
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        found.append((f"{name} {word}", command))
        if isinstance(command, click.Group):
            found += commands(command, f"{name} {word}")
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus of one report and its base."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "lai-chau.txt").write_text(REPORT, encoding="utf-8")
    done = solieu("build", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("1 read, 0 unchanged; 3 figures in ")
    return folder


@pytest.mark.parametrize(("name", "command"), commands(), ids=[name for name, _ in commands()])
def test_the_help_of_every_command_reads_as_sentences_with_an_example(name: str, command: click.Command) -> None:
    text = command.help or ""
    first = text.strip().split("\n\n")[0]
    assert first.endswith("."), f"{name}: the first paragraph is no sentence"
    assert isinstance(command, click.Group) or f"Example: {name}" in text
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name}: {parameter.opts[0]} has no help"
            assert parameter.help.endswith("."), f"{name}: the help of {parameter.opts[0]} is no sentence"


def test_the_list_of_commands_says_what_each_says_of_itself() -> None:
    context = click.Context(main, info_name="solieu", max_content_width=100)
    shown = main.get_help(context).split("Commands:\n")[1]
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert f"  {name} " in shown and command.get_short_help_str(60).removesuffix("...") in shown, name


def test_help_and_version_start_at_once(tmp_path: Path) -> None:
    for words in (["--help"], ["--version"]):
        code = (
            f"import sys, time\nfrom kb.cli import main\ntry: main({words!r})\n"
            "except SystemExit as end: assert end.code == 0, end.code\n"
            f"print([name for name in {READS_LANGUAGE!r} if name in sys.modules], time.process_time())\n"
        )
        # Seconds of the processor from the start of Python; the least of three, as others may be at work.
        ends = [_ran(code, tmp_path) for _ in range(3)]
        assert all(end.startswith("[] ") for end in ends), ends
        assert min(float(end.removeprefix("[] ")) for end in ends) < 0.3


def _ran(code: str, folder: Path) -> str:
    """The last line that a program prints, by the code of the repository."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def test_a_build_with_nothing_to_do_loads_nothing_that_reads_language(built: Path, tmp_path: Path) -> None:
    # A copy of the code: whoever edits a rule between two builds gives the second one something to do.
    copy_code(tmp_path)
    assert solieu("build", cwd=built, code=tmp_path).returncode == 0
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    code = (
        "import sys, time; start = time.process_time()\n"
        "from kb.cli import main\n"
        "try: main(['build'])\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "took = time.process_time() - start\n"
        f"print([name for name in {READS_LANGUAGE!r} if name in sys.modules], took < 1)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=built, env=environment, capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[] True", done.stderr


def test_what_a_person_told_to_ignore_is_counted_and_named_on_demand(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    (folder / "old").mkdir(parents=True)
    (folder / "report.txt").write_text("Toàn tỉnh có 1.204 trạm BTS.\n", encoding="utf-8")
    for name in ("old/một.txt", "old/hai.txt", "~$report.docx"):
        (folder / name).write_text("Có 12 xã.\n", encoding="utf-8")
    (folder / "sources.toml").write_text('ignore = ["old/*"]\n', encoding="utf-8")
    first = solieu("build", cwd=tmp_path)
    assert first.returncode == 0 and "old/" not in first.stdout + first.stderr
    # What nobody named is told: it may be a report that somebody thinks was read.
    assert "~$report.docx: ignored, temporary file of an open Word document" in first.stdout
    assert "1 read, 0 unchanged, 3 ignored (2 of them named in sources.toml, --verbose lists them); 1 figure in" in (
        first.stdout
    )
    second = solieu("build", "--verbose", cwd=tmp_path)
    assert [line for line in second.stdout.splitlines() if line.startswith("old/")] == [
        "old/hai.txt: ignored, named under ignore in sources.toml",
        "old/một.txt: ignored, named under ignore in sources.toml",
    ]
    assert "0 read, 1 unchanged, 3 ignored; 1 figure in" in second.stdout
    told = json.loads(solieu("build", "--json", cwd=tmp_path).stdout)["ignored"]
    assert ["old/hai.txt", "named under ignore in sources.toml"] in told


def test_search_finds_without_accents(built: Path) -> None:
    done = solieu("search", "tram", "bts", cwd=built)
    assert done.returncode == 0
    assert "1.204" in done.stdout and "lai-chau.txt" in done.stdout
    hits = json.loads(solieu("search", "tram", "bts", "--json", cwd=built).stdout)
    assert (hits[0]["number"], hits[0]["value"]) == ("1.204", "1204")
    assert "Nothing holds all of these words" in solieu("search", "không có đâu", cwd=built).stdout


def test_compare_names_the_source_of_each_figure(built: Path) -> None:
    done = solieu("compare", "bts_stations", cwd=built)
    assert done.returncode == 0
    assert [word in done.stdout for word in ("Lai Châu", "1.204", "lai-chau.txt")] == [True] * 3
    rows = json.loads(solieu("compare", "bts_stations", "--json", cwd=built).stdout)
    assert [(row["province"], row["number"], row["rank"]) for row in rows] == [("Lai Châu", "1.204", 1)]
    wrong = solieu("compare", "bts_station", cwd=built)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("bts_station: there is no such metric. Perhaps bts_stations")


def test_compare_sets_organisations_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    text = "UBND TỈNH LAI CHÂU\n\nBÁO CÁO\nKết quả năm 2024\n\nToàn tỉnh có 1.204 trạm BTS.\n\n"
    text += "Trong năm, Viettel có 612 trạm BTS. VNPT có 430 trạm BTS.\n"
    (tmp_path / "corpus" / "lai-chau.txt").write_text(text, encoding="utf-8")
    assert solieu("build", cwd=tmp_path).returncode == 0
    asked = ("compare", "bts_stations", "--json")
    assert [row["number"] for row in json.loads(solieu(*asked, cwd=tmp_path).stdout)] == ["1.204"]
    both = json.loads(solieu(*asked, "--owner", "all", cwd=tmp_path).stdout)
    assert [(row["owner"], row["number"], row["province"]) for row in both] == [
        ("Viettel", "612", "Lai Châu"),
        ("VNPT", "430", "Lai Châu"),
    ]
    one = solieu("compare", "bts_stations", "--owner", "Tập đoàn VNPT", cwd=tmp_path)
    assert "430" in one.stdout and "612" not in one.stdout and "VNPT" in one.stdout
    none = solieu("compare", "bts_stations", "--owner", "Gtel", cwd=tmp_path)
    assert none.stdout == "No organisation's bts_stations is reported.\n"


def test_metrics_lists_what_the_base_has_and_all(built: Path) -> None:
    some = json.loads(solieu("metrics", "--json", cwd=built).stdout)
    every = json.loads(solieu("metrics", "--all", "--json", cwd=built).stdout)
    assert "bts_stations" in [row["id"] for row in some]
    assert len(every) > len(some) and {row["figures"] for row in every if row not in some} == {0}


def test_metrics_lists_the_codes_of_official_systems(built: Path) -> None:
    codes = json.loads(solieu("metrics", "--codes", "--json", cwd=built).stdout)
    one = next(row for row in codes if (row["system"], row["code"]) == ("par", "7.4.5"))
    assert (one["metric_id"], one["match"], one["version"]) == ("dvctt_full_rate", "exact", "1187/QĐ-BNV (2025)")
    assert (one["component"], one["maximum"]) == ("Tỷ lệ dịch vụ công trực tuyến toàn trình", 0.5)
    assert next(row for row in codes if row["system"] == "wdi")["component"] is None
    assert "poor_household" not in solieu("metrics", "--codes", cwd=built).stderr


def test_a_question_without_a_base_says_what_to_do(tmp_path: Path) -> None:
    for words in (["search", "x"], ["compare", "x"], ["metrics"], ["serve"]):
        done = solieu(*words, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (2, "kb.db: there is no base. Make it with solieu build.\n")
    assert not (tmp_path / "kb.db").exists()


def test_bad_files_are_told_by_name_and_the_others_are_in(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "inside" / "deeper").mkdir(parents=True)
    good = corpus / "inside" / "deeper" / "good.txt"
    good.write_text(REPORT, encoding="utf-8")
    document = docx.Document()
    document.add_paragraph("Toàn tỉnh có 86 xã.")
    document.save(str(corpus / "a word file.pdf"))
    whole = (corpus / "a word file.pdf").read_bytes()
    (corpus / "truncated.docx").write_bytes(whole[: len(whole) // 2])
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "blank.docx").write_bytes(_blank_docx(corpus))
    (corpus / "protected.docx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"EncryptedPackage".ljust(4096, b"\0"))
    (corpus / "protected.pdf").write_bytes(_pdf(encrypted=True))
    (corpus / "image only.pdf").write_bytes(_pdf(encrypted=False))
    (corpus / "truncated.pdf").write_bytes(_pdf(encrypted=False)[:60])
    (corpus / "zeros.bin").write_bytes(b"\0" * 5000)
    with zipfile.ZipFile(corpus / "archive.zip", "w") as archive:
        archive.writestr("report.txt", REPORT)
    done = solieu("build", "--json", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    outcomes = {one["name"]: one for one in json.loads(done.stdout)["outcomes"]}
    assert {name for name, one in outcomes.items() if one["status"] == "ok"} == {
        "inside/deeper/good.txt",
        "a word file.pdf",
        "archive.zip/report.txt",
    }
    assert outcomes["a word file.pdf"]["notes"], "the wrong name is not told"
    assert {name for name, one in outcomes.items() if one["status"] == "empty"} >= {"blank.docx", "image only.pdf"}
    for name, one in outcomes.items():
        if one["status"] != "ok":
            assert one["error"].startswith(f"{name}: ") and one["error"].endswith("."), one["error"]
            assert one["error"].count(". ") >= 1, f"no remedy: {one['error']}"
            assert one["bug"] is None, one["bug"]
    again = solieu("build", cwd=tmp_path)
    assert again.returncode == 1
    assert " 4 empty, 4 failed; " in again.stdout.splitlines()[-1]
    assert {line.split(": ")[0] for line in again.stderr.splitlines()} >= set(outcomes) - {
        "inside/deeper/good.txt",
        "a word file.pdf",
        "archive.zip/report.txt",
    }


def test_a_fault_of_ours_a_killed_worker_and_a_hanging_one_cost_their_documents(tmp_path: Path) -> None:
    code, corpus = tmp_path / "code", tmp_path / "corpus"
    copy_code(code)
    with (code / "rules" / "find.py").open("a", encoding="utf-8") as rules:
        rules.write(EVIL_RULES)
    corpus.mkdir()
    for name in ("Lai Châu", "Sơn La", "Điện Biên", "Hà Giang", "Cao Bằng"):
        (corpus / f"{name}.txt").write_text(REPORT.replace("Lai Châu", name), encoding="utf-8")
    done = solieu("build", "--timeout", "3", cwd=tmp_path, code=code)
    assert done.returncode == 1
    assert "2 read, 0 unchanged, 3 failed; 6 figures" in done.stdout
    told = {line.split(".txt: ")[0]: line.split(".txt: ")[1] for line in done.stderr.splitlines() if ".txt: " in line}
    assert told["Sơn La"].startswith("internal error, KeyError: 'nothing' (find.py, line ")
    assert told["Sơn La"].endswith("). Report it with the log beside the base.")
    assert told["Điện Biên"].startswith("the process that read it was killed (SIGKILL). Give it more memory: ")
    assert told["Hà Giang"].startswith("reading it took more than 3 seconds of the processor. ")
    assert done.stderr.splitlines()[-1] == "Internal errors are in kb.db.log"
    log = (tmp_path / "kb.db.log").read_text(encoding="utf-8")
    assert "Sơn La.txt, rules " in log and "Traceback (most recent call last)" in log and "Biên" not in log


def test_the_base_does_not_depend_on_the_seed_of_hashes_or_the_number_of_workers(tmp_path: Path) -> None:
    copy_code(tmp_path / "code")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(4):
        text = REPORT.replace("7/BC", f"{number}/BC").replace("1.204", f"1.2{number}4")
        (corpus / f"{number}.txt").write_text(text, encoding="utf-8")
    dumps = []
    for seed in ("1", "2"):
        done = solieu("build", "--db", f"{seed}.db", "--workers", seed, cwd=tmp_path, code=tmp_path / "code", seed=seed)
        assert done.returncode == 0, done.stderr
        with closing(sqlite3.connect(tmp_path / f"{seed}.db")) as db:
            db.execute("delete from runs")
            dumps.append(sorted(line for line in db.iterdump() if "_fts" not in line and "sqlite_" not in line))
    assert dumps[0] == dumps[1]


def test_a_path_that_is_missing_fails_and_the_others_are_in(tmp_path: Path) -> None:
    (tmp_path / "lai-chau.txt").write_text(REPORT, encoding="utf-8")
    done = solieu("build", "nothing.pdf", "lai-chau.txt", "--db", "other.db", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "nothing.pdf: there is no such file or folder. Check the path.\n"
    assert "1 read, 0 unchanged, 1 failed; 3 figures" in done.stdout
    assert (tmp_path / "other.db").exists()


def test_a_document_over_its_time_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(REPORT * 500, encoding="utf-8")
    done = solieu("build", "long.txt", "--timeout", "0.2", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == (
        "long.txt: reading it took more than 0.2 seconds of the processor. "
        "Split it, or give it more time: solieu build --retry --timeout 1.\n"
    )


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    closed = tmp_path / "closed.txt"
    closed.write_text(REPORT, encoding="utf-8")
    closed.chmod(0)
    done = solieu("build", "closed.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("closed.txt: ")


def test_a_mistake_in_sources_toml_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "sources.toml").write_text("ingore = []\n", encoding="utf-8")
    done = solieu("build", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("the key ingore is unknown. Perhaps ignore is meant.\n")


def test_a_base_that_is_none_is_left_alone(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path / "kb.db")
    before = (tmp_path / "kb.db").read_bytes()
    (tmp_path / "corpus").mkdir()
    done = solieu("build", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("kb.db: it is no sound SQLite base") or "it is no sound SQLite base" in done.stderr
    assert (tmp_path / "kb.db").read_bytes() == before


def test_an_unknown_command_is_a_mistake_of_use(tmp_path: Path) -> None:
    done = solieu("biuld", cwd=tmp_path)
    assert done.returncode == 2
    assert "biuld" in done.stderr


def _blank_docx(folder: Path) -> bytes:
    path = folder / "blank.docx"
    docx.Document().save(str(path))
    return path.read_bytes()


def _pdf(encrypted: bool) -> bytes:
    """A page with a grey rectangle and no letter; with ``encrypted`` one that asks for a password."""
    drawing = b"0.5 g 100 100 300 300 re f"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawing), drawing),
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >>" % (b"41" * 32, b"42" * 32),
    ]
    out, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % one for one in starts)
    lock = b" /Encrypt 5 0 R /ID [<00> <00>]" if encrypted else b""
    return out + b"trailer\n<< /Size 6 /Root 1 0 R%b >>\nstartxref\n%d\n%%%%EOF\n" % (lock, start)
