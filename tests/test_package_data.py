"""What is not Python is installed, too: a room whose data stay behind cannot be imported where Solieu is installed."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PATTERNS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
LINKED = ROOT / "kb" / "web" / "guides"
"""A link to docs/guides, which a walk through the package does not follow."""
DATA = [
    path
    for folder in (ROOT / "extract", ROOT / "rules", ROOT / "kb", LINKED, LINKED / "pictures")
    for path in sorted(folder.glob("*") if folder.is_relative_to(LINKED) else folder.rglob("*"))
    if path.is_file() and path.suffix not in (".py", ".pyc")
]


@pytest.mark.parametrize("path", DATA, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_of_data_is_named_for_its_package(path: Path) -> None:
    package = next(folder for folder in path.parents if (folder / "__init__.py").is_file())
    name = ".".join(package.relative_to(ROOT).parts)
    patterns = (*PATTERNS["*"], *PATTERNS.get(name, ()))
    assert any(fnmatch(path.relative_to(package).as_posix(), pattern) for pattern in patterns), patterns


def test_the_guides_are_packaged_as_they_stand_in_docs() -> None:
    guides = [path for path in DATA if path.is_relative_to(LINKED)]
    assert LINKED.resolve() == ROOT / "docs" / "guides"
    assert {path.suffix for path in guides} == {".md", ".png"}
    # A pattern of setuptools does not reach into folders: each has its own.
    packaged = {path for pattern in PATTERNS["kb.web"] for path in (ROOT / "kb" / "web").glob(pattern)}
    assert [path.name for path in guides if path not in packaged] == []
