"""Which rules a document was read with: a hash that changes with every file that decides what is found in it.

Computed from the files, without importing them: a build that has nothing to read must not load what reads language.
Only the readers' declarations are loaded: they say which libraries they stand on, other packages' readers too.
"""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from extract.readers import registry
from kb.identity import hash_of

_ROOT = Path(__file__).parent.parent
_FOLDERS = ("extract", "rules")
_FILES = (
    "kb/build/reading.py",
    "kb/build/documents.py",
    "kb/build/rows.py",
    "kb/fields.py",
    "kb/records.py",
    "kb/identity.py",
)
_LIBRARIES = ("spacy", "underthesea")
"""What the rules stand on; what the readers stand on they say themselves."""


def rules_version(root: Path = _ROOT) -> str:
    """Sixteen hexadecimal digits over the readers, the rules with their data, and the libraries they stand on."""
    files = [root / name for name in _FILES]
    for folder in _FOLDERS:
        files += [
            path for path in (root / folder).rglob("*") if path.is_file() and path.suffix in (".py", ".toml", ".tsv")
        ]
    parts: list[bytes] = []
    for path in sorted(files):
        parts += [path.relative_to(root).as_posix().encode(), path.read_bytes()]
    for library in sorted({*_LIBRARIES, *registry().libraries}):
        parts.append(f"{library} {_version(library)}".encode())
    return hash_of(parts)[:16]


def checks_version(root: Path = _ROOT) -> str:
    """Sixteen hexadecimal digits over the files that decide what the checks find."""
    files = sorted(path for path in (root / "kb" / "check").iterdir() if path.suffix in (".py", ".toml"))
    return hash_of([part for path in files for part in (path.name.encode(), path.read_bytes())])[:16]


def solieu_version() -> str:
    """The version of this package."""
    return _version("solieu")


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"
