"""What holds for a whole document, and so for each of its figures that says nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.document import Document
from rules.document_kind import DocumentKind, kind_of, says_what_shall_be
from rules.figure import COUNTRY, Letterhead
from rules.headline import OPENING, lower_place_of
from rules.language.calendar import year_of
from rules.language.issuing_places import issuing_place
from rules.language.periods import UNKNOWN, Now, now_of
from rules.language.places import names_country, sub_place
from rules.language.provinces import province_name
from rules.language.wording import Wording

_AHEAD = Wording(r"{far_ahead}[^,.;]{0,30}?(?:19|20)\d{2}(?:\s*[-–]\s*\d{4})?")
_SENTENCE_END = re.compile(r"[.!?]\s+|\n")
_WANTED = Wording(r"\b(?:{strive}|{goals})\b")
_MONTHS = re.compile(r"(?<![\d/.-])\d{1,2}\s?/\s?((?:19|20)\d{2})(?![\d/-])")
_YEARS = Wording(r"{year}\s+((?:19|20)\d{2})")


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a whole document: its place (its province, or the district or commune that issued it), the year
    that unfinished times belong to, its own reporting period, when it speaks, its kind, and its province ("" where that
    is not known)."""

    place: str
    year: int | None
    period: str | None
    now: Now = UNKNOWN
    kind: DocumentKind = "report"
    province: str = ""


def setting_of(document: Document, head: Letterhead) -> Setting:
    """What a document's letterhead and its opening words say of it."""
    kind = kind_of(head, document.text[:80])
    lower = sub_place(head.title or "") or issuing_place(head.issuer or "", document.text)
    if kind == "press" and not lower:
        lower = _place_in_print(document, head)
    province = province_name(head.place or "") or (head.place or "")
    place = lower or province
    opening = f"{head.title or ''} {document.text[:2500]}"
    year = document_year(head.period, head.issued_on, opening)
    now = now_of(year, head.period, head.issued_on, says_what_shall_be(kind))
    return Setting(place, year, head.period, now, kind, province)


def _place_in_print(document: Document, head: Letterhead) -> str | None:
    """The district or commune of a text without a letterhead; the country, where its headline tells of it and it is
    about no province."""
    headline = head.title or ""
    if lower := lower_place_of(headline, document.text):
        return lower
    if head.place:
        return None
    return COUNTRY if names_country(headline) else lower_place_of(document.text[:OPENING], document.text)


def document_year(period: str | None, issued_on: str | None, opening: str) -> int | None:
    """The year that a report is about: of its reporting period, its date, or the years that its opening words name
    (not those of plans: ``đến năm 2030``, ``năm 2032 phấn đấu …``)."""
    if found := year_of(period) or year_of(issued_on):
        return found
    past = _AHEAD.sub(" ", opening)
    told = " ".join(part for part in _SENTENCE_END.split(past) if not _WANTED.search(part))
    found_years = _YEARS.findall(told) or _YEARS.findall(past) or _MONTHS.findall(told)
    years = [int(year) for year in found_years]
    return max(years) if years else None
