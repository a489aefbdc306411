"""A picture of a page to what is seen on it: the order of work of one page.

1. turned where its lines run upright, straightened by its own lines
2. looked at (:mod:`extract.scan.look`)
3. where that gives no Vietnamese, a strip of it is tried in the other positions; a turn must win clearly
"""

from __future__ import annotations

from dataclasses import replace

from extract.scan.engine import BLOCK, Engine
from extract.scan.look import look
from extract.scan.page import Grey, SeenPage
from extract.scan.picture import Picture, ink
from extract.scan.straight import lies_sideways, skew, straightened, turned, way_back
from extract.syllables import Share, share

WELL_FORMED = 0.45
"""The share of marked syllables from which on a text is Vietnamese: bad layers have 0 to .33, good ones .53 to .94."""
CLEARLY = 0.2
LEAST_WORDS = 12
STRIP = 2.2  # inches
BLANK = 0.0004  # of the dots: less ink is an empty page


def recognise(picture: Picture, engine: Engine) -> SeenPage:
    """What is seen on a picture of a page. Raises TimeoutError where the engine's time ends."""
    width, height = picture.grey.shape[1] * picture.points, picture.grey.shape[0] * picture.points
    if (ink(picture.grey) > 0).mean() < BLANK:
        return SeenPage(width, height)
    degrees = 0
    if lies_sideways(picture):
        degrees = _best_turn(picture, engine, (90, 270, 0))
    seen = _upright(picture, engine, degrees)
    if not is_text(seen):
        other = _best_turn(picture, engine, tuple(turn for turn in (0, 180, 90, 270) if turn != degrees))
        if other not in (degrees, 0):
            again = _upright(picture, engine, other)
            if _shared(again).value > _shared(seen).value + CLEARLY:
                return again
    return seen


def is_text(seen: SeenPage) -> bool:
    """Whether a page has Vietnamese on it, or a table of figures."""
    found = _shared(seen)
    return found.value >= WELL_FORMED and found.words >= LEAST_WORDS


def _shared(seen: SeenPage) -> Share:
    return share(" ".join(line.text for line in seen.all_lines))


def _upright(picture: Picture, engine: Engine, degrees: int) -> SeenPage:
    width, height = picture.grey.shape[1] * picture.points, picture.grey.shape[0] * picture.points
    upright = turned(picture, degrees)
    angle = skew(upright)
    seen = look(straightened(upright, angle), engine)
    return replace(seen, turned=degrees, back=way_back(width, height, degrees, angle))


def _best_turn(picture: Picture, engine: Engine, turns: tuple[int, ...]) -> int:
    """The turn whose fullest strip reads as Vietnamese, 0 where none clearly does."""
    tried: list[tuple[float, int]] = []
    for degrees in turns:
        found = share(
            " ".join(word.text for word in engine.words(_strip(turned(picture, degrees)), BLOCK, picture.dpi))
        )
        if found.words >= LEAST_WORDS:
            tried.append((found.value, degrees))
        if tried and tried[-1][0] >= WELL_FORMED + CLEARLY:
            return degrees
    best = max(tried, default=(0.0, 0))
    return best[1] if best[0] >= WELL_FORMED else 0


def _strip(picture: Picture) -> Grey:
    """The horizontal strip of a page that has most ink, straightened."""
    straight = straightened(picture, skew(picture)).grey
    rows = (straight < 140).sum(axis=1)
    tall = min(len(rows), round(STRIP * picture.dpi))
    sums = rows.cumsum()
    starts = range(0, max(1, len(rows) - tall), max(1, tall // 4))
    best = max(starts, key=lambda y: int(sums[min(len(sums) - 1, y + tall)] - sums[y]))
    return straight[best : best + tall]
