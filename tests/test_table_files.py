"""Tables that leave the base: what a page shows, as CSV, workbook and JSON, opened again as people open it."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from example_provinces import fill
from needs import left_out
from pyarrow.parquet import read_table
from test_cli import solieu

from extract.office import soffice
from kb.ask.table import FORMATS, Table, Value, columns_of, word
from kb.ask.table_files import TYPES, as_csv, as_json, as_xlsx, write_table
from kb.web.language import Words

HARD: dict[str, Value] = {
    "rank": Decimal(1),
    "province": "Thừa Thiên - Huế",
    "value": Decimal("2833"),
    "value_max": Decimal("76.85"),
    "text": "2.833",
    "period_end": date(2024, 6, 30),
    "sure": True,
    "quote": "=HYPERLINK(1)\nđạt «76,85%»; nhiều hơn",
    "document": "+84 báo cáo",
    "address": "http://127.0.0.1:8001/figure/F-abcdefghij",
    "confidence": Decimal("0.50"),
    "unit": "06/2024",
}
TABLE = Table("t", "Bảng thử", "vi", columns_of("column"), (HARD, {"province": "Đắk Lắk", "value": Decimal("-0.5")}))


def headings(table: Table = TABLE) -> list[str]:
    return [column.heading(table.language) for column in table.columns]


def test_ids_of_columns_are_stable_and_words_are_there_in_both_languages() -> None:
    ids = [column.id for column in columns_of("column")]
    assert ids[:6] == ["group", "rank", "province", "owner", "value", "unit"] and len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z_]+", one) for one in ids)
    # A file and a page say the same of a value that is not ranked.
    assert word("reason.scale", "en") == Words("en")["reason.scale"]


def test_a_csv_parts_and_writes_decimals_as_its_reader_expects() -> None:
    for separator, decimal in ((";", "76,85"), (",", "76.85")):
        data = as_csv(TABLE, separator)  # type: ignore[arg-type]
        assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=separator))
        assert list(rows[0]) == headings()
        row = {heading.rpartition("(")[2].rstrip(")"): cell for heading, cell in rows[0].items()}
        assert (row["value"], row["value_max"], row["period_end"]) == ("2833", decimal, "2024-06-30")
        assert (row["text"], row["unit"]) == ("«2.833»", "«06/2024»")
        assert row["quote"] == "'=HYPERLINK(1) đạt «76,85%»; nhiều hơn" and row["document"] == "'+84 báo cáo"


def test_json_has_numbers_as_numbers_and_flags_as_flags() -> None:
    told = json.loads(as_json(TABLE))
    row = told["rows"][0]
    assert (row["value"], row["value_max"], row["sure"], row["period_end"]) == (2833, 76.85, True, "2024-06-30")
    assert row["quote"] == HARD["quote"]
    assert [one["id"] for one in told["columns"]] == [one.id for one in TABLE.columns]


def test_a_workbook_has_numbers_days_and_links_and_no_formula(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(as_xlsx(TABLE))
    check_workbook(tmp_path / "t.xlsx")


def check_workbook(path: Path) -> None:
    """The hard row as a workbook: each value of its own type."""
    sheet = openpyxl.load_workbook(path)["Số liệu"]
    heads = [str(cell.value).rpartition("(")[2].rstrip(")") for cell in sheet[1]]
    cells = dict(zip(heads, sheet[2], strict=True))
    assert (cells["value"].value, cells["value_max"].value, cells["confidence"].value) == (2833, 76.85, 0.5)
    assert {cells[name].data_type for name in ("text", "unit", "quote", "document")} == {"s"}
    assert cells["text"].value == "2.833" and str(cells["quote"].value).startswith("=HYPERLINK")
    day = cells["period_end"].value
    assert isinstance(day, datetime) and day.date() == date(2024, 6, 30)
    assert cells["address"].hyperlink is not None and cells["address"].hyperlink.target == HARD["address"]
    assert cells["province"].value == "Thừa Thiên - Huế"
    assert "owner" not in heads, "a column that no row has a value in"


def test_more_digits_than_a_spreadsheet_keeps_stay_text() -> None:
    table = Table("t", "t", "en", columns_of("column"), ({"value": Decimal("1234567890123456.5")},))
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(table)))["Figures"]
    assert [cell.value for cell in sheet[2]] == ["1234567890123456.5"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Opens a file in LibreOffice, in the language that a filter names, and saves what it took it for as a workbook."""
    if soffice.program() is None:
        left_out(f"no LibreOffice: {soffice.NEEDED.command}")
    folder = tmp_path_factory.mktemp("office")

    def opened(path: Path, *options: str) -> Path:
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", *options]
        command += ["--convert-to", "xlsx", "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return folder / f"{path.stem}.xlsx"

    return opened


def test_libreoffice_reads_the_csv_in_vietnamese_and_in_english(office: Callable[..., Path], tmp_path: Path) -> None:
    # What a person clicks together when a CSV is opened: separator, UTF-8, the language, and that numbers are found.
    for separator, code, language in ((";", 59, 1066), (",", 44, 1033)):
        path = tmp_path / f"csv-{language}.csv"
        path.write_bytes(as_csv(TABLE, separator))  # type: ignore[arg-type]
        saved = office(path, f"--infilter=CSV:{code},34,76,1,,{language},false,true")
        (sheet,) = openpyxl.load_workbook(saved).worksheets
        cells = dict(zip([str(cell.value) for cell in sheet[1]], sheet[2], strict=True))
        by_id = {heading.rpartition("(")[2].rstrip(")"): cell for heading, cell in cells.items()}
        assert list(cells) == headings(), language
        assert (by_id["value"].value, by_id["value_max"].value) == (2833, 76.85), language
        day = by_id["period_end"].value
        assert isinstance(day, datetime) and day.date() == date(2024, 6, 30), language
        assert {by_id[name].data_type for name in ("text", "unit", "quote", "document")} == {"s"}, language
        assert "HYPERLINK" in str(by_id["quote"].value) and by_id["province"].value == "Thừa Thiên - Huế"
        assert sheet[3][[*by_id].index("value")].value == -0.5, language


def test_libreoffice_opens_the_workbook_and_finds_the_same(office: Callable[..., Path], tmp_path: Path) -> None:
    path = tmp_path / "workbook.xlsx"
    path.write_bytes(as_xlsx(TABLE))
    check_workbook(office(path))


@pytest.fixture(scope="module")
def site(serving: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("taken") / "kb.db"
    fill(path)
    return serving(path)


def taken(site: str, path: str, **query: str) -> dict[str, Any]:
    answer = httpx.get(f"{site}{path}", params=query, timeout=60)
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    told: dict[str, Any] = answer.json()
    return told


def test_a_comparison_is_taken_with_its_ranks_reasons_and_sources(site: str) -> None:
    told = taken(site, "/compare/bts_stations.json")
    page = httpx.get(f"{site}/compare/bts_stations").text
    ranked = [row for row in told["rows"] if row["rank"] is not None]
    shown = re.findall(r'<td class="n">(\d+)</td>\s*<th scope="row"><a[^>]*>([^<]+)</a>', page)
    assert [(str(row["rank"]), row["province"]) for row in ranked] == shown and len(shown) > 2
    assert all(row["not_ranked"] for row in told["rows"] if row["group"] == "không xếp hạng")
    for row in told["rows"]:
        assert row["quote"] and row["document"] and row["address"] == f"{site}/figure/{row['figure_id']}"
        assert row["text"] in page or row["unit"] == "%"
    assert {row["document_id"] for row in told["sources"]} == {row["document_id"] for row in told["rows"]}
    assert "bts_stations" in told["definitions"][0]["text"]
    assert any(f"{site}/compare/bts_stations?" in note["text"] for note in told["notes"])


def test_the_choices_of_the_address_and_the_language_hold(site: str) -> None:
    newest = taken(site, "/compare/fiber_household_rate.json", year="newest", lang="en")
    goals = taken(site, "/compare/fiber_household_rate.json", status="target", year="newest", lang="en")
    assert {row["status"] for row in newest["rows"]} == {"result"}
    assert {row["status"] for row in goals["rows"]} == {"target"}
    assert newest["columns"][1] == {"id": "rank", "name": "rank", "type": "number"}


def test_the_three_formats_hold_the_same_values(site: str) -> None:
    told = [(row["province"], row["value"]) for row in taken(site, "/compare/bts_stations.json")["rows"]]
    book = openpyxl.load_workbook(io.BytesIO(httpx.get(f"{site}/compare/bts_stations.xlsx", timeout=60).content))
    assert book.sheetnames == ["Số liệu", "Nguồn", "Định nghĩa và ghi chú"]
    rows = [[cell.value for cell in row] for row in book["Số liệu"].iter_rows()]
    province, value = (
        next(at for at, head in enumerate(rows[0]) if f"({one})" in str(head)) for one in ("province", "value")
    )
    assert [(row[province], row[value]) for row in rows[1:]] == told
    answer = httpx.get(f"{site}/compare/bts_stations.csv", params={"sep": "comma"}, timeout=60)
    cells = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row[2], Decimal(row[4])) for row in cells[1:]] == [(name, Decimal(str(number))) for name, number in told]
    assert httpx.get(f"{site}/compare/no_such_metric.csv", timeout=60).status_code == 404


