"""Eight provinces and ten metrics, in sentences of our own, for the pages: with a footnote, a correction, a conflict,
targets, other levels, an old figure, another scale, a second copy and a document that could not be read."""

from __future__ import annotations

from pathlib import Path

from example_base import Base
from example_catalogue import PLACES

BTS = [
    ("2.128", "exact"),
    ("812", "about"),
    ("1.345", "exact"),
    ("1.020", "nearly"),
    ("4.876", "over"),
    ("1.990", "exact"),
    ("2.410", "exact"),
]
FIBER = ["76,8", "81,25", "72,4", "69", "83,1", "88,5", "91,2", "64,7"]
FULL = ["48,6", "51,3", "60", "39,75", "97,9", "55", "62,4", "44,1"]
RANK = ["31", "44", "38", "29", "17", "8", "10", "52"]
LATE = ["0,6", "1,2", "2,05", "0,9", "0,31", "0,11", "0,45", "3"]
TEAMS = ["1.240", "402", "967", "799", "4.357", "2.242", "2.105", "713"]


def fill(path: Path | str = ":memory:") -> Base:
    """The example base, written to ``path``."""
    base = Base(path)
    for at, (place_id, _, name, _, key) in enumerate(PLACES):
        document = base.document(f"{key.replace(' ', '-')}-2024.pdf", place_id, "2024-H1", f"2024-06-{10 + at}")
        if at < len(BTS):
            number, qualifier = BTS[at]
            base.say(
                document,
                f"Hạ tầng viễn thông tiếp tục được mở rộng: toàn tỉnh {name} hiện có [[{number}]] trạm "
                "BTS phục vụ người dân.",
                {
                    "metric_id": "bts_stations",
                    "unit": "trạm",
                    "kind": "count",
                    "qualifier": qualifier,
                    "subject": "trạm BTS",
                },
            )
        base.say(
            document,
            f"Internet cáp quang đã tới [[{FIBER[at]}]]% hộ gia đình; mục tiêu năm 2025 là [[{90 + at % 3}]]%.",
            {
                "metric_id": "fiber_household_rate",
                "subject": "hộ gia đình có cáp quang",
                "marks": '["13"]' if at == 0 else "[]",
            },
            {
                "metric_id": "fiber_household_rate",
                "subject": "hộ gia đình có cáp quang",
                "status": "target",
                "period": "2025",
                "status_from": "sentence",
            },
        )
        base.say(
            document,
            f"Dịch vụ công trực tuyến toàn trình đạt [[{FULL[at]}]]% tổng số dịch vụ của tỉnh.",
            {"metric_id": "dvctt_full_rate", "subject": "dịch vụ công trực tuyến toàn trình"},
        )
        base.say(
            document,
            f"Năm 2023, chỉ số DTI của {name} xếp hạng [[{RANK[at]}/63]].",
            {
                "metric_id": "dti_rank",
                "unit": "hạng",
                "kind": "rank",
                "denominator": "63",
                "period": "2023",
                "subject": "chỉ số DTI",
            },
        )
        base.say(
            document,
            f"Hồ sơ giải quyết trễ hạn chỉ còn [[{LATE[at]}]]%.",
            {"metric_id": "late_dossier_rate", "subject": "hồ sơ trễ hạn"},
        )
        base.say(
            document,
            f"Toàn tỉnh thành lập [[{TEAMS[at]}]] tổ công nghệ số cộng đồng.",
            {"metric_id": "community_teams", "unit": "tổ", "kind": "count", "subject": "tổ công nghệ số"},
        )
    _oddities(base)
    base.finish()
    return base


def _oddities(base: Base) -> None:
    document = base.connection.execute("select id from documents where place_id = '49-old'").fetchone()[0]
    base.footnote(
        document,
        "13",
        "Trong đó khu vực thành thị đạt [[92,1]]%, nông thôn đạt [[68,5]]%.",
        {"subject": "hộ thành thị có cáp quang"},
        {"subject": "hộ nông thôn có cáp quang"},
    )
    base.say(
        document,
        "Mạng di động và cáp quang phủ [[100]]% cấp xã, [[94,8]]% cấp thôn.",
        {"metric_id": "fiber_coverage_rate", "level": "commune", "subject": "cáp quang cấp xã"},
        {"metric_id": "fiber_coverage_rate", "level": "village", "subject": "cáp quang cấp thôn"},
    )
    old = base.document("dak-nong-2021.pdf", "67-old", "2021", "2021-12-20")
    base.say(
        old,
        "Đến cuối năm 2021 toàn tỉnh Đắk Nông có [[690]] trạm BTS.",
        {"metric_id": "bts_stations", "unit": "trạm", "kind": "count", "subject": "trạm BTS"},
    )
    base.say(
        old,
        "Cáp quang phủ [[71]]/71 xã của tỉnh Đắk Nông; tỷ lệ thôn có cáp quang là [[93,2]]%.",
        {"metric_id": "fiber_coverage_rate", "level": "commune", "unit": "xã", "denominator": "71"},
        {"metric_id": "fiber_coverage_rate", "level": "village"},
    )
    second = base.document("quang-ngai-2024-b.pdf", "51-old", "2024-H1", "2024-06-01")
    base.say(
        second,
        "Toàn tỉnh Quảng Ngãi có [[1.354]] trạm BTS, tăng [[5,1]]% so với cùng kỳ.",
        {
            "metric_id": "bts_stations",
            "unit": "trạm",
            "kind": "count",
            "subject": "trạm BTS",
            "flags": '["conflict"]',
            "confidence": 0.55,
        },
        {"metric_id": "bts_stations", "kind": "change", "subject": "trạm BTS"},
    )
    base.say(
        second,
        "Kinh phí chuyển đổi số năm 2024 là [[28.900]] triệu đồng.",
        {
            "metric_id": "it_budget",
            "unit": "đồng",
            "kind": "amount",
            "value": "28900000000",
            "period": "2024",
            "subject": "kinh phí",
        },
    )
    twin = base.document("ban-sao.pdf", "51-old", "2024-H1", "2024-06-30", duplicate_of=second)
    base.say(
        twin,
        "Toàn tỉnh Quảng Ngãi có [[9.999]] trạm BTS.",
        {"metric_id": "bts_stations", "unit": "trạm", "kind": "count"},
    )
    base.say(
        document,
        "Viettel chi [[900]] đồng, VNPT chi [[640]] đồng.",
        *({"metric_id": "it_budget", "unit": "đồng", "kind": "amount", "owner": one} for one in ("Viettel", "VNPT")),
    )
    for item, score in (("6.1", "8,5"), ("6.12", "6.36")):
        base.say(
            document,
            f"Chỉ số thành phần {item} đạt [[{score}]]/10 điểm.",
            {
                "metric_id": "dti_component_score",
                "unit": "điểm",
                "kind": "score",
                "item": item,
                "denominator": "10",
                "value": score.replace(",", "."),
                "period": "2022",
            },
        )
    wrong = base.say(
        document,
        'Có [[150]] cột được dựng <b>mới</b> "trong năm".',
        {"metric_id": "bts_stations", "unit": "cột", "kind": "count", "period": "2030"},
    )[0]
    base.correct(wrong, "decision", "xóa")
    ninh_thuan = base.connection.execute(
        "select id from figures where metric_id = 'bts_stations' and place_id = '58-old'"
    ).fetchone()[0]
    base.correct(ninh_thuan, "value", "815")
    base.document("quet-mo.pdf", None, "", "", status="error", error="không đọc được chữ nào", title=None)
