"""The addresses for programs: their description is valid, each answers as it says, and the examples of the page run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from example_provinces import fill
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser
from served import fits_a_phone

from kb.web.openapi import addresses, examples


@pytest.fixture(scope="module")
def site(serving: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("api") / "kb.db"
    fill(path)
    return serving(path)


def description(site: str, language: str = "vi") -> dict[str, Any]:
    told: dict[str, Any] = httpx.get(f"{site}/api/openapi.json", params={"lang": language}, timeout=60).json()
    return told


def page(site: str, language: str = "vi") -> LexborHTMLParser:
    answer = httpx.get(f"{site}/api", params={"lang": language}, timeout=60)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_description_is_valid_in_both_languages(site: str, language: str) -> None:
    told = description(site, language)
    validate(told)
    assert set(told["paths"]) == {one.path for one in addresses()}
    assert told["servers"] == [{"url": site}]


def test_each_address_answers_as_its_description_says(site: str) -> None:
    told = description(site)
    tried = [str(node.attributes["href"]) for node in page(site).css("article > p > a[href]")][1:]
    assert len(tried) == len(told["paths"]) > 5
    for path, address in zip(told["paths"], tried, strict=True):
        answer = httpx.get(site + address, timeout=60)
        assert answer.status_code == 200, address
        content = told["paths"][path]["get"]["responses"]["200"]["content"]
        (kind,) = [one for one in content if one.partition(";")[0] == answer.headers["content-type"].partition(";")[0]]
        schema = content[kind]["schema"] | {"components": told["components"]}
        Draft202012Validator(schema).validate(answer.json())


def test_each_placeholder_of_a_path_is_a_parameter_of_it(site: str) -> None:
    for path, of in description(site)["paths"].items():
        for parameter in of["get"]["parameters"]:
            assert (f"{{{parameter['name']}}}" in path) == (parameter["in"] == "path") == parameter["required"] or (
                parameter["name"] == "q"
            ), path


def test_what_is_not_there_is_told_as_json_to_a_program(site: str) -> None:
    wanted = description(site)["components"]["schemas"]["Error"]
    for path in (
        "/compare/nothing.json",
        "/compare/nothing/cite.json",
        "/figure/F-nothing000/cite.json",
        "/kb/no.json",
    ):
        answer = httpx.get(site + path, timeout=60)
        assert answer.status_code == 404, path
        Draft202012Validator(wanted).validate(answer.json())
    assert "<html" in httpx.get(f"{site}/compare/nothing", timeout=60).text


def test_the_examples_in_python_run_and_keep_numbers_and_text_apart(site: str) -> None:
    shown = [node.text() for node in page(site).css("article pre code")]
    assert len(shown) == len(examples())
    programmes = [code for code, one in zip(shown, examples(), strict=True) if one.language == "python"]
    assert len(programmes) == 3
    for code in programmes:
        assert site in code and "SITE" not in code and "METRIC" not in code
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=300)
        assert done.returncode == 0, done.stderr
    # What each of them makes of a number with a point: the number, and the text as printed.
    check = """
import json, sys
from urllib.request import urlopen
import pandas as pd
site = sys.argv[1]
one = pd.DataFrame(json.load(urlopen(site + "/compare/bts_stations.json"))["rows"])
two = pd.read_csv(site + "/compare/bts_stations.csv?sep=comma")
two.columns = two.columns.str.extract(r"\\((\\w+)\\)$")[0]
three = pd.read_csv(site + "/compare/bts_stations.csv", sep=";", decimal=",")
three.columns = three.columns.str.extract(r"\\((\\w+)\\)$")[0]
for table in (one, two, three):
    row = next(row for row in table.to_dict("records") if "." in row["printed"])
    print(row["value"], row["printed"].strip("«»"), table.value.dtype.kind in "if")
"""
    done = subprocess.run([sys.executable, "-c", check, site], capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    assert {float(row[0]) for row in rows} == {float(rows[0][1].replace(".", ""))} and len(rows) == 3
    assert {row[1] for row in rows} == {rows[0][1]} and "." in rows[0][1] and {row[2] for row in rows} == {"True"}


def test_the_example_in_r_runs_and_keeps_numbers_and_text_apart(site: str) -> None:
    if shutil.which("Rscript") is None:
        # R is large to install for one example: where there is none, not even .ci/run insists on it.
        pytest.skip("no R: apt-get install r-base-core r-cran-jsonlite")
    (code,) = (one.text() for one in page(site).css("article pre code") if "library(jsonlite)" in one.text())
    # What R made of a number with a point: the number, and the text as printed.
    check = """
row <- table[grepl(".", table$printed, fixed = TRUE), ][1, ]
cat("\\nchecked", class(table$value), row$value == as.numeric(gsub(".", "", row$printed, fixed = TRUE)), row$printed)
"""
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", code + check], capture_output=True, encoding="utf-8", timeout=300
    )
    assert done.returncode == 0, done.stderr
    *kinds, same, printed = done.stdout.rpartition("checked ")[2].split()
    assert kinds in (["numeric"], ["integer"]) and same == "TRUE" and "." in printed


def test_every_row_has_the_columns_of_the_first(site: str) -> None:
    # Excel's Power Query makes its columns of the first row, and fails at one that lacks any of them.
    told = httpx.get(f"{site}/compare/bts_stations.json", timeout=60).json()
    assert {tuple(row) for row in told["rows"]} == {tuple(one["id"] for one in told["columns"])}


def test_the_chosen_provinces_and_order_hold_in_the_file(site: str) -> None:
    told = httpx.get(f"{site}/compare/bts_stations.json", timeout=60).json()["rows"]
    ranked = [row for row in told if row["rank"] is not None]
    few = [row["place_id"] for row in ranked[1:3]]
    asked = httpx.get(f"{site}/compare/bts_stations.json", params={"place": few, "sort": "name"}, timeout=60).json()
    kept = [row for row in asked["rows"] if row["rank"] is not None]
    assert {(row["rank"], row["place_id"]) for row in kept} == {(row["rank"], row["place_id"]) for row in ranked[1:3]}


def test_the_page_is_read_in_both_languages_and_on_a_phone(screen: Page, site: str) -> None:
    screen.goto(f"{site}/api")
    expect(screen.locator("h1")).to_have_text("Dùng số liệu trong chương trình")
    assert fits_a_phone(screen)
    screen.get_by_role("link", name="English").click()
    expect(screen.locator("h1")).to_have_text("For programs")
