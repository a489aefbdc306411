"""Who looked and how sure: a figure that two people stand for, a document reviewed as a whole, how often the machine
was right where people decided."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from review_base import Review, built_of, copy_of, outcomes, read, report, save

from kb.review.precision import precisions, wilson
from kb.store import read_base


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(tmp_path_factory.mktemp("people"), lai_chau=report(), son_la=report("Sơn La", 9, "2.016"))


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    return copy_of(built, tmp_path)


def says(review: Review, person: str, number: str, name: str, **cells: str) -> dict[str, int]:
    """What becomes of a person's word on a figure of Lai Châu."""
    rows = read(review.export("--all", "--document", "lai-chau", name=f"o-{name}"))
    wanted = [{**row, "reviewer": person, **(cells or {"decision": "đúng"})} for row in rows if row["number"] == number]
    return outcomes(review.apply(save(review.folder / name, wanted), "--apply"))


def people(review: Review, number: str, base: str = "kb.db") -> int:
    query = f"select people from figures_final where number = '{number}' and filename = 'lai-chau.txt'"
    ((count,),) = review.rows(query, base)
    return int(count)


def test_a_second_person_who_confirms_is_written_beside_the_first(review: Review) -> None:
    assert people(review, "12") == 0
    assert says(review, "Lan", "12", "a.csv") == {"applied": 1} and people(review, "12") == 1
    # The same person, however spelt, is one.
    assert says(review, "LAN", "12", "b.csv") == {"already": 1} and people(review, "12") == 1
    assert says(review, "Minh", "12", "c.csv") == {"applied": 1} and people(review, "12") == 2
    assert says(review, "Minh", "12", "d.csv") == {"already": 1}
    review.build("again.db")
    assert people(review, "12", "again.db") == 2
    rows = {row["number"]: row["why"] for row in read(review.export("--all", "--document", "lai-chau"))}
    assert "2 người xác nhận" in rows["12"] and "người xác nhận" not in rows["640"]
    assert "1 hai người xác nhận (by two people)" in review.run("review", "status").output
    second = review.events()[-1]
    assert (second["reviewer"], second["old"], second["new"]) == ("Minh", "ok", "ok")
    assert review.run("review", "undo", second["event"]).exit_code == 0
    assert people(review, "12") == 1


def unit(review: Review, number: str, base: str = "kb.db") -> str:
    ((now,),) = review.rows(
        f"select unit from figures_final where number = '{number}' and filename = 'lai-chau.txt'", base
    )
    return str(now)


def test_who_writes_what_another_wrote_stands_beside_them_and_holds_without_them(review: Review) -> None:
    fix = {"decision": "sửa", "new_unit": "buổi tập huấn"}
    assert says(review, "Lan", "12", "a.csv", **fix) == {"applied": 1} and people(review, "12") == 1
    assert says(review, "Lan", "12", "b.csv", **fix) == {"already": 1}
    assert says(review, "Minh", "12", "c.csv", **fix) == {"applied": 1} and people(review, "12") == 2
    # Whoever hands in once more, in whatever order, says nothing new.
    assert says(review, "Minh", "12", "d.csv", **fix) == says(review, "Lan", "12", "e.csv", **fix) == {"already": 1}
    first, second = (event for event in review.events() if event["field"] == "unit")
    assert (first["reviewer"], second["reviewer"], second["old"]) == ("Lan", "Minh", "buổi tập huấn")
    review.build("again.db")
    assert (people(review, "12", "again.db"), unit(review, "12", "again.db")) == (2, "buổi tập huấn")
    assert review.run("review", "undo", first["event"]).exit_code == 0
    assert (people(review, "12"), unit(review, "12")) == (1, "buổi tập huấn")
    assert review.run("review", "undo", second["event"]).exit_code == 0
    assert unit(review, "12") != "buổi tập huấn"


def test_what_two_people_struck_out_stays_so_without_one_of_them(review: Review) -> None:
    struck = {"decision": "xóa"}
    here = "select count(*) from figures_final where number = '12' and filename = 'lai-chau.txt'"
    assert says(review, "Lan", "12", "a.csv", **struck) == {"applied": 1}
    rows = read(review.folder / "a.csv")
    minhs = save(review.folder / "b.csv", [{**row, "reviewer": "Minh"} for row in rows])
    assert outcomes(review.apply(minhs, "--apply")) == {"applied": 1}
    assert outcomes(review.apply(minhs, "--apply")) == {"already": 1}
    lans = review.events()[0]["event"]
    assert review.run("review", "undo", lans).exit_code == 0
    assert review.rows(here) == [(0,)]


