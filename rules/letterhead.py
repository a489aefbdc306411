"""What a document says of itself: ``read_letterhead(document) -> Letterhead``.

The head of an administrative document has a fixed form: who issues it on the left, the national motto on the right,
number and date below, then its type in capitals and its title. What the head does not say, the annexes (``Kèm theo Báo
cáo số …``) and the signature (``TM. ỦY BAN NHÂN DÂN``) often do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extract.document import Document
from rules.figure import Letterhead
from rules.headline import dateline, headline
from rules.language.calendar import days_of
from rules.language.fold import bare, bare_words
from rules.language.heads import load_heads
from rules.language.issuing_places import with_lower_place
from rules.language.letters import ACRONYMS
from rules.language.places import document_place, names_lower_place, told_province
from rules.language.provinces import is_city
from rules.language.title_period import read_period
from rules.language.wording import Wording
from rules.table_cells import tables_of_provinces

_UNIT_LINE = Wording(r"\(?\s*{unit_labels}\s*:")
HEAD = 40  # blocks; a letterhead and a title never take more
NUMBER = Wording(
    rf"(?:^|\s){{number_sign}}\s*[:.]?\s*"
    rf"(\d{{1,6}}[a-z]?\s*[-–/]\s*[{ACRONYMS}][\w.&]*(?:\s?[-–/]\s?[{ACRONYMS}][\w.&]*)*)",
    re.NOFLAG,
)
# "ngày … tháng 12 năm 2025": what the hand that signs fills in is still dots or blank
DATE = Wording(
    r"{day}(?P<day>\s*\d{1,2}\s*|[\s.…_]*){months}(?P<month>\s*\d{1,2}\s*|[\s.…_]*){year}\s*(?P<year>\d{4})(?!\d)"
)
MOTTO = Wording(r"{mottoes}|[-_=*]{2,}", re.NOFLAG)
OFFICE = Wording(r"{offices}", re.NOFLAG)
CENTRE = Wording(r"{central_bodies}", re.NOFLAG)
COMMITTEE = Wording(r"^{committee_forms}", re.NOFLAG)
COMMITTEE_IN_SHORT = Wording(r"^{committee_in_short}", re.NOFLAG)
COUNCIL_IN_SHORT = Wording(r"^{council_in_short}", re.NOFLAG)
NO_BODY = Wording(r"{number_sign}\s*:.*|[^\s,]+(?: [^\s,]+){0,4}, {day}.*|\*", re.NOFLAG)
SIGNED = Wording(r"{signs_for}\s*({signing_bodies})", re.NOFLAG)
SIGNED_BY_COMMITTEE = Wording(r"{signing_committee}", re.NOFLAG)
SAYING = Wording(r"({saying_bodies}(?: {province_word}(?: [^\W\d_]+){2})?) (?:{politely} )?{says}", re.NOFLAG)
ANNEXED = Wording(r"{annexed_to}", re.NOFLAG)
ANNEX = Wording(
    r"{annexed_to} (?P<type>[^\W\d_]+ [^\W\d_]+)\s+{number_word}\s*:?\s*(?P<number>\d+\s*[-–/][\w./–-]+),?\s+{day}\s+"
    r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})[/-](?P<year>\d{4})(?:\s+{of}\s+(?P<issuer>[^)\n]+))?",
    re.NOFLAG,
)
ADDRESSED = Wording(r"{addressed}", re.NOFLAG)
_ACCOUNT = Wording(r"{title_accounts}\b")
CONCERNING = Wording(r"{concerning}\s*:?\s*(.+)", re.NOFLAG)
BODY = Wording(r"(?:{opens_body}|[IVX]{1,4}[.)-]?\s|[A-Z][.)]\s|\d{1,2}[.)]|[-–+(]\s?)", re.NOFLAG)


@cache
def _type() -> re.Pattern[str]:
    return re.compile(rf"(?P<type>{'|'.join(load_heads().types)})\b\s*(?P<rest>.*)", re.DOTALL)


def read_letterhead(document: Document) -> Letterhead:
    """Issuer, number, date, type, title, place and reporting period, each None where nothing says it. Cells of tables
    are read too, notes are not; the file's name serves where the text names no type."""
    written = [b for b in document.blocks if b.kind != "footnote" and b.end > b.start]
    if document.held:
        # the head of a workbook stands in cells outside of its tables, and those hold thousands of names
        written = [b for b in written if b.table is None]
    elif tables := tables_of_provinces(document):
        written = [b for b in written if b.table not in tables]
    blocks = [document.block_text(b) for b in written]
    lines = [line for block in blocks[:HEAD] for line in _lines_of(block)]
    at, doc_type = _find_type(lines)
    head = lines[: at if at is not None else 15]
    joined = " ".join(head)
    annex = _annex(blocks, doc_type)
    number = _number(head) or (annex and re.sub(r"\s+", "", annex["number"])) or None
    dates = [*_dates(joined), *([_iso(annex)] if annex else [])]
    issued_on = max(filter(None, dates), key=len, default=None)
    doc_type = doc_type or _type_of_number(number) or _type_of_name(document.source.filename)
    title = _title(lines, at) if at is not None else _subject(lines)
    if document.held and not title:
        title = _title_of_a_sheet(lines)
    issuer = _issuer(head)
    if issuer and not title:
        title = _title_with_a_time(lines)
    place = document_place(issuer or "", title or "", blocks, document.source.filename)
    if issuer:
        issuer = _with_place(issuer, place)
    else:
        issuer = _signed(blocks, place) or (annex and _annexed(annex, place)) or _saying(lines, place)
    year = int(issued_on[:4]) if issued_on else None
    period = read_period(title, year) if title else None
    if not (document.held or doc_type or number or issuer or title):
        # what the press writes: a headline compares years as it likes, and states no reporting period
        title, issued_on = headline(lines), issued_on or dateline(lines)
    return Letterhead(issuer, number, issued_on, doc_type, title, place, period)