def test_a_csv_comes_through_the_server_with_every_cell_as_it_was_written(site: str) -> None:
    # What guards Datasette's CSV parts cells at commas, and would take a sentence with both signs apart.
    path = "/compare/fiber_household_rate"
    told = taken(site, f"{path}.json", year="newest")["rows"]
    assert any(";" in row["quote"] and "," in row["quote"] for row in told)
    for name, separator in (("semicolon", ";"), ("comma", ",")):
        answer = httpx.get(f"{site}{path}.csv", params={"year": "newest", "sep": name}, timeout=60)
        assert not [one for one in answer.headers if one.startswith("x-solieu")]
        heads, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=separator)
        ids = [head.rpartition("(")[2].rstrip(")") for head in heads]
        assert ids == list(told[0]) and len(rows) == len(told)
        for cells, row in zip(rows, told, strict=True):
            by_id = dict(zip(ids, cells, strict=True))
            number = by_id["value"].replace(",", ".") if separator == ";" else by_id["value"]
            assert Decimal(number) == Decimal(str(row["value"]))
            assert by_id["quote"].lstrip("'") == row["quote"] and by_id["address"] == row["address"]


def test_lists_and_profiles_are_taken_as_their_pages_show_them(site: str) -> None:
    goals = taken(site, "/targets.json", year="2025", state="open")
    page = httpx.get(f"{site}/targets", params={"year": "2025", "state": "open"}).text
    assert [row["province"] for row in goals["rows"]] == re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', page)
    assert {row["state"] for row in goals["rows"]} == {"Chưa có kết quả"} and len(goals["rows"]) > 3
    assert {(row["status"], "result" in row) for row in goals["rows"]} == {("mục tiêu", False)}

    profile = taken(site, "/province/51-old.json")
    ranked = {row["metric_id"]: row for row in profile["rows"] if row["rank"] is not None}
    page = httpx.get(f"{site}/province/51-old").text
    for row in ranked.values():
        assert f"{row['rank']}/{row['ranked_of']} tỉnh" in page and row["text"] in page
    fiber = ranked["fiber_household_rate"]
    assert (fiber["target"], fiber["target_period"], fiber["target_reached"]) == (92, "năm 2025", False)
    assert taken(site, "/province/51-old.json", targets="1")["rows"] == [
        row for row in profile["rows"] if row["metric_id"] == "fiber_household_rate"
    ]
    assert any(f"{site}/province/51-old" == note["text"] for note in profile["notes"])

    cover = taken(site, "/coverage.json", lang="en")
    one = next(row for row in cover["rows"] if row["place_id"] == "51-old" and row["count"])
    assert one["state"] == "reported" and one["metric"] is None and one["metric_group_id"]
    metrics = taken(site, "/coverage.json", group=one["metric_group_id"])["rows"]
    assert {row["metric_group_id"] for row in metrics} == {one["metric_group_id"]}
    assert sum(row["place_id"] == "51-old" and row["state_id"] == one["state_id"] for row in metrics) == one["count"]

    reaching = taken(site, "/reaching.json", least="90")["rows"]
    assert {(row["metric_id"], row["level"]) for row in reaching} >= {("fiber_coverage_rate", "các thôn")}


