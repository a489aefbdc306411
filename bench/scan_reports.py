"""Reports that nobody wrote, drawn as PDF: sentences and ruled tables of our own with invented figures, in two sets of
other words, fonts and layouts, so that rules looked for in scans of one are tried on scans of the other.

The same seed draws the same report. ``known`` may be looked into; ``unseen`` is for numbers that are told.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

FONTS = Path("/usr/share/fonts/truetype")


@dataclass(frozen=True, slots=True)
class Look:
    """A font (plain and bold files below FONTS), its size in points, and how far the left margin is."""

    plain: str
    bold: str
    size: float
    margin: float


@dataclass(frozen=True, slots=True)
class Words:
    """What a set of reports says: ``{n}`` is a count, ``{p}`` a rate, ``{m}`` an amount, ``{y}`` a year, ``{d}`` a day,
    ``{s}`` a small count."""

    titles: tuple[str, ...]
    sentences: tuple[str, ...]
    heads: tuple[tuple[str, ...], ...]
    rows: tuple[str, ...]


LOOKS = {
    "known": (
        Look("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Bold.ttf", 11, 80),
        Look("dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf", 10.5, 70),
    ),
    "unseen": (
        Look("noto/NotoSerif-Regular.ttf", "noto/NotoSerif-Bold.ttf", 11.5, 75),
        Look("noto/NotoSerifDisplay-Regular.ttf", "noto/NotoSerifDisplay-Bold.ttf", 12.5, 85),
        Look("noto/NotoSans-Regular.ttf", "noto/NotoSans-Bold.ttf", 11, 65),
    ),
}
WORDS = {
    "known": Words(
        ("BÁO CÁO KẾT QUẢ THU GOM RÁC THẢI", "BÁO CÁO CÔNG TÁC THỦY LỢI", "BÁO CÁO PHONG TRÀO ĐỌC SÁCH"),
        (
            "Đến hết ngày {d}, các xã đã nạo vét {n} mét kênh mương, đạt {p}% so với việc phải làm trong năm {y}.",
            "Số cống được sửa là {s}, trong đó {s} cống nằm ở vùng trũng; kinh phí {m} triệu đồng.",
            "Toàn huyện thu gom {n} tấn rác, tăng {p}% so với cùng kỳ, bình quân mỗi xã {s} chuyến xe.",
            "Thư viện huyện cho mượn {n} lượt sách, thêm {s} tủ sách ở trường học và {n} bạn đọc mới.",
            "Tỷ lệ hộ nộp phí đúng hạn đạt {p}%, thấp hơn {p} điểm phần trăm so với năm {y}.",
            "Tổ công tác đã họp {s} lần, ban hành {s} văn bản và kiểm tra {n} điểm tập kết.",
        ),
        (
            ("STT", "Xã", "Số hộ", "Khối lượng (tấn)", "Tỷ lệ (%)"),
            ("TT", "Nội dung", "Kế hoạch", "Thực hiện", "Kinh phí"),
        ),
        ("An Phú", "Bình Sơn", "Cẩm Giàng", "Đồng Tâm", "Hòa Lạc", "Kim Liên", "Long Hưng", "Mỹ Thành", "Tổng cộng"),
    ),
    "unseen": Words(
        ("THÔNG BÁO TÌNH HÌNH NUÔI TÔM", "KẾT QUẢ TIÊM PHÒNG ĐÀN GIA SÚC", "SƠ KẾT CẤP NƯỚC SẠCH NÔNG THÔN"),
        (
            "Diện tích thả giống tính từ ngày {d} là {n} ha; sản lượng ước {m} tấn, bằng {p}% kế hoạch.",
            "Có {s} trại giống hoạt động, cung ứng {n} vạn con, giảm {p}% so với vụ trước.",
            "Đàn bò được tiêm {n} liều, đàn lợn {n} liều; tỷ lệ hao hụt chỉ {p}%.",
            "Chi cục thú y lập {s} chốt kiểm dịch, xử phạt {s} trường hợp với {m} đồng.",
            "Nhà máy cấp {m} mét khối nước cho {n} hộ, tỷ lệ thất thoát {p}%.",
            "Năm {y} lắp thêm {n} đồng hồ, thay {s} km ống đã cũ, chất lượng nước đạt {p}%.",
            "So với quý trước, số cuộc gọi phản ánh giảm từ {n} xuống {s} cuộc.",
        ),
        (
            ("Số TT", "Vùng nuôi", "Diện tích", "Sản lượng", "Năng suất", "So cùng kỳ"),
            ("STT", "Đơn vị", "Chỉ tiêu", "Đã tiêm", "Đạt"),
        ),
        ("Cửa Hội", "Diêm Điền", "Ghềnh Ráng", "Lạch Bạng", "Sông Đốc", "Thuận An", "Vàm Láng", "Xóm Bóng", "Cộng"),
    ),
}


def draw(path: Path, which: str, seed: int) -> Path:
    """Write a report of two to three pages of the set ``which`` to ``path``, and give it back."""
    chance = random.Random(f"{which} {seed}")
    look = chance.choice(LOOKS[which])
    words = WORDS[which]
    for name, file in (("Body", look.plain), ("Strong", look.bold)):
        name = f"{name}-{Path(file).stem}"
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))
    plain, bold = f"Body-{Path(look.plain).stem}", f"Strong-{Path(look.bold).stem}"
    lead = look.size * 1.4
    body = ParagraphStyle("b", fontName=plain, fontSize=look.size, leading=lead, alignment=TA_JUSTIFY, spaceAfter=6)
    head = ParagraphStyle("h", body, fontName=bold, alignment=TA_CENTER, spaceAfter=12)
    parts: list[Flowable] = [Paragraph(chance.choice(words.titles), head)]
    for _ in range(3):
        for _ in range(chance.randint(2, 4)):
            said = " ".join(_filled(chance, one) for one in chance.sample(words.sentences, 3))
            parts.append(Paragraph(said, body))
        parts += [_table(chance, words, (plain, bold), look.size - 1), Spacer(1, 12)]
    SimpleDocTemplate(str(path), pagesize=A4, leftMargin=look.margin, rightMargin=60, topMargin=60).build(parts)
    return path


def _table(chance: random.Random, words: Words, fonts: tuple[str, str], size: float) -> Table:
    head = chance.choice(words.heads)
    rows = [list(head)]
    kinds = [chance.choice("npms") for _ in head[2:]]
    for number, name in enumerate(chance.sample(words.rows, chance.randint(4, len(words.rows))), 1):
        rows.append([str(number), name, *(_value(chance, kind) for kind in kinds)])
    ruled = [
        ("GRID", (0, 0), (-1, -1), chance.choice((0.4, 0.5, 0.8)), colors.black),
        ("FONT", (0, 0), (-1, 0), fonts[1], size),
        ("FONT", (0, 1), (-1, -1), fonts[0], size),
        ("ALIGN", (2, 1), (-1, -1), chance.choice(("CENTER", "RIGHT"))),
    ]
    return Table(rows, style=ruled)


def _filled(chance: random.Random, sentence: str) -> str:
    out = sentence
    while (at := out.find("{")) >= 0:
        out = out[:at] + _value(chance, out[at + 1]) + out[at + 3 :]
    return out


def _value(chance: random.Random, kind: str) -> str:
    match kind:
        case "n":
            return f"{chance.randint(10, 98_000):,}".replace(",", ".")
        case "p":
            return f"{chance.uniform(0.1, 120):.{chance.choice((1, 2, 2))}f}".replace(".", ",")
        case "m":
            return f"{chance.uniform(1, 9_000):,.1f}".translate(str.maketrans(",.", ".,"))
        case "s":
            return str(chance.randint(1, 99))
        case "y":
            return str(chance.randint(2015, 2026))
        case _:
            return f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/{chance.randint(2019, 2026)}"
