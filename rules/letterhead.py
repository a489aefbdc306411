"""What a document says of itself: ``read_letterhead(document) -> Letterhead``.

The head of an administrative document has a fixed form: who issues it on the left, the national motto on the right,
number and date below, then its type in capitals and its title. What the head does not say, the annexes (``Kèm theo Báo
cáo số …``) and the signature (``TM. ỦY BAN NHÂN DÂN``) often do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.document import Document
from rules.figure import Letterhead
from rules.language.calendar import days_of
from rules.language.fold import bare, bare_words
from rules.language.places import document_place, names_lower_place, told_province
from rules.language.provinces import is_city
from rules.language.title_period import read_period

HEAD = 40  # blocks; a letterhead and a title never take more
TYPES = {
    "BÁO CÁO": "BC", "KẾ HOẠCH": "KH", "QUYẾT ĐỊNH": "QĐ", "THÔNG BÁO": "TB", "TỜ TRÌNH": "TTr", "NGHỊ QUYẾT": "NQ",
    "CHƯƠNG TRÌNH": "CTr", "CHỈ THỊ": "CT", "ĐỀ ÁN": "ĐA", "KẾT LUẬN": "KL", "HƯỚNG DẪN": "HD", "CÔNG VĂN": "CV",
    "CÔNG ĐIỆN": "CĐ", "PHƯƠNG ÁN": "PA", "BIÊN BẢN": "BB", "QUY CHẾ": "QC", "QUY ĐỊNH": "QyĐ", "GIẤY MỜI": "GM",
}  # fmt: skip
TYPE = re.compile(rf"(?P<type>{'|'.join(TYPES)})\b\s*(?P<rest>.*)", re.DOTALL)
NUMBER = re.compile(r"(?:^|\s)Số\s*[:.]?\s*(\d{1,6}[a-z]?\s*[-–/]\s*[A-ZĐ][\wĐđ.&]*(?:\s?[-–/]\s?[A-ZĐ][\wĐđ.&]*)*)")
# "ngày … tháng 12 năm 2025": what the hand that signs fills in is still dots or blank
DATE = re.compile(
    r"ngày(?P<day>\s*\d{1,2}\s*|[\s.…_]*)tháng(?P<month>\s*\d{1,2}\s*|[\s.…_]*)năm\s*(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
MOTTO = re.compile(
    r"C[ỘÔ]NG H[ÒO][AÀ] X[ÃA] H[ỘÔ]I CH[ỦU] NGH[ĨI]A VI[ỆÊ]T NAM|ĐẢNG CỘNG SẢN VIỆT NAM"
    r"|[ĐD]ộc lập\s*[-–]\s*[Tt]ự do\s*[-–]\s*[Hh]ạnh phúc|ĐỘC LẬP\s*[-–]\s*TỰ DO\s*[-–]\s*HẠNH PHÚC|[-_=*]{2,}"
)
OFFICE = re.compile(
    r"U[ỶY] BAN|ỦY BAN|UBND|HỘI ĐỒNG|HĐND|TỈNH [ỦU][YỶ]|TỈNH UỶ|THÀNH [ỦU][YỶ]|HUYỆN [ỦU][YỶ]|ĐẢNG [ỦU][YỶ]|ĐẢNG BỘ"
    r"|SỞ|BAN|CỤC|CHI CỤC|VĂN PHÒNG|CÔNG AN|BỘ|TỔNG CỤC|NGÂN HÀNG|ĐOÀN|LIÊN ĐOÀN|MẶT TRẬN|THANH TRA"
    r"|TRUNG TÂM|KHO BẠC|TÒA ÁN|VIỆN"
)
SIGNED = re.compile(r"(?:TM\.?|T/M)\s*(ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|BAN THƯỜNG VỤ|BAN CHỈ ĐẠO[^\n]*)")
SAYING = re.compile(
    r"((?:UBND|U[ỷỶỹ] ban nhân dân|Ủy ban nhân dân|Ban Chỉ đạo [^,.;:]{0,60}?|Sở [^,.;:]{3,60}?"
    r"|Ban Thường vụ Tỉnh [ủu][yỷ])"
    r"(?: tỉnh(?: [^\W\d_]+){2})?) (?:xin |trân trọng )?(?:báo cáo|ban hành|thông báo|xây dựng [Kk]ế hoạch|trình)"
)
ANNEX = re.compile(
    r"[Kk]èm theo (?P<type>[^\W\d_]+ [^\W\d_]+)\s+số\s*:?\s*(?P<number>\d+\s*[-–/][\wĐđ./–-]+),?\s+ngày\s+"
    r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})[/-](?P<year>\d{4})(?:\s+của\s+(?P<issuer>[^)\n]+))?"
)
BODY = re.compile(
    r"(?:Thực hiện (?:Kế|Công|Chỉ|Nghị|Quyết|Chương|Thông|văn|ý|sự|chức|quy)|Căn cứ|Kính gửi|Trên cơ sở|Để |Theo "
    r"|Ngày |Xét |Triển khai (?:Kế|Công|Chỉ|Nghị|Quyết)|Phần |PHẦN |CHỦ TỊCH|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN"
    r"|HỘI ĐỒNG NHÂN DÂN|Điều |[IVX]{1,4}[.)-]?\s|[A-Z][.)]\s|\d{1,2}[.)]|[-–+(]\s?)"
)


def read_letterhead(document: Document) -> Letterhead:
    """Issuer, number, date, type, title, place and reporting period, each None where nothing says it. Cells of tables
    are read too, notes are not; the file's name serves where the text names no type."""
    blocks = [document.block_text(b) for b in document.blocks if b.kind != "footnote" and b.end > b.start]
    lines = [line.strip() for block in blocks[:HEAD] for line in block.split("\n") if line.strip()]
    at, doc_type = _find_type(lines)
    head = lines[: at if at is not None else 15]
    joined = " ".join(head)
    annex = _annex(blocks, doc_type)
    number = _number(head) or (annex and re.sub(r"\s+", "", annex["number"])) or None
    dates = [*_dates(joined), *([_iso(annex)] if annex else [])]
    issued_on = max(filter(None, dates), key=len, default=None)
    doc_type = doc_type or _type_of_number(number) or _type_of_name(document.source.filename)
    title = _title(lines, at) if at is not None else _subject(lines)
    issuer = _issuer(head)
    place = document_place(issuer or "", title or "", blocks)
    if issuer:
        issuer = _with_place(issuer, place)
    else:
        issuer = _signed(blocks, place) or (annex and _annexed(annex, place)) or _saying(lines, place)
    year = int(issued_on[:4]) if issued_on else None
    return Letterhead(issuer, number, issued_on, doc_type, title, place, read_period(title, year) if title else None)


