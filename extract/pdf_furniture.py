"""What a page carries besides its text: page numbers, and heads and feet that come again on most pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from extract.pdf_lines import Line

EDGE = 3  # lines from the top and from the bottom that may be furniture
ZONE = 0.12  # of the page's height
SAME_HEIGHT = 4.0  # points
MOST = 0.5  # of the pages
PAGE_NUMBER = re.compile(
    r"^[\W_]*(?:trang|page)?[\s.:]*(\d{1,4})(?:\s*(?:/|-|of|trên)\s*\d{1,4})?[\W_]*$", re.IGNORECASE
)


def furniture(pages: list[list[Line]], heights: list[float]) -> list[set[int]]:
    """For each page the indexes of the lines that are no text of the report."""
    out: list[set[int]] = [set() for _ in pages]
    edges = [_edge(lines, height) for lines, height in zip(pages, heights, strict=True)]
    _repeating(pages, edges, out)
    _numbers(pages, edges, out)
    return out


def _edge(lines: list[Line], height: float) -> list[int]:
    near = set(range(min(EDGE, len(lines)))) | set(range(max(0, len(lines) - EDGE), len(lines)))
    return [i for i in sorted(near) if lines[i].base < ZONE * height or lines[i].base > (1 - ZONE) * height]


def _repeating(pages: list[list[Line]], edges: list[list[int]], out: list[set[int]]) -> None:
    if len(pages) < 3:
        return
    places: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for page, indexes in enumerate(edges):
        for index in indexes:
            line = pages[page][index]
            places[re.sub(r"\d+", "#", line.text)].append((page, index, line.base))
    for found in places.values():
        for _, _, height in found:
            level = [(page, index) for page, index, base in found if abs(base - height) <= SAME_HEIGHT]
            enough = len({page for page, _ in level}) >= max(3, MOST * len(pages))
            if enough and _numbers_run([(page, pages[page][index].text) for page, index in level]):
                for page, index in level:
                    out[page].add(index)


def _numbers_run(lines: list[tuple[int, str]]) -> bool:
    """Whether each number of lines that are alike otherwise stays the same or runs with the pages: ``Biểu số 7``,
    ``Biểu số 3`` are headings of tables."""
    columns = zip(*(re.findall(r"\d+", text) for _, text in lines), strict=True)
    for column in columns:
        same = Counter(column)
        running = Counter(int(number) - page for (page, _), number in zip(lines, column, strict=True))
        if max(same.most_common(1)[0][1], running.most_common(1)[0][1]) < 0.8 * len(lines):
            return False
    return True


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
