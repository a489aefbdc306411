"""What is made of the rules' files is kept between two starts, and nothing but time depends on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from rules.catalogue import METRICS_FOLDER, load_catalogue
from rules.kept import OTHERS, kept
from rules.naming.profiles import Profiles, profiles_of

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which things are kept, empty."""
    monkeypatch.setenv("SOLIEU_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "rules"


class Making:
    """Makes the same words each time, and counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> object:
        self.times += 1
        return {"trạm": ["BTS", 4.5, None, True]}


def test_what_is_kept_is_made_once(folder: Path) -> None:
    making = Making()
    assert kept("words", making) == kept("words", making) == {"trạm": ["BTS", 4.5, None, True]}
    assert making.times == 1
    assert [path.name.split("-")[0] for path in folder.iterdir()] == ["words"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-3],
        lambda data: data.replace(b"BTS", b"DTS"),
        lambda data: data.partition(b"\n")[2],
        lambda data: b"\xff\xfe" + data,
    ],
    ids=["empty", "cut", "changed", "without-its-sum", "no-utf-8"],
)
def test_a_damaged_file_is_as_good_as_none(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    making = Making()
    wanted = kept("words", making)
    [file] = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert kept("words", making) == wanted
    assert making.times == 2
    assert file.read_bytes() == whole


def test_without_a_folder_to_write_everything_is_made_all_the_same(folder: Path) -> None:
    folder.parent.parent.mkdir(exist_ok=True)
    folder.parent.write_text("a file where the cache should be", encoding="utf-8")
    making = Making()
    assert kept("words", making) == kept("words", making)
    assert making.times == 2


def test_a_fault_is_told_each_time(folder: Path) -> None:
    def fail() -> object:
        raise ValueError("no such words")

    for _ in range(2):
        with pytest.raises(ValueError, match="no such words"):
            kept("words", fail)
    assert not folder.exists()


def test_the_oldest_of_many_versions_go(folder: Path) -> None:
    folder.mkdir(parents=True)
    for age in range(OTHERS + 2):
        old = folder / f"words-{age}.json"
        old.touch()
        os.utime(old, (1_000_000 - age, 1_000_000 - age))
    (folder / "others-1.json").touch()
    kept("words", Making())
    left = {path.name for path in folder.iterdir()}
    assert {f"words-{age}.json" for age in range(OTHERS)} | {"others-1.json"} < left
    assert len(left) == OTHERS + 2


def test_the_catalogue_is_the_same_from_the_cache(folder: Path) -> None:
    made = load_catalogue.__wrapped__(METRICS_FOLDER)
    assert [path.name.split("-")[0] for path in folder.iterdir()] == ["metrics"]
    read = load_catalogue.__wrapped__(METRICS_FOLDER)
    assert made is not read
    assert made.groups == read.groups and list(made) == list(read)


def test_what_metrics_are_called_is_the_same_from_the_cache(folder: Path) -> None:
    catalogue = load_catalogue()
    made = profiles_of(catalogue)
    assert any(path.name.startswith("said-") for path in folder.iterdir())
    read = profiles_of(catalogue)
    for name in Profiles.__slots__:
        one, other = getattr(made, name), getattr(read, name)
        if name == "facets":
            assert all(np.array_equal(getattr(one, row), getattr(other, row)) for row in one.__slots__)
        elif name in ("wordings_with", "metrics_with", "known_with"):
            assert one.keys() == other.keys()
            assert all(np.array_equal(one[term], other[term]) for term in one)
        else:
            assert np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other, name


def test_who_edits_a_metric_sees_it_at_the_next_start(folder: Path, tmp_path: Path) -> None:
    code = tmp_path / "code"
    for name in ("extract", "rules"):
        shutil.copytree(ROOT / name, code / name, ignore=shutil.ignore_patterns("__pycache__"))
    file = code / "rules" / "metrics" / "infrastructure.toml"
    plain = file.read_text(encoding="utf-8")
    told = "from rules.catalogue import load_catalogue; print(load_catalogue()['bts_stations'].name_en)"

    def start() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", told],
            env={**os.environ, "PYTHONPATH": str(code)},
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )

    before = start().stdout.strip()
    assert before
    file.write_text(plain.replace(f'name_en = "{before}"', 'name_en = "Masts"'), encoding="utf-8")
    assert start().stdout.strip() == "Masts"
    file.write_text(plain.replace('name_en = "', 'name_em = "', 1), encoding="utf-8")
    assert "infrastructure.toml" in start().stderr
    file.write_text(plain, encoding="utf-8")
    assert start().stdout.strip() == before
