"""HTML: the report without the page around it; marks are marks, powers are powers, tables keep their spans."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.document import ReadError, Source
from extract.docx.read import read_docx
from extract.html.read import read_html
from extract.pieces import Grid, Note, Paragraph, Pieces

LONG = "Toàn tỉnh có nhiều trạm, nhiều thuê bao và nhiều xã đạt chuẩn trong kỳ báo cáo này. " * 8


def read(page: str | bytes) -> Pieces:
    data = page.encode() if isinstance(page, str) else page
    return read_html(Source(Path("x.html"), "x.html", "0", "html"), data)


def body(content: str) -> Pieces:
    return read(f"<!doctype html><html><head><title>t</title></head><body>{content}</body></html>")


def texts(pieces: Pieces) -> list[str]:
    return [piece.text for piece in pieces.pieces if isinstance(piece, Paragraph)]


def marks(pieces: Pieces) -> list[tuple[str, str]]:
    """The text before each mark, and its label."""
    return [
        (piece.text[:offset][-12:], label)
        for piece in pieces.pieces
        if isinstance(piece, Paragraph)
        for offset, label in piece.marks
    ]


def notes(pieces: Pieces) -> list[tuple[str, list[str]]]:
    return [(n.label, [q.text for q in n.paragraphs]) for n in pieces.pieces if isinstance(n, Note)]


def shape(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, " / ".join(q.text for q in c.paragraphs)) for c in grid.cells]


def grids(pieces: Pieces) -> list[Grid]:
    return [piece for piece in pieces.pieces if isinstance(piece, Grid)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p>a<br>b</p>", ["a", "b"]),
        ("<div>một<p>hai</p>ba</div>", ["một", "hai", "ba"]),
        ("<p>5&nbsp;xã &lt; 6 &#7879;</p>", ["5 xã < 6 ệ"]),
        ("<p>a <b>đậm</b>\n  <i>nghiêng</i>.</p>", ["a đậm nghiêng."]),
        ("<ul><li>a</li><li>- b</li></ul>", ["- a", "- b"]),
        ("<ol start=3><li>a<li>b</ol>", ["3. a", "4. b"]),
        ("<ol type=a><li>x<li>y</ol>", ["a. x", "b. y"]),
        ("<ul style='list-style: none'><li>a</li></ul>", ["a"]),
        ("<ul><li><p>một</p><p>hai</p></li></ul>", ["- một", "hai"]),
        ("<p>500 m<sup>2</sup>, 10<sup>9</sup>, CO<sub>2</sub></p>", ["500 m², 10⁹, CO₂"]),
        ("<p>72,4%<sup>13</sup> không có chú thích</p>", ["72,4%¹³ không có chú thích"]),
        ("<p>a</p><p hidden>b</p><p style='display: none'>c</p><script>d</script><!-- e --><p>g</p>", ["a", "g"]),
        ("<pre>a\nb</pre>", ["a", "b"]),
    ],
)
def test_words(content: str, expected: list[str]) -> None:
    assert texts(body(content)) == expected


def test_headings_are_headings() -> None:
    found = body("<h2>I. KẾT QUẢ</h2><p>x</p><h3>1. Hạ tầng</h3>").pieces
    kinds = [(x.kind, x.level) for x in found if isinstance(x, Paragraph)]
    assert kinds == [("heading", 2), (None, None), ("heading", 3)]


@pytest.mark.parametrize(
    "page",
    [
        "<nav>M <a href=/a>b</a></nav><article>{}</article><aside>Tin mới 9</aside><footer>Số 123</footer>",
        "<header><ul><li><a href=/x>Mục</a></li></ul></header><main>{}</main>",
        "<div class=top-menu><a href=/1>1</a></div><div id=noi-dung>{}</div><div class=related>Tin khác 7</div>",
        "<div><div><a href=/1>Trang chủ</a></div><div><div>{}</div></div><div><a href=/2>Liên hệ</a></div></div>",
        "<table><tr><td><a href=/1>Trang chủ</a></td><td>{}</td></tr></table>",
        "<article><div class='post-meta'>12/02/2024 | Lượt xem: 1.234</div>{}<p class=tags>số</p></article>",
        "<form><div class='page'><div role=main>{}</div><div class='footer'>Giấy phép 5</div></div></form>",
    ],
)
def test_the_page_around_the_report_is_left_out(page: str) -> None:
    assert texts(body(page.format(f"<p>{LONG}</p><p>Hết.</p>"))) == [LONG.strip(), "Hết."]


def test_a_headline_outside_of_the_article_is_kept() -> None:
    found = body(f"<div><h1>Báo cáo năm 2023</h1></div><article><p>{LONG}</p></article>")
    assert texts(found)[0] == "Báo cáo năm 2023"


def test_a_short_page_is_not_lost() -> None:
    assert texts(body("<footer><p>Có 5 xã.</p></footer>")) == ["Có 5 xã."]
    assert texts(body("<p><a href='/x'>Có 5 xã.</a></p>")) == ["Có 5 xã."]


def test_running_heads_of_exported_pages_are_no_text() -> None:
    libre = '<div title="header"><p>3</p></div><p>Thân bài.</p><div title="footer"><p>4</p></div>'
    word = "<p>Thân bài.</p><div style='mso-element:footer'><p>4</p></div>"
    assert texts(body(libre)) == texts(body(word)) == ["Thân bài."]


def test_prose_outside_of_the_article_is_told() -> None:
    found = body(f"<article><p>{LONG}</p></article><div><p>Một đoạn văn ở ngoài bài, dài hơn vài từ.</p></div>")
    assert texts(found) == [LONG.strip()]
    assert "outside of its article" in found.notes[0]


NOTED = [
    # links to and fro
    (
        '<p>đạt 72,4%<sup><a href="#fn1" id="r1">1</a></sup>; 5 xã<a class="footnote" href="#fn2">[2]</a>.</p>'
        '<div class="footnotes"><p id="fn1"><a href="#r1">[1]</a> Một.</p><p id="fn2">[2] Hai.</p></div>'
    ),
    # an ordered list with arrows back
    (
        '<p>đạt 72,4%<sup id="r1"><a href="#fn:1">1</a></sup>; 5 xã<sup id="r2"><a href="#fn:2">2</a></sup>.</p>'
        '<section class="footnotes"><hr><ol><li id="fn:1"><p>Một. <a href="#r1">↩</a></p></li>'
        '<li id="fn:2"><p>Hai. <a href="#r2">↩</a></p></li></ol></section>'
    ),
    # exported by Word
    (
        '<p class=MsoNormal>đạt 72,4%<a style=\'mso-footnote-id:ftn1\' href="#_ftn1" name="_ftnref1"><span '
        'class=MsoFootnoteReference><span>[1]</span></span></a>; 5 xã<a href="#_ftn2" name="_ftnref2"><sup>[2]</sup>'
        "</a>.</p><div style='mso-element:footnote-list'><br clear=all><hr size=1>"
        "<div style='mso-element:footnote' id=ftn1>"
        '<p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> Một.</p></div>'
        '<div style="mso-element:footnote" id=ftn2><p><a href="#_ftnref2" name="_ftn2">[2]</a> Hai.</p></div></div>'
    ),
    # raised numbers without links
    "<p>đạt 72,4%<sup>1</sup>; 5 xã<sup>[2]</sup>.</p><hr><p><sup>1</sup> Một.</p><p><sup>[2]</sup> Hai.</p>",
    "<p>đạt 72,4%<sup>(1)</sup>; 5 xã<sup>(2)</sup>.</p><hr><p>(1) Một.</p><p>(2) Hai.</p>",
    "<p>đạt 72,4%<sup>1</sup>; 5 xã<sup>2</sup>.</p><div class=footnotes><p>1. Một.</p><p>2. Hai.</p></div>",
    "<p>đạt 72,4%<sup>1</sup>; 5 xã<sup>2</sup>.</p><div class=footnotes><ol><li>Một.</li><li>Hai.</li></ol></div>",
    # all bodies in one paragraph
    (
        '<p>đạt 72,4%<sup><a href="#n1">1</a></sup>; 5 xã<sup><a href="#n2">2</a></sup>.</p>'
        '<p><a name="n1"></a>[1] Một.<br><a name="n2"></a>[2] Hai.</p>'
    ),
    # Word's own classes, its links stripped by the site
    (
        "<p>đạt 72,4%<span class=MsoFootnoteReference>[1]</span>; 5 xã<span class=MsoFootnoteReference>[2]</span>.</p>"
        "<p class=MsoFootnoteText><span class=MsoFootnoteReference>[1]</span> Một.</p>"
        "<p class=MsoFootnoteText><span class=MsoFootnoteReference>[2]</span> Hai.</p>"
    ),
    # links that name the page
    (
        '<p>đạt 72,4%<a href="https://tinh.example/bai.html#_ftn1">[1]</a>; 5 xã<a href="bai.html#_ftn2">[2]</a>.</p>'
        '<p><a name="_ftn1" href="bai.html#_ftnref1">[1]</a> Một.</p>'
        '<p><a name="_ftn2" href="#_ftnref2">[2]</a> Hai.</p>'
    ),
]


@pytest.mark.parametrize("content", NOTED)
def test_footnotes_in_every_dress(content: str) -> None:
    found = body(content)
    assert notes(found) == [("1", ["Một."]), ("2", ["Hai."])]
    assert texts(found) == ["đạt 72,4%; 5 xã."]
    assert marks(found) == [("đạt 72,4%", "1"), (" 72,4%; 5 xã"[-12:], "2")]


def test_a_body_of_several_paragraphs_is_whole_and_its_own_figures_stay() -> None:
    found = body(
        '<p>a<sup><a href="#f1">1</a></sup> b<sup><a href="#f2">2</a></sup></p><div class=footnotes>'
        '<p id=f1><a href="#r">[1]</a> 1 xã.</p><p>Còn 3 m<sup>2</sup>.</p><p id=f2>[2] 2 xã.</p></div>'
    )
    assert notes(found) == [("1", ["1 xã.", "Còn 3 m²."]), ("2", ["2 xã."])]


def test_a_power_beside_a_note_of_the_same_number() -> None:
    found = body("<p>5 m<sup>2</sup>; a<sup>1</sup>; b<sup>2</sup></p><p><sup>1</sup> x</p><p><sup>2</sup> y</p>")
    assert texts(found) == ["5 m²; a; b"]
    assert notes(found) == [("1", ["x"]), ("2", ["y"])]


def test_notes_that_a_template_sets_behind_the_article() -> None:
    found = body(
        f'<div><nav>M</nav><article><p>{LONG}<sup><a href="#f1">1</a></sup></p></article>'
        '<div class="footnotes"><p id="f1">[1] 5 xã.</p></div></div><footer>Giấy phép 7</footer>'
    )
    assert notes(found) == [("1", ["5 xã."])]
    assert texts(found) == [LONG.strip()]


def test_several_marks_at_one_place() -> None:
    found = body(
        '<p>5 xã<sup><a href="#f1">1</a>, <a href="#f2">2</a></sup> đạt</p><p id=f1>[1] x</p><p id=f2>[2] y</p>'
    )
    assert texts(found) == ["5 xã đạt"]
    assert marks(found) == [("5 xã", "1"), ("5 xã", "2")]


def test_a_list_of_contents_holds_no_marks() -> None:
    found = body('<p><a href="#s1">1</a> Mục</p><h2 id="s1">1. Mục</h2><p>x</p>')
    assert marks(found) == []


def test_spans_and_headers_of_a_table() -> None:
    found = body(
        "<p>x</p><table border=1><caption>Bảng 1</caption><thead><tr><th rowspan=2>STT<th colspan=2>Điểm</tr>"
        "<tr><th>2021<th>2022</tr></thead><tr><td>1<td>0,46<td>0,66<sup>2</sup></td></tr></table>"
    )
    (grid,) = grids(found)
    assert shape(grid) == [
        (0, 0, 2, 1, "STT"), (0, 1, 1, 2, "Điểm"), (1, 1, 1, 1, "2021"), (1, 2, 1, 1, "2022"),
        (2, 0, 1, 1, "1"), (2, 1, 1, 1, "0,46"), (2, 2, 1, 1, "0,66²"),
    ]  # fmt: skip
    assert [c.is_header for c in grid.cells] == [True] * 4 + [False] * 3
    assert texts(found) == ["x", "Bảng 1"]


def test_spans_without_measure_do_not_fill_the_memory() -> None:
    wide = "<tr><td rowspan=99999999 colspan=99999999>a</td></tr>"
    found = body(f"<table border=1>{wide}<tr><td>1</td><td>2</td></tr></table>")
    assert next(c.row_span for c in grids(found)[0].cells) == 2


def test_tables_that_lay_out_prose() -> None:
    letterhead = "<table><tr><td>UBND TỈNH</td><td>CỘNG HÒA</td></tr><tr><td>Số: 1/BC</td><td>ngày 02</td></tr></table>"
    frame = f"<table><tr><td><p>{LONG}</p><table border=1><tr><td>a</td><td>1</td></tr></table></td></tr></table>"
    found = body(letterhead + frame)
    assert texts(found) == ["UBND TỈNH", "CỘNG HÒA", "Số: 1/BC", "ngày 02", LONG.strip()]
    assert [s[4] for s in shape(grids(found)[0])] == ["a", "1"]


def test_a_table_inside_a_cell_is_part_of_the_cell() -> None:
    found = body(
        "<p>x</p><table border=1><tr><td>a</td><td>b<table border=1><tr><td>c</td><td>1</td></tr></table></td></tr>"
        f"<tr><td>{LONG}</td><td>2</td></tr></table>"
    )
    assert [s[4] for s in shape(grids(found)[0])] == ["a", "b / c / 1", LONG.strip(), "2"]


@pytest.mark.parametrize(
    ("charset", "head"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-8", '<meta charset="iso-8859-1">'),
        ("cp1258", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1258">'),
        ("cp1258", ""),
    ],
)
def test_charsets(charset: str, head: str) -> None:
    word = "Đã có 5 xa\u0303" if charset == "cp1258" else "Đã có 5 xã ở Quảng Ngãi"
    data = f"<html><head>{head}</head><body><p>{word}</p></body></html>".encode(charset, "ignore")
    assert texts(read(data))[0][:2] == word.encode(charset, "ignore").decode(charset)[:2]
    assert read(data).notes == ()


SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "reports"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reports are not here")
@pytest.mark.parametrize("name", ["quang-nam-2024", "ninh-thuan-2024", "quang-nam-2023-dti"])
def test_a_report_has_the_same_notes_marks_and_tables_in_docx_and_html(name: str) -> None:
    page, letter = SHARED / f"{name}.html", SHARED / f"{name}.docx"
    from_html = read_html(Source(page, page.name, "0", "html"), page.read_bytes())
    from_docx = read_docx(Source(letter, letter.name, "0", "docx"), letter.read_bytes())
    assert from_html.notes == from_docx.notes == ()
    assert notes(from_html) == notes(from_docx)
    assert marks(from_html) == marks(from_docx)
    assert len(grids(from_html)) == len(grids(from_docx))
    assert [shape(g) for g in grids(from_html)] == [shape(g) for g in grids(from_docx)]


@pytest.mark.parametrize("before", ["<noscript><div>Hãy bật JavaScript</noscript>", "<script>'<noscript>'</script>"])
def test_what_noscript_leaves_open_swallows_nothing(before: str) -> None:
    assert texts(read(f"<html><body>{before}<p>Có 1.204 trạm.</p><noscript><i>b</noscript><p>Hết.</p>")) == [
        "Có 1.204 trạm.", "Hết.",
    ]  # fmt: skip


def test_prose_that_is_left_out_as_a_menu_is_told() -> None:
    around = "<aside><p>Tin khác: hôm nay trời nhiều mây và có mưa rào ở vài nơi trong tỉnh.</p></aside>"
    found = read(f"<html><body><article><p>{'Toàn tỉnh có nhiều trạm. ' * 9}</p></article>{around}</body></html>")
    assert any("look like menus" in note for note in found.notes)


ANSWERS = [
    ("404 Not Found", "<h1>404 Not Found</h1><hr><center>nginx/1.18.0</center>"),
    ("Just a moment...", "<p>Enable JavaScript and cookies to continue</p>"),
    ("Cổng thông tin", "<h1>Lỗi 404</h1><p>Không tìm thấy trang bạn yêu cầu. Gọi 1022.</p>"),
    ("Trang không tồn tại - UBND tỉnh", "<p>Quay lại trang chủ</p>"),
    ("", "<h2>Error 503</h2><p>Backend fetch failed</p>"),
    ("Access Denied", "<p>You don't have permission. Reference 18.2f3c.</p>"),
]
REPORTS = [
    ("Báo cáo", "<h1>404 trạm BTS</h1><p>Toàn tỉnh có 404 trạm.</p>"),
    ("Báo cáo", "<p>503</p><p>xã có cáp quang</p>"),
    ("Lỗi 404 còn ở 12 trang", "<p>Đã sửa 9 trang.</p>"),
    ("404 Not Found", f"<h1>Báo cáo số hóa</h1><p>{LONG * 2}</p>"),
    ("Không tìm thấy", "<table><tr><td>Không tìm thấy hồ sơ</td><td>12</td></tr></table>"),
    ("Trang thông tin của 3 xã không tồn tại lỗi", "<p>Có 12 trang.</p>"),
]


@pytest.mark.parametrize(("title", "content"), ANSWERS)
def test_what_a_server_answers_without_a_page_is_no_report(title: str, content: str) -> None:
    with pytest.raises(ReadError, match="answer of a server") as caught:
        read(f"<html><head><title>{title}</title></head><body>{content}</body></html>")
    assert caught.value.status == "empty"


@pytest.mark.parametrize(("title", "content"), REPORTS)
def test_a_report_that_tells_of_such_answers_is_read(title: str, content: str) -> None:
    assert read(f"<html><head><title>{title}</title></head><body>{content}</body></html>").pieces
