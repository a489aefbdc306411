"""Solieu as people install it: the wheel in an environment of its own, away from the repository, does all its work."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from tests.review_base import read, save

ROOT = Path(__file__).parent.parent
PACKED = ("extract", "rules", "kb", "pyproject.toml", "README.md", "LICENSE")
REPORT = """ỦY BAN NHÂN DÂN
TỈNH LAI CHÂU
Số: 7/BC-UBND
Lai Châu, ngày 05 tháng 6 năm 2024

BÁO CÁO
Tình hình chuyển đổi số năm 2023

Đến hết năm 2023, toàn tỉnh có 1.204 trạm BTS. Đã mở 12 lớp tập huấn cho 640 cán bộ cấp xã.
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program of a fresh environment into which the wheel alone was put. What it needs of other packages it finds
    where these tests have them: nothing is downloaded, and no file of the repository is in its path."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in PACKED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    run([*pip, "wheel", "--no-deps", "--no-index", "--no-build-isolation", "-w", folder, source], folder)
    (wheel,) = folder.glob("solieu-*.whl")
    run([sys.executable, "-m", "venv", "--without-pip", folder / "fresh"], folder)
    python = folder / "fresh" / "bin" / "python"
    run([*pip, "--python", python, "install", "--no-deps", "--no-index", wheel], folder)
    (packages,) = (folder / "fresh").glob("lib/python3*/site-packages")
    # A path file inside such a folder is not followed: the repository that is installed there stays out.
    (packages / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python.with_name("solieu")


def run(words: list[str | Path], folder: Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    """A command in a folder, without what the tests' own environment says of paths."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        list(map(str, words)), cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=300
    )
    assert done.returncode == code, f"{words}\n{done.stdout}{done.stderr}"
    return done


def test_the_code_that_runs_is_that_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    asked = "import kb, rules, extract; print(*(package.__file__ for package in (kb, rules, extract)))"
    for file in run([installed.with_name("python"), "-c", asked], tmp_path).stdout.split():
        assert Path(file).is_relative_to(installed.parents[1]), file
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M)
    assert version and version[1] in run([installed, "--version"], tmp_path).stdout


def test_reports_are_built_searched_reviewed_and_compared_in_any_folder(installed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "thư mục của tôi"
    (folder / "corpus").mkdir(parents=True)
    (folder / "corpus" / "lai-chau.txt").write_text(REPORT, encoding="utf-8")
    assert "3 figures" in run([installed, "build"], folder).stdout
    (row,) = json.loads(run([installed, "compare", "bts_stations", "--json"], folder).stdout)
    assert (row["province"], row["value"]) == ("Lai Châu", "1204")
    assert "1.204" in run([installed, "search", "tram", "bts"], folder).stdout
    assert "BTS" in run([installed, "ask", "trạm", "bts", "lai", "châu"], folder).stdout
    run([installed, "review", "export", "--limit", "1", "-o", "look.csv"], folder)
    run([installed, "review", "apply", "look.csv", "--reviewer", "Lan"], folder)
    run([installed, "check"], folder)
    here = subprocess.run([sys.executable, "-m", "kb", "doctor"], cwd=ROOT, capture_output=True, check=False)
    # What this machine lacks the wheel lacks, and nothing more.
    assert json.loads(run([installed, "doctor", "--json"], folder, code=here.returncode).stdout)


def test_pages_with_styles_and_metadata_are_served_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    run([installed, "build", "report.txt"], tmp_path)
    answers = served(
        installed, tmp_path, "/", "/compare/bts_stations", "/search?q=tram+bts", "/metric", "/review",
        "/solieu/solieu.css", "/kb/figures_final", "/-/metadata.json",
    )  # fmt: skip
    assert "Lai Châu" in answers["/compare/bts_stations"] and "1.204" in answers["/search?q=tram+bts"]
    assert "{" in answers["/solieu/solieu.css"]
    told = json.loads(answers["/-/metadata.json"])
    assert told["databases"]["kb"]["tables"]["figures_final"]["title"] in answers["/kb/figures_final"]


def test_from_an_empty_folder_to_a_publication(installed: Path, tmp_path: Path) -> None:
    run([installed, "init", "kho"], tmp_path)
    folder = tmp_path / "kho"
    (folder / "corpus" / "lai-chau.txt").write_text(REPORT, encoding="utf-8")
    assert "3 figures" in run([installed, "build"], folder).stdout
    run([installed, "review", "export", "-o", "look.csv"], folder)
    filled = save(folder / "done.csv", [decided(row) for row in read(folder / "look.csv")])
    told = run([installed, "review", "apply", filled, "--apply", "--confirm", "--reviewer", "Lan"], folder).stdout
    assert "1 applied" in told
    assert "1.240" in served(installed, folder, "/compare/bts_stations")["/compare/bts_stations"]
    run([installed, "publish", "cong-bo", "--pages", "30"], folder)
    out = folder / "cong-bo"
    assert ",1240," in (out / "data" / "figures.csv").read_text(encoding="utf-8")
    assert json.loads((out / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    for name in ("index.html", "pages/index.html", "pages/search/start.js", "pages/solieu/copy-search.js"):
        assert (out / name).stat().st_size > 100, name
    # What was given away is a base that another machine serves, and names nobody.
    assert "1.240" in served(installed, out, "/compare/bts_stations")["/compare/bts_stations"]
    with closing(sqlite3.connect(out / "kb.db")) as db:
        assert {one for (one,) in db.execute("select reviewer from corrections")} == {"R1"}
    run([installed, "mcp", "--help"], folder)


def decided(row: dict[str, str]) -> dict[str, str]:
    """A row of the review with what a person says of it."""
    return {**row, "new_value": "1.240"} if row["number"] == "1.204" else row


def served(installed: Path, folder: Path, *paths: str) -> dict[str, str]:
    """What the server of a folder's base answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log"
    with (
        log.open("w") as out,
        subprocess.Popen([installed, "serve", "--port", str(port)], cwd=folder, stdout=out, stderr=out) as server,
    ):
        try:
            return {path: answer(port, path, server) for path in paths}
        finally:
            server.terminate()


def answer(port: int, path: str, server: subprocess.Popen[bytes]) -> str:
    """The page as soon as the server answers; a failure, or a server that has ended, is told."""
    until = time.monotonic() + 120
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as page:
                return str(page.read().decode())
        except urllib.error.HTTPError as error:
            pytest.fail(f"{path}: {error.read().decode()[:400]}")
        except urllib.error.URLError:
            time.sleep(0.2)
    return pytest.fail(f"{path}: the server does not answer")
