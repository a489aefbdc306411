"""What in a text is of a person's own: numbers of identity papers, telephones, accounts, e-mail, a citizen's name.

They are no figures, and text that people are shown has them masked (:mod:`kb.build.masking`). Who holds an office and
signs or speaks in it keeps the name; a line that everybody is asked to call (``đường dây nóng``, ``tổng đài``) and an
organisation's tax number stay. After Decree 13/2023/NĐ-CP on the protection of personal data, article 2.

>>> text = "Bà Trần Thị Hoa, sinh năm 1960, CCCD 048160001234; ĐT: 0905.123.456"
>>> [(text[one.start : one.end], one.kind) for one in find_personal(text)]
[('Trần Thị Hoa', 'name'), ('048160001234', 'identity'), ('0905.123.456', 'telephone')]
>>> find_personal("Cấp 12.345.678 CCCD theo Quyết định 0912/QĐ-UBND; đường dây nóng: 0235.3810.001")
[]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rules.language.letters import CAPITALS
from rules.language.wording import Wording, Words

PersonalKind = Literal["identity", "telephone", "email", "account", "name"]
FEWEST_DIGITS = 8
"""A number of a person's own has no fewer: the old identity cards have nine, accounts eight and more."""
_NUMBER = r"[A-Z]{0,2}\d(?:[ .-]?\d){7,18}(?![\d]|[.,/]\d)"
# A number of twelve digits that begins with the code of a province, 001 to 096: Circular 59/2021/TT-BCA, article 5.
_CITIZEN = re.compile(r"(?<![\w.,/-])0(?!00)\d{2}([ .]?)\d{3}\1\d{3}\1\d{3}(?![\w]|[.,/-]\d)")
_MOBILE = re.compile(r"(?<![\w.,/-])(?:(?:\+84|\(\+?84\))[ .-]?|0)[35789]\d(?:[ .-]?\d){7}(?![\w]|[.,/-]\d)")
_FIXED = re.compile(
    r"(?<![\w.,/-])(?:\(02\d{1,2}\)|(?:\+84[ .-]?|0)2\d{1,2})[ .-]?\d(?:[ .-]?\d){6,7}(?![\w]|[.,/-]\d)"
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_SAYS = r"(?:\s+(?i:{number_word}))?\s*[:.]?\s*"
_OWN = rf"(?P<own>{_NUMBER})"
_IDENTITY = Wording(rf"(?<!\w)(?i:{{identity_papers}}){_SAYS}{_OWN}", re.NOFLAG)
_TELEPHONE = Wording(
    r"(?<!\w)(?i:{telephones})(?:\s+(?i:{telephone_kinds}))?(?:\s+(?i:{number_word}))?\s*:\s*"
    rf"(?P<own>\(?{_NUMBER})",
    re.NOFLAG,
)
_ACCOUNT = Wording(rf"(?<!\w)(?i:{{accounts}}){_SAYS}{_OWN}(?!\s*(?i:{{accounts}}))", re.NOFLAG)
# What a count is written like, dots or blanks between groups of three; no number of a person's is.
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([ .])\d{3})(?:\1\d{3})*")
_WORD = rf"[{CAPITALS}][^\W\d_]*"
_NAME = Wording(
    rf"(?<!\w)(?P<own>(?=[{CAPITALS}])(?i:{{family_names}})(?:['’ ]{_WORD}){{1,5}})"
    r"(?=\s*[,;(–-]?\s*(?i:{life_data})(?!\w))",
    re.NOFLAG,
)
_WHOLE_NAME = re.compile(rf"{_WORD}(?:['’ ]+{_WORD}){{1,5}}")
_LEADING = Wording(r"\s*(?:{people_called}\s+)?")
_TITLES = Words("office_titles")
_NAMED_AFTER = Wording(r"(?<!\w){named_after}\s*$")
_PUBLIC = Words("public_lines")
BEFORE = 48
"""Letters before a number or a name in which what it belongs to stands."""
BEHIND = 60
"""Letters behind a name in which an office may stand: a birth year or a place comes between."""
_CLAUSE = re.compile(r"[;\n]|\.\s")
_WORTH = re.compile(r"@|\d(?:[ .()-]{0,2}\d){7}")


@dataclass(frozen=True, slots=True)
class Own:
    """A stretch ``[start, end)`` of a text that is a person's own, and what it is."""

    start: int
    end: int
    kind: PersonalKind


def find_personal(text: str) -> list[Own]:
    """What of a person's own stands in a text, in its order, without overlaps."""
    found = list(_names(text))
    if _WORTH.search(text):
        found += _numbers(text)
    return _first_come(found)


def own_number(text: str) -> bool:
    """Whether the text of a cell is a number of a person's own, as the head of its column says: a count or an amount,
    grouped by threes, is none. A workbook takes the zero at the front for nothing."""
    digits = sum(letter.isdigit() for letter in text)
    return digits >= FEWEST_DIGITS and not _GROUPED.fullmatch(text.strip()) and not any(c.islower() for c in text)


def own_name(text: str) -> tuple[int, int] | None:
    """Where the name stands in a cell that is one and nothing else: two to six words with capitals."""
    before = _LEADING.match(text)
    start = before.end() if before else 0
    end = len(text.rstrip())
    return (start, end) if _WHOLE_NAME.fullmatch(text, start, end) else None


def _numbers(text: str) -> Iterator[Own]:
    for match in _EMAIL.finditer(text):
        yield Own(match.start(), match.end(), "email")
    for pattern, kind in ((_IDENTITY, "identity"), (_TELEPHONE, "telephone"), (_ACCOUNT, "account")):
        for match in pattern.finditer(text):
            if not _GROUPED.fullmatch(match["own"]) and not _is_public(text, match.start("own")):
                yield Own(*match.span("own"), kind)  # type: ignore[arg-type]
    for shape, kind in ((_CITIZEN, "identity"), (_MOBILE, "telephone"), (_FIXED, "telephone")):
        for match in shape.finditer(text):
            if not _is_public(text, match.start()):
                yield Own(match.start(), match.end(), kind)  # type: ignore[arg-type]


def _is_public(text: str, start: int) -> bool:
    """Whether the words right before a number say that it is there for everybody. Of several the nearest speaks."""
    before = _CLAUSE.split(text[max(0, start - BEFORE) : start])[-1]
    last = max((match.end() for match in _PUBLIC.finditer(before)), default=-1)
    private = max((match.end() for words in _PRIVATE for match in words.finditer(before)), default=-1)
    return last > private


_PRIVATE = (Words("telephones"), Words("identity_papers"), Words("accounts"))


def _names(text: str) -> Iterator[Own]:
    for match in _NAME.finditer(text):
        start, end = match.span("own")
        before = _CLAUSE.split(text[max(0, start - BEFORE) : start])[-1]
        behind = _CLAUSE.split(text[end : end + BEHIND])[0]
        if _NAMED_AFTER.search(before) or _TITLES.search(before.rsplit(",", 1)[-1]) or _TITLES.search(behind):
            continue
        yield Own(start, end, "name")


def _first_come(found: list[Own]) -> list[Own]:
    """In the order of the text; of two that overlap the longer one."""
    kept: list[Own] = []
    for one in sorted(found, key=lambda own: (own.start, own.start - own.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end - one.start > kept[-1].end - kept[-1].start:
            kept[-1] = one
    return kept