def test_who_confirmed_what_was_changed_since_stands_for_it_no_longer(review: Review) -> None:
    says(review, "Lan", "12", "a.csv")
    says(review, "Minh", "12", "b.csv")
    says(review, "Hoa", "12", "c.csv", decision="sửa", new_unit="buổi tập huấn")
    assert people(review, "12") == 1
    assert says(review, "Lan", "12", "d.csv") == {"applied": 1} and people(review, "12") == 2
    change = next(event for event in review.events() if event["field"] == "unit")
    assert review.run("review", "undo", change["event"]).exit_code == 0
    assert people(review, "12") == 2


def test_who_is_unsure_later_stands_for_it_no_longer(review: Review) -> None:
    says(review, "Lan", "12", "a.csv")
    says(review, "Minh", "12", "b.csv")
    assert says(review, "Minh", "12", "c.csv", decision="chưa rõ") == {"applied": 1}
    assert people(review, "12") <= 1


def test_a_second_yes_of_an_old_file_meets_what_changed(review: Review) -> None:
    old = read(review.export("--document", "lai-chau"))
    says(review, "Lan", "12", "a.csv", decision="sửa", new_unit="buổi")
    says(review, "Lan", "12", "b.csv")
    wanted = [{**row, "reviewer": "Minh", "decision": "đúng"} for row in old if row["number"] == "12"]
    answer = review.apply(save(review.folder / "m.csv", wanted), "--apply")
    assert outcomes(answer) == {"conflict": 1} and people(review, "12") == 1


def test_pages_that_compare_say_how_many_people_stand_for_a_value(review: Review, serving: Callable[..., str]) -> None:
    says(review, "Lan", "1.204", "a.csv")
    site = serving(review.base)
    (place,) = review.rows("select place_id from figures_final where number = '1.204'")[0]
    pages = ("/compare/bts_stations", "/compare/bts_stations?places=new", f"/province/{place}")
    for page in pages:
        told = httpx.get(f"{site}{page}", timeout=60).text
        assert "đã rà soát" in told and "người xác nhận" not in told, page
    says(review, "Minh", "1.204", "b.csv")
    for page in pages:
        assert httpx.get(f"{site}{page}", timeout=60).text.count("2 người xác nhận") == 1, page
    assert "2 people stand for it" in httpx.get(f"{site}/compare/bts_stations?lang=en", timeout=60).text


def reviewed(review: Review, *words: str) -> tuple[int, str]:
    done = review.run("review", "document", "lai-chau.txt", *words)
    return done.exit_code, done.output


def decided(review: Review) -> int:
    """All figures of Lai Châu that are in doubt are confirmed; how many figures it has."""
    rows = read(review.export("--all", "--document", "lai-chau", name="all.csv"))
    review.apply(save(review.folder / "d.csv", [{**row, "decision": "đúng"} for row in rows]), "--apply")
    return len(rows)


def test_a_document_reviewed_as_a_whole_holds_while_its_figures_are_the_same(
    review: Review, serving: Callable[..., str]
) -> None:
    many = decided(review)
    code, told = reviewed(review, "--figures", str(many + 1))
    assert code != 0 and f"cơ sở dữ liệu có {many} số, không phải {many + 1}" in told
    code, told = reviewed(review, "--figures", str(many), "--reviewer", "Hoa")
    assert code == 0 and f"{many} số" in told
    held = "select reviewer, figures, holds from documents_reviewed"
    assert review.rows(held) == [("Hoa", many, 1)]
    assert "cả văn bản (as a whole): Hoa" in review.run("review", "status").output
    site = serving(review.base)
    (document,) = review.rows("select id from documents where filename = 'lai-chau.txt'")[0]
    assert f"Hoa đã rà soát cả văn bản {many} số" in bare(httpx.get(f"{site}/document/{document}", timeout=60).text)
    assert "cả văn bản: " in httpx.get(f"{site}/review", timeout=60).text
    review.build("again.db")
    assert review.rows(held, "again.db") == [("Hoa", many, 1)]
    # Another word on one of its figures, and it holds no longer; taken back, it does again.
    says(review, "Minh", "640", "c.csv", decision="sửa", new_unit="cán bộ, công chức")
    assert review.rows(held) == [("Hoa", many, 0)]
    ((told,),) = review.rows("select value from build_state where key = 'corrections_warnings'")
    assert "Hoa reviewed it as a whole" in told
    assert "từng rà soát cả văn bản" in httpx.get(f"{site}/document/{document}", timeout=60).text
    change = next(event for event in review.events() if event["field"] == "unit")
    assert review.run("review", "undo", change["event"]).exit_code == 0
    assert review.rows(held) == [("Hoa", many, 1)]
    whole = next(event for event in review.events() if event["field"] == "whole")
    assert review.run("review", "undo", whole["event"]).exit_code == 0
    assert review.rows(held) == []