def test_what_differs_is_taken_as_a_list_and_place_by_place(site: str) -> None:
    (row,) = taken(site, "/differ.json")["rows"]
    assert sorted(row["numbers"].split(" · ")) == ["1.345", "1.354"]
    stated = httpx.get(row["address"].replace("/differ/bts_stations", "/differ/bts_stations.json"), timeout=60).json()
    assert sorted(one["printed"] for one in stated["rows"]) == ["1.345", "1.354"]
    assert {one["group"] for one in stated["rows"]} == {"các nguồn nêu"} and len(stated["sources"]) == 2


def test_years_are_taken_a_row_a_place_and_year_and_no_point_parts_a_year(site: str) -> None:
    rows = taken(site, "/years/bts_stations.json")["rows"]
    dak_nong = [(row["year"], row["value"], row["today"]) for row in rows if row["place_id"] == "67-old"]
    assert dak_nong == [(2021, 690, "Đắk Nông")] and len(rows) > 5
    book = openpyxl.load_workbook(io.BytesIO(httpx.get(f"{site}/years/bts_stations.xlsx", timeout=60).content))
    heads = [str(cell.value) for cell in book["Số liệu"][1]]
    year = book["Số liệu"][2][heads.index("năm (year)")]
    assert (year.value, year.number_format) == (rows[0]["year"], "0")


