"""A document that tells several numbers of what is one thing by all its fields: none of them is ranked. Near misses."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from example_base import Base

from kb.ask.compare import compare_metric
from kb.latest import refresh

BTS: dict[str, Any] = {"metric_id": "bts_stations", "unit": "trạm", "kind": "count"}
MONEY: dict[str, Any] = {"metric_id": "it_budget", "unit": "đồng", "kind": "amount"}
RATE: dict[str, Any] = {"metric_id": "fiber_household_rate"}
NEARLY = BTS | {"qualifier": "nearly"}
SEVERAL = "văn bản nêu nhiều số khác nhau, chưa rõ số nào là tổng"


@pytest.fixture
def base() -> Base:
    return Base()


def document(base: Base, name: str = "a.txt", issued_on: str = "2024-12-31", place: str = "49-old") -> str:
    return base.document(name, place, "2024", issued_on)


def reason(base: Base) -> str | None:
    """Why the only province that reports anything is not ranked; None where it is."""
    ((why, rank),) = base.connection.execute("select not_ranked, ranked from profile").fetchall()
    assert (why is None) == (rank == 1)
    return str(why) if why else None


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("Tổng đài nhận [[7.250]] cuộc gọi, trang web [[197.785]].", (BTS, BTS)),
        ("Hội nông dân [[72.142]], cựu chiến binh [[48.253]], chữ thập đỏ [[251]].", (BTS, BTS, BTS)),
        ("Cơ quan đạt [[85,7]]%, doanh nghiệp đạt [[86,15]]%.", (RATE, RATE)),
        # What is printed whole is no rounding of what is a little more.
        ("Có [[12.000]] trạm ở đồng bằng, [[12.400]] trạm ở miền núi.", (BTS, BTS)),
        ("Có [[12]] điểm ở phía đông, [[13]] điểm ở phía tây.", (BTS, BTS)),
        ("Sở đạt [[100]]%, xã đạt [[99,2]]%.", (RATE, RATE)),
        ("Cáp quang tới [[99,3]]% số hộ, về thôn [[99,4]]%.", (RATE, RATE)),
        ("Kho bạc chi gần [[52.000]], quỹ chi trên [[3.000]].", (NEARLY, BTS | {"qualifier": "over"})),
        ("Đợt một [[0]], đợt hai [[5]].", (BTS, BTS)),
    ],
)  # fmt: skip
def test_several_numbers_of_one_document_are_not_ranked(
    base: Base, sentence: str, figures: tuple[dict[str, Any], ...]
) -> None:
    base.say(document(base), sentence, *figures)
    assert reason(base) == SEVERAL


TRILLION = {"value": "10629000000000"}
ROUNDED = {"value": "10600000000000"}


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("Có [[2.128]] trạm, đến nay là [[2.128]] trạm.", (BTS, BTS)),
        ("Chi [[10.629]] tỷ đồng, tức [[10,6]] nghìn tỷ đồng.", (MONEY | TRILLION, MONEY | ROUNDED)),
        ("Đạt [[97,27]]%, làm tròn [[97,3]]%.", (RATE, RATE)),
        ("Đạt [[1/3]] số hộ, bằng [[33,3]]%.", (RATE | {"unit": "hộ", "denominator": "3"}, RATE)),
        ("Có trên [[52.000]] trạm, cụ thể [[52.340]].", (BTS | {"qualifier": "over"}, BTS)),
        ("Gần [[1,5]] triệu, chính xác [[1.478.320]].", (NEARLY | {"value": "1500000"}, BTS)),
        # Told apart by a field, or not sure, or of another time.
        ("Có [[900]] trạm 4G và [[700]] trạm 5G.", (BTS | {"item": "4G"}, BTS)),
        ("Có [[900]] trạm, năm trước [[700]].", (BTS, BTS | {"period": "2023"})),
        ("Có [[900]] trạm, phấn đấu [[1.700]].", (BTS, BTS | {"status": "target"})),
        ("Có [[900]] trạm, Viettel [[700]].", (BTS, BTS | {"owner": "Viettel"})),
        ("Có [[900]] trạm, ở xã [[700]].", (BTS, BTS | {"level": "commune"})),
        ("Có [[900]] trạm, mờ [[700]].", (BTS, BTS | {"confidence": 0.3})),
        ("Có [[900]] trạm, tăng [[70]].", (BTS, BTS | {"kind": "change"})),
        ("Có [[900]] trạm, cả nước [[9.000]].", (BTS, BTS | {"place": "cả nước", "place_id": None})),
    ],
)  # fmt: skip
def test_what_is_one_number_or_told_apart_is_ranked(
    base: Base, sentence: str, figures: tuple[dict[str, Any], ...]
) -> None:
    base.say(document(base), sentence, *figures)
    found = base.connection.execute("select not_ranked from profile where item is null and level is null").fetchall()
    assert found == [(None,)]


def test_a_whole_is_ranked_beside_its_parts_and_other_documents_stand_for_themselves(base: Base) -> None:
    first = document(base)
    (whole,) = base.say(first, "Có [[1.600]] trạm.", BTS)
    base.say(first, "Nhà mạng một [[900]], nhà mạng hai [[700]].", BTS | {"part_of": whole}, BTS | {"part_of": whole})
    base.say(document(base, "b.txt", "2025-01-10"), "Có [[1.610]] trạm.", BTS)
    assert reason(base) is None
    assert base.connection.execute("select number from compare").fetchall() == [("1.610",)]


def test_an_older_sure_value_goes_on_and_years_and_organisations_are_judged_alike(base: Base) -> None:
    base.say(document(base, "old.txt"), "Có [[1.500]] trạm.", BTS | {"period": "2023"})
    new = document(base)
    base.say(new, "Khu một [[900]] trạm, khu hai [[700]] trạm.", BTS, BTS)
    viettel = BTS | {"owner": "Viettel"}
    base.say(new, "Viettel có [[40]] trạm ở đảo, [[30]] trạm ở cảng.", viettel, viettel)
    base.finish()
    say = base.connection.execute
    assert say("select number, not_ranked from profile").fetchall() == [("1.500", None)]
    assert say("select year, number, not_ranked from compare_years order by year").fetchall() == [
        ("2023", "1.500", None),
        ("2024", "900", SEVERAL),
    ]
    assert say("select not_ranked from compare_owners").fetchall() == [(SEVERAL,)]
    assert say("select number, not_ranked from kept_owners").fetchall() == [("40", SEVERAL)]
    kept = "select period_effective, doubt from kept_timeline where status = 'actual' order by 1"
    assert say(kept).fetchall() == [("2023", None), ("2024", SEVERAL)]
    # What documents say differently is told as before.
    assert say("select numbers from kept_conflicts").fetchall() == [("900 · 700",)]


def test_what_people_call_right_is_ranked_and_who_tells_the_numbers_apart_ranks_both(base: Base) -> None:
    one, other = base.say(document(base), "Tỉnh có [[1.600]] trạm, thành phố [[700]].", BTS, BTS)
    assert reason(base) == SEVERAL
    base.correct(one, "decision", "ok")
    assert reason(base) is None
    assert base.connection.execute("select number from compare").fetchall() == [("1.600",)]
    # Both are called right: people say that the fields are, and still nobody says which of them is the whole.
    base.correct(other, "decision", "ok", at="2026-01-06")
    assert reason(base) == SEVERAL
    base.correct(other, "level", "district", at="2026-01-07")
    ranked = base.connection.execute("select number, not_ranked from profile order by value").fetchall()
    assert ranked == [("1.600", None), ("700", None)]


def test_a_change_reaches_what_is_kept_and_who_asks_is_told_why(base: Base) -> None:
    one, _ = base.say(document(base), "Tỉnh có [[1.600]] trạm, thành phố [[700]].", BTS, BTS)
    base.say(document(base, "b.txt", place="58-old"), "Có [[812]] trạm.", BTS)
    base.finish()
    kept = "select not_ranked, ranked from kept_profile order by place_id"
    assert base.connection.execute(kept).fetchall() == [(SEVERAL, None), (None, 1)]
    base.connection.row_factory = sqlite3.Row
    told = [(row["number"], row["not_ranked"]) for row in compare_metric(base.connection, "bts_stations")]
    base.connection.row_factory = None
    assert told == [("812", None), ("1.600", SEVERAL)]
    base.connection.execute("delete from figures where id = ?", (one,))
    base.connection.commit()
    base.connection.isolation_level = None
    refresh(base.connection)
    assert base.connection.execute(kept).fetchall() == [(None, 2), (None, 2)]