def bare(page: str) -> str:
    return re.sub(r"<[^>]+>", "", page)


def test_a_document_with_figures_in_doubt_is_not_reviewed_as_a_whole(review: Review) -> None:
    waiting = review.rows("select count(*) from figures_final where filename = 'lai-chau.txt' and doubt is not null")
    code, told = reviewed(review)
    if waiting[0][0]:
        assert code != 0 and "máy chưa chắc" in told and not review.events()
    else:
        assert code == 0


def test_the_figures_of_a_document_reviewed_as_a_whole_wait_no_longer(review: Review) -> None:
    doubtful = "select id from figures_final where filename = 'lai-chau.txt' and doubt is not null"
    ids = {row[0] for row in review.rows(doubtful)}
    rows = read(review.export("--all", name="all.csv"))
    some = [{**row, "decision": "đúng"} for row in rows if row["id"] in ids]
    if some:
        review.apply(save(review.folder / "d.csv", some), "--apply")
    left = [row for row in read(review.export(name="l.csv")) if row["document"] == "lai-chau.txt"]
    assert reviewed(review)[0] == 0
    waiting = read(review.export(name="w.csv"))
    assert left and not [row for row in waiting if row["document"] == "lai-chau.txt"]
    assert [row for row in waiting if row["document"] == "son-la.txt"]


def test_nobody_reviews_a_document_that_is_not_there(review: Review) -> None:
    done = review.run("review", "document", "hà-nội.docx")
    assert done.exit_code != 0 and "there is no such document" in done.output
    done = review.run("review", "document", ".txt")
    assert done.exit_code != 0 and "2 documents are called like that" in done.output


def test_the_page_tells_how_often_the_machine_was_right(review: Review, serving: Callable[..., str]) -> None:
    says(review, "Lan", "12", "a.csv")
    says(review, "Lan", "640", "b.csv")
    says(review, "Lan", "1.204", "c.csv", decision="sửa", new_unit="cột")
    says(review, "Lan", "98,5", "d.csv", decision="xóa")
    with read_base(review.base) as db:
        db.row_factory = None
        (of_format,) = precisions(db, "format")
        assert (of_format.name, of_format.judged, of_format.right) == ("text", 4, 2)
        assert sum(one.judged for one in precisions(db, "kind")) == 4
        assert sum(one.right for one in precisions(db, "metric")) == 2
    page = httpx.get(f"{serving(review.base)}/review", timeout=60).text
    low, high = (f"{100 * end:.0f}" for end in of_format.interval)
    assert "Máy đọc đúng bao nhiêu" in page and f"{low}–{high}" in page
    assert "đúng</th>" in page and "số quyết định" in page
    told = review.run("review", "status", "--by", "format").output
    assert "text: 4/" in told and "50,0 % sai (wrong), 95%: 15,0–85,0 %" in told
    assert review.run("review", "status", "--by", "kind").exit_code == 0


@pytest.mark.parametrize(("right", "of"), [(0, 1), (1, 1), (5, 10), (0, 50), (990, 1000)])
def test_the_interval_holds_the_share_and_shrinks_with_the_decisions(right: int, of: int) -> None:
    low, high = wilson(right, of)
    assert 0 <= low <= right / of <= high <= 1 and low < high
    more = wilson(right * 4, of * 4)
    assert more[1] - more[0] < high - low
