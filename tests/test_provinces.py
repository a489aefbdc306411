"""The table of provinces against a package that others keep: names, codes, and who went into whom in 2025."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date
from importlib.resources import files

import pytest
from vietnamadminunits.database import get_data

Row = dict[str, str]


def rows() -> list[Row]:
    """The lines of rules/language/provinces.tsv without its comment lines."""
    text = files("rules.language").joinpath("provinces.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return list(csv.DictReader(lines, delimiter="\t"))


def before() -> list[Row]:
    """The 63 until 2025-06-30."""
    return [row for row in rows() if row["valid_to"]]


def today() -> list[Row]:
    """The 34 since 2025-07-01."""
    return [row for row in rows() if row["valid_from"] and not row["valid_to"]]


def spelling(name: str) -> str:
    """A name without what the two sources spell differently (oà and òa), so that the place itself is compared."""
    return name.replace("oà", "òa").replace("oá", "óa")


def package(table: str) -> dict[str, Row]:
    """The package's provinces by their key (``tinhquangnam``)."""
    return {row["provinceKey"]: row for row in get_data(["province", "provinceCode", "provinceKey"], table=table)}


def package_mergers() -> Iterator[tuple[str, str]]:
    """(old code, new code) as the package converts addresses: its lists are new key -> keys of the old."""
    old, new = package("admin_units_legacy"), package("admin_units")
    data = files("vietnamadminunits").joinpath("data", "converter_2025.json").read_text(encoding="utf-8")
    for new_key, old_keys in json.loads(data)["DICT_PROVINCE"].items():
        for old_key in old_keys:
            yield old[old_key]["provinceCode"], new[new_key]["provinceCode"]


def test_there_are_63_and_34() -> None:
    assert len(before()) == 63
    assert len(today()) == 34


@pytest.mark.parametrize(("table", "own"), [("admin_units_legacy", before), ("admin_units", today)])
def test_codes_and_names_are_those_of_the_package(table: str, own: Callable[[], list[Row]]) -> None:
    theirs = {row["provinceCode"]: spelling(row["province"]) for row in package(table).values()}
    ours = {row["code"]: spelling(row["full_name"]) for row in own()}
    # The package is of 2025; Đồng Nai became a city directly under the central government on 2026-04-30.
    if own is today:
        theirs["75"] = "Thành phố Đồng Nai"
    assert ours == theirs


def test_who_went_into_whom_is_what_the_package_says() -> None:
    code = {row["id"]: row["code"] for row in rows()}
    assert {(row["code"], code[row["merged_into"]]) for row in before()} == set(package_mergers())


def test_every_old_province_went_into_one_of_today() -> None:
    ids = {row["id"] for row in today()}
    assert {row["merged_into"] for row in before()} == ids
    assert not [row["id"] for row in today() if row["merged_into"]]


def test_cities_under_the_central_government() -> None:
    def cities(of: list[Row]) -> set[str]:
        return {row["name"] for row in of if row["kind"] == "city"}

    assert cities(before()) == {"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ"}
    assert cities(today()) == cities(before()) | {"Đồng Nai"}


def test_full_name_is_kind_and_name() -> None:
    words = {"city": "Thành phố", "province": "Tỉnh"}
    for row in before() + today():
        assert row["full_name"] == f"{words[row['kind']]} {row['name']}"


def test_days_leave_no_gap() -> None:
    ends = {date.fromisoformat(row["valid_to"]) for row in before()}
    starts = {date.fromisoformat(row["valid_from"]) for row in today()}
    assert len(ends) == len(starts) == 1
    assert (starts.pop() - ends.pop()).days == 1


def test_ids_are_unique_and_references_resolve() -> None:
    ids = [row["id"] for row in rows()]
    assert len(ids) == len(set(ids))
    assert {row["merged_into"] for row in rows() if row["merged_into"]} <= set(ids)
