"""What a person may write into each correcting cell, and the word of the base that it means.

Every check takes the typed text and gives the word that the log keeps; RefusedError says why not, with the closest
that would be taken. ``<trống>`` empties a field that may be empty; an empty cell never does.
"""

from __future__ import annotations

import difflib
import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

from kb.fields import ASKED, CELLS, FIELD
from kb.review.numbers import exact, is_date, read_decimal, written
from kb.review.periods import read_period
from kb.review.periods import written as written_period
from kb.review.refused import RefusedError
from rules.language.fold import bare_letters
from rules.language.provinces import load_places, place_called

EMPTY = "<trống>"
MAY_BE_EMPTY = tuple(name for name, fields in CELLS.items() if fields[0].empty != "never" or name == "marks")
CHOICES: dict[str, dict[str, tuple[str, ...]]] = {
    **{field.name: {word.name: (word.vi, *word.typed) for word in field.words} for field in ASKED if field.words},
    "decision": {
        "ok": ("đúng",),
        "fix": ("sửa",),
        "drop": ("xóa", "xoá", "bỏ"),
        "unsure": ("chưa rõ", "không rõ"),
    },
}
"""The words of each closed field, each with what a Vietnamese reader calls it; the first is what is shown."""
_LOWER = re.compile(
    r"(?:thành phố|thị xã|huyện|quận|phường|xã|thị trấn|đặc khu|thôn|bản|ấp|buôn|khu phố|TP\.?)\s+\S", re.I
)
_MOST = 200


class Vocabulary:
    """The checks against one base: its catalogue of metrics and the table of provinces."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def read(self, name: str, text: str, times: Sequence[str | None]) -> dict[str, str]:
        """The fields of the base that a typed cell means, each with its new word, ``""`` for empty. Of a cell that
        points into its document (:mod:`kb.review.pointing`) only what empties it is read here.

        ``name`` is that of :data:`kb.review.columns.CORRECTED`; ``times`` decide between a province before and after
        the merger of 2025, the most telling first.
        """
        if bare_letters(text) in ("trong", "empty") and text.startswith("<"):
            if name not in MAY_BE_EMPTY:
                raise RefusedError("ô này không thể để trống", f"{name} cannot be empty")
            return {"metric_id" if name == "metric" else name: "[]" if name == "marks" else ""}
        if name in ("value", "value_max", "denominator"):
            return {name: exact(read_decimal(text))}
        if name in CHOICES:
            return {name: choice(name, text)}
        if name == "period":
            return {name: read_period(text)}
        if name == "metric":
            return {"metric_id": self._metric(text)}
        if name == "place":
            return self._place(text, times)
        return {name: _words(name, text)}

    @cached_property
    def _metrics(self) -> dict[str, str]:
        """Ids by themselves and by their folded names."""
        rows = self._db.execute("select id, name_vi, name_en from metrics order by id desc").fetchall()
        ids = {row[0]: row[0] for row in rows}
        return {bare_letters(row[column]): row[0] for column in (2, 1) for row in rows} | ids

    def _metric(self, text: str) -> str:
        found = self._metrics.get(text) or self._metrics.get(text.lower()) or self._metrics.get(bare_letters(text))
        if found:
            return found
        near = [*difflib.get_close_matches(text.lower(), self._metrics, n=3, cutoff=0.6)]
        near += difflib.get_close_matches(bare_letters(text), self._metrics, n=3, cutoff=0.6)
        ids = list(dict.fromkeys(self._metrics[one] for one in near))[:3]
        names = dict(self._db.execute("select id, name_vi from metrics").fetchall())
        raise _not_known(text, "chỉ tiêu", "metric", [f"{names[one]} ({one})" for one in ids])

    def _place(self, text: str, times: Sequence[str | None]) -> dict[str, str]:
        by_id = {place.id: place.name for place in load_places()}
        if text in by_id:
            return {"place": by_id[text], "place_id": text}
        if province := place_called(text, *times):
            return {"place": province.name, "place_id": province.id}
        if _LOWER.match(text):
            return {"place": _words("place", text), "place_id": ""}
        folded = {bare_letters(place.name): place.name for place in load_places()}
        near = difflib.get_close_matches(bare_letters(text), folded, n=3, cutoff=0.6)
        raise _not_known(text, "tỉnh, thành phố", "province", [folded[one] for one in near])


def choice(name: str, text: str) -> str:
    """The word of a closed field (``qualifier kind status level decision``) by itself or by a Vietnamese name."""
    known = {bare_letters(one): word for word, labels in CHOICES[name].items() for one in (word, *labels)}
    if bare_letters(text) in known:
        return known[bare_letters(text)]
    shown = ", ".join(f"{labels[0]} ({word})" for word, labels in CHOICES[name].items())
    shown_vi = "; ".join(labels[0] for labels in CHOICES[name].values())
    raise RefusedError(f"“{text}” không có trong các lựa chọn: {shown_vi}", f"{text} is none of the choices: {shown}")


def shown_choice(name: str, word: str) -> str:
    """What a word of a closed field is called in Vietnamese; empty, and a word of any other field, stays as it is."""
    labels = CHOICES.get(name, {}).get(word)
    return labels[0] if labels else word


@lru_cache(maxsize=65_536)
def cell_of(name: str, word: str) -> str:
    """How the cell of a field shows a word of the base: in the words that :class:`Vocabulary` reads again."""
    if FIELD[name].type == "decimal":
        return written(word)
    if name == "period":
        return written_period(word)
    if name == "marks":
        return "; ".join(json.loads(word or "[]"))
    return shown_choice(name, word)


def contradiction(now: Mapping[str, str]) -> RefusedError | None:
    """Why a figure with these fields cannot be, None where it can."""
    value = Decimal(now["value"])
    if value < 0 and now["kind"] != "change":
        return RefusedError("số âm chỉ dùng cho loại tăng, giảm (change)", "only a change can be negative")
    if now["value_max"] and Decimal(now["value_max"]) <= value:
        return RefusedError("giá trị lớn nhất phải lớn hơn giá trị", "the upper end must be above the value")
    if now["denominator"] and Decimal(now["denominator"]) <= 0:
        return RefusedError("mẫu số phải lớn hơn 0", "the denominator must be above 0")
    return None


def _words(name: str, text: str) -> str:
    if len(text) > _MOST:
        raise RefusedError(f"dài hơn {_MOST} chữ", f"longer than {_MOST} letters")
    if name == "unit" and not any(letter.isalpha() or letter == "%" for letter in text):
        raise RefusedError(f"“{text}” không phải là đơn vị", f"{text} is no unit")
    if is_date(text):
        raise RefusedError(f"“{text}” là ngày tháng do Excel tự đổi", f"{text} is a date of Excel's making")
    return text


def _not_known(text: str, what: str, what_en: str, near: Sequence[str]) -> RefusedError:
    perhaps = f". Có lẽ là: {', '.join(near)}" if near else ""
    perhaps_en = f". Perhaps {', '.join(near)}" if near else ""
    return RefusedError(f"không có {what} “{text}”{perhaps}", f"there is no {what_en} {text}{perhaps_en}")
