"""What indices are made of: the files load, keep their trees, and a mistake in them is told by place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from rules.catalogue import load_catalogue
from rules.code_systems import load_code_systems
from rules.indices import IndexComponent, load_index_components
from rules.strict_toml import CatalogueError

HEADER = "index\tversion\tcode\tparent\tname\tmaximum\n"
GOOD = HEADER + "pci\t2024\t1\t\tThe group\t10\npci\t2024\t1.1\t1\tA part\t4\npci\t2024\t1.2\t1\tAnother\t6\n"


def _load(folder: Path, text: str, name: str = "pci.tsv") -> tuple[IndexComponent, ...]:
    (folder / name).write_text(text, encoding="utf-8")
    return load_index_components(folder)


def test_every_file_loads_and_whole_indices_add_up() -> None:
    components = load_index_components()
    assert len(components) >= 250
    tops: dict[tuple[str, str], Decimal] = {}
    for one in components:
        if one.parent is None and one.maximum is not None:
            key = (one.index, one.version)
            tops[key] = tops.get(key, Decimal(0)) + one.maximum
    assert tops["par", "1187/QĐ-BNV (2025)"] == tops["par", "2024"] == tops["service_index", "766/QĐ-TTg (2022)"] == 100
    assert tops["dti", "922/QĐ-BTTTT (2022)"] == 1000


def test_a_code_of_a_metric_is_a_component_of_its_index() -> None:
    """Where the criteria of an index were seen in full, a metric's code is one of them."""
    seen = {(one.index, one.version, one.code) for one in load_index_components()}
    systems = load_code_systems()
    versions = {(one.index, one.version) for one in load_index_components()}
    missing = [
        (metric.id, code.system, code.code)
        for metric in load_catalogue()
        for code in metric.codes
        if (code.system, systems[code.system].version) in versions
        and (code.system, systems[code.system].version, code.code) not in seen
    ]
    assert missing == []


def test_rows_are_read_with_comments_left_out(tmp_path: Path) -> None:
    first, part, _ = _load(tmp_path, "# where from\n" + GOOD)
    assert first == IndexComponent("pci", "2024", "1", None, "The group", Decimal(10))
    assert (part.parent, part.maximum) == ("1", Decimal(4))


def test_a_row_without_points_has_no_maximum(tmp_path: Path) -> None:
    (one,) = _load(tmp_path, HEADER + "pci\t2024\t1\t\tNot scored\t\n")
    assert one.maximum is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("maximum", "maximun", "pci.tsv: the column maximun is unknown"),
        ("\tmaximum", "", "pci.tsv: its columns are"),
        ("Another\t6", "Another", "pci.tsv, row 3: it has 5 columns"),
        ("pci\t2024\t1.1", "papi\t2024\t1.1", "row 2: the index papi is not that of the file. Write pci"),
        ("A part\t4", "A part\tfour", "row 2: maximum = four is not a decimal"),
        ("\tA part\t", "\t\t", "row 2: name is empty"),
        ("1.2\t1", "1.1\t1", "pci.tsv, 1.1: the code stands twice in 2024"),
        ("1.2\t1", "1.2\t3", "pci.tsv, 1.2: no such parent as 3"),
        ("Another\t6", "Another\t7", "pci.tsv, 1: its parts have 11 points, it has 10"),
    ],
)
def test_mistake_is_told_by_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(CatalogueError, match=message):
        _load(tmp_path, GOOD.replace(old, new))


def test_a_file_of_no_known_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no such system of codes as pcii"):
        _load(tmp_path, GOOD.replace("pci\t", "pcii\t"), "pcii.tsv")