def _find_type(lines: Sequence[str]) -> tuple[int | None, str | None]:
    """The line with the document's type, and the type in capitals."""
    for number, line in enumerate(lines):
        found = TYPE.fullmatch(line)
        if found and (not found["rest"] or not BODY.match(found["rest"])):
            return number, found["type"]
        if re.match(r"(?:I|1|A)[.)]\s", line) or line.startswith("Kính gửi"):
            break
    for number, line in enumerate(lines[:10]):
        found = TYPE.match(line[:12].upper())
        told = len(line.split()) > 5 and line[:1].isupper() and len(line) < 250
        if found and told and not line.endswith((".", ":", ";")):
            return number, found["type"]
    return None, None


def _title(lines: Sequence[str], at: int) -> str | None:
    """The lines behind the type, up to the first one of the body; a title that begins on the type's own line, too."""
    found = TYPE.fullmatch(lines[at])
    parts = [found["rest"]] if found and found["rest"] else [] if found else [lines[at]]
    for line in lines[at + 1 : at + 8]:
        if BODY.match(line) or MOTTO.fullmatch(line) or len(line) > 400:
            break
        ended = line.endswith((".", ":", ";")) and line != line.upper()
        if ended or len(" ".join(parts)) > 300 or (parts and _begins_sentence(line, parts[-1])):
            break
        parts.append(line)
    return " ".join(" ".join(parts).split()) or None


def _begins_sentence(line: str, before: str) -> bool:
    """Whether a line in small letters behind a title in capitals begins the body."""
    return before == before.upper() and line != line.upper() and len(line) > 160


def _subject(lines: Sequence[str]) -> str | None:
    """The subject of an official letter: ``V/v báo cáo kết quả …``."""
    for number, line in enumerate(lines[:20]):
        found = re.search(r"(?:V/v|Về việc)\s*:?\s*(.+)", line)
        if found:
            rest = lines[number + 1] if number + 1 < len(lines) and lines[number + 1][:1].islower() else ""
            return " ".join(f"{found[1]} {rest}".split())
    return None