def _lines_of(block: str) -> list[str]:
    """The lines of a block of the head. What an office tells the press may have run into one line with its name."""
    release = load_heads().release
    lines: list[str] = []
    for line in filter(None, map(str.strip, block.split("\n"))):
        if line.endswith(f" {release}") and line == line.upper() and OFFICE.match(line):
            lines += [line.removesuffix(f" {release}"), release]
        else:
            lines.append(line)
    return lines


def _find_type(lines: Sequence[str]) -> tuple[int | None, str | None]:
    """The line with the document's type, and the type in capitals."""
    for number, line in enumerate(lines):
        found = _type().fullmatch(line)
        if found and (not found["rest"] or not BODY.match(found["rest"])):
            return number, found["type"]
        if re.match(r"(?:I|1|A)[.)]\s", line) or ADDRESSED.match(line):
            break
    for number, line in enumerate(lines[:10]):
        found = _type().match(line[:12].upper())
        told = len(line.split()) > 5 and line[:1].isupper() and len(line) < 250
        if found and told and not line.endswith((".", ":", ";")):
            return number, found["type"]
    return None, None


def _title(lines: Sequence[str], at: int) -> str | None:
    """The lines behind the type, up to the first one of the body; a title that begins on the type's own line, too."""
    found = _type().fullmatch(lines[at])
    parts = [found["rest"]] if found and found["rest"] else [] if found else [lines[at]]
    for line in lines[at + 1 : at + 8]:
        if BODY.match(line) or MOTTO.fullmatch(line) or len(line) > 400 or _UNIT_LINE.match(line):
            break
        ended = line.endswith((".", ":", ";")) and line != line.upper()
        if ended or len(" ".join(parts)) > 300 or (parts and _begins_sentence(line, parts[-1])):
            break
        parts.append(line)
    return " ".join(" ".join(parts).split()) or None


