"""A correction made on the PDF of a report holds with its DOCX, with other rules, and after the merger of provinces."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import docx
import pytest

import kb.build.run
from kb.review.overlay import replay
from kb.store import open_base, transaction
from tests.pdf_sheet import Sheet
from tests.review_base import BODY, HEAD, Review, outcomes, read, save

PLACE = "Đà Nẵng"
LINES = [
    line
    for line in (HEAD.format(upper=PLACE.upper(), place=PLACE, number=9) + BODY.format(stations="1.204")).splitlines()
    if line.strip()
]
MISSED = "Toàn tỉnh dùng chung biểu mẫu A4-75 từ đầu năm."
WANTED = {
    "1.204": {"new_value": "1.240", "new_level": "cấp xã"},
    "98,5": {"decision": "đúng"},
    "12": {"decision": "xóa"},
}


def write_pdf(path: Path) -> None:
    sheet = Sheet()
    for line in LINES:
        sheet.paragraph(line, indent=0)
    sheet.paragraph(MISSED, indent=0)
    path.write_bytes(sheet.data())


def write_docx(path: Path, *more: str) -> None:
    document = docx.Document()
    for line in (*LINES, MISSED, *more):
        document.add_paragraph(line)
    document.save(str(path))


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """The PDF of a report, in which one figure is corrected, one confirmed, one struck out, and one added."""
    made = Review(tmp_path)
    made.corpus.mkdir()
    write_pdf(made.corpus / "bao-cao.pdf")
    made.build()
    made.forget("75")
    rows = [{**row, **WANTED.get(row["number"], {})} for row in read(made.export())]
    new = {**dict.fromkeys(rows[0], ""), "document": "bao-cao.pdf", "quote": MISSED, "number": "75", "new_unit": "mẫu"}
    done = made.apply(save(tmp_path / "r.csv", [*rows, new]), "--apply", "--reviewer", "Lan")
    assert outcomes(done)["applied"] == 4, done
    return made


def said(review: Review) -> list[tuple[object, ...]]:
    numbers = "('1.204', '98,5', '12', '75')"
    query = f"select number, value, level, unit, reviewed <> 'none' from figures_final where number in {numbers}"
    return sorted(review.rows(query))


KEPT = [
    ("1.204", "1240", "commune", "trạm BTS", 1),
    ("75", "75", None, "mẫu", 1),
    ("98,5", "98.5", "village", "%", 1),
]


def test_with_other_rules(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(review) == KEPT
    monkeypatch.setattr(kb.build.run, "rules_version", lambda: "other-rules")
    assert review.build().count("read") == 1
    assert said(review) == KEPT


def test_with_the_docx_of_the_same_document(review: Review) -> None:
    (review.corpus / "bao-cao.pdf").unlink()
    write_docx(review.corpus / "ban-word.docx")
    summary = review.build()
    assert said(review) == KEPT and not summary.warnings
    assert {row[0] for row in review.rows("select state from corrections")} <= {"active", "confirmed"}
    assert {row[0] for row in review.rows("select filename from figures_final")} == {"ban-word.docx"}


def test_with_a_docx_whose_sentences_were_reworded(review: Review) -> None:
    (review.corpus / "bao-cao.pdf").unlink()
    line = next(line for line in LINES if "1.204" in line)
    at = LINES.index(line)
    LINES[at] = line.replace("Đến nay, toàn tỉnh", "Đến nay trên toàn tỉnh").replace("Đã mở", "Đã tổ chức mở")
    try:
        write_docx(review.corpus / "ban-word.docx")
    finally:
        LINES[at] = line
    review.build()
    assert said(review) == KEPT


def test_after_the_merger_of_provinces(review: Review) -> None:
    """The machine reads the same sentences, and the province has its new id."""
    assert review.rows("select distinct place_id from figures") == [("48-old",)]
    before = said(review)
    with closing(open_base(review.base)) as db:
        with transaction(db):
            # Ids and sentences are new as well, so that only the slot is left of the stations.
            db.execute("update figures set place_id = '48'")
            db.execute("update documents set place_id = '48'")
            words = "quote = 'Toàn thành phố đã lắp ' || number || ' trạm', anchor = 'new', id = 'F-NEW'"
            db.execute(f"update figures set {words} where number = '1.204'")
        states = replay(db).states
    assert states.keys() <= {"active", "confirmed"}, states
    assert said(review) == before
    assert review.rows("select id, place_id from figures_final where number = '1.204'") == [("F-NEW", "48")]


def test_both_forms_at_once_are_corrected_once(review: Review) -> None:
    write_docx(review.corpus / "ban-word.docx")
    review.build()
    states = {row[0] for row in review.rows("select state from corrections")}
    assert states <= {"active", "confirmed"}
    counted = "select number, value from figures_final where duplicate_of is null and number = '1.204'"
    assert review.rows(counted) == [("1.204", "1240")]
    review.build("fresh.db")
    assert review.final("fresh.db") == review.final()
