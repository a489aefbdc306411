"""One report in several versions: its corrections follow it, only the newest is compared, and no other report is taken
for a version of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.review_base import Review, built_of, copy_of, outcomes, read, save

TITLE = "BÁO CÁO\nKết quả ứng dụng công nghệ thông tin {period}\n"
THINGS = (
    *("trạm BTS", "xã có cáp quang", "thôn có sóng 4G", "hồ sơ trực tuyến", "chữ ký số đã cấp", "máy tính trạm"),
    *("tổ công nghệ số cộng đồng", "cán bộ được tập huấn", "điểm cầu truyền hình", "dịch vụ công trực tuyến"),
    *("doanh nghiệp số", "lượt truy cập", "văn bản điện tử", "tài khoản định danh", "camera giám sát"),
)


def text(
    numbers: list[int], place: str = "Lai Châu", period: str = "quý I năm 2024", head: str = "", more: str = ""
) -> str:
    """A report without a number in its letterhead, a sentence for each of these numbers."""
    head = head or f"ỦY BAN NHÂN DÂN\nTỈNH {place.upper()}\n"
    lines = [
        f"Trong kỳ báo cáo, các đơn vị trên địa bàn tỉnh {place} đã rà soát và có {number} {thing} theo kế hoạch."
        for number, thing in zip(numbers, THINGS, strict=True)
    ]
    return "\n\n".join((head, TITLE.format(period=period), *lines, more))


def signed(day: int, month: int, number: int) -> str:
    return f"ỦY BAN NHÂN DÂN\nTỈNH LAI CHÂU\nSố: {number}/BC-UBND\nLai Châu, ngày {day:02} tháng {month:02} năm 2024\n"


FIRST = [301 + 7 * step for step in range(len(THINGS))]
MENDED = [318, *FIRST[1:]]
OTHERS = [622 + 11 * step for step in range(len(THINGS))]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(tmp_path_factory.mktemp("versions"), quy_1=text(FIRST))


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    """A base of one report, of which each figure was corrected: another unit, one to each figure."""
    review = copy_of(built, tmp_path)
    path = review.write("r.csv", lambda row: {"new_unit": f"cái {row['number']}", "reviewer": "Lan"})
    assert outcomes(review.apply(path, "--apply")) == {"applied": len(FIRST)}
    return review


def put(review: Review, name: str, words: str, instead_of: str | None = None) -> None:
    if instead_of:
        (review.corpus / instead_of).unlink()
    (review.corpus / name).write_text(words, encoding="utf-8")
    review.build()


def held(review: Review, name: str) -> int:
    """How many figures of a document bear what a person said of them."""
    query = f"select number, unit from figures_final where filename = '{name}' and unit_by = 'person'"
    rows = review.rows(query)
    # What is counted stays what it is where its number was mended.
    first = {"318": "301", "317": "301"}
    assert all(unit == f"cái {first.get(number, number)}" for number, unit in rows)
    return len(rows)


def replaced(review: Review) -> dict[str, str]:
    query = "select o.filename, n.filename from documents o join documents n on n.id = o.replaced_by"
    return dict(review.rows(query))


def as_built_from_nothing(review: Review) -> bool:
    review.build("fresh.db")
    names = "select sha256, document_id, how from document_names order by 1, 2"
    versions = "select id, replaced_by, duplicate_of from documents order by id"
    return all(review.rows(query) == review.rows(query, "fresh.db") for query in (names, versions)) and (
        review.final() == review.final("fresh.db")
    )


def test_a_new_version_under_a_new_name_keeps_the_corrections(review: Review) -> None:
    put(review, "ban-moi.txt", text(MENDED, more="Đề nghị các sở tiếp tục phối hợp."), instead_of="quy-1.txt")
    assert held(review, "ban-moi.txt") == len(FIRST)
    assert as_built_from_nothing(review)


def test_a_signed_report_keeps_what_was_said_of_its_draft(review: Review) -> None:
    put(review, "da-ky.txt", text(MENDED, head=signed(5, 4, 12)), instead_of="quy-1.txt")
    assert held(review, "da-ky.txt") == len(FIRST)
    # Signed once more under another number: found by the draft's likeness, though nobody corrected the first one.
    put(review, "thay-the.txt", text([317, *FIRST[1:]], head=signed(19, 4, 31)), instead_of="da-ky.txt")
    assert held(review, "thay-the.txt") == len(FIRST)
    assert as_built_from_nothing(review)


def test_both_versions_are_kept_and_only_the_newer_is_compared(review: Review) -> None:
    put(review, "da-ky.txt", text(MENDED, head=signed(5, 4, 12)))
    assert replaced(review) == {"quy-1.txt": "da-ky.txt"}
    assert (held(review, "quy-1.txt"), held(review, "da-ky.txt")) == (len(FIRST), len(FIRST))
    assert review.rows("select distinct filename from figures_compared") == [("da-ky.txt",)]
    states = review.rows("select state, carried, count(*) from corrections group by 1, 2 order by 2")
    assert states == [("active", 0, len(FIRST)), ("active", 1, len(FIRST))]
    assert as_built_from_nothing(review)
    # Taken back, it is taken back in both; without the newer one, the older is compared again.
    done = review.run("review", "undo", review.events()[0]["event"], "--reviewer", "Minh")
    assert done.exit_code == 0
    assert (held(review, "quy-1.txt"), held(review, "da-ky.txt")) == (len(FIRST) - 1, len(FIRST) - 1)
    (review.corpus / "da-ky.txt").unlink()
    review.build()
    assert replaced(review) == {}
    assert review.rows("select distinct filename from figures_compared") == [("quy-1.txt",)]


def test_what_is_said_of_the_newer_version_goes_before(review: Review) -> None:
    put(review, "da-ky.txt", text(MENDED, head=signed(5, 4, 12)))
    chosen = {"document": "da-ky.txt", "number": str(FIRST[3])}
    rows = [row for row in read(review.export("--all", name="all.csv")) if chosen.items() <= row.items()]
    assert len(rows) == 1
    path = save(review.folder / "n.csv", [{**rows[0], "new_unit": "hồ sơ", "reviewer": "Minh"}])
    assert outcomes(review.apply(path, "--apply")) == {"applied": 1}
    query = f"select filename, unit from figures_final where number = '{FIRST[3]}' order by 1"
    assert review.rows(query) == [("da-ky.txt", "hồ sơ"), ("quy-1.txt", f"cái {FIRST[3]}")]


def test_versions_that_only_their_names_tell_apart(review: Review) -> None:
    put(review, "du-thao-lan-1.txt", text(FIRST), instead_of="quy-1.txt")
    put(review, "du-thao-lan-2.txt", text(MENDED))
    assert replaced(review) == {"du-thao-lan-1.txt": "du-thao-lan-2.txt"}
    put(review, "du-thao-lan-10.txt", text([317, *FIRST[1:]]))
    assert set(replaced(review)) == {"du-thao-lan-1.txt", "du-thao-lan-2.txt"}
    assert held(review, "du-thao-lan-10.txt") == len(FIRST)
    assert as_built_from_nothing(review)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("next quarter", text(OTHERS, period="quý II năm 2024")),
        # Half of the figures stand still from one quarter to the next.
        ("next quarter, slow", text([*FIRST[:9], *OTHERS[9:]], period="quý II năm 2024")),
        ("next quarter, nothing changed", text(FIRST, period="quý II năm 2024")),
        ("another province", text(OTHERS, place="Sơn La")),
        ("another province, same numbers", text(FIRST, place="Sơn La")),
        ("same period, other numbers", text(OTHERS)),
        ("another subject", text(FIRST).replace("Kết quả ứng dụng công nghệ thông tin", "Kết quả cải cách hành chính")),
        ("an annex", text(FIRST).split("TỈNH LAI CHÂU")[0] + f"PHỤ LỤC\nCó {FIRST[0]} trạm BTS và {FIRST[1]} xã."),
    ],
)
@pytest.mark.parametrize("gone", [True, False])
def test_another_report_is_no_version(review: Review, name: str, words: str, gone: bool) -> None:
    put(review, "khac.txt", words, instead_of="quy-1.txt" if gone else None)
    assert replaced(review) == {}
    assert held(review, "khac.txt") == 0
    assert held(review, "quy-1.txt") == (0 if gone else len(FIRST))


def test_a_monthly_report_that_names_no_month(review: Review) -> None:
    """The same title each month, most figures stand still: the day of issue tells."""
    slow = [*FIRST[:-2], 5, 6]
    for name, month, numbers in (("thang-3.txt", 3, FIRST), ("thang-4.txt", 4, slow)):
        words = text(
            numbers, period="trên địa bàn tỉnh", head=signed(25, month, month).replace(f"Số: {month}/BC-UBND\n", "")
        )
        put(review, name, words)
    assert replaced(review) == {}


def test_in_another_format_and_under_another_name(review: Review) -> None:
    lines = "".join(f"<p>{line}</p>" for line in text(FIRST).splitlines() if line)
    put(review, "trang.html", f"<html><body>{lines}</body></html>", instead_of="quy-1.txt")
    assert held(review, "trang.html") == len(FIRST)


# A report that was written anew: few of its sentences are the old one's.
REWRITTEN = (
    "ỦY BAN NHÂN DÂN\nTỈNH LAI CHÂU\n\nBÁO CÁO\nTổng hợp kết quả chuyển đổi số của tỉnh\n\n"
    + "\n\n".join(
        f"Trong kỳ báo cáo, các đơn vị trên địa bàn tỉnh Lai Châu đã rà soát và có {number} {thing} theo kế hoạch."
        for number, thing in list(zip(FIRST, THINGS, strict=True))[:9]
    )
    + "\n\n"
    + "\n\n".join(f"Ngoài ra, sở đã báo cáo riêng về nội dung thứ {n} với {n}00 lượt người dự." for n in range(3, 20))
)


def test_a_person_says_which_document_it_is_now(review: Review) -> None:
    (review.corpus / "quy-1.txt").unlink()
    (review.corpus / "tong-hop.txt").write_text(REWRITTEN, encoding="utf-8")
    summary = review.build()
    assert held(review, "tong-hop.txt") == 0
    told = 'solieu review adopt "quy-1.txt" "tong-hop.txt"'
    assert sum(told in warning for warning in summary.warnings) == 1
    assert review.run("review", "adopt", "quy-1.txt", "tong-hop.txt", "--reviewer", "").exit_code == 2
    done = review.run("review", "adopt", "quy-1.txt", "tong-hop.txt", "--reviewer", "Lan")
    assert done.exit_code == 0, done.output
    assert held(review, "tong-hop.txt") == 9
    assert as_built_from_nothing(review)
    again = review.run("review", "adopt", "quy-1.txt", "tong-hop.txt", "--reviewer", "Lan")
    assert again.exit_code == 2 and "said already" in again.output
    # Saved anew under another name, the adopted one is known again, and with it what it was before.
    put(review, "tong-hop-cuoi.txt", f"{REWRITTEN}\n\nHết.\n", instead_of="tong-hop.txt")
    assert held(review, "tong-hop-cuoi.txt") == 9
    event = next(event for event in review.events() if event["field"] == "adopted")
    assert review.run("review", "undo", event["event"], "--reviewer", "Minh").exit_code == 0
    assert held(review, "tong-hop-cuoi.txt") == 0
    assert as_built_from_nothing(review)


def test_a_person_says_which_of_two_is_the_older(review: Review) -> None:
    put(review, "ban-khac.txt", text(MENDED))
    assert replaced(review) == {}
    done = review.run("review", "adopt", "quy-1.txt", "ban-khac.txt", "--reviewer", "Lan")
    assert done.exit_code == 0, done.output
    assert replaced(review) == {"quy-1.txt": "ban-khac.txt"}
    assert held(review, "ban-khac.txt") == len(FIRST)
    # Somebody else knows better: the later word holds.
    done = review.run("review", "adopt", "ban-khac.txt", "quy-1.txt", "--reviewer", "Minh")
    assert done.exit_code == 0 and replaced(review) == {"ban-khac.txt": "quy-1.txt"}
    for words in (("khong-co.txt", "quy-1.txt"), ("quy-1.txt", "khong-co.txt"), ("quy-1.txt", "quy-1.txt")):
        assert review.run("review", "adopt", *words, "--reviewer", "Lan").exit_code == 2
    assert as_built_from_nothing(review)


def test_a_file_that_was_exported_before_is_applied_after_the_adoption(built: Path, tmp_path: Path) -> None:
    """Nothing was decided of the old document yet: only the export knows it, and its receipt says what to do."""
    review = copy_of(built, tmp_path)
    path = review.write("r.csv", lambda row: {"new_unit": f"cái {row['number']}", "reviewer": "Lan"})
    put(review, "tong-hop.txt", REWRITTEN, instead_of="quy-1.txt")
    refused = review.apply(path, "--apply")
    assert outcomes(refused) == {"unknown id": len(FIRST)}
    assert all('solieu review adopt "quy-1.txt" "tong-hop.txt"' in row["vi"] for row in refused["rows"])
    done = review.run("review", "adopt", "quy-1.txt", "tong-hop.txt", "--reviewer", "Lan")
    assert done.exit_code == 0, done.output
    assert outcomes(review.apply(path, "--apply", "--partial")) == {"applied": 9, "unknown id": len(FIRST) - 9}
    assert held(review, "tong-hop.txt") == 9


def test_what_changed_from_one_version_to_the_next(built: Path, tmp_path: Path) -> None:
    review = copy_of(built, tmp_path)
    later = text([318, *FIRST[1:-1], FIRST[-1]]).replace(THINGS[4], "chữ ký số cá nhân đã cấp")
    later = later.replace(f"{FIRST[-2]} {THINGS[-2]}", f"nhiều {THINGS[-2]}") + "\n\nĐã mở 12 lớp tập huấn trong quý.\n"
    put(review, "du-thao-2.txt", later)
    assert review.run("versions").output.startswith("No report")
    done = review.run("versions", "quy-1.txt", "du-thao-2.txt", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    changed = [(one["earlier"]["number"], one["later"]["number"], one["difference"]) for one in told["changed"]]
    assert changed == [("301", "318", "17")]
    assert [one["number"] for one in told["new"]] == ["12"]
    assert [one["number"] for one in told["gone"]] == [str(FIRST[-2])]
    # Reworded, a figure is the same.
    assert told["same"] == len(FIRST) - 2
    assert review.run("versions", "quy-1.txt").exit_code == 2
    review.run("review", "adopt", "quy-1.txt", "du-thao-2.txt", "--reviewer", "Lan")
    assert review.run("versions").output == "quy-1.txt -> du-thao-2.txt\n"
    for name in ("quy-1.txt", "du-thao-2.txt"):
        assert "quy-1.txt -> du-thao-2.txt: 1 changed, 1 new, 1 gone" in review.run("versions", name).output
