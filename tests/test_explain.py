"""``solieu explain``: it says what the rules did, and it never does anything else than they do."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import pytest
from test_cli import REPORT, solieu

from extract.read import read
from rules.catalogue import load_catalogue
from rules.explain import explain, look
from rules.figure import Origin
from rules.find import find_figures
from rules.matching import Matcher
from tests.documents_of import document_of

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
SENTENCE = (
    "Theo Quyết định số 12/QĐ-UBND, toàn tỉnh có 1.204 trạm BTS, tăng 5%; di dời 60 vị trí trạm BTS; "
    "phấn đấu đạt trên 90% hộ gia đình có cáp quang."
)
EVEN = """
[group]
id = "seats"
name_vi = "Chỗ ngồi"
name_en = "Seats"
"""
METRIC = """
[[metric]]
id = "{id}"
name_vi = "Chỗ ngồi"
name_en = "Seats"
unit = "chỗ"
kind = "count"
phrases = ["chỗ ngồi"]
low = "0"
high = "1000"
better = "none"
total = "sum"
examples = ["Có [[12]] chỗ ngồi."]
"""


def told(*words: str | Path, cwd: Path) -> Any:
    done = solieu("explain", "--json", *words, cwd=cwd)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The figures of the sentence above, explained, by their printed numbers."""
    (sentence,) = told(SENTENCE, cwd=tmp_path_factory.mktemp("nothing"))
    return {figure["number"]: figure for figure in sentence["figures"]}


def fields(figure: dict[str, Any]) -> dict[str, tuple[str | None, str]]:
    return {field["name"]: (field["value"], field["origin"]) for field in figure["fields"]}


