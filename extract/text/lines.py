"""Lines of a plain text made into paragraphs: hard-wrapped lines joined, emphasis markers dropped.

A text came out of some other program. Either a line is a paragraph, or paragraphs were wrapped at about 80 columns,
often without a blank line between two of them. Which of both it is, the lines themselves tell.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from extract.layout_words import WORDS

LONG = 60  # a shorter line says nothing about where lines were wrapped
WIDEST = 130  # a longer line was not wrapped
MARKER = re.compile(
    r"(?:[-–—+•*●▪]\s+\S"
    r"|\(?\d{1,2}(?:\.\d{1,2}){0,4}[.)]\s*[^\W\d]"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\s+[^\W\d]"
    r"|[IVXL]{1,6}[.)-]\s*\S"
    r"|[A-HĐa-eđ][.)]\s+\S"
    rf"|{WORDS.annexes}\s*{WORDS.numbered}?\s*[\dIVX]+\b"
    rf"|(?i:{WORDS.recipients})\s*:"
    r"|[¹²³⁰⁴⁵⁶⁷⁸⁹]+\s*\S|\[\d{1,3}\]\s*\S)"
)
TYPE_LINE = re.compile(rf"{WORDS.annexes}(?:\s+(?:{WORDS.numbered}\s*)?[\dIVX]+)?|{WORDS.titles}")
OFFICE = re.compile(rf"{WORDS.offices}(?!\w)")
OPEN_WORD = re.compile(rf"(?:,|\(|“|[-–/]|\b{WORDS.open_words})$")
FINAL = re.compile(r"(?:[.!?:;…]|\./\.)[)\]”\"’»*]*$")
RULE = re.compile(r"\s*[-_=*.–—~]{3,}\s*")
EMPHASIS = (
    re.compile(r"\*\*\*(?=[^\s*)])([^*]+?)(?<=[^\s*(])\*\*\*"),
    re.compile(r"\*\*(?=[^\s*)])((?:[^*]|\*(?!\*))+?)(?<=[^\s(])\*\*"),
    re.compile(r"(?<![\w*])\*(?=[^\s*)])([^*]+?)(?<=[^\s*(])\*(?![\w*])"),
)
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a file's lines were wrapped: ``width`` in characters, None where a line is a paragraph. ``ragged``: the
    first line of a paragraph is shorter than the others (it was wrapped together with its markup)."""

    width: int | None = None
    ragged: bool = False


def clean(text: str) -> str:
    """One line: NFC, single spaces, nothing invisible."""
    return " ".join(unicodedata.normalize("NFC", text).translate(INVISIBLE).split())


def without_emphasis(text: str) -> tuple[str, bool]:
    """Text without its ``*`` and ``**`` emphasis markers (a real asterisk stays), and whether all of it was bold."""
    bold = bool(re.fullmatch(r"\s*\*\*[^*].*[^*]\*\*\s*", text, re.DOTALL)) and text.count("**") == 2
    for pattern in EMPHASIS:
        text = pattern.sub(r"\1", text)
    return text, bold


def is_final(text: str) -> bool:
    """Whether a text ends as a sentence, a clause of a list or a lead does; footnote marks at its end do not count."""
    return bool(FINAL.search(re.sub(r"[¹²³⁰⁴-⁹\s]+$", "", text)))


def starts_lower(text: str) -> bool:
    """Whether the first letter is a small one, so that the text goes on with a sentence."""
    first = text.lstrip("“\"'(*‘")[:1]
    return first.isalpha() and first == first.lower()


def is_capitals(text: str) -> bool:
    """Whether all letters are capitals, as in a title or a letterhead."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and all(c == c.upper() for c in letters)


def wrapping(lines: Sequence[str]) -> Wrapping:
    """How the lines of a file were wrapped, from the lines themselves."""
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if len(a) >= LONG and b.strip() and "\t" not in a]
    going_on = sum(1 for a, b in pairs if not is_final(a) and (starts_lower(b) or len(b) >= LONG))
    if not pairs or going_on < 0.4 * len(pairs) or sum(len(a) > WIDEST for a, _ in pairs) > 0.02 * len(pairs):
        return Wrapping()
    lengths = sorted(len(a) for a, _ in pairs if len(a) <= WIDEST)
    width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.98))]
    short = sum(1 for a, b in itertools.pairwise(lines) if _is_first(a, b, width))
    return Wrapping(width, short >= 3 and short > 0.03 * len(lines))


def _fits(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line would still have had room, so that something else broke it."""
    return len(line) + 1 + len(following.split(" ", 1)[0]) <= width - 2


def _is_first(line: str, following: str, width: int) -> bool:
    """Whether a line was broken early in the middle of a sentence, as the first lines of ragged files are."""
    goes_on = (starts_lower(following) or following[:1].isdigit()) and not MARKER.match(following)
    return 0 < len(line) < 0.8 * width and goes_on and not is_final(line) and _fits(line, following, width)


def group_lines(lines: Sequence[str], how: Wrapping) -> list[str]:
    """Paragraphs of a run of lines without blank lines in it; rules (``-----``) are left out."""
    return [" ".join(lines[index] for index in group) for group in grouped(lines, how)]


def grouped(lines: Sequence[str], how: Wrapping) -> list[list[int]]:
    """The same as the indexes of each paragraph's lines."""
    kept = [index for index, line in enumerate(lines) if line and not RULE.fullmatch(line)]
    groups: list[list[int]] = []
    for number, index in enumerate(kept):
        after = lines[kept[number + 1]] if number + 1 < len(kept) else ""
        if groups and _goes_on([lines[i] for i in groups[-1]], lines[index], after, how):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _goes_on(group: Sequence[str], line: str, after: str, how: Wrapping) -> bool:
    """Whether ``line`` belongs to the paragraph that ``group`` has begun."""
    last = group[-1]
    full = how.width is not None and not _fits(last, line, how.width)
    if MARKER.match(line):
        dash = re.match(r"[-–—+]\s+(\S)", line)
        return bool(full and not is_final(last) and dash and dash.group(1).islower() and not MARKER.match(group[0]))
    if TYPE_LINE.fullmatch(last) or TYPE_LINE.fullmatch(line):
        return False
    if starts_lower(line):
        return not (is_final(last) and how.width is None)
    first = how.width is not None and _is_first(line, after, how.width)
    if full:
        return not (is_final(last) and first) and not (how.ragged and first and line[:1].isupper())
    if is_final(last):
        return False
    if is_capitals(last) or is_capitals(line):
        return is_capitals(last) and is_capitals(line) and not OFFICE.match(line)
    if how.width is not None and (line[0].isdigit() or line[0] == "(" or len(last) > 0.8 * how.width):
        return not first or line[0].isdigit()
    if OPEN_WORD.search(last) and not first:
        return True
    alone = bool(MARKER.match(last)) and is_final(line) and len(line) < LONG
    return how.ragged and len(group) == 1 and not first and not alone
