"""What pdfium tells of all letters of a page, asked in one go.

A call from Python costs more than what it asks for. So all codes come in one call, and the calls that are made letter
by letter get arguments that ctypes takes as they are, keep the interpreter's lock, and are driven by ``map``.
"""

from __future__ import annotations

import ctypes
import re
from collections import deque
from collections.abc import Callable
from itertools import repeat
from typing import Any

import pypdfium2.raw

pdfium: Any = pypdfium2.raw  # its names are made at run time, where no type checker sees them

ODD = re.compile("[^ -\ud7ff]")  # what the text of a page does not hold as the letter itself has it
AT_ONCE = 256  # letters whose boxes are asked for before they are taken over
EDGES = 4  # of a box: left, top, right, bottom


def quick(function: Any, result: Any) -> Callable[..., Any]:
    """The same C function without the types of its arguments, for calls that take less time than ctypes' checks.

    Pointers must be given as ctypes objects, integers as Python's; a double or an address as an integer would be
    passed wrongly. Raises RuntimeError where pdfium lacks the function.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value
    if address is None:
        raise RuntimeError("pdfium lacks a function of its text interface")
    call: Callable[..., Any] = ctypes.PYFUNCTYPE(result)(address)
    return call


_unicode = quick(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
_text_object = quick(pdfium.FPDFText_GetTextObject, ctypes.c_size_t)
_loose_box = quick(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int)
_text = quick(pdfium.FPDFText_GetText, ctypes.c_int)
_origin = quick(pdfium.FPDFText_GetCharOrigin, ctypes.c_int)
_matrix = quick(pdfium.FPDFText_GetMatrix, ctypes.c_int)
_made_up = quick(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int)
font_size = quick(pdfium.FPDFText_GetFontSize, ctypes.c_double)
"""Of a text page and the index of a letter."""
render_mode = quick(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int)
"""Of a text object."""
font_of = quick(pdfium.FPDFTextObj_GetFont, ctypes.c_size_t)
"""The address of a text object's font; 0 without one."""


def owners_of(page: ctypes.c_void_p, count: int) -> list[int]:
    """The address of each letter's text object; 0 for a blank or a line end that pdfium made up."""
    return list(map(_text_object, repeat(page), range(count)))


def codes_of(page: ctypes.c_void_p, count: int) -> list[int]:
    """Each letter's code: of Unicode, or whatever a broken font makes up."""
    units = (ctypes.c_ushort * (count + 1))()
    written = _text(page, 0, count, ctypes.byref(units))
    text = bytes(units)[: 2 * count].decode("utf-16-le", "surrogatepass")
    if written != count + 1 or len(text) != count:  # it leaves out controls, and writes some letters in two units
        return list(map(_unicode, repeat(page), range(count)))
    codes = list(map(ord, text))
    for odd in ODD.finditer(text):
        codes[odd.start()] = _unicode(page, odd.start())
    return codes


def is_made_up(page: ctypes.c_void_p, index: int) -> bool:
    """Whether no table of its font says which letter this is, so that its code is only that of a drawing."""
    return bool(_made_up(page, index) == 1)


def count_made_up(page: ctypes.c_void_p, count: int) -> int:
    """How many of the letters of a page are so."""
    return list(map(_made_up, repeat(page), range(count))).count(1)


def boxes_of(page: ctypes.c_void_p, count: int) -> list[float]:
    """The edges of each letter's box, one behind the other: left, top, right, bottom in points of PDF space."""
    size = min(count, AT_ONCE)
    edges = (ctypes.c_float * (EDGES * size))()
    places = [ctypes.byref(edges, at) for at in range(0, ctypes.sizeof(edges), EDGES * ctypes.sizeof(ctypes.c_float))]
    seen = memoryview(edges).cast("B").cast("f")
    boxes: list[float] = []
    for start in range(0, count, AT_ONCE):
        asked = range(start, min(start + AT_ONCE, count))
        deque(map(_loose_box, repeat(page), asked, places), maxlen=0)
        boxes += seen[: EDGES * len(asked)].tolist()
    return boxes


def origin_of(page: ctypes.c_void_p, index: int) -> tuple[float, float]:
    """Where a letter stands on its baseline."""
    x, y = ctypes.c_double(), ctypes.c_double()
    _origin(page, index, ctypes.byref(x), ctypes.byref(y))
    return x.value, y.value


def turn_of(page: ctypes.c_void_p, index: int) -> tuple[float, float, float, float]:
    """How the text of a letter is turned and stretched: a, b, c, d of its matrix."""
    matrix = pdfium.FS_MATRIX()
    _matrix(page, index, ctypes.byref(matrix))
    return matrix.a, matrix.b, matrix.c, matrix.d
