"""What test files share: bases, each built once a run by the command that people use; fonts; the end of a run."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import UNWANTED
from hypothesis import settings
from needs import lines_on

# What is tried is bounded by what it does; how long an example takes depends on who else is at work.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
pytest_plugins = ["served"]
ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
"""Reports and gold figures beside the repository; tests that read them bear the marker ``shared``."""
BROWSER = {"chromium", "many_fonts"}
"""The fixtures that start it."""
LONG = (
    *("test_web_access.py", "test_annotated.py", "test_web_dress.py", "test_web_deciding.py", "test_readme.py"),
    *("test_review_machine.py", "test_checks.py", "test_web_evidence.py", "test_guides.py", "test_shared_scores.py"),
    *("test_versions.py", "test_review_lessons.py", "test_web_fonts.py", "test_web_metric.py", "test_build.py"),
    *("test_cli.py", "test_web_compare.py", "test_web_picture.py", "test_disk.py", "test_explain.py"),
)
"""Files of tests that take long, the longest first. A process takes a file whole: one that begins such a file when the
others are done keeps everybody waiting."""
TYPESET = ("ninh-thuan-2024", "quang-nam-2023-dti", "quang-nam-2024")
"""The shared reports that lie there in four formats, and that the rules were made with."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files come first. Every test that starts the browser bears the marker ``browser``, and is left out where
    none is wanted."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))
    for item in items:
        if BROWSER.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
            if UNWANTED:
                item.add_marker(pytest.mark.skip(reason="SOLIEU_NO_BROWSER=1: no browser is wanted"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says how many tests were left out, and why: a skipped test is a dot among thousands."""
    skipped = terminalreporter.stats.get("skipped", ())
    if said := lines_on(str(one.longrepr[2]) for one in skipped):
        terminalreporter.section("left out")
        for line in said:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def our_fonts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where a test asks for this, Chromium and LibreOffice draw with the fonts of the tests: on every machine
    the same."""
    from fonts import FOLDER, configuration  # Here, so that tests that draw nothing need no fonts.

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", str(configuration(tmp_path_factory.mktemp("ours"), FOLDER.glob("*.ttf"))))
        yield


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Pages that tests recognise are not kept in the cache of whoever runs them, nor taken from it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOLIEU_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Builds a base by name out of files and folders, or gives the one that was built before in this run."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # All workers of a run share it.

    def build(name: str, *paths: Path) -> Path:
        base = folder / f"{name}.db"
        done = folder / f"{name}.done"
        with (folder / f"{name}.building").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                command = [sys.executable, "-m", "kb", "build", *map(str, paths), "--db", str(base), "--json"]
                run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=600)
                assert run.returncode == 0, run.stdout + run.stderr
                done.touch()
        return base

    return build


@pytest.fixture(scope="session")
def corpus_base(built: Callable[..., Path]) -> Path:
    """The base of the repository's own corpus."""
    return built("corpus", ROOT / "corpus")


@pytest.fixture(scope="session")
def shared_base(built: Callable[..., Path]) -> Callable[[str], Path]:
    """The base of the shared reports in one format: ``txt``, ``docx``, ``pdf`` or ``html``."""

    def base(ending: str) -> Path:
        if not SHARED.is_dir():
            pytest.skip("the shared reports are not here")
        return built(f"shared-{ending}", *(SHARED / "reports" / f"{name}.{ending}" for name in TYPESET))

    return base
