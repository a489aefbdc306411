"""The words at the head and foot of every sample: laid out as a report's are, yet honest about what they head."""

from sample import Report

LEFT = "BẢN MẪU DỰNG LẠI TỪ SỐ LIỆU CÔNG BỐ"
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
RIGHT = "Độc lập - Tự do - Hạnh phúc"
CLOSING = (
    ["Nơi nhận:", "- Người dùng thử Solieu;", "- Người rà soát số liệu;", "- Lưu: corpus."],
    ["NGƯỜI DỰNG BẢN MẪU", "(không phải chữ ký của cơ quan nào)", "SOLIEU"],
)


def banner(report: Report) -> str:
    """The line above the seat: ``banner`` in the head says what a document of invented figures is instead."""
    return report.text("banner") if "banner" in report.head else LEFT
