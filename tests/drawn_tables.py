"""Tables drawn in many ways that rule little or nothing, and what no table is though it has gaps: for counting how many
of the neighbouring cells a reader finds, and how many it makes up."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from pdf_sheet import LEFT, RIGHT, Sheet
from reportlab.pdfbase.pdfmetrics import stringWidth

NAMES = (
    "Số xã đạt chuẩn nông thôn mới", "Tỷ lệ hộ nghèo", "Trạm thu phát sóng", "Dân số trung bình",
    "Hồ sơ trực tuyến toàn trình", "Thu ngân sách trên địa bàn", "Thuê bao băng rộng di động",
)  # fmt: skip
FIGURES = ("95", "1.204", "98,5%", "12,75", "510.233", "-", "7,2", "86", "3.400,5", "0,8", "41", "100%")
RULES = ("none", "book", "head", "rows", "frame", "inner")
HALF_RULES = ("box", "box and uprights", "uprights", "rows and frame", "rows and name", "groups", "full")
ALIGNED = ("right", "left", "centre")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page, and the rows of the table on it; a cell that stands over several columns is given once."""

    name: str
    data: bytes
    rows: tuple[tuple[str, ...], ...]


def drawn_tables() -> Iterator[Drawn]:
    """Every way of ruling with every alignment, with two to five columns of values; rows, sizes and extras vary."""
    for number, (rule, aligned) in enumerate(itertools.product(RULES, ALIGNED)):
        for step in (0, 1):
            columns = 1 + (number + 2 * step) % 4
            yield _table(f"{rule} {aligned} {columns}", rule, aligned, columns, number + 17 * step)


def half_ruled_tables() -> Iterator[Drawn]:
    """The same where a part of the lines is ruled, and where all are."""
    for number, (rule, aligned) in enumerate(itertools.product(HALF_RULES, ALIGNED)):
        for step in (0, 1):
            columns = 1 + (number + 2 * step) % 4
            yield _table(f"{rule} {aligned} {columns}", rule, aligned, columns, number + 11 * step)


def _table(name: str, rule: str, aligned: str, columns: int, seed: int) -> Drawn:
    numbered, wrapped, unit = seed % 2 == 0, seed % 3 == 1, seed % 4 == 3
    size = (10, 11, 13)[seed % 3]
    head = [*(["TT"] if numbered else []), "Chỉ tiêu", *(["Đơn vị tính"] if unit else [])]
    years = [f"Năm {2019 + index}" for index in range(columns)]
    rows: list[tuple[str, ...]] = [(*head, *years)]
    for index in range(4 + seed % 3):
        row = NAMES[(seed + index) % len(NAMES)]
        values = [FIGURES[(seed * 5 + index * 7 + c * 3) % len(FIGURES)] for c in range(columns)]
        if values[0] == "-":
            values[0] = "15"
        rows.append((*([str(index + 1)] if numbered else []), row, *(["xã"] if unit else []), *values))
    sheet = Sheet()
    sheet.paragraph("Trong các năm qua tỉnh đã triển khai nhiều nhiệm vụ, kết quả chủ yếu được nêu ở bảng sau:")
    left = [LEFT, *([LEFT + 30] if numbered else [])]
    begin = left[-1] + (215 if columns < 4 else 165)
    wide = (RIGHT - begin) / (columns + unit)
    xs = [*left, *(begin + wide * index for index in range(columns + unit)), RIGHT]
    top = sheet.y
    ys = [top]
    for number, row in enumerate(rows):
        lines = [
            _broken(text, xs[c + 1] - xs[c] - 8, size, wrapped and c == len(left) - 1) for c, text in enumerate(row)
        ]
        for column, printed in enumerate(lines):
            for down, text in enumerate(printed):
                value = column >= len(left)
                x = _place(text, xs[column], xs[column + 1], size, aligned if value else "left")
                sheet.text(x, sheet.y + 1.1 * size + 1.25 * size * down, text, size, "Bold" if not number else "Plain")
        sheet.y += (1.25 * max(map(len, lines)) + 0.5) * size
        ys.append(sheet.y)
    _rule(sheet, rule, xs, ys)
    sheet.y += 16
    sheet.paragraph("Qua bảng trên cho thấy hầu hết các chỉ tiêu đều tăng so với năm trước và vượt kế hoạch đề ra.")
    return Drawn(name, sheet.data(), tuple(rows))


