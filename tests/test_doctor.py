"""``solieu doctor`` on machines that lack something, hidden from a process of its own."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import sysconfig
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from scanned import image_bytes
from test_readers import ROWS, package

from extract.readers import OURS, registry
from kb.doctor import extras, has_wal_fault
from kb.store import open_base, read_base
from kb.web.serve import datasette

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs" / "formats.md"
NO_DATA = "Tesseract's data for Vietnamese (vie.traineddata)"


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine without Tesseract's data: the folder that it is asked to look in is empty."""
    (tmp_path / "tessdata").mkdir()
    return {"TESSDATA_PREFIX": str(tmp_path / "tessdata")}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


def solieu(*words: object, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(filter(None, (env.pop("PYTHONPATH", ""), str(ROOT))))
    environment = {**os.environ, "PYTHONPATH": path, **env}
    command = [sys.executable, "-m", "kb", *map(str, words)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", timeout=60)


def said(*, code: int, **env: str) -> dict[str, Any]:
    done = solieu("doctor", "--json", **env)
    assert (done.returncode, done.stderr) == (code, "")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_every_reader_is_listed_with_its_endings_and_the_versions_of_its_libraries() -> None:
    answer = json.loads(solieu("doctor", "--json").stdout)
    listed = [(one["format"], tuple(one["endings"]), tuple(one["libraries"])) for one in answer["formats"]]
    assert listed == [(one.format, one.endings, one.libraries) for one in registry().readers]
    versions = [version for one in answer["formats"] for version in one["libraries"].values() if version]
    assert versions and all(re.match(r"\d+\.\d+", version) for version in versions)
    assert set(answer["versions"]) == {"solieu", "python", "sqlite"}
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert set(answer["extras"]) == set(declared) - {"dev", "fit"}
    assert answer["sound"] == (answer["missing"] == [])


def test_what_is_missing_is_said_in_both_languages_with_the_command(bare: dict[str, str]) -> None:
    done = solieu("doctor", **bare)
    assert (done.returncode, done.stderr) == (1, "")
    assert f"pdf, image: dữ liệu tiếng Việt của Tesseract (vie.traineddata) · {NO_DATA}" in done.stdout
    assert re.search(r"^  (sudo )?apt-get install (\S+ )*tesseract-ocr-vie\b", done.stdout, re.MULTILINE)
    assert re.search(r"^  pdf +một phần · in part ", done.stdout, re.MULTILINE)
    assert re.search(r"^  text +đọc được · yes ", done.stdout, re.MULTILINE)


def test_only_what_is_missing_is_said_where_that_is_asked(bare: dict[str, str]) -> None:
    done = solieu("doctor", "--missing", **bare)
    assert done.returncode == 1
    assert "Còn thiếu · Missing" in done.stdout and "pdfplumber" not in done.stdout
    complete = solieu("doctor", "--missing")
    assert (complete.stdout == "") == (complete.returncode == 0)


def test_a_file_says_what_the_doctor_says(bare: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "quet.png").write_bytes(image_bytes([Image.new("RGB", (1654, 2339), "white")], "PNG"))
    (part,) = (one for one in said(code=1, **bare)["missing"] if "image" in one["for"])
    assert part["what"] == NO_DATA
    done = solieu("build", "quet.png", cwd=tmp_path, **bare)
    assert done.returncode == 1
    assert part["what"] in done.stdout + done.stderr
    assert part["command"] in done.stdout + done.stderr


def test_without_libreoffice_the_old_word_files_name_it(tmp_path: Path) -> None:
    env = {"PATH": str(tmp_path), "HOME": str(tmp_path), "SOLIEU_CACHE": str(tmp_path / "cache")}
    answer = said(code=1, **env)
    (part,) = (one for one in answer["missing"] if one["what"] == "LibreOffice")
    assert part["for"] == ["doc", "rtf", "odt"]
    assert "libreoffice-writer-nogui" in answer["command"]
    (tmp_path / "a.rtf").write_text(r"{\rtf1\ansi Co 1.204 tram BTS.}", encoding="ascii")
    done = solieu("build", "a.rtf", cwd=tmp_path, **env)
    assert done.returncode == 1
    assert part["what"] in done.stdout + done.stderr and part["command"] in done.stdout + done.stderr


def test_a_package_that_is_not_installed_is_named_and_costs_only_what_it_reads(site: Path) -> None:
    package(site, ROWS.replace('("sqlite-utils",)', '("solieu-not-there",)'))
    answer = said(code=1, PYTHONPATH=str(site))
    formats = {one["format"]: one for one in answer["formats"]}
    assert formats["rows"]["reads"] == "none"
    assert formats["rows"]["libraries"] == {"solieu-not-there": None}
    assert formats["docx"]["reads"] == "all"
    assert answer["command"].endswith(" -m pip install solieu-not-there")


def test_without_the_packages_of_recognition_pages_with_letters_are_read(tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    installed.mkdir()
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.startswith(("cv2", "opencv", "tesserocr", "__editable__")):
            (installed / path.name).symlink_to(path)
    # -S: of this environment only what is linked is there.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(installed), str(ROOT)))}

    def runs(*words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-S", "-m", "kb", *map(str, words)]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=60)

    done = runs("doctor", "--json")
    assert (done.returncode, done.stderr) == (1, "")
    answer = json.loads(done.stdout)
    reads = {one["format"]: one["reads"] for one in answer["formats"]}
    assert (reads["pdf"], reads["image"], reads["html"]) == ("part", "part", "all")
    packages = "pip install tesserocr opencv-python-headless"
    assert f"-m {packages}" in answer["command"]
    (tmp_path / "quet.png").write_bytes(image_bytes([Image.new("RGB", (1654, 2339), "white")], "PNG"))
    refused = runs("build", "quet.png")
    assert refused.returncode == 1
    assert packages in refused.stdout + refused.stderr


def test_parts_of_readers_become_one_command(site: Path) -> None:
    needs = (
        'needs=lambda: [Missing("the program a", "apt-get install a b")], '
        'wants=lambda: [Missing("the model c", "apt-get install c b", "mô hình c")]'
    )
    package(site, ROWS.replace("order=Order.GUESS", f"order=Order.GUESS, {needs}"))
    answer = said(code=1, PYTHONPATH=str(site))
    assert "apt-get install a b c" in answer["command"].replace("tesseract-ocr-vie ", "")
    assert {(one["what"], one["what_vi"]) for one in answer["missing"]} >= {
        ("the program a", "the program a"),
        ("the model c", "mô hình c"),
    }


def test_a_reader_that_cannot_join_or_cannot_say_what_it_needs_is_told(site: Path) -> None:
    package(site, "1 / 0", "solieu-bad")
    package(site, ROWS.replace("order=Order.GUESS", "order=Order.GUESS, wants=lambda: 1 / 0"))
    answer = said(code=1, PYTHONPATH=str(site))
    joined, asked = answer["faults"]
    assert joined.startswith("reader rows of the package solieu-bad: cannot be loaded (ZeroDivisionError")
    assert "does not know what it wants (ZeroDivisionError" in asked
    assert "solieu-bad" in solieu("doctor", PYTHONPATH=str(site)).stdout


def test_it_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom kb.cli import main\n"
        "try: main(['doctor'])\nexcept SystemExit: pass\n"
        "print('loaded', *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60)
    loaded = set(done.stdout.splitlines()[-1].split())
    heavy = {
        "numpy",
        "cv2",
        "tesserocr",
        "PIL",
        "lxml",
        "docx",
        "pypdfium2",
        "pdfplumber",
        "spacy",
        "datasette",
        "rich",
    }
    assert loaded & heavy == set()


def test_the_table_of_formats_has_a_row_for_each_reader_and_no_other() -> None:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.read_text("utf-8").splitlines()]
    rows = [row for row in rows if len(row) == 8 and row[0].startswith("`")]
    assert sorted(row[0].strip("`") for row in rows) == sorted(one.format for one in OURS)
    formats = {row[0].strip("`"): row for row in rows}
    for reader in OURS:
        _, endings, *kept, libraries, lost = formats[reader.format]
        assert tuple(re.findall(r"`([^`]+)`", endings)) == reader.endings
        assert [library for library in reader.libraries if library not in libraries] == []
        assert len(kept) == 4 and all((*kept, lost))


def test_an_extra_is_there_when_all_that_it_asks_for_is() -> None:
    requires = (
        "click>=8.1",
        'no-such-package>=1; extra == "one"',
        'click>=8.1; extra == "one"',
        'click>=8.1; python_version < "4" and extra == "two"',
        'solieu[two]; extra == "three"',
        'solieu[one]; extra == "four"',
        'pytest>=8; extra == "dev"',
    )
    assert extras(requires) == {"one": False, "two": True, "three": True, "four": False}


def test_the_command_reaches_the_environment_that_the_program_is_in(tmp_path: Path) -> None:
    asked = (
        "import sys; sys.path.insert(0, sys.argv[1]); sys.prefix = sys.argv[2]; "
        "from kb.installing import command_here; print(command_here('pip install one two'))"
    )
    here = [sys.executable, "-S", "-c", asked, str(ROOT)]  # Without site there is no pip, as in what uv makes.
    (tmp_path / "solieu").mkdir()
    told = [subprocess.run([*here, str(tmp_path / "solieu")], capture_output=True, encoding="utf-8").stdout]
    (tmp_path / "solieu" / "pipx_metadata.json").touch()
    told.append(subprocess.run([*here, str(tmp_path / "solieu")], capture_output=True, encoding="utf-8").stdout)
    assert re.fullmatch(r"uv pip install --python \S*python\S* one two\n", told[0])
    assert told[1] == "pipx inject solieu one two\n"


@pytest.mark.parametrize(
    ("version", "has_it"),
    [((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False), ((3, 52, 0), False), ((4, 0, 0), False)],
)
def test_which_sqlite_has_the_fault_of_writing_at_once(version: tuple[int, ...], has_it: bool) -> None:
    assert has_wal_fault(version) is has_it


def test_the_doctor_says_which_sqlite_is_here() -> None:
    has_it = has_wal_fault(sqlite3.sqlite_version_info)
    words = solieu("doctor").stdout.splitlines()
    assert words[0].endswith(f"SQLite {sqlite3.sqlite_version}") and ("trước 3.51.3" in words[1]) is has_it
    assert json.loads(solieu("doctor", "--json").stdout)["sqlite_has_wal_fault"] is has_it


def test_who_only_reads_a_base_can_neither_write_nor_checkpoint_it(tmp_path: Path) -> None:
    """The fault needs a second connection that does either; pages and questions have none that can."""
    base = tmp_path / "kb.db"
    with closing(open_base(base)) as writer:
        writer.execute("insert into build_state values ('x', 'y')")
        log = base.with_name("kb.db-wal")
        size = log.stat().st_size
        assert size
        page = datasette(base).get_database("kb").connect()
        for reader in (read_base(base), page):
            with closing(reader):
                assert reader.execute("select value from build_state where key = 'x'").fetchone()[0] == "y"
                for written in ("delete from build_state", "pragma wal_checkpoint(truncate)"):
                    with pytest.raises(sqlite3.OperationalError):
                        reader.execute(written).fetchall()
            assert log.stat().st_size == size
