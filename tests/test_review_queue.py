"""The order of the queue, what no longer finds its figure, the receipt as a file, status and families."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.review.queue import expected_error
from tests.review_base import Review, built_of, copy_of, outcomes, read, report, save

SAME = (
    "Đến nay, huyện Mường Tè có 35 trạm BTS.",
    "Đến nay, huyện Tam Đường có 41 trạm BTS.",
    "Đến nay, huyện Sìn Hồ có 52 trạm BTS.",
    "Đến nay, huyện Phong Thổ có 17 lớp học.",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(
        tmp_path_factory.mktemp("queue"),
        lai_chau=report() + "\n".join(("", *SAME)),
        dien_bien=report("Điện Biên", 8, "980"),
    )


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    return copy_of(built, tmp_path)


def test_errors_are_expected_more_with_each_failed_check_and_less_with_confidence() -> None:
    errors = [expected_error(0.9, checks) for checks in range(3)]
    assert errors == sorted(errors) and 0 < errors[0] < errors[-1] < 1
    assert expected_error(0.5, 0) > expected_error(0.9, 1)


def test_of_two_equally_doubtful_figures_the_one_that_is_compared_comes_first(review: Review) -> None:
    rows = read(review.export())
    place = {row["number"]: at for at, row in enumerate(rows) if row["document"] == "lai-chau.txt"}
    used = {row[0] for row in review.rows("select figure_id from kept_profile")}
    confidence = dict(review.rows("select id, confidence from figures"))
    for one in rows:
        for other in rows:
            same = confidence.get(one["id"]) is not None and confidence.get(one["id"]) == confidence.get(other["id"])
            failed = "kiểm" in one["why"] + other["why"]
            if same and not failed and one["why"] == other["why"] and one["id"] in used and other["id"] not in used:
                assert rows.index(one) < rows.index(other)
    assert "1.204" in place


def test_each_row_leads_to_its_page(review: Review) -> None:
    for row in read(review.export()):
        assert row["link"] == f"http://127.0.0.1:8001/figure/{row['id']}"


def test_what_no_longer_finds_its_figure_stands_first_and_is_never_dropped(review: Review) -> None:
    path = review.write("r.csv", lambda row: {"new_item": "5G"} if row["number"] == "35" else {})
    assert outcomes(review.apply(path, "--apply", "--reviewer", "Lan"))["applied"] == 1
    text = (review.corpus / "lai-chau.txt").read_text(encoding="utf-8")
    (review.corpus / "lai-chau.txt").write_text(text.replace(SAME[0], ""), encoding="utf-8")
    review.build()
    done = review.run("review", "log", "--orphans")
    assert "item" in done.output and "35" in done.output
    export = review.export(name="orphans.csv")
    first = read(export)[0]
    assert (first["number"], first["quote"], first["item"]) == ("35", SAME[0], "5G")
    assert "KHÔNG CÒN TÌM THẤY" in first["why"] and "Lan" in first["why"]
    (document,) = review.rows("select id from documents where filename = 'lai-chau.txt'")[0]
    for name in ("lai-chau", "Lai Chau.TXT", document):
        assert read(review.export("--document", name))[0]["id"] == first["id"]
    assert read(review.export("--document", "dien-bien"))[0]["document"] == "dien-bien.txt"
    assert read(review.export("--province", "lai chau"))[0]["id"] == first["id"]
    assert "KHÔNG CÒN" not in read(review.export("--province", "Điện Biên"))[0]["why"]
    assert read(review.export("--metric", "bts_stations"))[0]["id"] == first["id"]
    assert "KHÔNG CÒN" not in read(review.export("--metric", "training_classes"))[0]["why"]
    assert set(outcomes(review.apply(export, "--apply"))) == {"unchanged"}
    # It stays until a person takes it back.
    wrong = save(review.folder / "w.csv", [{**first, "new_value": "36"}])
    assert outcomes(review.apply(wrong)) == {"invalid": 1}
    back = save(review.folder / "b.csv", [{**first, "decision": "xóa"}])
    twice = save(review.folder / "t.csv", [{**first, "decision": "xóa"}] * 2)
    assert outcomes(review.apply(twice)) == {"ready": 1, "already": 1}
    assert outcomes(review.apply(back, "--apply")) == {"applied": 1}
    assert [row[0] for row in review.rows("select state from corrections")] == ["reversed"]
    assert outcomes(review.apply(back, "--apply")) == {"unknown id": 1}
    assert "35" not in {row["number"] for row in read(review.export())}


def test_the_receipt_is_corrected_and_applied_itself(review: Review) -> None:
    wanted = {"1.204": {"new_value": "98.5"}, "35": {"new_value": "36"}, "41": {"decision": "đúng"}}
    path = review.write("r.csv", lambda row: wanted.get(row["number"], {}))
    review.apply(path, "--apply")
    receipt = review.folder / "r.receipt.csv"
    rows = read(receipt)
    assert [row["outcome"] for row in rows if row["new_value"] == "98.5"] == ["không hợp lệ (invalid)"]
    # Nothing was written; the one bad cell is corrected in the receipt.
    fixed = [{**row, "new_value": "1.240" if row["new_value"] == "98.5" else row["new_value"]} for row in rows]
    done = review.apply(save(receipt, fixed), "--apply")
    assert outcomes(done)["applied"] == 3 and done["exit"] == 0
    assert (review.folder / "r.receipt-2.csv").exists() and not (review.folder / "r.receipt.receipt.csv").exists()
    assert outcomes(review.apply(review.folder / "r.receipt-2.csv", "--apply"))["already"] == 3


def test_a_conflict_is_decided_in_the_receipt_and_never_by_an_unchanged_one(review: Review) -> None:
    mine = review.write("mine.csv", lambda row: {"new_value": "1.250"} if row["number"] == "1.204" else {})
    review.apply(
        review.write("l.csv", lambda row: {"new_value": "1.240"} if row["number"] == "1.204" else {}), "--apply"
    )
    assert outcomes(review.apply(mine, "--apply"))["conflict"] == 1
    rows = read(review.folder / "mine.receipt.csv")
    (row,) = [row for row in rows if row["number"] == "1.204"]
    assert (row["value"], row["new_value"]) == ("1.240", "") and "1.250" in row["message_vi"]
    unchanged = save(review.folder / "u.csv", rows)
    assert set(outcomes(review.apply(unchanged, "--apply"))) == {"unchanged"}
    decided = save(review.folder / "d.csv", [{**one, "new_value": "1.250" if one is row else ""} for one in rows])
    assert outcomes(review.apply(decided, "--apply"))["applied"] == 1
    assert review.rows("select value from figures_final where number = '1.204'") == [("1250",)]


def test_a_receipt_that_somebody_corrected_is_not_overwritten(review: Review) -> None:
    path = review.write("r.csv", lambda row: {"new_value": "98.5"} if row["number"] == "1.204" else {})
    receipt = review.folder / "r.receipt.csv"
    review.apply(path)
    first = receipt.read_bytes()
    review.apply(path, "--apply")
    assert receipt.read_bytes() == first and not (review.folder / "r.receipt-2.csv").exists()
    save(receipt, [{**row, "new_value": "1.240" if row["new_value"] else ""} for row in read(receipt)])
    corrected = receipt.read_bytes()
    done = review.run("review", "apply", path)
    assert receipt.read_bytes() == corrected and "r.receipt-2.csv" in done.output
    assert outcomes(review.apply(receipt, "--apply"))["applied"] == 1
    assert receipt.read_bytes() == corrected


def test_an_export_is_not_written_over_what_a_person_filled_in(review: Review) -> None:
    path = review.write("r.csv", lambda row: {"new_item": "5G"} if row["number"] == "35" else {})
    book = review.export("--xlsx", name="book.xlsx")
    assert review.export("--xlsx", name="book.xlsx") == book
    spoilt = review.folder / "spoilt.csv"
    spoilt.write_bytes(path.read_bytes().decode("utf-8-sig").encode("cp1258", "replace"))
    for file in (path, spoilt):
        before, kept = file.read_bytes(), len(list((review.corpus / "reviews").iterdir()))
        done = review.run("review", "export", "-o", file)
        assert done.exit_code == 2 and "đã điền" in done.output
        assert file.read_bytes() == before and len(list((review.corpus / "reviews").iterdir())) == kept
    assert review.export(name="original-r.csv").read_bytes()
    assert outcomes(review.apply(path, "--apply"))["applied"] == 1
    # What was applied as it stands is kept in the log.
    assert read(review.export(name="r.csv"))
    event = review.events()[0]["event"]
    for code in (0, 2):
        assert review.run("review", "family", event, "-o", review.folder / "family.csv").exit_code == code


def test_status_says_what_is_reviewed_and_how_often_it_was_wrong(review: Review) -> None:
    wanted = {
        "35": {"new_value": "36"},
        "41": {"decision": "đúng"},
        "52": {"decision": "xóa"},
        "17": {"decision": "ok"},
    }
    review.apply(review.write("r.csv", lambda row: wanted.get(row["number"], {})), "--apply")
    (line,) = json.loads(review.run("review", "status", "--json").stdout)
    assert (line["name"], line["reviewed"], line["corrected"], line["dropped"]) == ("lai-chau.txt", 4, 1, 1)
    assert line["error_rate"] == 0.5
    shown = review.run("review", "status", "--by", "metric")
    assert "bts_stations: 3/" in shown.output and "66,7 % sai" in shown.output
    rules = json.loads(review.run("review", "status", "--by", "rule", "--all", "--json").stdout)
    assert sum(one["reviewed"] for one in rules) == 4
    assert sum(one["figures"] for one in rules) == review.rows("select count(*) from figures")[0][0]


def test_the_family_of_a_correction_is_filled_in_and_waits_for_a_person(review: Review) -> None:
    path = review.write("r.csv", lambda row: {"new_metric": "<trống>"} if row["number"] == "35" else {})
    review.apply(path, "--apply", "--reviewer", "Lan")
    (event,) = review.events()
    out = review.folder / "family.csv"
    done = review.run("review", "family", event["event"], "-o", out)
    rows = read(out)
    numbers = {row["number"] for row in rows}
    assert {"41", "52"} <= numbers and not {"17", "35", "98,5"} & numbers
    assert f"{len(rows)} other figure" in done.output
    assert {(row["new_metric"], row["reason"]) for row in rows} == {("<trống>", f"như {event['event']}")}
    assert len(review.events()) == 1
    kept = save(review.folder / "kept.csv", [row for row in rows if row["number"] == "41"])
    assert outcomes(review.apply(kept, "--apply")) == {"applied": 1}
    assert review.rows(
        "select number from figures_final where number in ('35', '41') and metric_id is null order by 1"
    ) == [
        ("35",),
        ("41",),
    ]


def test_families_of_values_only_where_a_power_of_ten_was_wrong(review: Review) -> None:
    wanted = {"35": {"new_value": "35.000"}, "17": {"new_value": "19"}}
    review.apply(review.write("r.csv", lambda row: wanted.get(row["number"], {})), "--apply")
    ten, other = sorted(review.events(), key=lambda event: event["number"] != "35")
    out = review.folder / "family.csv"
    review.run("review", "family", ten["figure_id"], "-o", out)
    assert {row["number"]: row["new_value"] for row in read(out)}["41"] == "41.000"
    refused = review.run("review", "family", other["event"], "-o", out)
    assert refused.exit_code == 2 and "nothing that could hold for another" in refused.output
    assert review.run("review", "family", "E-NONE").exit_code == 2


def test_a_merged_provinces_report_is_exported_with_what_it_says_of_those_that_were_merged_into_it(
    tmp_path: Path,
) -> None:
    text = """ỦY BAN NHÂN DÂN
TỈNH LÂM ĐỒNG
Số: 15/BC-UBND
Lâm Đồng, ngày 10 tháng 10 năm 2025

BÁO CÁO
Tình hình chuyển đổi số 9 tháng năm 2025

Tỉnh Đắk Nông (cũ) có 713 tổ công nghệ số cộng đồng. Toàn tỉnh Lâm Đồng có 1.905 trạm BTS.
"""
    other = text.replace("LÂM ĐỒNG", "ĐẮK NÔNG").replace("Lâm Đồng", "Đắk Nông").replace("2025", "2024")
    review = Review(built_of(tmp_path, lam_dong=text, dak_nong=other.replace("713", "640").replace("1.905", "811")))
    numbers = {row["number"] for row in read(review.export("--province", "Lâm Đồng"))}
    assert {"713", "1.905"} <= numbers and not {"640", "811"} & numbers
