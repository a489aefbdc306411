"""By which version of its criteria an index is scored."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.catalogue import load_catalogue
from rules.index_versions import load_changes, version_of
from rules.strict_toml import CatalogueError


def test_a_version_holds_from_its_year_on() -> None:
    old, new = version_of("dti_score", "2021"), version_of("dti_score", "2022")
    assert old is None and new is not None and new.by == "922/QĐ-BTTTT"
    assert version_of("dti_group_score", "2024") == new
    assert version_of("bts_stations", "2024") is None


def test_each_change_is_of_metrics_that_there_are() -> None:
    ids = [metric.id for metric in load_catalogue()]
    for change in load_changes():
        assert all(any(one.startswith(begin) for one in ids) for begin in change.metrics), change


@pytest.mark.parametrize("line", ['since = "22"', 'since = "2022"\nfrom = "2021"'])
def test_a_mistake_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "index_versions.toml"
    path.write_text(f'[[change]]\nmetrics = ["dti_"]\nby = "922"\n{line}\n', encoding="utf-8")
    with pytest.raises(CatalogueError):
        load_changes(path)
