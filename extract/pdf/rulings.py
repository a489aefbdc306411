"""The straight lines and the pictures drawn on a PDF page, from pdfium's page objects, as displayed.

Programs draw a table's lines as strokes (LibreOffice), as thin filled rectangles (browsers, Word) or as the outline
of cells; all three end up as the same two lists.
"""

from __future__ import annotations

import ctypes
import itertools
from dataclasses import dataclass, field
from typing import Any

from extract.pdf.asked import pdfium
from extract.pdf.chars import View

THIN = 3.0  # points: a filled rectangle thinner than this is a line
SLANT = 0.75  # a stroke that drifts by more than this is no ruling
SHORT = 2.0
MAX_OBJECTS = 20_000  # a drawing (a map, a chart) is no table, and its paths would cost minutes
MAX_SEGMENTS = 400
MAX_DEPTH = 4

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


@dataclass(slots=True)
class Rulings:
    """``level`` lines are ``(x0, x1, y)``, ``upright`` ones ``(top, bottom, x)``, in points from the top left corner;
    ``pictures`` is the share of the page that pictures cover, at most 1; ``shades`` are filled rectangles
    ``(x0, top, x1, bottom)`` whose colour shows on white."""

    level: list[tuple[float, float, float]] = field(default_factory=list)
    upright: list[tuple[float, float, float]] = field(default_factory=list)
    pictures: float = 0.0
    shades: list[tuple[float, float, float, float]] = field(default_factory=list)

    def add(self, p: Point, q: Point) -> None:
        """A stroke from p to q, if it is level or upright."""
        dx, dy = abs(p[0] - q[0]), abs(p[1] - q[1])
        if dy <= SLANT and dx >= SHORT:
            self.level.append((min(p[0], q[0]), max(p[0], q[0]), (p[1] + q[1]) / 2))
        elif dx <= SLANT and dy >= SHORT:
            self.upright.append((min(p[1], q[1]), max(p[1], q[1]), (p[0] + q[0]) / 2))


def read_rulings(page: Any, view: View) -> Rulings:
    """The rulings of a pypdfium2 page, also those inside form objects."""
    rulings = Rulings()
    count = pdfium.FPDFPage_CountObjects(page.raw)
    for index in range(min(count, MAX_OBJECTS)):
        _item(pdfium.FPDFPage_GetObject(page.raw, index), view, view.matrix, rulings, 0)
    rulings.pictures = min(1.0, rulings.pictures / max(1.0, view.width * view.height))
    return rulings


def _item(item: Any, view: View, outer: Matrix, rulings: Rulings, depth: int) -> None:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        _path(item, _compose(_matrix(item), outer), rulings)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        a, b, c, d, _, _ = _compose(_matrix(item), outer)
        rulings.pictures += abs(a * d - b * c)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
        inner = _compose(_matrix(item), outer)
        for index in range(min(pdfium.FPDFFormObj_CountObjects(item), MAX_OBJECTS)):
            _item(pdfium.FPDFFormObj_GetObject(item, index), view, inner, rulings, depth + 1)


def _matrix(item: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, m):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _compose(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _path(item: Any, matrix: Matrix, rulings: Rulings) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    count = pdfium.FPDFPath_CountSegments(item)
    if not (fill.value or stroke.value) or count > MAX_SEGMENTS:
        return
    for points in _outlines(item, count, matrix):
        box = _box(points)
        if min(box[2] - box[0], box[3] - box[1]) <= THIN and len(points) > 2:
            _thin(box, rulings)
            continue
        if fill.value and len(points) in (4, 5) and _is_box(points, box) and _coloured(item):
            rulings.shades.append(box)
        if stroke.value:
            for p, q in itertools.pairwise(points):
                rulings.add(p, q)


def _outlines(item: Any, count: int, matrix: Matrix) -> list[list[Point]]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    outlines: list[list[Point]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            continue
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not outlines:
            outlines.append([])
        outlines[-1].append(point)
        if pdfium.FPDFPathSegment_GetClose(segment) and outlines[-1][0] != point:
            outlines[-1].append(outlines[-1][0])
    return [points for points in outlines if len(points) > 1]


def _box(points: list[Point]) -> tuple[float, float, float, float]:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_box(points: list[Point], box: tuple[float, float, float, float]) -> bool:
    return all(
        min(abs(x - box[0]), abs(x - box[2])) < 1 and min(abs(y - box[1]), abs(y - box[3])) < 1 for x, y in points
    )


def _coloured(item: Any) -> bool:
    """Whether a person sees the fill on white paper."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return False
    return alpha.value > 20 and min(red.value, green.value, blue.value) < 253


def _thin(box: tuple[float, float, float, float], rulings: Rulings) -> None:
    x0, top, x1, bottom = box
    if x1 - x0 >= bottom - top:
        rulings.add((x0, (top + bottom) / 2), (x1, (top + bottom) / 2))
    else:
        rulings.add(((x0 + x1) / 2, top), ((x0 + x1) / 2, bottom))
