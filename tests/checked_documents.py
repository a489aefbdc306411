"""Small documents that contradict themselves, or only seem to: what ``tests/test_checks.py`` builds a base of."""

from __future__ import annotations

from pathlib import Path

HEAD = """ỦY BAN NHÂN DÂN
TỈNH {place}
Số: {number}/BC-UBND
{name}, ngày 10 tháng 01 năm {year}

BÁO CÁO
Kết quả chuyển đổi số năm {period}

I. KẾT QUẢ
"""
SENTENCES: dict[str, str] = {
    "parts-all": "Tỉnh có 336 cán bộ làm công nghệ thông tin, gồm 92 người chuyên trách, 254 người kiêm nhiệm.",
    "parts-too-many": "Tỉnh có 336 cán bộ làm công nghệ thông tin, trong đó có 292 người chuyên trách và "
    "154 người kiêm nhiệm.",
    "parts-fine": "Tỉnh có 336 cán bộ làm công nghệ thông tin, gồm 92 người chuyên trách và 244 người kiêm nhiệm.",
    "parts-some": "Tỉnh có 336 cán bộ làm công nghệ thông tin, trong đó có 92 người chuyên trách.",
    "parts-rounded": "Tỉnh có gần 340 cán bộ công nghệ thông tin, gồm 92 người chuyên trách và 244 người kiêm nhiệm.",
    "parts-field": "Có 16/28 chỉ tiêu đạt kế hoạch, 9/28 chỉ tiêu chưa đạt, còn 13/28 chỉ tiêu chưa có số liệu.",
    "share-fraction": "Đã tích hợp lên Cổng dịch vụ công quốc gia 841/858 dịch vụ công trực tuyến, đạt 89,02%.",
    "share-fine": "Đã tích hợp lên Cổng dịch vụ công quốc gia 841/858 dịch vụ công trực tuyến, đạt 98,02%.",
    "share-cut-off": "Đã tích hợp lên Cổng dịch vụ công quốc gia 841/858 dịch vụ công trực tuyến, đạt 98,01%.",
    "share-of-a-plan": "Tỉnh đã hoàn thành 12/15 nhiệm vụ, đạt 104% kế hoạch đề ra cho năm.",
    "share-money": "Chi cho an toàn thông tin còn thấp (4,5 tỷ đồng/239 tỷ đồng; tỷ lệ 1,92%).",
    "share-money-fine": "Chi cho an toàn thông tin còn thấp (4,5 tỷ đồng/239 tỷ đồng; tỷ lệ 1,88%).",
    "share-exchanged": "Chi cho an toàn thông tin còn thấp (4,5 tỷ đồng/239 triệu đồng; tỷ lệ 1,88%).",
    "share-of-metrics": "Có 1.237 dịch vụ công trực tuyến toàn trình và 442 dịch vụ công trực tuyến một phần.\n"
    "Tỷ lệ dịch vụ công trực tuyến toàn trình là 95,9%.",
    "share-of-metrics-fine": "Có 1.237 dịch vụ công trực tuyến toàn trình và 442 dịch vụ công trực tuyến một "
    "phần.\nTỷ lệ dịch vụ công trực tuyến toàn trình là 73,7%.",
    "change-typed-twice": "Năm 2022, nhóm chỉ số hạ tầng số của DTI tăng 224 bậc (từ 45 lên 21).",
    "change-fine": "Năm 2022, nhóm chỉ số hạ tầng số của DTI tăng 24 bậc (từ 46 lên 22).",
    "change-fall": "Năm 2022, nhóm chỉ số nhận thức số của DTI giảm 44 bậc (từ 9 xuống 53).",
    "change-most": "Có 05 nhóm chỉ số DTI giảm bậc, trong đó nhận thức số giảm nhiều nhất 44 bậc (từ 8 xuống 52).",
    "change-wrong-way": "Năm 2022, nhóm chỉ số nhận thức số của DTI tăng 44 bậc (từ 10 xuống 54).",
    "rank-behind-the-last": "Năm 2022, tỉnh xếp thứ 65/63 về Chỉ số chuyển đổi số (DTI).",
    "rank-fine": "Năm 2022, tỉnh xếp thứ 61/63 về Chỉ số chuyển đổi số (DTI).",
    "rank-doubled": "Năm 2022, tỉnh xếp hạng 611 về Chỉ số chuyển đổi số (DTI).",
    "bounds": "Đến nay toàn tỉnh có 2.128.000 trạm BTS.",
    "bounds-fine": "Đến nay toàn tỉnh có 2.128 trạm BTS.",
    "same": "Giá trị trung bình DTI năm 2022 của các tỉnh, thành phố là 0,5791 điểm.\n"
    "Tóm lại, giá trị trung bình DTI năm 2022 của các tỉnh, thành phố là 0,5786 điểm.",
    "same-rounded": "Giá trị trung bình DTI năm 2022 của các tỉnh, thành phố là 0,5791 điểm.\n"
    "Tóm lại, giá trị trung bình DTI năm 2022 của các tỉnh, thành phố là 0,58 điểm.",
    "same-of-other-years": "Giá trị trung bình DTI năm 2021 của các tỉnh, thành phố là 0,4014 điểm.\n"
    "Giá trị trung bình DTI năm 2022 của các tỉnh, thành phố là 0,5786 điểm.",
    "same-courses": "Đã tổ chức tập huấn cho 640 cán bộ cấp xã.\n"
    "Đã tổ chức tập huấn cho 655 cán bộ cấp xã về an toàn thông tin.",
    "named": "Có 04 nhiệm vụ chưa hoàn thành, gồm:\n- Số hóa hồ sơ.\n- Mở dữ liệu.\n- Nâng cấp mạng.",
    "named-fine": "Có 03 nhiệm vụ chưa hoàn thành, gồm:\n- Số hóa hồ sơ.\n- Mở dữ liệu.\n- Nâng cấp mạng.",
}
ROWS: dict[str, str] = {
    "table-change": "Xếp hạng|Nhận thức số|Thể chế số|An toàn thông tin\nDTI 2021|10|1|32\nDTI 2022|54|15|24\n"
    "Tăng/giảm|-44|-14|18",
    "table-change-fine": "Xếp hạng|Nhận thức số|Thể chế số|An toàn thông tin\nDTI 2021|11|2|33\nDTI 2022|55|16|25\n"
    "Tăng/giảm|-44|-14|8",
    "table-target": "STT|Chỉ tiêu|Mục tiêu năm 2023|Kết quả năm 2023|Đánh giá\n"
    "1|Tỷ lệ hồ sơ trực tuyến|70%|77,47%|Đạt và vượt 17,47%\n2|Tỷ lệ người dân có hồ sơ sức khỏe điện tử|90%|93,9%|"
    "Đạt và vượt 3,9%",
    "table-target-short": "STT|Chỉ tiêu|Mục tiêu năm 2023|Kết quả năm 2023|Đánh giá\n"
    "1|Tỷ lệ hồ sơ trực tuyến|70%|65,5%|Chưa đạt, còn thiếu 4,5%\n"
    "2|Tỷ lệ người dân có hồ sơ sức khỏe điện tử|90%|93,9%|Đạt",
    "table-target-verdict": "STT|Chỉ tiêu|Mục tiêu năm 2023|Kết quả năm 2023|Đánh giá\n"
    "1|Tỷ lệ hồ sơ trực tuyến|70%|65,5%|Đạt",
    "table-total": "STT|Đơn vị|Số hồ sơ\n1|Sở Tư pháp|1.200 hồ sơ\n2|Sở Y tế|340 hồ sơ\n3|Sở Tài chính|560 hồ sơ\n"
    "|Tổng cộng|21.000 hồ sơ",
    "table-total-fine": "STT|Đơn vị|Số hồ sơ\n1|Sở Tư pháp|1.200 hồ sơ\n2|Sở Y tế|340 hồ sơ\n3|Sở Tài chính|560 hồ sơ\n"
    "|Tổng cộng|2.100 hồ sơ",
    "table-total-of-rates": "STT|Đơn vị|Tỷ lệ\n1|Sở Tư pháp|90%\n2|Sở Y tế|80%\n|Tổng cộng|85%",
    "table-column": "Đơn vị|Kế hoạch|Thực hiện|Tỷ lệ (%)\nSở Y tế|80|72|90,0\nSở Nội vụ|120|66|55,0\n"
    "Sở Tư pháp|160|120|57,0\nSở Xây dựng|60|45|75,0",
}
PLACES = (
    *("Lai Châu", "Điện Biên", "Sơn La", "Yên Bái", "Cao Bằng", "Bắc Kạn", "Phú Thọ", "Vĩnh Phúc", "Hưng Yên"),
    *("Thái Bình", "Hà Nam", "Nam Định", "Hà Tĩnh", "Quảng Bình", "Quảng Trị", "Bình Định", "Phú Yên", "Khánh Hòa"),
    *("Kon Tum", "Gia Lai", "Đắk Nông", "Bình Phước", "Tây Ninh", "Long An", "Bến Tre", "Vĩnh Long", "Kiên Giang"),
    *("Hậu Giang", "Sóc Trăng", "Bạc Liêu", "Cà Mau", "Trà Vinh", "Tiền Giang", "Bình Dương", "Đồng Nai", "Bắc Ninh"),
    *("Hải Dương", "Hòa Bình", "Lào Cai", "Ninh Bình", "Thái Nguyên", "Quảng Ninh"),
)


def head(place: str, number: int, year: int = 2024) -> str:
    """The letterhead of a report on the year before."""
    return HEAD.format(place=place.upper(), name=place, number=number, year=year, period=year - 1)


def write_documents(folder: Path) -> None:
    """One document for each entry above, each of another province, so that none contradicts another."""
    places = iter(PLACES)
    for number, (name, sentences) in enumerate(SENTENCES.items(), 1):
        paragraphs = "\n\n".join(sentences.split("\n"))
        (folder / f"{name}.txt").write_text(head(next(places), number) + paragraphs + "\n", encoding="utf-8")
    for number, (name, rows) in enumerate(ROWS.items(), 100):
        (folder / f"{name}.html").write_text(page(head(next(places), number), rows), encoding="utf-8")


def page(above: str, rows: str) -> str:
    """An HTML page with a letterhead and a table; the first row is the header."""
    first, *others = (row.split("|") for row in rows.splitlines())
    lines = "".join(f"<p>{line}</p>" for line in above.splitlines() if line)
    header = "".join(f"<th>{cell}</th>" for cell in first)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in others)
    return f"<html><body>{lines}<table><tr>{header}</tr>{body}</table></body></html>"
