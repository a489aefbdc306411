"""The borders of the house: who may import whom, what the tree may not hold, and what stands in one place only."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from importlinter.api import read_configuration
from importlinter.cli import lint_imports
from test_cli import commands

from kb.cli import main
from kb.versions import solieu_version

ROOT = Path(__file__).parent.parent
TEXT = {".py", ".toml", ".tsv", ".sql", ".md", ".txt", ".json", ".jsonl", ".html", ".css", ".svg", ".lock", ".source"}
PACKAGES = ("extract", "rules", "kb")
FOREIGN = re.compile(
    r"pypi\.(?:org|python|io)|pythonhosted|npmjs|index-url|find-links|trusted-host"
    r"|file:///|(?<![\w.~*<])/(?:work|root|home/\w+|Users/\w+)/",
    re.IGNORECASE,
)
PIN = re.compile(r"[a-z0-9][a-z0-9-]*==[0-9][0-9A-Za-z.]*")


def committed() -> list[Path]:
    """The text files of the tree: what git tracks, or in an unpacked archive all that is no tool's leftover."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not any(part.startswith(".") for part in path.parts)]
    named = (path for path in paths if path.suffix in TEXT or path.name in ("Makefile", "run", ".gitignore"))
    return [path for path in named if path.is_file() and path != Path(__file__)]


def pins(name: str) -> dict[str, str]:
    """The packages of a lock and their versions; every line must be such a pin and nothing else."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not PIN.fullmatch(line)] == [], f"{name} holds more than package==version"
    return dict(line.split("==") for line in lines)


def test_kb_imports_rules_imports_extract_and_never_back() -> None:
    configuration = str(ROOT / "pyproject.toml")
    layers = [one["layers"] for one in read_configuration(configuration)["contracts_options"] if "layers" in one]
    assert ["kb", "rules", "extract"] in layers
    assert lint_imports(config_filename=configuration, no_cache=True, no_logo=True) == 0


@pytest.mark.parametrize("path", committed(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_names_a_package_index_or_a_path_of_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")  # a sample is in TCVN3; what is looked for is ASCII
    finds = [match.group().strip() for match in FOREIGN.finditer(text)]
    assert finds == []


def test_no_file_of_code_is_an_attic() -> None:
    code = [path for path in committed() if path.suffix == ".py" and path.parent.name in PACKAGES]
    assert code
    assert {path.stem for path in code} & {"helpers", "utils", "common", "misc", "manager"} == set()


@pytest.mark.parametrize(("name", "command"), commands(), ids=[name for name, _ in commands()])
def test_every_command_has_help_that_runs(name: str, command: click.Command) -> None:
    words = [sys.executable, "-m", "kb", *name.split()[1:], "--help"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: {name} ")


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert solieu_version() == project["version"] == importlib.metadata.version("solieu")
    places = [
        str(path.relative_to(ROOT))
        for path in committed()
        if path.suffix == ".py" and re.search(r"__version__|version\s*=\s*[\"']\d+\.\d+\.\d+", path.read_text("utf-8"))
    ]
    assert places == []
    assert f"## [{project['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_program_is_called_solieu() -> None:
    (script,) = importlib.metadata.entry_points(group="console_scripts", name="solieu")
    assert script.load() is main


def test_the_lock_holds_every_package_that_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert run.keys() & dev.keys() == set()
    assert {_bare(one) for one in project["dependencies"]} <= run.keys()
    assert {_bare(one) for one in project["optional-dependencies"]["scan"]} <= run.keys()
    assert {_bare(one) for one in project["optional-dependencies"]["dev"]} <= run.keys() | dev.keys()


def _bare(requirement: str) -> str:
    """The package's name in a requirement, as locks write it."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name.group()).lower()
