"""What Excel does to a CSV that is opened and saved, in an English and in a Vietnamese Windows: nothing comes of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.review.damage import damage
from tests.review_base import Review, built_of, copy_of, outcomes, read, report, save

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MORE = """
Kinh phí đã giải ngân 4.500.000.000 đồng, đạt 6.100 lượt hồ sơ, tỷ lệ 0,50%; có 05 sở và 12.345.678 giao dịch.
Số điểm cầu là 1.200; có 3/6 huyện hoàn thành trong quý II/2023; đến tháng 6/2023 có 007 tổ, còn 1.5 km cáp.
"""


def english(cell: str) -> str:
    """A cell as an English Excel shows it again after it was opened as a number or a date."""
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})", cell):
        return f"{int(match[2])}-{MONTHS[int(match[1]) - 1]}" if int(match[1]) <= 12 else cell
    if re.fullmatch(r"\d+\.\d+", cell):
        return f"{float(cell):g}"
    if re.fullmatch(r"\d{1,3}(,\d{3})+", cell):
        return cell.replace(",", "")
    if re.fullmatch(r"\d+", cell):
        return f"{int(cell):.5E}" if len(cell) > 11 else str(int(cell))
    if match := re.fullmatch(r"tháng (\d{1,2})/(\d{4})", cell):
        return f"{MONTHS[int(match[1]) - 1]}-{match[2][2:]}"
    return cell


def vietnamese(cell: str) -> str:
    """The same by a Vietnamese one: the point groups, the comma is the decimal sign, the day comes first."""
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})", cell):
        return f"{int(match[1]):02d}-Thg{int(match[2])}" if int(match[2]) <= 12 else cell
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", cell):
        whole = cell.replace(".", "")
        return f"{float(whole):.2E}".replace(".", ",") if len(whole) > 11 else whole
    if re.fullmatch(r"\d+,\d+", cell):
        return f"{float(cell.replace(',', '.')):g}".replace(".", ",")
    if re.fullmatch(r"\d+", cell):
        return str(int(cell))
    if match := re.fullmatch(r"tháng (\d{1,2})/(\d{4})", cell):
        return f"Thg{match[1]}-{match[2][2:]}"
    return cell


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(tmp_path_factory.mktemp("damage"), lai_chau=report() + MORE)


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    return copy_of(built, tmp_path)


SAVED = [
    (english, {"separator": ",", "encoding": "utf-8"}),
    (english, {"separator": "\t", "encoding": "utf-16"}),
    (vietnamese, {"separator": ";", "encoding": "utf-8-sig"}),
    (vietnamese, {"separator": "\t", "encoding": "utf-16"}),
    (vietnamese, {"separator": ",", "encoding": "utf-8", "end": "\n"}),
]


@pytest.mark.parametrize(("locale", "how"), SAVED)
@pytest.mark.parametrize("snapshot", [True, False])
def test_an_untouched_file_changes_nothing(
    review: Review, locale: Callable[[str], str], how: dict[str, str], snapshot: bool
) -> None:
    rows = read(review.export("--sep", ";"))
    spoilt = [{name: locale(cell) if name != "id" else cell for name, cell in row.items()} for row in rows]
    assert sum(old != new for old, new in zip(rows, spoilt, strict=True)) >= 6
    before = review.final()
    if not snapshot:
        shutil.rmtree(review.corpus / "reviews")
    turned = [dict(reversed(row.items())) for row in sorted(spoilt, key=lambda row: row["number"], reverse=True)]
    done = review.apply(save(review.folder / "saved.csv", turned, **how), "--apply")
    assert set(outcomes(done)) <= {"unchanged", "ignored"} and (done["exit"], done["written"]) == (0, 0)
    assert not any(row["typed"] for row in done["rows"]), [row["vi"] for row in done["rows"] if row["typed"]]
    if snapshot:
        assert any("Excel" in row["vi"] for row in done["rows"])
    assert review.final() == before and not review.log.exists()


@pytest.mark.parametrize(("locale", "how"), SAVED)
def test_a_correction_in_a_spoilt_file_lands_on_its_figure(
    review: Review, locale: Callable[[str], str], how: dict[str, str]
) -> None:
    rows = read(review.export())
    spoilt = [
        {**{name: locale(cell) for name, cell in row.items()}, "new_unit": "nơi" if row["number"] == "1.204" else ""}
        for row in rows
    ]
    done = review.apply(save(review.folder / "saved.csv", spoilt, **how), "--apply")
    assert outcomes(done)["applied"] == 1 and done["exit"] == 0
    assert review.rows("select number, value from figures_final where reviewed <> 'none'") == [("1.204", "1204")]


def test_who_types_into_the_left_columns_is_told_where_to_type(review: Review) -> None:
    rows = read(review.export())
    path = save(
        review.folder / "r.csv", [{**r, "value": "1.250" if r["number"] == "1.204" else r["value"]} for r in rows]
    )
    done = review.run("review", "apply", path, "--apply", "--confirm")
    assert done.exit_code == 0 and "chỉ để xem" in done.output and "mới" in done.output
    assert not review.log.exists()


@pytest.mark.parametrize(
    ("shown", "cell", "became"),
    [
        ("6.100", "6.1", "zeros"),
        ("007", "7", "zeros"),
        ("10/18", "18-Oct", "date"),
        ("3/6", "03-Thg6", "date"),
        ("3/6", "06/03/2026", "date"),
        ("1.204", "1204", "number"),
        ("98,5", "98.5", "number"),
        ("12.345.678.901", "1,23E+10", "number"),
        ("tháng 6/2023", "Jun-23", "date"),
        ("trạm BTS", "tr?m BTS", "letters"),
        ("1.204", "1.250", "person"),
        ("100", "10", "person"),
        ("trạm", "cột", "person"),
        ("trạm", "trạm", None),
        ("trạm", "", None),
    ],
)
def test_whose_work_a_changed_cell_is(shown: str, cell: str, became: str | None) -> None:
    assert damage(shown, cell) == became
