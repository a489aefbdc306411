"""What a page carries besides its text: page numbers, and heads and feet that come again on most pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from extract.layout_words import WORDS
from extract.pdf.lines import Line

EDGE = 3  # lines from the top and from the bottom that may be furniture
ZONE = 0.12  # of the page's height: no furniture is farther from the edge
MARGIN = 0.075  # of the page's height: no text is nearer to the edge in most reports
SAME_HEIGHT = 4.0  # points
MOST = 0.5  # of the pages
PAGE_NUMBER = re.compile(
    rf"^[\W_]*{WORDS.page}?[\s.:]*(\d{{1,4}})(?:\s*(?:/|-|{WORDS.page_of})\s*\d{{1,4}})?[\W_]*$", re.IGNORECASE
)
PAGE_WORDS = re.compile(rf"\b{WORDS.page}\W*\d|\d\s*/\s*\d+\W*$", re.IGNORECASE)


def furniture(pages: list[list[Line]], heights: list[float]) -> list[set[int]]:
    """For each page the indexes of the lines that are no text of the report."""
    out: list[set[int]] = [set() for _ in pages]
    edges = [_edge(lines, height) for lines, height in zip(pages, heights, strict=True)]
    _numbers(pages, edges, out)
    _repeating(pages, edges, out)
    for lines, height, found in zip(pages, heights, out, strict=True):
        _keep_inner(lines, height, found)
    return out


def _keep_inner(lines: list[Line], height: float, found: set[int]) -> None:
    """A line within the text's own height is furniture only below other furniture (above it, at the foot): the first
    line of several annexes may well be the same."""
    inner = {i for i in found if MARGIN * height < lines[i].base < (1 - MARGIN) * height}
    for index in sorted(i for i in inner if lines[i].base < height / 2):
        if index - 1 not in found:
            found.discard(index)
    for index in sorted((i for i in inner if lines[i].base > height / 2), reverse=True):
        if index + 1 not in found:
            found.discard(index)


def _edge(lines: list[Line], height: float) -> list[int]:
    near = set(range(min(EDGE, len(lines)))) | set(range(max(0, len(lines) - EDGE), len(lines)))
    return [i for i in sorted(near) if lines[i].base < ZONE * height or lines[i].base > (1 - ZONE) * height]


def _repeating(pages: list[list[Line]], edges: list[list[int]], out: list[set[int]]) -> None:
    if len(pages) < 2:
        return
    places: dict[str, list[tuple[int, int, Line]]] = defaultdict(list)
    for page, indexes in enumerate(edges):
        for index in indexes:
            line = pages[page][index]
            places[re.sub(r"\d+", "#", line.text)].append((page, index, line))
    for found in places.values():
        for _, _, here in found:
            level = [(page, index, line) for page, index, line in found if abs(line.base - here.base) <= SAME_HEIGHT]
            enough = len({page for page, _, _ in level}) >= max(2, MOST * len(pages))
            if enough and _numbers_run([(page, line) for page, _, line in level]):
                for page, index, _ in level:
                    out[page].add(index)


def _numbers_run(lines: list[tuple[int, Line]]) -> bool:
    """Whether lines that are alike but for their numbers have the same numbers, or one that is a page's: ``Biểu số 7``
    and ``Biểu số 8``, each at the head of its page, are headings."""
    for column in zip(*(re.findall(r"\d+", line.text) for _, line in lines), strict=True):
        same = Counter(column).most_common(1)[0][1]
        if same == len(lines):
            continue
        running = Counter(int(number) - page for (page, _), number in zip(lines, column, strict=True))
        if running.most_common(1)[0][1] < 0.8 * len(lines) or not all(_shows_page(line) for _, line in lines):
            return False
    return True


def _shows_page(line: Line) -> bool:
    """Whether a line says that a number is a page's, or has one that stands apart at its end."""
    if PAGE_WORDS.search(line.text) or PAGE_NUMBER.match(line.text):
        return True
    words = line.words
    if len(words) < 2:
        return False
    apart = 1.5 * line.size
    last = words[-1].text.isdigit() and words[-1].x0 - words[-2].x1 > apart
    return last or (words[0].text.isdigit() and words[1].x0 - words[0].x1 > apart)


def _numbers(pages: list[list[Line]], edges: list[list[int]], out: list[set[int]]) -> None:
    """A lone number is a page number where it runs with the pages; where it only stands there it is text."""
    found: list[tuple[int, int, int]] = []
    for page, indexes in enumerate(edges):
        for index in indexes:
            match = PAGE_NUMBER.match(pages[page][index].text)
            if match:
                found.append((page, index, int(match.group(1)) - page))
    shifts = Counter(shift for _, _, shift in found)
    for page, index, shift in found:
        if shift == 1 or shifts[shift] >= max(2, MOST * len(found)):
            out[page].add(index)
