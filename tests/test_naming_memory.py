"""Remembered figures: what a figure is like, what is forgotten, and a file that is none."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from rules.naming.memory import FILE, NOTHING, Remembered, likest, load_memory, write_remembered
from rules.strict_toml import CatalogueError

FIGURES = (
    Remembered("bts_stations", "a", ("phat", "phat_song", "song", "tram"), ("toan", "tinh")),
    Remembered("bts_stations", "b", ("song", "tram"), ()),
    Remembered("schools", "b", ("hoc", "truong", "truong_hoc"), ("tinh", "toan")),
    Remembered(NOTHING, "a", ("tram", "y", "y_te", "te"), ()),
)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "remembered.json"
    write_remembered(path, FIGURES, ("so",))
    return path


def test_the_same_words_are_as_like_as_can_be_and_strange_ones_not_at_all(written: Path) -> None:
    memory = load_memory(written)
    assert memory.metrics == (NOTHING, "bts_stations", "schools")
    own, near = likest(memory, ("phat", "phat_song", "song", "tram"), ("toan", "tinh"))
    assert own[1] == pytest.approx(1.0) and near[1] == pytest.approx(1.0)
    assert own[2] == 0.0 and 0.0 < near[2] < near[1]
    strange, _ = likest(memory, ("cau", "duong"), ())
    assert not strange.any()


def test_words_that_nobody_has_make_a_figure_less_like_and_common_ones_do_not(written: Path) -> None:
    memory = load_memory(written)
    bare, _ = likest(memory, ("song", "tram"), ())
    more, _ = likest(memory, ("song", "tram", "hang"), ())
    common, _ = likest(memory, ("song", "tram", "so"), ())
    assert more[1] < bare[1]
    assert np.allclose(common, bare)


def test_what_a_set_of_documents_said_can_be_forgotten(written: Path) -> None:
    memory = load_memory(written)
    own, _ = likest(memory.without({"b"}), ("hoc", "truong", "truong_hoc"), ())
    assert own[2] == 0.0
    assert likest(memory, ("hoc", "truong", "truong_hoc"), ())[0][2] == pytest.approx(1.0)


def test_an_empty_memory_is_like_nothing(tmp_path: Path) -> None:
    path = tmp_path / "empty.json"
    write_remembered(path, (), ())
    own, near = likest(load_memory(path), ("tram",), ())
    assert len(own) == len(near) == 0


@pytest.mark.parametrize(
    "text", ["{}", '{"terms":[],"common":0,"figures":[["a"]]}', '{"terms":[],"common":0,"figures":3}']
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "remembered.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"remembered\.json.*naming_memory"):
        load_memory(path)


def test_no_sentence_can_be_made_of_what_is_remembered() -> None:
    """The project's own file: the terms of each figure are sorted and rid of what few documents have."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    assert data["terms"][: data["common"]] == sorted(data["terms"][: data["common"]])
    assert data["terms"][data["common"] :] == sorted(data["terms"][data["common"] :])
    for _, _, own, near in data["figures"]:
        assert own == sorted(own) and near == sorted(near)
