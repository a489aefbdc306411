"""A report of nobody, which the server of workers reads before the first one.

Of what most reports have it has some: a letterhead, articles, lists, a table, shares, money, times, places, goals.
"""

SAMPLE = """ỦY BAN NHÂN DÂN
TỈNH TUYÊN QUANG
Số: 12/BC-UBND
Tuyên Quang, ngày 05 tháng 7 năm 2024

BÁO CÁO
Tình hình kinh tế - xã hội 6 tháng đầu năm 2024

I. KẾT QUẢ
1. Thực hiện Nghị quyết số 05-NQ/TU ngày 12/3/2021, đến nay toàn tỉnh có 1.250 trạm BTS, đạt 98,5% kế hoạch, tăng 3,2
điểm phần trăm so với cùng kỳ năm 2023; trong đó 120 trạm do Viettel lắp đặt tại 15 xã của huyện Na Hang.
2. Thu ngân sách ước đạt 1.204,5 tỷ đồng, bằng 52% dự toán, trong đó thu nội địa 950 tỷ đồng. Đã tiếp nhận 25.340 hồ sơ
(trực tuyến 18.200 hồ sơ, chiếm 71,8%), giải quyết đúng hạn 24.900 hồ sơ.
- Sở Y tế tổ chức 12 lớp tập huấn cho 640 lượt người; tỷ lệ hộ nghèo giảm từ 8,2% xuống còn 6,5%, xếp thứ 23/63 tỉnh.

STT	Chỉ tiêu	Đơn vị tính	Năm 2023	Năm 2024
1	Số xã đạt chuẩn nông thôn mới	Xã	65	72
2	Tỷ lệ người dân tham gia bảo hiểm y tế	%	94,1	95,3

II. NHIỆM VỤ
Phấn đấu đến năm 2025, 100% thôn, bản có cáp quang; cấp chữ ký số cho 5.000 người; khoảng 30 km đường được mở mới.
"""
