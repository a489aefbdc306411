"""The closed vocabularies of a figure: each word of the base, what readers call it, what a reviewer may type for it.

Which words there are is decided by ``rules/figure.py`` (its Literals) and ``rules/decide/doubts.py`` (the flags); a
test holds both sides equal. Everything that shows or reads such a word reads it here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the base with its Vietnamese and English name. ``listed`` is the short name in the description of a
    column where that is another, ``typed`` are further names that a reviewer may write. ``mild`` is a flag that says
    how something was read and is no reason to look at the figure again. ``plain`` is what pages call it, Vietnamese
    and English, where officials' own word says less to others."""

    name: str
    vi: str
    en: str
    listed: str = ""
    typed: tuple[str, ...] = ()
    mild: bool = False
    plain: tuple[str, str] = ("", "")


Vocabulary = tuple[Word, ...]

QUALIFIERS: Vocabulary = (
    Word("exact", "đúng bằng", "exactly", typed=("chính xác", "đúng")),
    Word("about", "khoảng", "about", typed=("ước", "xấp xỉ")),
    Word("nearly", "gần", "nearly"),
    Word("over", "trên", "over", typed=("hơn", "vượt")),
    Word("under", "dưới", "under"),
    Word("min", "tối thiểu", "at least", typed=("ít nhất",)),
    Word("max", "tối đa", "at most", typed=("không quá",)),
)
KINDS: Vocabulary = (
    Word("count", "số lượng", "count", typed=("đếm",)),
    Word("amount", "lượng, số tiền", "amount", "lượng hay số tiền", ("số tiền", "lượng")),
    Word("rate", "tỷ lệ", "rate", typed=("tỉ lệ",)),
    Word("score", "điểm số", "score", "điểm", ("điểm",)),
    Word("rank", "thứ hạng", "rank", typed=("hạng", "xếp hạng")),
    Word("change", "tăng, giảm", "change", "tăng giảm (có dấu)", ("tăng giảm",)),
    Word("frequency", "tần suất", "frequency"),
)
STATUSES: Vocabulary = (
    Word("actual", "kết quả", "result", typed=("thực hiện", "đạt được")),
    Word("target", "mục tiêu", "target", typed=("kế hoạch", "phấn đấu")),
    Word("maximum", "điểm tối đa", "highest possible score", typed=("tối đa",)),
    Word("forecast", "ước, dự kiến", "forecast", "ước hoặc dự kiến", ("ước", "dự kiến", "dự báo")),
)
LEVELS: Vocabulary = (
    Word(
        *("province", "cấp tỉnh", "provincial level", "tỉnh", ("tỉnh",)),
        plain=("các sở, ngành", "provincial departments"),
    ),
    Word("district", "cấp huyện", "district level", "huyện", ("huyện",), plain=("các huyện", "districts")),
    Word("commune", "cấp xã", "commune level", "xã", ("xã",), plain=("các xã", "communes")),
    Word("village", "cấp thôn", "village level", "thôn", ("thôn",), plain=("các thôn", "villages")),
    Word("national", "cả nước", "whole country"),
)
ORIGINS: Vocabulary = (
    Word("sentence", "câu văn", "the sentence"),
    Word("list", "câu mở đầu danh sách", "the opening of the list"),
    Word("table", "bảng", "the table"),
    Word("heading", "đề mục phía trên", "the heading above"),
    Word("footnote", "cước chú", "the footnote"),
    Word("letterhead", "phần đầu văn bản", "the head of the document"),
    Word("default", "mặc định, không nêu", "assumed, not stated"),
)
FLAGS: Vocabulary = (
    Word("ambiguous_number", "con số có thể đọc theo hai cách", "the number can be read in two ways"),
    Word(
        "decimal_point",
        "dấu chấm được đọc là dấu thập phân",
        "the point was read as a decimal mark",
        mild=True,
    ),
    Word("foreign_number_style", "con số viết theo kiểu nước ngoài", "the number is written in a foreign style"),
    Word(
        "fraction_and_percentage_disagree",
        "phân số và tỷ lệ đi kèm không khớp",
        "the fraction and the percentage beside it disagree",
    ),
    Word("leftover_beside", "có chữ số chưa hiểu sát bên con số", "digits that were not understood touch the number"),
    Word("no_unit", "không thấy đơn vị", "no unit was seen"),
    Word("numerator_over_denominator", "tử số lớn hơn mẫu số", "the numerator exceeds the denominator"),
    Word(
        "ocr",
        "đọc từ ảnh quét, chữ số có thể sai",
        "read from a scanned picture, its digits may be others",
    ),
    Word(
        "ocr_like_subject",
        "chữ gần giống một thuật ngữ, có thể do quét hoặc gõ sai",
        "the words are close to a known term, perhaps mistyped or badly scanned",
    ),
    Word("out_of_bounds", "ngoài khoảng hợp lý của chỉ tiêu", "outside of the plausible range of the metric"),
    Word(
        "period_from_heading",
        "kỳ lấy từ đề mục phía trên",
        "the period comes from the heading above",
        mild=True,
    ),
    Word("rate_over_100", "tỷ lệ vượt 100 %", "the rate exceeds 100 %"),
    Word(
        "reread",
        "nằm trong bảng chứa cả đoạn văn, được đọc lại như văn bản thường",
        "stood in a table that holds paragraphs and was read again as prose",
    ),
    Word("shared_quote", "câu trích dẫn dùng chung cho quá nhiều số liệu", "its quote serves too many figures"),
)
SUSPICIONS: Vocabulary = (
    Word(
        "one_quote",
        "hơn nửa số liệu đứng trong những câu hay hàng quá dài, có thể cả văn bản bị đọc thành một bảng",
        "more than half of its figures stand in overlong sentences or rows, as if all of it had been read as one table",
    ),
    Word(
        "one_thing",
        "hơn nửa số liệu được hiểu là cùng một chỉ tiêu của cùng một nơi và kỳ",
        "more than half of its figures were taken for the same metric of the same place and period",
    ),
    Word("no_units", "hơn nửa số liệu không có đơn vị", "more than half of its figures have no unit"),
)
"""What makes a document look misread as a whole."""


def listed(vocabulary: Vocabulary) -> str:
    """The words with their short names, as the description of a column lists them.

    >>> listed(STATUSES)
    'actual kết quả, target mục tiêu, maximum điểm tối đa, forecast ước hoặc dự kiến'
    """
    return ", ".join(f"{word.name} {word.listed or word.vi}" for word in vocabulary)