@pytest.mark.parametrize("path", ["/years/no.json", "/years/no.svg", "/province/no.csv", "/differ/no.json"])
def test_a_file_of_what_is_not_there_is_not_found(site: str, path: str) -> None:
    assert httpx.get(site + path, timeout=60).status_code == 404


def test_a_search_is_taken_with_all_it_found(site: str) -> None:
    told = taken(site, "/search.json", q="tram bts dak nong")
    assert [(row["province"], row["value"]) for row in told["rows"]] == [("Đắk Nông", 690)]
    assert told["title"] == "Tìm: tram bts dak nong"
    none = httpx.get(f"{site}/search.csv", timeout=60)
    assert len(none.content.decode("utf-8-sig").splitlines()) == 1


def test_the_command_line_writes_what_the_ending_says(tmp_path: Path) -> None:
    fill(tmp_path / "kb.db").connection.close()
    done = solieu("compare", "bts_stations", "-o", "bts.xlsx", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.startswith("bts.xlsx: ")
    sheet = openpyxl.load_workbook(tmp_path / "bts.xlsx")["Số liệu"]
    listed = json.loads(solieu("compare", "bts_stations", "--json", cwd=tmp_path).stdout)
    assert sheet.max_row == len(listed) + 1
    english = solieu("search", "tram", "bts", "dak", "nong", "-o", "found.csv", "--lang", "en", cwd=tmp_path)
    assert english.returncode == 0, english.stderr
    heads = (tmp_path / "found.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert "province (province)" in heads
    wrong = solieu("compare", "bts_stations", "-o", "bts.pdf", cwd=tmp_path)
    assert wrong.returncode == 2 and "Name it .xlsx, .csv, .json or .parquet" in wrong.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix in (".xlsx", ".csv", ".pdf", ".part")) == [
        "bts.xlsx",
        "found.csv",
    ]


def test_each_ending_is_written_under_the_type_that_is_told() -> None:
    assert set(TYPES) == set(FORMATS)
    for ending in FORMATS:
        assert write_table(TABLE, ending)


def test_parquet_has_typed_columns_and_all_that_is_said_of_them() -> None:
    read = read_table(io.BytesIO(write_table(TABLE, "parquet")))
    names = [one.id for one in TABLE.columns]
    assert read.column_names == names
    row = read.to_pylist()[0]
    assert (row["value"], row["value_max"], row["sure"]) == (2833.0, 76.85, True)
    assert (row["text"], row["period_end"], row["quote"]) == ("2.833", date(2024, 6, 30), HARD["quote"])
    said = json.loads(read.schema.metadata[b"solieu"])
    assert [one["id"] for one in said["columns"]] == names and said["title"] == TABLE.title and "rows" not in said
    assert read.schema.field("province").metadata[b"vi"].decode() == "tỉnh, thành phố"


def test_a_day_of_issue_that_is_a_month_only_is_kept_in_parquet() -> None:
    table = replace(TABLE, rows=({"issued_on": "2025-12"}, {"issued_on": date(2025, 1, 2)}))
    read = read_table(io.BytesIO(write_table(table, "parquet")))
    assert read.column("issued_on").to_pylist() == ["2025-12", "2025-01-02"]


def test_an_empty_table_is_a_parquet_with_its_columns() -> None:
    read = read_table(io.BytesIO(write_table(replace(TABLE, rows=()), "parquet")))
    assert read.column_names == [one.id for one in TABLE.columns] and read.num_rows == 0
