"""The views as literal rows, on a base that the test fills by hand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from example_base import Base

from kb.store import script
from kb.web import queries_evidence

BTS: dict[str, Any] = {"metric_id": "bts_stations", "unit": "trạm", "kind": "count"}
FIBER: dict[str, Any] = {"metric_id": "fiber_household_rate"}


@pytest.fixture
def base() -> Base:
    return Base()


def rows(base: Base, sql: str) -> list[tuple[Any, ...]]:
    return base.connection.execute(sql).fetchall()


def test_the_persons_word_lies_over_the_machines(base: Base) -> None:
    document = base.document("a.pdf", "49-old", "2024", "2024-12-01")
    figure, other = base.say(document, "Có [[2.128]] trạm và [[12]] trạm 5G.", BTS, BTS | {"item": "5G"})
    base.correct(figure, "value", "2130", at="2026-01-01")
    base.correct(figure, "value", "2129", at="2026-01-02")
    base.correct(figure, "qualifier", "nearly")
    base.correct(figure, "unit", "cột", state="reversed")
    base.correct(other, "item", "")
    base.correct(other, "decision", "đúng")
    columns = "number, value, value_num, unit, qualifier, item, reviewed, value_by, unit_by, corrected_fields"
    assert rows(base, f"select {columns} from figures_final order by seq") == [
        ("2.128", "2129", 2129.0, "trạm", "nearly", None, "corrected", "person", "machine", "qualifier value"),
        ("12", "12", 12.0, "trạm", "exact", None, "corrected", "machine", "machine", "item"),
    ]
    assert rows(base, "select value, item from figures order by seq") == [("2128", None), ("12", "5G")]


@pytest.mark.parametrize("word", ["xóa", "xoá", "drop"])
def test_what_a_person_drops_is_gone_and_comes_back_when_the_decision_is_reversed(base: Base, word: str) -> None:
    document = base.document("a.pdf", "49-old", "2024", "2024-12-01")
    (figure,) = base.say(document, "Có [[2.128]] trạm.", BTS)
    base.correct(figure, "decision", word)
    assert rows(base, "select id from figures_final") == []
    base.connection.execute("update corrections set state = 'reversed'")
    assert rows(base, "select id, reviewed from figures_final") == [(figure, "none")]


def test_a_confirmed_figure_says_so(base: Base) -> None:
    document = base.document("a.pdf", "49-old", "2024", "2024-12-01")
    (figure,) = base.say(document, "Có [[2.128]] trạm.", BTS)
    base.correct(figure, "value", "2128", state="confirmed")
    assert rows(base, "select value, reviewed, value_by from figures_final") == [("2128", "confirmed", "machine")]


@pytest.mark.parametrize(
    ("period", "last_day"),
    [
        ("2023", "2023-12-31"),
        ("2024-H1", "2024-06-30"),
        ("2024-H2", "2024-12-31"),
        ("2024-Q1", "2024-03-31"),
        ("2024-Q3", "2024-09-30"),
        ("2024-02", "2024-02-29"),
        ("2024-06-05", "2024-06-05"),
        ("2024-01-01/2024-06-05", "2024-06-05"),
        ("2021/2025", "2025-12-31"),
        ("2024-01/2024-09", "2024-09-30"),
        (None, "2022-12-31"),
    ],
)
def test_the_last_day_of_a_period(base: Base, period: str | None, last_day: str) -> None:
    document = base.document("a.pdf", "49-old", "2022", "2023-01-15")
    base.say(document, "Có [[2.128]] trạm.", BTS | {"period": period})
    assert rows(base, "select as_of from figures_final") == [(last_day,)]


def test_without_any_period_the_day_of_issue_stands(base: Base) -> None:
    document = base.document("a.pdf", "49-old", None, "2023-01-15")  # type: ignore[arg-type]
    base.say(document, "Có [[2.128]] trạm.", BTS)
    assert rows(base, "select period_effective, as_of from figures_final") == [(None, "2023-01-15")]


def test_compare_takes_the_latest_period_then_the_latest_document(base: Base) -> None:
    early = base.document("early.pdf", "49-old", "2023", "2024-01-10")
    late = base.document("late.pdf", "49-old", "2023", "2024-02-10")
    base.say(late, "Năm 2023 có [[2.100]] trạm, năm 2022 có [[1.900]] trạm.", BTS, BTS | {"period": "2022"})
    base.say(early, "Có [[2.050]] trạm.", BTS)
    assert rows(base, "select province, number, period_effective, as_of, filename from compare") == [
        ("Quảng Nam", "2.100", "2023", "2023-12-31", "late.pdf")
    ]


def test_compare_leaves_out_what_is_no_value_of_the_province(base: Base) -> None:
    document = base.document("a.pdf", "49-old", "2024", "2024-12-01")
    copy = base.document("b.pdf", "58-old", "2024", "2024-12-01", duplicate_of=document)
    (whole,) = base.say(document, "Có [[2.128]] trạm.", BTS)
    base.say(
        document,
        "Trong đó [[900]] của một nhà mạng, [[18]] ở cấp huyện.",
        BTS | {"part_of": whole, "period": "2030"},
        BTS | {"part_of": whole, "level": "district"},
    )
    base.say(
        document,
        "Tăng [[5]]%, mục tiêu [[3.000]], ước [[2.500]] trạm; huyện Núi Thành có [[77]].",
        BTS | {"kind": "change", "unit": "%"},
        BTS | {"status": "target"},
        BTS | {"status": "forecast"},
        BTS | {"place": "huyện Núi Thành", "place_id": None},
    )
    base.say(copy, "Có [[1]] trạm.", BTS)
    assert rows(base, "select number, level from compare order by number") == [("18", "district"), ("2.128", None)]


def test_compare_has_what_a_province_is_of_its_region(base: Base) -> None:
    document = base.document("a.xlsx", None, "2024", "2024-12-01")  # type: ignore[arg-type]
    (region,) = base.say(
        document, "Vùng Trung du có [[9.400]] trạm.", BTS | {"place": "vùng Trung du", "place_id": None}
    )
    base.say(
        document, "Thái Nguyên [[2.311]] trạm.", BTS | {"part_of": region, "place": "Thái Nguyên", "place_id": "19-old"}
    )
    assert rows(base, "select number, province from compare") == [("2.311", "Thái Nguyên")]


def test_a_rank_counts_only_what_can_be_compared(base: Base) -> None:
    for place, sentence, figure in [
        ("49-old", "Đạt [[76,8]]%.", FIBER),
        ("58-old", "Đạt [[9]]/10 xã.", FIBER | {"unit": "xã", "denominator": "10"}),
        ("51-old", "Có [[5.000]] hộ.", FIBER | {"unit": "hộ", "kind": "count"}),
        ("45-old", "Năm 2021 đạt [[99]]%.", FIBER | {"period": "2021"}),
        ("38-old", "Đạt [[999]]%.", FIBER | {"flags": '["out_of_bounds"]'}),
        ("19-old", "Đạt [[76,8]]%.", FIBER),
    ]:
        base.say(base.document(f"{place}.pdf", place, "2024", "2024-12-01"), sentence, figure)
    columns = "province, comparable, basis, rank, ranked, not_ranked"
    assert rows(base, f"select {columns} from profile order by rank is null, rank, place_id desc") == [
        ("Ninh Thuận", 90.0, "%", 1, 3, None),
        ("Quảng Nam", 76.8, "%", 2, 3, None),
        ("Thái Nguyên", 76.8, "%", 2, 3, None),
        ("Quảng Ngãi", 5000.0, "count", None, None, "khác đơn vị hoặc thang đo"),
        ("Quảng Trị", 99.0, "%", None, None, "cũ hơn số mới nhất trên một năm"),
        ("Thanh Hóa", 999.0, "%", None, None, "ngoài khoảng hợp lý, cần xem lại"),
    ]


def test_lower_is_better_where_the_metric_says_so(base: Base) -> None:
    for place, number in [("49-old", "31"), ("58-old", "44"), ("51-old", "8")]:
        document = base.document(f"{place}.pdf", place, "2023", "2024-01-01")
        base.say(
            document,
            f"Xếp hạng [[{number}/63]], có [[{number}]] tổ.",
            {"metric_id": "dti_rank", "unit": "hạng", "kind": "rank", "denominator": "63"},
            {"metric_id": "community_teams", "unit": "tổ", "kind": "count"},
        )
    assert rows(base, "select metric_id, number, rank, ranked from profile order by metric_id, comparable") == [
        ("community_teams", "8", None, 3),
        ("community_teams", "31", None, 3),
        ("community_teams", "44", None, 3),
        ("dti_rank", "8/63", 1, 3),
        ("dti_rank", "31/63", 2, 3),
        ("dti_rank", "44/63", 3, 3),
    ]


def test_a_target_stands_beside_the_latest_result(base: Base) -> None:
    old = base.document("old.pdf", "49-old", "2023", "2024-01-01")
    new = base.document("new.pdf", "49-old", "2024", "2025-01-01")
    plan = base.document("plan.pdf", "49-old", "2025", "2024-12-15", doc_type="Kế hoạch")
    base.say(old, "Đạt [[70]]%.", FIBER)
    base.say(new, "Đạt [[76,8]]%, cấp xã đạt [[99]]%.", FIBER, FIBER | {"level": "commune"})
    base.say(
        plan,
        "Phấn đấu [[75]]% năm 2024 và trên [[80]]% năm 2025; trễ hạn tối đa [[1]]%.",
        FIBER | {"status": "target", "period": "2024"},
        FIBER | {"status": "target", "period": "2025", "qualifier": "over"},
        {"metric_id": "late_dossier_rate", "status": "target", "qualifier": "max"},
    )
    columns = "metric_id, target, target_period, result, result_period, difference, reached"
    assert rows(base, f"select {columns} from targets order by metric_id, target_as_of") == [
        ("fiber_household_rate", "75", "2024", "76,8", "2024", 1.8, 1),
        ("fiber_household_rate", "80", "2025", "76,8", "2024", -3.2, 0),
        ("late_dossier_rate", "1", "2025", None, None, None, None),
    ]


def test_a_footnote_stands_with_the_figures_that_bear_it_and_that_it_holds(base: Base) -> None:
    document = base.document("a.pdf", "49-old", "2024", "2024-12-01")
    base.say(document, "Đạt [[76,8]]% và [[5]] tổ.", FIBER | {"marks": '["13", "14"]'}, {"unit": "tổ"})
    base.footnote(document, "13", "Thành thị [[92,1]]%.", {})
    base.footnote(document, "14", "Theo báo cáo của các huyện.")
    assert rows(base, "select number, footnote, relation, footnote_text from with_footnotes order by 1, 2, 3") == [
        ("76,8", "13", "bears", "Thành thị 92,1%."),
        ("76,8", "14", "bears", "Theo báo cáo của các huyện."),
        ("92,1", "13", "inside", "Thành thị 92,1%."),
    ]


def test_conflicts_are_the_same_thing_said_differently(base: Base) -> None:
    first = base.document("a.pdf", "51-old", "2024-H1", "2024-06-01")
    second = base.document("b.pdf", "51-old", "2024-H1", "2024-07-01")
    base.say(first, "Có [[1.345]] trạm; tổng là [[1.345]] trạm; đạt [[90]]%.", BTS, BTS, FIBER)
    base.say(
        second,
        "Có [[1.354]] trạm; đạt [[9]]/10; năm 2023 có [[1.200]] trạm.",
        BTS,
        FIBER | {"denominator": "10", "unit": "xã"},
        BTS | {"period": "2023"},
    )
    columns = "metric_id, province, period_effective, different_values, lowest, highest, spread, figures, documents"
    assert rows(base, f"select {columns} from conflicts") == [
        ("bts_stations", "Quảng Ngãi", "2024-H1", 2, 1345.0, 1354.0, 0.66, 3, 2)
    ]
    ((numbers, filenames),) = rows(base, "select numbers, filenames from conflicts")
    assert (sorted(numbers.split(" · ")), sorted(filenames.split(" · "))) == (["1.345", "1.354"], ["a.pdf", "b.pdf"])


def test_one_print_with_more_digits_behind_it_is_no_conflict_and_documents_that_share_a_value_agree(base: Base) -> None:
    first = base.document("a.xlsx", "51-old", "2024", "2024-06-01")
    second = base.document("b.pdf", "51-old", "2024", "2024-07-01")
    base.say(first, "Đạt [[70,00]]%.", FIBER | {"value": "70.0013"})
    base.say(second, "Đạt [[70,00]]%.", FIBER)
    assert rows(base, "select numbers from conflicts") == []
    # The same digits of another size are.
    base.say(first, "Kinh phí [[28,9]].", {"metric_id": "it_budget", "unit": "đồng", "kind": "amount", "value": "289"})
    base.say(second, "Kinh phí [[28,9]].", {"metric_id": "it_budget", "unit": "đồng", "kind": "amount"})
    base.say(first, "Có [[3]] trạm, rồi [[9]] trạm.", BTS, BTS)
    base.say(second, "Có [[9]] trạm.", BTS)
    assert rows(base, "select metric_id, documents, documents_agreeing from conflicts order by 1") == [
        ("bts_stations", 2, 2),
        ("it_budget", 2, 1),
    ]


def test_coverage_tells_reported_from_promised_from_silent(base: Base) -> None:
    document = base.document("a.pdf", "51-old", "2024", "2024-06-01")
    base.say(document, "Có [[1.345]] trạm, mục tiêu [[95]]%.", BTS, FIBER | {"status": "target"})
    columns = "metric_id, state, figures, documents, newest"
    assert rows(base, f"select {columns} from coverage where figures > 0 order by 1") == [
        ("bts_stations", "reported", 1, 1, "2024-12-31"),
        ("fiber_household_rate", "target only", 1, 1, "2024-12-31"),
    ]
    silent = "select count(*), count(distinct place_id) from coverage where state = 'not reported'"
    assert rows(base, silent) == [(8, 1)]


def test_timeline_has_one_value_a_period(base: Base) -> None:
    first = base.document("a.pdf", "51-old", "2023", "2024-01-01")
    second = base.document("b.pdf", "51-old", "2024", "2025-01-01")
    base.say(first, "Có [[1.200]] trạm.", BTS)
    base.say(
        second,
        "Có [[1.345]] trạm, năm 2023 có [[1.210]] trạm, mục tiêu [[1.500]] trạm.",
        BTS,
        BTS | {"period": "2023"},
        BTS | {"status": "target", "period": "2025"},
    )
    assert rows(base, "select status, period_effective, number from timeline order by as_of") == [
        ("actual", "2023", "1.210"),
        ("actual", "2024", "1.345"),
        ("target", "2025", "1.500"),
    ]


def test_the_script_runs_again_on_a_base_that_is_full(base: Base) -> None:
    from example_base import KB

    document = base.document("a.pdf", "49-old", "2024", "2024-12-01")
    (figure,) = base.say(document, "Có [[2.128]] trạm.", BTS)
    base.correct(figure, "value", "2130")
    base.finish()
    base.connection.executescript(script(KB / "views.sql"))
    assert rows(base, "select value from figures_final") == [("2130",)]


@pytest.mark.parametrize(
    "view",
    ["compare", "profile", "compare_years", "compare_owners", "targets", "conflicts", "timeline", "figures_final"],
)
def test_one_metric_is_read_by_an_index(base: Base, view: str) -> None:
    base.finish()
    plan = rows(base, f"explain query plan select * from {view} where metric_id = 'bts_stations'")
    steps = [step for *_, step in plan]
    assert any(step.startswith("SEARCH f USING INDEX") and "(metric_id=?" in step for step in steps), steps
    assert not any(step.startswith("SCAN f ") or step == "SCAN f" for step in steps), steps


def steps_of(base: Base, sql: str, asked: dict[str, Any]) -> int:
    """How many tens of instructions SQLite takes for a query: the same on every machine."""
    count = [0]

    def step() -> int:
        count[0] += 1
        return 0

    base.connection.set_progress_handler(step, 10)
    base.connection.execute(sql, asked).fetchall()
    base.connection.set_progress_handler(None, 10)
    return count[0]


@pytest.mark.parametrize("name", ["FIGURE", "FOOTNOTES", "BEARER", "PARTS", "SLOT", "IMAGE", "PLACES"])
def test_the_page_of_a_figure_costs_the_same_however_many_others_there_are(base: Base, name: str) -> None:
    sql = getattr(queries_evidence, name)
    taken = []
    for more in (4, 100):
        for at in range(more):
            document = base.document(f"{more}-{at}.pdf", "49-old", "2024", "2024-12-01")
            whole, part = base.say(document, "Có [[12]] trạm, [[7]] trạm ở xã.", BTS, {"level": "commune"})
            base.connection.execute("update figures set part_of = ? where id = ?", (whole, part))
        base.finish()
        (passage,) = base.connection.execute("select passage_id from figures where id = ?", (part,)).fetchone()
        given = {"figure": part, "document": document, "whole": whole, "passage": passage}
        asked = {one: given.get(one) for one in re.findall(r":(\w+)", sql)}
        taken.append(steps_of(base, sql, asked))
    assert taken[1] < 2 * taken[0] + 20, taken


def test_an_organisation_is_compared_with_organisations_only(base: Base) -> None:
    for place, whole, viettel, vnpt in (("49-old", "2.128", "900", "700"), ("58-old", "812", "400", "")):
        document = base.document(f"{place}.pdf", place, "2023", "2024-01-01")
        base.say(document, f"Toàn tỉnh có [[{whole}]] trạm.", BTS)
        base.say(document, f"Viettel có [[{viettel}]] trạm.", BTS | {"owner": "Viettel"})
        if vnpt:
            base.say(document, f"VNPT có [[{vnpt}]] trạm.", BTS | {"owner": "VNPT"})
    assert rows(base, "select number from compare order by number") == [("2.128",), ("812",)]
    assert rows(base, "select owner, place_id, number, rank, ranked from compare_owners order by rank") == [
        ("Viettel", "49-old", "900", 1, 3),
        ("VNPT", "49-old", "700", 2, 3),
        ("Viettel", "58-old", "400", 3, 3),
    ]


def test_each_year_is_ranked_by_itself(base: Base) -> None:
    for place, this_year, last_year in [("49-old", "", "31"), ("58-old", "", "44"), ("51-old", "40", "8")]:
        document = base.document(f"{place}.pdf", place, "2023", "2024-01-01")
        rank = {"metric_id": "dti_rank", "unit": "hạng", "kind": "rank"}
        base.say(document, f"Xếp hạng [[{last_year}]].", rank | {"period": "2022"})
        if this_year:
            base.say(document, f"Xếp hạng [[{this_year}]].", rank)
    columns = "year, number, rank, ranked"
    assert rows(base, f"select {columns} from compare_years order by year, rank") == [
        ("2022", "8", 1, 3),
        ("2022", "31", 2, 3),
        ("2022", "44", 3, 3),
        ("2023", "40", 1, 1),
    ]
