"""``solieu metrics --uncovered``: what it counts, and that its drafts are metrics once they are pasted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kb.ask.uncovered import Seen, Subject
from kb.ask.uncovered_draft import draft_metrics
from kb.build.child import Limits
from kb.build.run import build
from kb.cli import main
from kb.store import read_base
from rules.catalogue import METRICS_FOLDER, load_catalogue
from rules.find import find_figures
from rules.matching import Matcher
from tests.documents_of import document_of
from tests.review_base import HEAD

GROUP = '[group]\nid = "drafts"\nname_vi = "Nháp"\nname_en = "Drafts"\n\n'
BODIES = {
    "Lai Châu": "Toàn tỉnh có 412 lò gạch thủ công. Tỷ lệ lò gạch thủ công đã dỡ bỏ đạt 63,5%. Có 1.204 trạm BTS.",
    "Cà Mau": "Đến nay tỉnh có 95 lò gạch thủ công, giảm 12 lò gạch thủ công. Cả tỉnh có 31 bè nuôi hàu giống.",
    "Lào Cai": "Trên địa bàn tỉnh Lào Cai có 38 lò gạch thủ công. Có 5 lò gạch thủ công của hợp tác xã.",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of three short reports about things that no metric knows."""
    folder = tmp_path_factory.mktemp("uncovered")
    for number, (place, body) in enumerate(BODIES.items(), 1):
        head = HEAD.format(upper=place.upper(), place=place, number=number)
        (folder / f"{number}.txt").write_text(f"{head}\n{body}\n", encoding="utf-8")
    build([folder], folder / "kb.db", Limits(workers=1))
    return folder / "kb.db"


def command(base: Path, *words: str) -> str:
    result = CliRunner().invoke(main, ["metrics", "--uncovered", "--db", str(base), *words])
    assert result.exit_code == 0, result.output
    return result.stdout


def answer(base: Path, *words: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(command(base, "--json", *words))
    return read


def test_the_most_frequent_subject_stands_first_with_its_figures(base: Path) -> None:
    first = answer(base)[0]
    assert first["phrase"].lower() == "lò gạch thủ công"
    assert (first["unit"], first["kind"], first["figures"], first["documents"]) == ("lò gạch", "count", 3, 3)
    assert first["provinces"] == 3
    assert {one["number"]: one["filename"] for one in first["examples"]} == {
        "412": "1.txt",
        "95": "2.txt",
        "38": "3.txt",
    }
    assert all(one["number"] in one["quote"] for one in first["examples"])


def test_covered_subjects_and_changes_are_left_out(base: Path) -> None:
    numbers = {one["number"] for subject in answer(base) for one in subject["examples"]}
    assert "1.204" not in numbers and "12" not in numbers
    assert {"63,5", "31"} <= numbers


def test_other_units_and_narrower_things_are_other_subjects(base: Path) -> None:
    found = {one["phrase"]: one["unit"] for one in answer(base) if "lò gạch" in one["phrase"]}
    assert found == {
        "lò gạch thủ công": "lò gạch",
        "lò gạch thủ công hợp tác xã": "lò gạch",
        "tỷ lệ lò gạch thủ công dỡ bỏ": "%",
    }


def test_no_more_than_the_limit(base: Path) -> None:
    assert answer(base, "--limit", "1") == answer(base)[:1]
    assert command(base, "--limit", "1").count("[[metric]]") == 1


def test_the_drafts_are_metrics_once_they_are_pasted(base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "metrics"
    shutil.copytree(METRICS_FOLDER, folder)
    (folder / "drafts.toml").write_text(GROUP + command(base), encoding="utf-8")
    catalogue = load_catalogue(folder)
    pasted = [metric for metric in catalogue if metric.group == "drafts"]
    assert [metric.id for metric in pasted] == [one["id"] for one in answer(base)]
    assert all(metric.low <= metric.high for metric in pasted)
    matcher = Matcher(catalogue)
    for metric in pasted:
        for example in metric.examples:
            figures = {one.start: one for one in find_figures(document_of(example.text), matcher=matcher).figures}
            assert figures[example.start].metric == metric.id, example.text


def test_the_drafts_of_the_corpus_can_all_be_loaded(corpus_base: Path, tmp_path: Path) -> None:
    drafts = command(corpus_base, "--limit", "1000")
    (tmp_path / "drafts.toml").write_text(GROUP + drafts, encoding="utf-8")
    loaded = load_catalogue(tmp_path)
    with_metric = load_catalogue()
    assert len(loaded) == drafts.count("[[metric]]") > 5
    assert not [metric.id for metric in loaded if metric.id in with_metric]


def test_a_quote_cannot_break_the_draft(tmp_path: Path) -> None:
    evil = Seen("F-1", "7", 7.0, 'một "dòng"\n[group]\u0007 \\ khác', 'a"\n[x].txt', 2)
    subjects = [Subject('trạm "số" hai', "trạm\n[x]", "trạm", "count", 1, 1, 1, 7.0, (evil,))] * 2
    drafts = draft_metrics(subjects, ["tram_so_hai"])
    assert [draft.id for draft in drafts] == ["tram_so_hai_2", "tram_so_hai_3"]
    (tmp_path / "drafts.toml").write_text(GROUP + "\n".join(draft.toml for draft in drafts), encoding="utf-8")
    assert {metric.name_vi for metric in load_catalogue(tmp_path)} == {'Trạm "số" hai'}


def test_a_base_without_such_subjects_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HEAD.format(upper="LAI CHÂU", place="Lai Châu", number=1), encoding="utf-8")
    build([tmp_path], tmp_path / "kb.db", Limits(workers=1))
    assert command(tmp_path / "kb.db") == "# Every figure whose subject is named has a metric.\n"
    assert answer(tmp_path / "kb.db") == []
    with read_base(tmp_path / "kb.db") as db:
        assert db.execute("select count(*) from documents").fetchone()[0] == 1
