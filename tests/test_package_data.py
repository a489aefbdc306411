"""What is not Python is installed, too: a room whose data stay behind cannot be imported where Solieu is installed."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PATTERNS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
DATA = [
    path
    for package in ("extract", "rules", "kb")
    for path in sorted((ROOT / package).rglob("*"))
    if path.is_file() and path.suffix not in (".py", ".pyc")
]


@pytest.mark.parametrize("path", DATA, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_of_data_is_named_for_its_package(path: Path) -> None:
    package = next(folder for folder in path.parents if (folder / "__init__.py").is_file())
    name = ".".join(package.relative_to(ROOT).parts)
    patterns = (*PATTERNS["*"], *PATTERNS.get(name, ()))
    assert any(fnmatch(path.relative_to(package).as_posix(), pattern) for pattern in patterns), patterns