def _broken(text: str, room: float, size: float, force: bool) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and stringWidth(longer, "Plain", size) > (room * 0.6 if force else room):
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _place(text: str, x0: float, x1: float, size: float, aligned: str) -> float:
    room = x1 - x0 - 8 - stringWidth(text, "Plain", size)
    return x0 + 4 + {"left": 0.0, "centre": room / 2, "right": room}[aligned]


def _rule(sheet: Sheet, rule: str, xs: list[float], ys: list[float]) -> None:
    level = {
        "book": [ys[0], ys[1], ys[-1]], "head": [ys[1]], "rows": ys, "frame": [ys[0], ys[-1]], "box": ys[:2],
        "box and uprights": [*ys[:2], ys[-1]], "rows and frame": ys, "rows and name": ys,
        "groups": [*ys[:2], ys[len(ys) // 2], ys[-1]], "full": ys,
    }.get(rule, [])  # fmt: skip
    upright = {
        "frame": [xs[0], xs[-1]], "inner": xs[1:-1], "box": xs, "box and uprights": xs, "uprights": xs,
        "rows and frame": [xs[0], xs[-1]], "rows and name": [x for x in xs[1:-1] if x > xs[0] + 100][:1], "full": xs,
    }.get(rule, [])  # fmt: skip
    for y in level:
        sheet.rule(xs[0], y, xs[-1], y)
    for x in upright:
        sheet.rule(x, ys[0], x, ys[1] if rule == "box" else ys[-1])


def no_tables() -> Iterator[Drawn]:
    """Letterhead, signature, contents, a list of numbered tasks, two columns of prose, prose with wide gaps."""
    sheet = Sheet()
    head = (
        ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
        ("TỈNH HẢI SƠN", "Độc lập - Tự do"),
        ("Số: 12/BC", "Hải Sơn, ngày 5"),
    )
    for left, right in head:
        sheet.text(LEFT, sheet.y, left)
        sheet.text(320, sheet.y, right)
        sheet.y += 18
    yield Drawn("letterhead", sheet.data(), ())
    sheet = Sheet()
    for number in range(6):
        sheet.text(LEFT, sheet.y, f"{number + 1}. Nhiệm vụ thứ {number + 1} của kế hoạch")
        x = 330
        while x < 480:
            x = sheet.text(x, sheet.y, ".")
        sheet.text(485, sheet.y, str(3 * number + 1))
        sheet.y += 18
    yield Drawn("contents", sheet.data(), ())
    sheet = Sheet()
    for number in range(6):
        sheet.text(LEFT, sheet.y, f"{number + 1}.")
        sheet.text(LEFT + 40, sheet.y, f"Hoàn thành {12 + number} nhiệm vụ được giao, đạt {90 + number}% kế hoạch")
        sheet.y += 18
    yield Drawn("list", sheet.data(), ())
    sheet = Sheet()
    for number in range(8):
        sheet.text(LEFT, sheet.y, f"Toàn tỉnh có {number + 3} xã đạt chuẩn,", 11)
        sheet.text(310, sheet.y, f"{number + 20} thôn đã có cáp quang,", 11)
        sheet.y += 16
    yield Drawn("columns", sheet.data(), ())
    sheet = Sheet()
    for number in range(5):
        x = LEFT
        for word in f"Toàn tỉnh có {number + 3} xã đạt chuẩn trong năm {2019 + number}".split():
            x = sheet.text(x, sheet.y, word) + 14
        sheet.y += 18
    yield Drawn("spread", sheet.data(), ())
    sheet = Sheet()
    signed = ("Nơi nhận:", "KT. CHỦ TỊCH"), ("- Bộ Nội vụ;", "PHÓ CHỦ TỊCH"), ("", "Nguyễn Văn Mẫu")
    for left, right in signed:
        sheet.text(LEFT, sheet.y, left)
        sheet.text(350, sheet.y, right)
        sheet.y += 18
    yield Drawn("signature", sheet.data(), ())


def neighbours(rows: tuple[tuple[str, ...], ...]) -> set[tuple[str, str, str]]:
    """Pairs of cells with words that stand beside or below each other, as competitions count tables."""
    found = set()
    for row, below in itertools.zip_longest(rows, rows[1:], fillvalue=()):
        filled = [text for text in row if text]
        found |= {("beside", a, b) for a, b in itertools.pairwise(filled)}
        found |= {("below", a, b) for a, b in zip(row, below, strict=False) if a and b}
    return found
