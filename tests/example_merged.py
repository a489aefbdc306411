"""A base with the real provinces, before and after the merger of July 2025, for the pages that compare."""

from __future__ import annotations

from pathlib import Path

from example_base import Base

from kb.store import write_places

BTS = {"metric_id": "bts_stations", "unit": "trạm", "kind": "count"}
FIBER = {"metric_id": "fiber_household_rate"}
DTI = {"metric_id": "dti_rank", "unit": "hạng", "kind": "rank", "denominator": "63"}

VALUES = [
    ("48-old", "Đà Nẵng", "1.450", "95,5"),
    ("49-old", "Quảng Nam", "2.128", "76,8"),
    ("56-old", "Khánh Hòa", "1.600", "88"),
    ("01-old", "Hà Nội", "9.800", "97,2"),
    ("79-old", "Hồ Chí Minh", "8.700", "96,1"),
    ("15-old", "Yên Bái", "1.120", "71,4"),
]


def fill(path: Path) -> Base:
    """The base of six provinces and two years, written to ``path``."""
    base = Base(path)
    write_places(base.connection)
    base.connection.execute("update metrics set total = 'sum' where unit in ('trạm', 'tổ')")
    base.connection.execute("update metrics set total = 'mean' where unit = '%'")

    def report(filename: str, place: str, period: str, issued_on: str, **more: str) -> str:
        document = base.document(filename, place, period, issued_on, **more)
        named = "update documents set place = (select name from places where id = place_id) where id = ?"
        base.connection.execute(named, (document,))
        return document

    for at, (place, name, stations, fiber) in enumerate(VALUES):
        for year, number in (("2023", "900"), ("2024", stations)):
            document = report(f"{name}-{year}.txt", place, year, f"{year}-12-{10 + at}")
            base.say(document, f"Năm {year}, toàn tỉnh {name} có [[{number}]] trạm BTS.", BTS)
            if year == "2024":
                base.say(
                    document,
                    f"Cáp quang tới [[{fiber}]]% hộ; mục tiêu [[99]]%; cả nước đạt [[82,3]]%.",
                    FIBER,
                    FIBER | {"status": "target", "period": "2025"},
                    FIBER | {"place": "cả nước", "place_id": "vn"},
                )
                base.say(document, f"DTI xếp hạng [[{at + 1}]] trên 63.", DTI)
    report("hong.pdf", "17-old", "2024", "2024-11-11", status="error", error="tệp hỏng")
    report("quet.pdf", "14-old", "2024", "2024-11-11", status="empty", error="không có chữ")
    promise = report("ke-hoach.txt", "22-old", "2025", "2025-01-05")
    base.say(promise, "Phấn đấu có [[3.000]] trạm BTS.", BTS | {"status": "target"})
    hostile = report("<script>alert(1)</script>.txt", "96-old", "2024", "2024-12-24")
    base.say(hostile, "Có [[700]] trạm <img src=x onerror=alert(1)> \u202e\" ' ; drop table figures", BTS)
    base.finish()
    return base