def test_a_text_is_told_in_words_without_a_base(tmp_path: Path) -> None:
    done = solieu("explain", SENTENCE, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert " | trạm | BTS | " in done.stdout
    assert "no figure: “Quyết định số 12” (law_number)" in done.stdout
    assert "metric: bts_sites_approved" in done.stdout
    assert "forbidden word: “di dời”" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_metric_that_won_and_those_that_lost_say_why(figures: dict[str, Any]) -> None:
    metric = figures["60"]["metric"]
    assert (metric["metric"], metric["how"]) == ("bts_sites_approved", "own")
    assert (metric["won"]["phrase"], metric["won"]["words"]) == ("di dời … BTS", "di dời 60 vị trí trạm BTS")
    lost = {one["metric"]: (one["reason"], one["detail"]) for one in metric["lost"]}
    assert lost["bts_stations"] == ("forbidden word", "“di dời”")
    reason, detail = lost["fiber_household_rate"]
    assert reason == "kind or unit"
    assert detail.startswith("it is a rate in %, the figure a count in ")
    assert metric["lost_count"] >= len(metric["lost"]) <= 5


def test_a_metric_that_is_taken_over_names_the_figure_that_it_is_from(figures: dict[str, Any]) -> None:
    metric = figures["5"]["metric"]
    assert (metric["metric"], metric["how"], metric["won"]) == ("bts_stations", "beside", None)
    assert metric["taken_from"].startswith("1.204 ")
    assert fields(figures["5"])["metric_id"] == ("bts_stations", "beside")


def test_the_claim_is_told_with_its_cues_in_reading_order(figures: dict[str, Any]) -> None:
    claim = figures["90"]["claim"]
    assert (claim["before"], claim["number"], claim["unit"]) == ("", "90", "%")
    assert " ".join(claim["cues"]) == "phấn đấu đạt trên"
    assert claim["behind"].startswith("hộ gia đình có cáp quang")


def test_every_field_says_where_it_came_from(figures: dict[str, Any]) -> None:
    for figure in figures.values():
        assert {origin for _, origin in fields(figure).values()} <= {*get_args(Origin), "beside"}
    said = fields(figures["90"])
    assert said["qualifier"] == ("over", "sentence")
    assert said["status"] == ("target", "sentence")
    assert fields(figures["60"])["status"] == ("actual", "default")


def test_the_words_that_spoke_for_a_field_are_told() -> None:
    text = "Tháng 9/2025, toàn tỉnh có 187 cán bộ phụ trách (chuyên trách 58, kiêm nhiệm 129); phấn đấu đạt 200 cán bộ."
    (sentence,) = explain(look(document_of(text)))
    why = {figure.number: {field.name: field.why for field in figure.fields} for figure in sentence.figures}
    assert why["187"]["period"] == "“Tháng 9/2025”"
    assert (why["187"]["status"], why["200"]["status"]) == ("", "“phấn đấu”")
    assert why["58"]["unit"].startswith("“187”") and why["187"]["unit"] == "“cán bộ”"


def test_a_number_that_nothing_explains_is_told_with_its_words(tmp_path: Path) -> None:
    (sentence,) = told("- Ký hiệu 7.", cwd=tmp_path)
    (left,) = sentence["leftovers"]
    assert (left["text"], left["claim"]["before"]) == ("7", "- Ký hiệu")


def test_two_metrics_that_come_out_even_are_both_told(tmp_path: Path) -> None:
    (tmp_path / "seats.toml").write_text(EVEN + METRIC.format(id="a") + METRIC.format(id="b"), encoding="utf-8")
    seen = look(document_of("Hội trường có 320 chỗ ngồi."), matcher=Matcher(load_catalogue(tmp_path)))
    (sentence,) = explain(seen)
    metric = sentence.figures[0].metric
    assert (metric.metric, metric.how) == (None, "nothing")
    assert [(one.metric, one.reason) for one in metric.lost] == [("a", "tie"), ("b", "tie")]


@pytest.mark.parametrize(
    ("text", "words"), [("Mỗi xã bố trí 02 công chức.", "Mỗi"), ("Có 320 người, 12 trong số đó đạt.", "đó")]
)
def test_words_for_which_no_metric_is_looked_for_are_named(text: str, words: str) -> None:
    (sentence,) = explain(look(document_of(text)))
    assert words in sentence.figures[-1].metric.barred


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*-2023.*")), ids=lambda path: path.name)
def test_a_look_finds_what_the_rules_find_and_leaves_out_nothing(path: Path) -> None:
    document = read(path)
    seen = look(document)
    assert seen.findings == find_figures(document)
    sentences = list(explain(seen))
    assert [f.start for one in sentences for f in one.figures] == [f.start for f in seen.findings.figures]
    assert sum(len(one.exclusions) for one in sentences) == len(seen.findings.exclusions)
    assert sum(len(one.leftovers) for one in sentences) == len(seen.findings.leftovers)


@pytest.mark.parametrize(
    "condition", ["in_table and filename like '%.pdf'", "footnote is not null and part_of is not null"]
)
def test_a_figure_of_the_base_is_read_again_from_its_document(corpus_base: Path, condition: str) -> None:
    with closing(sqlite3.connect(corpus_base)) as db:
        query = "select f.id, f.number, f.metric_id from figures f join documents d on d.id = f.document_id"
        id_, number, metric = db.execute(f"{query} where metric_id is not null and {condition} limit 1").fetchone()
    answer = told(id_, "--db", corpus_base, cwd=corpus_base.parent)
    assert (answer["again"], answer["told"], answer["differs"]) == (True, [], [])
    assert answer["stored"]["row"]["number"] == answer["figure"]["number"] == number
    assert answer["stored"]["row"]["metric_id"] == answer["figure"]["metric"]["metric"] == metric
    done = solieu("explain", id_.lower(), "--db", corpus_base, cwd=corpus_base.parent)
    assert "differs from the base: nothing" in done.stdout


@pytest.mark.parametrize("fate", ["gone", "another"])
def test_a_figure_whose_document_is_not_the_one_that_was_read(tmp_path: Path, fate: str) -> None:
    path = tmp_path / "lai-chau.txt"
    path.write_text(REPORT, encoding="utf-8")
    solieu("build", path.name, cwd=tmp_path)
    with closing(sqlite3.connect(tmp_path / "kb.db")) as db:
        (id_,) = db.execute("select id from figures where number = '1.204'").fetchone()
    if fate == "gone":
        path.unlink()
    else:
        path.write_text(REPORT + "\nThêm một dòng.\n", encoding="utf-8")
    answer = told(id_, cwd=tmp_path)
    assert answer["again"] is False
    assert f"the document is {fate}" in answer["told"][0]
    assert "from the figure's quote alone" in answer["told"][0]
    assert answer["figure"]["metric"]["metric"] == "bts_stations"
    assert fields(answer["figure"])["place"] == ("Lai Châu", "letterhead")


def test_what_the_rules_say_otherwise_now_stands_beside_the_base(tmp_path: Path) -> None:
    (tmp_path / "lai-chau.txt").write_text(REPORT, encoding="utf-8")
    solieu("build", "lai-chau.txt", cwd=tmp_path)
    with closing(sqlite3.connect(tmp_path / "kb.db")) as db:
        (id_,) = db.execute("select id from figures where number = '1.204'").fetchone()
        db.execute("update figures set unit = 'trạm thu phát', level = 'commune' where id = ?", (id_,))
        db.commit()
    answer = told(id_, cwd=tmp_path)
    assert answer["differs"] == ["unit", "level"]
    assert answer["stored"]["row"]["unit"] == "trạm thu phát"
    assert fields(answer["figure"])["unit"][0] != "trạm thu phát"


def test_a_figure_that_the_base_does_not_have_is_a_mistake_of_use(corpus_base: Path) -> None:
    done = solieu("explain", "F-0000000000", "--db", corpus_base, cwd=corpus_base.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("F-0000000000: the base has no such figure.")