def _number(head: Sequence[str]) -> str | None:
    for line in head:
        found = NUMBER.search(line)
        if found:
            return re.sub(r"\s+", "", found[1])
    return None


def _type_of_number(number: str | None) -> str | None:
    """``380-BC/TU`` is a report, ``123/UBND-KGVX`` an official letter."""
    codes = re.split(r"[-–/]", number or "")[1:]
    for name, code in TYPES.items():
        if code in codes:
            return name
    return "CÔNG VĂN" if codes else None


def _type_of_name(filename: str) -> str | None:
    """The type by the file's name, ``bao-cao-so-ket.txt``; words without diacritics, parted by anything."""
    name = bare_words(filename)
    return next((kind for kind in TYPES if re.match(rf"{bare(kind)}\b", name)), None)


def _dates(text: str) -> list[str]:
    """The dates of a head in ISO, each as exact as it is printed: ``2025-12`` where the day is left blank."""
    return [date for found in DATE.finditer(text) if (date := _iso(found))]


def _iso(found: re.Match[str]) -> str | None:
    """A date with its groups ``day``, ``month`` and ``year``; None where there is no such day."""
    year, month, day = (found[name].strip(" .…_\t\n") for name in ("year", "month", "day"))
    parts = [year, *([month.zfill(2)] if month else []), *([day.zfill(2)] if month and day else [])]
    printed = "-".join(parts)
    return printed if 1945 <= int(year) <= 2100 and days_of(printed) else None


def _annex(blocks: Sequence[str], doc_type: str | None) -> re.Match[str] | None:
    """The head of an annex that names the document it belongs to, where it is of this document's type."""
    for block in blocks:
        found = ANNEX.search(" ".join(block.split())) if "èm theo" in block else None
        if found and doc_type and found["type"].upper() == doc_type:
            return found
    return None


def _issuer(head: Sequence[str]) -> str | None:
    """The lowest body of the letterhead, in capitals, its province from the body above it."""
    bodies: list[str] = []
    for line in head:
        text = MOTTO.sub(" ", line)
        text = NUMBER.sub(" ", text)
        text = re.sub(r"Số\s*:.*|[^\s,]+(?: [^\s,]+){0,4}, ngày.*|\*", " ", text)
        text = " ".join(text.split())
        if not text or text != text.upper() or not any(c.isalpha() for c in text):
            continue
        if OFFICE.match(text):
            bodies.append(text)
        elif bodies and len(text) < 60:
            bodies[-1] = f"{bodies[-1]} {text}"
    if not bodies:
        return None
    place = next(filter(None, map(told_province, bodies)), None)
    full = re.sub(r"^(?:UBND|U[ỶỲ] BAN NHÂN DÂN)", "ỦY BAN NHÂN DÂN", bodies[-1])
    return _with_place(re.sub(r"^HĐND", "HỘI ĐỒNG NHÂN DÂN", full), place)


def _with_place(issuer: str, place: str | None) -> str:
    """An issuer that names no province gets the one that is known."""
    if not place or place.upper() in issuer or told_province(issuer) or names_lower_place(issuer):
        return issuer
    if re.match(r"BỘ|TỔNG CỤC|CHÍNH PHỦ", issuer):
        return issuer
    return f"{issuer} {'THÀNH PHỐ' if is_city(place) else 'TỈNH'} {place.upper()}"


def _signed(blocks: Sequence[str], place: str | None) -> str | None:
    """The issuer by the signature, where the letterhead is missing."""
    for block in reversed(blocks):
        found = SIGNED.search(block)
        if found and place:
            if found[1] == "BAN THƯỜNG VỤ":
                return f"TỈNH ỦY {place.upper()}"
            body = "ỦY BAN NHÂN DÂN" if found[1].startswith(("U", "Ủ")) else found[1].strip()
            return _with_place(body, place)
    return None


def _saying(lines: Sequence[str], place: str | None) -> str | None:
    """The issuer by the opening sentence: ``UBND tỉnh … báo cáo kết quả …``."""
    for line in lines:
        found = SAYING.search(line)
        if found:
            body = re.sub(r"^UBND", "ỦY BAN NHÂN DÂN", found[1]).upper()
            return (
                f"TỈNH ỦY {place.upper()}" if body.startswith("BAN THƯỜNG VỤ") and place else _with_place(body, place)
            )
    return None


def _annexed(annex: re.Match[str], place: str | None) -> str | None:
    issuer = annex["issuer"]
    return _with_place(issuer.strip(" .").upper(), place) if issuer else None
