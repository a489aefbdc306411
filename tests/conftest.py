"""Bases that several test files look into, each built once a run by the command that people use."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytest_plugins = ["served"]
ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
"""Reports and gold figures beside the repository; tests that read them bear the marker ``shared``."""
TYPESET = ("ninh-thuan-2024", "quang-nam-2023-dti", "quang-nam-2024")
"""The shared reports that lie there in four formats, and that the rules were made with."""


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