def _title_of_a_sheet(lines: Sequence[str]) -> str | None:
    """The title above the first table of a workbook: the first line of some words that names a time, else the first
    in capitals."""
    long = [line for line in lines[:15] if 4 <= len(line.split()) <= 40 and not MOTTO.fullmatch(line)]
    timed = (line for line in long if read_period(line) and not line.startswith("("))
    return next(timed, None) or next((line for line in long if line == line.upper()), None)


def _title_with_a_time(lines: Sequence[str]) -> str | None:
    """The title of what an office issues under no type of document (a bulletin, a summary): the first line below the
    head that is in capitals, or begins as an account does, and names the period that it is about."""
    for line in lines[1:12]:
        if BODY.match(line) or line.endswith((".", ":", ";")):
            return None
        told = line == line.upper() or _ACCOUNT.match(line)
        if told and len(line.split()) >= 4 and not DATE.search(line) and read_period(line):
            return line
    return None


def _begins_sentence(line: str, before: str) -> bool:
    """Whether a line in small letters behind a title in capitals begins the body."""
    return before == before.upper() and line != line.upper() and len(line) > 160


def _subject(lines: Sequence[str]) -> str | None:
    """The subject of an official letter: ``V/v báo cáo kết quả …``."""
    for number, line in enumerate(lines[:20]):
        found = CONCERNING.search(line)
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
    for name, code in load_heads().types.items():
        if code in codes:
            return name
    return load_heads().letter if codes else None


def _type_of_name(filename: str) -> str | None:
    """The type by the file's name, ``bao-cao-so-ket.txt``; words without diacritics, parted by anything."""
    name = bare_words(filename)
    return next((kind for kind in load_heads().types if re.match(rf"{bare(kind)}\b", name)), None)


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
        found = ANNEX.search(" ".join(block.split())) if ANNEXED.search(block) else None
        if found and doc_type and found["type"].upper() == doc_type:
            return found
    return None


def _issuer(head: Sequence[str]) -> str | None:
    """The lowest body of the letterhead, in capitals, its district or province from the bodies above it."""
    bodies: list[str] = []
    for line in head:
        text = MOTTO.sub(" ", line)
        text = NUMBER.sub(" ", text)
        text = NO_BODY.sub(" ", text)
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
    full = COMMITTEE.sub(load_heads().committee, with_lower_place(bodies))
    return _with_place(COUNCIL_IN_SHORT.sub(load_heads().council, full), place)


def _with_place(issuer: str, place: str | None) -> str:
    """An issuer that names no province gets the one that is known."""
    if not place or place.upper() in issuer or told_province(issuer) or names_lower_place(issuer):
        return issuer
    if CENTRE.match(issuer):
        return issuer
    kind = load_heads().city if is_city(place) else load_heads().province
    if issuer.endswith(f" {kind}"):  # "BAN CHỈ ĐẠO … TỈNH", the name left out or torn off
        return f"{issuer} {place.upper()}"
    return f"{issuer} {kind} {place.upper()}"


def _signed(blocks: Sequence[str], place: str | None) -> str | None:
    """The issuer by the signature, where the letterhead is missing."""
    for block in reversed(blocks):
        found = SIGNED.search(block)
        if found and place:
            if found[1] == load_heads().standing_committee:
                return f"{load_heads().party} {place.upper()}"
            body = load_heads().committee if SIGNED_BY_COMMITTEE.match(found[1]) else found[1].strip()
            return _with_place(body, place)
    return None


def _saying(lines: Sequence[str], place: str | None) -> str | None:
    """The issuer by the opening sentence: ``UBND tỉnh … báo cáo kết quả …``."""
    for line in lines:
        found = SAYING.search(line)
        if found:
            body = COMMITTEE_IN_SHORT.sub(load_heads().committee, found[1]).upper()
            if body.startswith(load_heads().standing_committee) and place:
                return f"{load_heads().party} {place.upper()}"
            return _with_place(body, place)
    return None


def _annexed(annex: re.Match[str], place: str | None) -> str | None:
    issuer = annex["issuer"]
    return _with_place(issuer.strip(" .").upper(), place) if issuer else None
