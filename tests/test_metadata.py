"""datasette_metadata.json describes the whole base and nothing else, and plain Datasette serves every page of it."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from example_base import Base
from example_provinces import fill

from extract.document import SolieuError
from kb.metadata import FILE, TEXTS, written

METADATA = json.loads(FILE.read_text(encoding="utf-8"))
BASE = METADATA["databases"]["kb"]
VIETNAMESE = set("ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")
GIVEN = {
    "so_sanh": {"metric": "bts_stations"},
    "so_sanh_loc": {"metric": "bts_stations", "item": "", "level": "", "status": "", "year": "2024"},
    "so_sanh_don_vi": {"metric": "it_budget", "owner": ""},
    "muc_tieu": {"province": "Quảng Nam", "metric": ""},
    "ho_so_tinh": {"province": "Quảng Nam"},
    "cuoc_chu": {"province": "", "words": ""},
    "mau_thuan": {"province": "Quảng Ngãi"},
    "do_phu": {"province": ""},
    "tim": {"q": "tram bts quang nam"},
}


def tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The tables and views of the base with their columns, without what FTS keeps for itself."""
    names = [
        row[0]
        for row in connection.execute(
            "select name from sqlite_master where type in ('table', 'view') "
            "and name not like '%\\_fts\\__%' escape '\\' and name not like 'sqlite\\_%' escape '\\'"
        )
    ]
    return {
        name: [row[1] for row in connection.execute(f"pragma table_xinfo({name})")]
        for name in names
        if not name.endswith("_fts")
    }


def test_every_table_view_and_column_is_described_and_nothing_else() -> None:
    real = tables(Base().connection)
    described = {name: list(table["columns"]) for name, table in BASE["tables"].items() if not name.endswith("_fts")}
    assert {name: sorted(columns) for name, columns in described.items()} == {
        name: sorted(columns) for name, columns in real.items()
    }


def test_the_committed_file_is_what_the_command_writes() -> None:
    assert FILE.read_text(encoding="utf-8") == written(), "make metadata"


@pytest.mark.parametrize(
    ("line", "instead", "told"),
    [
        ('issuer = "Cơ quan ban hành"\n', "", "the column issuer has no text. Write issuer = … below"),
        ('issuer = "Cơ', 'issuers = "Cơ', "the column issuer has no text"),
        ("[tables.documents.columns]\n", '[tables.documents.columns]\nweight = "Nặng"\n', "weight is read by no code"),
        ("[columns]\n", '[columns]\nvalue = "Giá trị"\n', "the key value is read by no code"),
        ("[tables.documents]\n", '[tables.documents]\ntitel = "Văn bản"\n', "the key titel is read by no code"),
        ("[tables.documents", "[tables.papers", "the base has no such table or view"),
    ],
)
def test_a_column_without_a_text_and_a_text_without_a_column_are_refused(
    line: str, instead: str, told: str, tmp_path: Path
) -> None:
    texts = TEXTS.read_text(encoding="utf-8")
    assert line in texts
    (tmp_path / "metadata.toml").write_text(texts.replace(line, instead), encoding="utf-8")
    with pytest.raises(SolieuError, match=re.escape(told)):
        written(tmp_path / "metadata.toml")


def test_descriptions_are_vietnamese() -> None:
    for name, table in BASE["tables"].items():
        for text in (table["title"], table["description"], *table.get("columns", {}).values()):
            assert VIETNAMESE & set(text.lower()), (name, text)


def test_sorts_facets_labels_and_search_name_real_columns() -> None:
    real = tables(Base().connection)
    for name, table in BASE["tables"].items():
        for key in ("sort", "sort_desc", "label_column"):
            assert key not in table or table[key] in real[name], (name, key)
        assert set(table.get("facets", ())) <= set(real.get(name, ())), name
        assert table.get("fts_table", "figures_fts") in BASE["tables"]


def test_every_canned_query_is_there_with_its_hint() -> None:
    assert list(BASE["queries"]) == list(GIVEN)
    for name, query in BASE["queries"].items():
        assert query["title"] and set(query["params"]) == set(GIVEN[name]) == set(re.findall(r":(\w+)", query["sql"]))
        assert all(f"{param}:" in query["description"] for param in query["params"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    path = tmp_path_factory.mktemp("plain") / "kb.db"
    fill(path)
    return Datasette([str(path)], metadata=METADATA)


def get(site: Datasette, path: str, **query: str) -> Any:
    response = asyncio.run(site.client.get(path, params=query))
    assert response.status_code == 200, (path, response.text[:400])
    return response


@pytest.mark.parametrize("name", [name for name in BASE["tables"] if not name.endswith("_fts")])
def test_plain_datasette_serves_each_table_and_view(site: Datasette, name: str) -> None:
    rows = get(site, f"/kb/{name}.json", _shape="objects").json()["rows"]
    assert isinstance(rows, list)
    page = get(site, f"/kb/{name}").text
    assert BASE["tables"][name]["title"] in page


@pytest.mark.parametrize("name", GIVEN)
def test_plain_datasette_answers_each_canned_query(site: Datasette, name: str) -> None:
    assert get(site, f"/kb/{name}.json", _shape="array", **GIVEN[name]).json()
    assert BASE["queries"][name]["title"] in get(site, f"/kb/{name}", **GIVEN[name]).text


@pytest.mark.parametrize("words", ["Đắk Nông trạm", "dak nong tram", "ĐẮK  NÔNG  TRẠM", ' "đắk" nông -trạm '])
def test_tim_finds_every_spelling(site: Datasette, words: str) -> None:
    rows = get(site, "/kb/tim.json", _shape="array", q=words).json()
    assert {row["number"] for row in rows if row["found"] == "số liệu"} == {"690"}


@pytest.mark.parametrize("words", ["", " ", '"', "AND", "a OR b", "NEAR(", "text:x", "*", "'; drop table figures"])
def test_tim_takes_any_words(site: Datasette, words: str) -> None:
    assert isinstance(get(site, "/kb/tim.json", _shape="array", q=words).json(), list)


def test_the_search_box_of_a_table_finds_without_accents(site: Datasette) -> None:
    for table in ("figures", "figures_final"):
        rows = get(site, f"/kb/{table}.json", _shape="objects", _search="tram bts dak nong").json()["rows"]
        assert [row["number"] for row in rows] == ["690"], table
    rows = get(site, "/kb/passages.json", _shape="objects", _search="mo rong quang nam").json()["rows"]
    assert len(rows) == 1


def test_the_index_tables_are_hidden(site: Datasette) -> None:
    page = get(site, "/kb.json").json()
    shown = {table["name"] for table in page["tables"] if not table["hidden"]}
    assert not {name for name in shown if "fts" in name or name in ("figures_searched", "figures_overruled")}
    assert {"documents", "figures", "passages", "metrics", "places"} <= shown
