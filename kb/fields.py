"""What a figure says, one row a field, in the order of the columns of ``figures``.

The rows of a reading, the views that lay a person's word over the machine's, the columns of a review, what a build and
a score compare, labels and the descriptions in ``datasette_metadata.json`` are made of this table. Only the table
``figures`` in ``schema.sql`` is written out beside it, for those who read the base; a test holds both equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.vocabulary import FLAGS, KINDS, LEVELS, ORIGINS, QUALIFIERS, STATUSES, Vocabulary, listed

Type = Literal["text", "decimal", "choice", "json", "integer", "real"]
"""What a column holds. A decimal, a choice and JSON are text in the base: SQLite would turn 6.100 into 6.1."""
Empty = Literal["never", "text", "null"]
"""How a field says nothing: it never does, it is the empty text, or null."""
Scored = Literal["", "alone", "complete"]
"""Whether ``solieu score`` judges a field: not, by itself, or also as part of a complete record."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field, which is one column. ``vi`` and ``en`` are what readers call it, ``says`` describes it in Vietnamese
    (``{words}`` stands for its vocabulary).

    ``figure`` is the attribute of :class:`rules.figure.Figure` that it is made of, where that has another name, or
    ``-`` where it is worked out when the row is made. ``corrected``: a person's word may be laid over it; ``asked`` is
    the cell of the review file that they write it into, behind ``new_``; several fields may share one; ``rare`` ones
    stand only in a file with all columns. ``compared``:
    ``solieu diff`` tells when a build changes it. ``added`` is the SQL constant that it has of a figure which a person
    added, where ``figures_added`` has no column for it.
    """

    name: str
    vi: str
    en: str
    says: str
    type: Type = "text"
    empty: Empty = "never"
    words: Vocabulary = ()
    figure: str = ""
    corrected: bool = False
    asked: str = ""
    rare: bool = False
    compared: bool = False
    scored: Scored = ""
    added: str = ""

    @property
    def description(self) -> str:
        """What its column is described as."""
        return self.says.replace("{words}", listed(self.words))

    @property
    def sql_type(self) -> str:
        """The type of its column."""
        return self.type if self.type in ("integer", "real") else "text"


FIELDS: tuple[Field, ...] = (
    Field(
        "number", "số in", "number as printed", "Con số đúng như in trong văn bản", figure="-",
        corrected=True, asked="number", rare=True,
    ),
    Field(
        "value", "giá trị", "value",
        "Giá trị chính xác, viết dạng 2128 hoặc 76.8; tiền tính bằng đồng, tỷ lệ tính bằng phần trăm",
        "decimal", corrected=True, asked="value", compared=True, scored="complete",
    ),
    Field(
        "value_max", "giá trị lớn nhất", "greatest value",
        "Đầu trên của một khoảng (90-100%: 100), trống nếu không phải khoảng",
        "decimal", "null", corrected=True, asked="value_max", compared=True,
    ),
    Field(
        "denominator", "mẫu số", "denominator", "Số tổng của một phân số (10/18: 18), trống nếu không có",
        "decimal", "null", corrected=True, asked="denominator", compared=True, scored="complete",
    ),
    Field(
        "value_num", "giá trị để sắp xếp", "value to sort by", "Giá trị dạng số thực, chỉ để sắp xếp và vẽ", "real",
        figure="value",
    ),
    Field(
        "unit", "đơn vị", "unit", "Đơn vị như in trong văn bản", "text", "text",
        corrected=True, asked="unit", compared=True, scored="complete",
    ),
    Field(
        "qualifier", "mức độ chính xác", "exactness", "Mức chính xác: {words}", "choice", words=QUALIFIERS,
        corrected=True, asked="qualifier", compared=True, scored="complete",
    ),
    Field(
        "kind", "loại", "kind", "Loại: {words}", "choice", words=KINDS,
        corrected=True, asked="kind", compared=True, scored="complete",
    ),
    Field(
        "status", "trạng thái", "status", "Là gì: {words}", "choice", words=STATUSES,
        corrected=True, asked="status", compared=True, scored="complete",
    ),
    Field(
        "metric_id", "chỉ tiêu", "metric", "Mã chỉ tiêu trong danh mục, trống nếu danh mục chưa có", "text", "null",
        figure="metric", corrected=True, asked="metric", compared=True,
    ),
    Field(
        "item", "mục con", "item", "Mục con của chỉ tiêu (chỉ số thành phần 6.12, tên trụ cột)", "text", "null",
        corrected=True, asked="item", compared=True,
    ),
    Field(
        "subject", "đối tượng", "subject", "Những chữ trong văn bản nói con số đếm cái gì", "text", "text",
        corrected=True, asked="subject", rare=True,
    ),
    Field(
        "thing", "vật được đếm", "thing counted",
        "Vật được đếm, viết theo một cách chung để so các số chưa có chỉ tiêu; trống nếu câu chữ chưa nói đủ",
        "text", "text", added="''",
    ),
    Field(
        "place", "nơi", "place", "Nơi mà con số nói về, theo văn bản",
        corrected=True, asked="place", compared=True, scored="complete",
    ),
    Field(
        "place_id", "mã nơi", "place id", "Mã tỉnh, thành phố", "text", "null", corrected=True, asked="place",
    ),
    Field(
        "level", "cấp", "level",
        "Cấp hành chính mà con số giới hạn: {words}; trống là cả nơi đó", "choice", "null", LEVELS,
        corrected=True, asked="level", compared=True, scored="complete",
    ),
    Field(
        "owner", "cơ quan, đơn vị", "organisation",
        "Sở, ngành, doanh nghiệp, ngân hàng hay trường mà con số giới hạn; trống là của cả nơi đó", "text", "null",
        corrected=True, asked="owner", compared=True,
    ),
    Field(
        "period", "kỳ", "period",
        "Kỳ của riêng con số (2023-12, 2024-H1, 2024-01-01/2024-06-05), trống là kỳ của văn bản", "text", "null",
        corrected=True, asked="period", compared=True, scored="alone",
    ),
    Field(
        "footnote", "cước chú", "footnote", "Số của cước chú mà con số đứng trong đó", "text", "null",
        corrected=True, asked="footnote", rare=True, scored="alone",
    ),
    Field(
        "marks", "dấu cước chú", "footnote marks", "Các dấu cước chú đứng ngay sau con số, dạng JSON", "json",
        corrected=True, asked="marks", rare=True, scored="alone", added="'[]'",
    ),
    Field(
        "part_of", "phần của", "part of", "Mã số liệu tổng mà con số này là một phần", "text", "null",
        figure="-", corrected=True, asked="part_of", rare=True, scored="alone", added="null",
    ),
    Field("in_table", "trong bảng", "in a table", "1 nếu con số đứng trong bảng", "integer", scored="alone"),
    Field("quote", "câu", "sentence", "Câu, hoặc hàng của bảng kèm tiêu đề, đã nêu con số", figure="-"),
    Field("page", "trang", "page", "Trang của văn bản", "integer", "null", figure="-"),
    Field(
        "bbox", "khung chữ", "box", "Khung chữ trên trang, đơn vị điểm: [trái, trên, phải, dưới]", "json", "null",
        figure="-", added="null",
    ),
    Field("passage_id", "đoạn văn", "passage", "Mã đoạn văn chứa con số", "integer", figure="-"),
    Field("char_start", "đầu", "start", "Vị trí bắt đầu trong toàn văn, đếm từ 0", "integer", figure="-"),
    Field("char_end", "cuối", "end", "Vị trí kết thúc trong toàn văn", "integer", figure="-"),
    Field("passage_start", "vị trí", "offset", "Vị trí con số trong đoạn văn của nó", "integer", figure="-"),
    Field("rule", "quy tắc", "rule", "Quy tắc đã quyết định", added="'person'"),
    Field(
        "confidence", "độ tin", "confidence",
        "Khả năng máy đọc đúng số này, kể cả chỉ tiêu (hoặc việc không có chỉ tiêu), từ 0 đến 1", "real", added="1.0",
    ),
    Field(
        "record_confidence", "độ tin không kể chỉ tiêu", "confidence but for the metric",
        "Khả năng máy đọc đúng số này, không kể chỉ tiêu, từ 0 đến 1", "real", added="1.0",
    ),
    Field(
        "candidates", "chỉ tiêu có thể là", "candidates",
        "Những chỉ tiêu hợp nhất với câu và khả năng của từng chỉ tiêu, dạng JSON", "json", added="'[]'",
    ),
    Field(
        "in_doubt", "trường chưa chắc", "fields in doubt",
        "Những trường máy chưa chắc và khả năng đúng của từng trường, dạng JSON", "json", added="'[]'",
    ),
    Field("flags", "điều ngờ", "doubts", "Những điều máy còn ngờ, dạng JSON", "json", words=FLAGS, added="'[]'"),
    Field(
        "place_from", "nguồn của nơi", "origin of the place",
        "Nơi được biết từ đâu: " + ", ".join(word.name for word in ORIGINS), "choice", words=ORIGINS,
        added="'sentence'",
    ),
    Field(
        "period_from", "nguồn của kỳ", "origin of the period", "Kỳ được biết từ đâu", "choice", words=ORIGINS,
        added="'sentence'",
    ),
    Field(
        "level_from", "nguồn của cấp", "origin of the level", "Cấp được biết từ đâu", "choice", words=ORIGINS,
        added="'sentence'",
    ),
    Field(
        "status_from", "nguồn của trạng thái", "origin of the status", "Trạng thái được biết từ đâu", "choice",
        words=ORIGINS, added="'sentence'",
    ),
    Field(
        "anchor", "dấu vết của câu", "anchor of the sentence",
        "Dấu băm của câu, để mã số liệu không đổi khi đọc lại", figure="-",
    ),
    Field(
        "occurrence", "lần thứ mấy", "occurrence", "Lần xuất hiện thứ mấy của cùng con số trong câu, từ 0", "integer",
        figure="-",
    ),
    Field(
        "pattern", "mẫu", "pattern",
        "Các số máy đọc cùng một cách (cùng quy tắc, đề mục, cột hoặc chữ) có cùng mẫu; trống nếu không rõ chữ nào",
        "text", "text", figure="-", added="''",
    ),
    Field("evidence", "dấu hiệu", "signs", "Các dấu hiệu đã dùng, dạng JSON", "json", added="'[]'"),
)  # fmt: skip

SAID = tuple(field for field in FIELDS if field.figure != "-")
"""What the rules say of a figure; the other fields are where it stands and what it is known by."""
CORRECTED = tuple(field for field in FIELDS if field.corrected)
ASKED = tuple(field for field in FIELDS if field.asked)
CELLS = {name: tuple(field for field in ASKED if field.asked == name) for name in dict.fromkeys(f.asked for f in ASKED)}
"""The cells of a review by what stands behind ``new_``, each with the fields that it sets: a place and its id are one
word of a person."""
COMPARED = tuple(field for field in FIELDS if field.compared)
SCORED = tuple(field for field in FIELDS if field.scored)
FIELD = {field.name: field for field in FIELDS}


def words(name: str) -> Vocabulary:
    """The vocabulary of a field, empty where it has none. KeyError where there is no such field."""
    return FIELD[name].words
