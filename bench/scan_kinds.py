"""How scanners, copiers, faxes and offices spoil a page: one function a kind, the page in dots in and out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np


def _noise(page: Any, random: np.random.Generator) -> Any:
    dirty = page.astype(np.int16) + random.normal(0, 18, page.shape[:2])[..., None].astype(np.int16)
    for _ in range(250):
        y, x = random.integers(0, page.shape[0] - 3), random.integers(0, page.shape[1] - 3)
        dirty[y : y + random.integers(1, 3), x : x + random.integers(1, 3)] = random.integers(0, 120)
    return np.clip(dirty, 0, 255).astype(np.uint8)


def _skewed(page: Any, random: np.random.Generator) -> Any:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(random.choice([-1.5, 1.5])), 1.0)
    return cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))


def _stamped(page: Any, random: np.random.Generator) -> Any:
    out = page.copy()
    for _ in range(2):
        mark = np.full_like(page, 255)
        x, y = random.integers(300, page.shape[1] - 300), random.integers(300, page.shape[0] - 300)
        for radius, thick in ((150, 6), (100, 3)):
            cv2.circle(mark, (int(x), int(y)), radius, (200, 40, 50), thick, cv2.LINE_AA)
        cv2.putText(mark, "UBND TINH", (int(x) - 85, int(y) + 10), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (200, 40, 50), 3)
        out = np.minimum(out, mark)
    return out


def _grey(page: Any, random: np.random.Generator) -> Any:
    grey = cv2.cvtColor(_stamped(page, random), cv2.COLOR_RGB2GRAY).astype(np.float64)
    grey = cv2.GaussianBlur(grey, (0, 0), 0.7)
    shade = np.linspace(205, 240, page.shape[1])[None, :]
    return np.clip(60 + grey / 255 * (shade - 60) + random.normal(0, 6, grey.shape), 0, 255).astype(np.uint8)


def _sealed(page: Any, random: np.random.Generator) -> Any:
    """A dark grey copy with what offices put on paper: a seal with words around it and a star, a framed stamp of
    receipt that lies askew, a signature."""
    ink = int(random.integers(95, 150))
    over = np.full(page.shape[:2], 255, np.uint8)
    height, width = over.shape
    _seal(over, (int(random.integers(250, width - 250)), int(random.integers(250, height - 250))), ink, random)
    _receipt(over, (int(random.integers(300, width - 300)), int(random.integers(200, height - 200))), ink, random)
    _signature(over, (int(random.integers(300, width - 300)), int(random.integers(300, height - 300))), ink, random)
    grey = np.minimum(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), over).astype(np.float64)
    grey = cv2.GaussianBlur(grey, (0, 0), 0.8)
    shade = np.linspace(235, 215, height)[:, None]
    return np.clip(45 + grey / 255 * (shade - 45) + random.normal(0, 5, grey.shape), 0, 255).astype(np.uint8)


def _seal(over: Any, middle: tuple[int, int], ink: int, random: np.random.Generator) -> None:
    radius = int(random.integers(125, 150))
    for share, thick in ((1.0, 5), (0.93, 2), (0.62, 3)):
        cv2.circle(over, middle, int(share * radius), ink, thick, cv2.LINE_AA)
    words = "ỦY BAN NHÂN DÂN TỈNH * SỞ THÔNG TIN * ".encode("ascii", "ignore").decode()
    for place, letter in enumerate(words):
        angle = 360 * place / len(words)
        small = np.full((30, 26), 255, np.uint8)
        cv2.putText(small, letter, (3, 24), cv2.FONT_HERSHEY_DUPLEX, 0.8, ink, 2, cv2.LINE_AA)
        turned = cv2.getRotationMatrix2D((13, 15), -angle - 90, 1.0)
        small = cv2.warpAffine(small, turned, (26, 30), borderValue=255)
        at = np.deg2rad(angle)
        x, y = (int(middle[0] + 0.77 * radius * np.cos(at)) - 13, int(middle[1] + 0.77 * radius * np.sin(at)) - 15)
        over[y : y + 30, x : x + 26] = np.minimum(over[y : y + 30, x : x + 26], small)
    corners = [
        (middle[0] + length * np.sin(step * np.pi / 5), middle[1] - length * np.cos(step * np.pi / 5))
        for step, length in enumerate([0.35 * radius, 0.14 * radius] * 5)
    ]
    cv2.fillPoly(over, [np.array(corners, np.int32)], ink, cv2.LINE_AA)


def _receipt(over: Any, middle: tuple[int, int], ink: int, random: np.random.Generator) -> None:
    box = np.full((150, 420), 255, np.uint8)
    cv2.rectangle(box, (12, 12), (407, 137), ink, 4)
    cv2.line(box, (12, 60), (407, 60), ink, 2)
    cv2.putText(box, "DEN", (170, 50), cv2.FONT_HERSHEY_DUPLEX, 1.1, ink, 2, cv2.LINE_AA)
    cv2.putText(box, "So:        Ngay:", (30, 110), cv2.FONT_HERSHEY_SIMPLEX, 1.0, ink, 2, cv2.LINE_AA)
    turned = cv2.getRotationMatrix2D((210, 75), float(random.uniform(-8, 8)), 1.0)
    box = cv2.warpAffine(box, turned, (420, 150), borderValue=255)
    x, y = middle[0] - 210, middle[1] - 75
    over[y : y + 150, x : x + 420] = np.minimum(over[y : y + 150, x : x + 420], box)


def _signature(over: Any, middle: tuple[int, int], ink: int, random: np.random.Generator) -> None:
    at = np.linspace(0, 4 * np.pi, 80)
    sway = random.uniform(0.5, 1.5, 3)
    x = middle[0] + 130 * np.sin(sway[0] * at) + 10 * at
    y = middle[1] + 60 * np.cos(sway[1] * at) * np.sin(0.3 * at + sway[2])
    cv2.polylines(over, [np.stack([x, y], axis=1).astype(np.int32)], False, ink, 4, cv2.LINE_AA)


def _marked(page: Any, random: np.random.Generator) -> Any:
    """A grey copy with other marks: an oval stamp, ``SAO Y`` in a frame of two lines, a word across, a struck tick."""
    ink = int(random.integers(100, 145))
    over = np.full(page.shape[:2], 255, np.uint8)
    height, width = over.shape

    def middle() -> tuple[int, int]:
        return int(random.integers(300, width - 300)), int(random.integers(250, height - 250))

    at, lean = middle(), float(random.uniform(-12, 12))
    for axes, thick in (((190, 110), 6), ((160, 82), 3)):
        cv2.ellipse(over, at, axes, lean, 0, 360, ink, thick, cv2.LINE_AA)
    cv2.putText(over, "VAN THU", (at[0] - 90, at[1] + 12), cv2.FONT_HERSHEY_TRIPLEX, 1.2, ink, 2, cv2.LINE_AA)
    box = np.full((140, 380), 255, np.uint8)
    for inset, thick in ((8, 6), (22, 3)):
        cv2.rectangle(box, (inset, inset), (379 - inset, 139 - inset), ink, thick)
    cv2.putText(box, "SAO Y", (70, 95), cv2.FONT_HERSHEY_DUPLEX, 2.2, ink, 6, cv2.LINE_AA)
    turned = cv2.getRotationMatrix2D((190, 70), float(random.uniform(-10, 10)), 0.9)
    box = cv2.warpAffine(box, turned, (380, 140), flags=cv2.INTER_AREA, borderValue=255)
    x, y = middle()
    over[y - 70 : y + 70, x - 190 : x + 190] = np.minimum(over[y - 70 : y + 70, x - 190 : x + 190], box)
    x, y = middle()
    tick = np.array([[x, y], [x + 40, y + 90], [x + 180, y - 110]], np.int32)
    cv2.polylines(over, [tick], False, ink, 7, cv2.LINE_AA)
    grey = np.minimum(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), over).astype(np.float64)
    grey = cv2.GaussianBlur(grey, (0, 0), 0.75)
    shade = np.linspace(228, 212, width)[None, :]
    return np.clip(50 + grey / 255 * (shade - 50) + random.normal(0, 5, grey.shape), 0, 255).astype(np.uint8)


def _fax(page: Any, random: np.random.Generator) -> Any:
    grey = cv2.GaussianBlur(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), (0, 0), 0.6).astype(np.float64)
    return ((grey + random.normal(0, 12, grey.shape)) > 150).astype(np.uint8) * 255


def _turned(page: Any, random: np.random.Generator) -> Any:
    return np.ascontiguousarray(np.rot90(page, int(random.choice([1, 3]))))


def _plain(page: Any, _random: np.random.Generator) -> Any:
    return page


KINDS: dict[str, Callable[[Any, np.random.Generator], Any]] = {
    "plain": _plain,
    "noise": _noise,
    "skewed": _skewed,
    "stamped": _stamped,
    "grey": _grey,
    "sealed": _sealed,
    "marked": _marked,
    "fax": _fax,
    "turned": _turned,
    "layer": _plain,
}
