"""Charts as pictures: what they say stands inside of them, in lines that fit, with every Vietnamese letter."""

from __future__ import annotations

import io
import tomllib
import unicodedata
from pathlib import Path

import fontpkg_be_vietnam_pro
import pytest
from PIL import Image, ImageChops
from reportlab.pdfbase.ttfonts import TTFontFile

import kb.web
from kb.web.picture import INSIDE, LETTER, MARGIN, SIZES, WIDTH, Chart, Said, picture
from kb.web.picture_png import FACES, PIXELS, drawn
from kb.web.styles import light_colours
from rules.language.provinces import load_places

LONG = "Tỷ lệ dịch vụ công trực tuyến toàn trình trên tổng số thủ tục hành chính đủ điều kiện của toàn tỉnh " * 2
ADDRESS = "http://127.0.0.1:8001/compare/bts_stations?" + "place=49-old&" * 40
SAID = Said(LONG, ("toàn tỉnh, 2024",), ("Nguồn: 3 văn bản.",), ADDRESS)
BOX = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40" viewBox="0 0 80 40">'
    '<style>text { font-family: "Be Vietnam Pro"; font-size: 20px }</style>'
)


def test_no_line_of_words_runs_over_the_edge_and_nothing_is_lost() -> None:
    laid = picture(SAID, [Chart("bars", None, 720, 100)])
    assert all(len(line.words) * SIZES[line.face] * LETTER <= INSIDE for line in laid.lines)
    assert " ".join(line.words for line in laid.lines if line.face == "title") == LONG.strip()
    assert "".join(line.words for line in laid.lines).endswith(ADDRESS)


def test_everything_stands_below_what_is_before_it_and_inside() -> None:
    charts = [Chart("line", None, 760, 380, "Chấm theo bộ mới"), Chart("line", None, 760, 240, "Chấm theo bộ cũ")]
    laid = picture(SAID, charts, legend=4)
    first, second = laid.charts
    heads = [line.y for line in laid.lines if line.face == "head"]
    assert heads[0] < first.y < first.y + first.height < heads[1] < second.y
    assert (
        second.y + second.height < min(y for _, y in laid.legend) <= max(y for _, y in laid.legend) < laid.lines[-1].y
    )
    assert laid.lines[-1].y < laid.height
    assert all(one.x >= MARGIN and one.x + one.width <= WIDTH - MARGIN for one in laid.charts)
    assert len({x for x, _ in laid.legend}) == 3  # three in a row, the fourth below


def test_a_small_drawing_is_not_blown_up() -> None:
    (tiles,) = picture(SAID, [Chart("map", None, 400, 600)]).charts
    assert tiles.width < 1.2 * 400 and abs(tiles.x - (WIDTH - tiles.width) / 2) < 1


@pytest.mark.parametrize("face", FACES)
def test_the_font_has_every_letter_of_names_and_words(face: str) -> None:
    known = TTFontFile(str(Path(fontpkg_be_vietnam_pro.ROOT) / "files" / face)).charToGlyph
    words = "".join(one.name for one in load_places())
    for path in Path(kb.web.__file__).parent.glob("words*.toml"):
        for section in tomllib.loads(path.read_text(encoding="utf-8")).values():
            words += "".join(word["vi"] for word in section.values())
    letters = {letter for letter in unicodedata.normalize("NFC", words) if unicodedata.category(letter)[0] in "LN"}
    assert {"ặ", "ẵ", "Đ", "ữ"} <= letters
    assert {letter for letter in letters if ord(letter) not in known} == set()


def test_a_picture_is_as_wide_as_a_page_and_shows_marks() -> None:
    image = Image.open(io.BytesIO(drawn(f'{BOX}<text x="4" y="28">ễ</text></svg>')))
    assert image.size == (PIXELS, PIXELS // 2)
    assert [round(one) for one in image.info["dpi"]] == [300, 300]
    without = Image.open(io.BytesIO(drawn(f'{BOX}<text x="4" y="28">e</text></svg>')))
    assert ImageChops.difference(image.convert("L"), without.convert("L")).getbbox() is not None


def test_what_is_no_svg_is_refused() -> None:
    with pytest.raises(ValueError):
        drawn("no picture")


def test_the_colours_are_those_of_paper_not_of_a_dark_screen() -> None:
    found = light_colours()
    assert found["card"] == "#ffffff" and found["ink"] < "#4"
    assert {
        "fill",
        "goal",
        "line",
        "dim",
        "accent",
        *(f"s{at}" for at in range(1, 6)),
        *(f"c{at}" for at in range(8)),
    } <= set(found)
