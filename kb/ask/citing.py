"""A figure or a comparison as a citation: a sentence, BibTeX, RIS (Zotero, EndNote), CSL-JSON. Knows no page.

What is cited of a figure is the report that states it, on its page, with the address at which its sentence is seen; of
a comparison it is the comparison itself, with the day on which its base was built.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from kb.ask.table import Language

Format = Literal["txt", "bib", "ris", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
TYPES: dict[Format, str] = {
    "txt": "text/plain; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}
NAMES: dict[Format, str] = {"txt": "TXT", "bib": "BibTeX", "ris": "RIS (Zotero, EndNote)", "json": "CSL-JSON"}
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    # A brace alone would end the field that it stands in, also behind a backslash.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    **{sign: f"\\{sign}" for sign in "%&$#_"},
}
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited. ``sentence`` is the whole citation as a sentence; ``is_report`` tells a report from a comparison.
    ``issued`` is an ISO day, month or year; ``language`` is that of what is cited. What is empty is left out of every
    format."""

    key: str
    is_report: bool
    title: str
    sentence: str
    address: str
    accessed: date
    language: Language = "vi"
    author: str = ""
    number: str = ""
    issued: str = ""
    page: str = ""
    note: str = ""
    quote: str = ""


def cite(cited: Cited, format_: Format) -> str:
    """The citation in a format; each ends with a line break."""
    if format_ == "bib":
        return _bibtex(cited)
    if format_ == "ris":
        return _ris(cited)
    return _csl(cited) if format_ == "json" else f"{cited.sentence}\n"


def _bibtex(cited: Cited) -> str:
    year, month, _ = _day_parts(cited.issued)
    fields = {
        # In braces of its own: an office is no person with a first and a last name.
        "author": f"{{{_tex(cited.author)}}}" if cited.author else "",
        "title": f"{{{_tex(cited.title)}}}",
        "institution" if cited.is_report else "publisher": _tex(_publisher(cited)),
        "number": _tex(cited.number),
        "year": year,
        "month": month,
        "pages": _tex(cited.page),
        "url": cited.address,
        "urldate": cited.accessed.isoformat(),
        "language": "vietnamese" if cited.language == "vi" else "english",
        "note": _tex(" ".join(filter(None, (cited.note, f"«{cited.quote}»" if cited.quote else "")))),
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join((f"@{'techreport' if cited.is_report else 'misc'}{{{cited.key},", *lines, "}", ""))


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in text)


def _ris(cited: Cited) -> str:
    year, month, day = _day_parts(cited.issued)
    lines = [
        ("TY", "RPRT" if cited.is_report else "DATA"),
        ("ID", cited.key),
        ("AU", cited.author),
        ("TI", cited.title),
        ("PB", _publisher(cited)),
        ("SN", cited.number),  # of a report, Zotero and EndNote take its number from here
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/" if month else ""),
        ("SP", cited.page),
        ("AB", cited.quote),
        ("N1", cited.note),
        ("LA", cited.language),
        ("UR", cited.address),
        ("Y2", f"{cited.accessed:%Y/%m/%d}/"),
    ]
    # A line break inside a field would begin a field of its own.
    told = [f"{tag}  - {' '.join(text.split())}" for tag, text in lines if text]
    return "\r\n".join((*told, "ER  - ", ""))


def _csl(cited: Cited) -> str:
    issued = [int(part) for part in _day_parts(cited.issued) if part]
    accessed = cited.accessed
    entry: dict[str, Any] = {
        "id": cited.key,
        "type": "report" if cited.is_report else "dataset",
        "title": cited.title,
        "author": [{"literal": cited.author}] if cited.author else [],
        "publisher": _publisher(cited),
        "number": cited.number,
        "issued": {"date-parts": [issued]} if issued else {},
        "page": cited.page,
        "abstract": cited.quote,
        "note": cited.note,
        "language": cited.language,
        "URL": cited.address,
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]},
    }
    return json.dumps([{name: value for name, value in entry.items() if value}], ensure_ascii=False, indent=1) + "\n"


def _publisher(cited: Cited) -> str:
    """Who answers for it: the office of a report, and of a comparison who compared."""
    return cited.author if cited.is_report else "Solieu"


def _day_parts(day: str) -> tuple[str, str, str]:
    """Year, month and day as far as they are known, else empty."""
    match = _DAY.fullmatch(day)
    return (match[1], match[2] or "", match[3] or "") if match else ("", "", "")
