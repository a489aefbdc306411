"""What a row asks for that is likely a slip: it is written only after a second yes.

A slip of the hand is as well-formed as a correction: a value dragged down over the rows below it, a number of another
sentence, a metric that counts another thing. Such rows were found in files that came back (values dragged over ten
unlike rows, ``5.000`` for a rate of 89,9 %). Each doubt says what speaks against the row; who is sure says so, in the
row's own column or for the whole file.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kb.review.dragged import Key, dragged, key_of, pasted_over
from kb.review.file import ReviewFile
from kb.review.log import ADDED, Event
from kb.review.numbers import written
from kb.review.pointing import Pointing
from kb.review.refused import RefusedError
from kb.review.state import NUMBERS, Standing
from kb.review.values import CHOICES
from kb.review.verdict import Verdict, sentence
from kb.review.whose import Snapshots
from rules.language.fold import bare_letters, bare_words
from rules.language.numbers import find_numbers

YES = ("co", "x", "yes", "dung", "chac", "chac chan", "ok")
"""What a person writes into the column of the second yes, without accents."""
_SCALES = {"nghin": 3, "ngan": 3, "trieu": 6, "ty": 9, "ti": 9}
_MONEY = ("đồng", "usd", "đô la")


@dataclass(frozen=True, slots=True)
class _Metric:
    name: str
    words: frozenset[str]
    unit: str
    kind: str
    low: Decimal | None
    high: Decimal | None


def is_yes(cell: str) -> bool:
    """Whether a cell of the column of the second yes holds one. RefusedError where it holds anything else."""
    if not cell:
        return False
    if bare_letters(cell) in {bare_letters(one) for one in YES}:
        return True
    raise RefusedError(f"“{cell}” không phải là lời xác nhận; hãy ghi “có”", f"{cell} is no yes; write có")


def asked_again(
    db: sqlite3.Connection,
    verdicts: Sequence[Verdict],
    now: Mapping[str, Standing],
    file: ReviewFile,
    snapshots: Snapshots,
    sure: Iterable[int],
) -> list[Verdict]:
    """The verdicts on a ``file``, those that are ready and doubtful turned into ``confirm`` but for the rows that are
    ``sure``.

    ``now`` are the figures as they stand, by id; ``snapshots`` what each export showed.
    """
    certain = frozenset(sure)
    ready = [one for one in verdicts if one.outcome == "ready" and one.events and one.row not in certain]
    ready = [one for one in ready if not any(event.reverses for event in one.events)]
    if not ready:
        return list(verdicts)
    metrics, pointing = _metrics(db), Pointing(db)
    down = dragged(ready, now, {metric: one.words for metric, one in metrics.items()})
    told: dict[Key, list[RefusedError]] = {}
    for one in ready:
        doubts = list(_of_row(one, now, metrics, pointing))
        doubts += [down[key_of(one)]] if key_of(one) in down else []
        if one.row in file.merged:
            doubts.append(
                RefusedError("dòng có ô gộp với dòng khác", "a cell of the row is merged with one of another row")
            )
        if doubts:
            told[key_of(one)] = doubts
    asking, over = {one.row for one in ready}, pasted_over(file, snapshots)
    told |= {
        key_of(one): [over[one.row].doubt]
        for one in verdicts
        if one.outcome == "already" and one.row in over and over[one.row].of in asking
    }
    return [_asked(one, told[key_of(one)]) if key_of(one) in told else one for one in verdicts]


def _asked(verdict: Verdict, doubts: Sequence[RefusedError]) -> Verdict:
    vi = "; ".join(dict.fromkeys(doubt.vi for doubt in doubts))
    en = "; ".join(dict.fromkeys(doubt.en for doubt in doubts))
    return replace(
        verdict,
        outcome="confirm",
        vi=f"{sentence(vi)} Nếu đúng vậy, hãy ghi “có” vào cột “xác nhận” rồi nộp lại. {verdict.vi}",
        en=f"{sentence(en)} If it is so, write có into the column confirm. {verdict.en}",
    )


def _of_row(
    verdict: Verdict, now: Mapping[str, Standing], metrics: Mapping[str, _Metric], pointing: Pointing
) -> Iterable[RefusedError]:
    first = verdict.events[0]
    standing = now.get(first.figure_id)
    before = dict(standing.now) if standing else dict(first.seen)
    new = {event.field: event.new for event in verdict.events if event.field not in (ADDED, "decision")}
    after = {**before, **new}
    yield from _not_in_the_sentence(first, new)
    yield from _not_as_printed(first, new, after)
    yield from pointing.doubts(first.document_id, new, after)
    metric = metrics.get(after.get("metric_id", ""))
    if metric is None:
        return
    if "metric_id" in new or "unit" in new or "kind" in new:
        yield from _does_not_fit(after, metric)
    if new.keys() & {"metric_id", "value", "value_max", "kind"}:
        yield from _out_of_bounds(after, metric)


def _not_in_the_sentence(event: Event, new: Mapping[str, str]) -> Iterable[RefusedError]:
    asked = {name: word for name, word in new.items() if name in NUMBERS and word}
    if not asked:
        return
    printed = _printed(event.quote) | _printed(event.number) | _printed(new.get("number", ""))
    for name, word in asked.items():
        if abs(Decimal(word)) not in printed:
            shown = written(word)
            yield RefusedError(
                f"số {shown} không có trong câu của số liệu “{event.number}”",
                f"{name} {shown} does not stand in the sentence of the figure {event.number}",
            )


def _not_as_printed(event: Event, new: Mapping[str, str], after: Mapping[str, str]) -> Iterable[RefusedError]:
    """A printed number that its sentence does not hold (a scan was misread, or the cell is another figure's), or that
    the value does not follow from."""
    number = new.get("number", "")
    if not number:
        return
    if number not in event.quote:
        yield RefusedError(
            f"số in “{number}” không có trong câu như máy đọc được",
            f"the printed number {number} does not stand in the sentence as it was read",
        )
    value = abs(Decimal(after["value"]))
    if not any(value == read.scaleb(size) for read in _printed(number) for size in (0, *_SCALES.values())):
        shown = written(after["value"])
        yield RefusedError(
            f"giá trị {shown} không phải là của số in “{number}”", f"the value {shown} is not that of {number}"
        )


def _printed(text: str) -> set[Decimal]:
    """All that the numbers of a text may mean: as printed, an end or the whole of a fraction, with its word of size."""
    found: set[Decimal] = set()
    for number in find_numbers(text):
        size = size_behind(text, number.end)
        for value in (number.value, number.value_max, number.denominator):
            if value is not None:
                found |= {value, value.scaleb(size)}
    return found


def size_behind(text: str, end: int) -> int:
    """The power of ten of the word of size that stands behind a number (``tỷ``: 9); 0 where none does."""
    word = bare_words(text[end : end + 10]).split(" ")
    return _SCALES.get(word[0] if word else "", 0)


def _does_not_fit(after: Mapping[str, str], metric: _Metric) -> Iterable[RefusedError]:
    kind, unit = after["kind"], after["unit"]
    if kind in ("change", "rank") or after.get("denominator"):
        return
    words = set(bare_words(unit).split()) - set(_SCALES)
    if kind != metric.kind:
        vi = f"loại {_kind(kind)} không hợp với chỉ tiêu “{metric.name}” ({_kind(metric.kind)})"
        yield RefusedError(vi, f"the kind {kind} does not fit the metric ({metric.kind})")
    elif unit != metric.unit and not words & metric.words and ("%" in (unit, metric.unit) or words):
        vi = f"đơn vị “{unit}” không hợp với chỉ tiêu “{metric.name}” ({metric.unit})"
        yield RefusedError(vi, f"the unit {unit} does not fit the metric ({metric.unit})")


def _kind(word: str) -> str:
    return CHOICES["kind"].get(word, (word,))[0]


def _out_of_bounds(after: Mapping[str, str], metric: _Metric) -> Iterable[RefusedError]:
    """Bounds are those of a whole province in the metric's own unit; less than the least is told of nothing smaller."""
    if after["kind"] != metric.kind or after.get("denominator") or not after["value"]:
        return
    if after["unit"] != metric.unit and any(one in after["unit"].casefold() for one in _MONEY):
        return  # money in another size than the bounds
    value = Decimal(after["value_max"] or after["value"])
    smaller = after.get("level") or after.get("owner") or not after.get("place_id")
    low = None if smaller else metric.low
    if (low is not None and value < low) or (metric.high is not None and value > metric.high):
        ends = f"{written(format(low or 0, 'f'))} đến {written(format(metric.high or 0, 'f'))}"
        shown = written(format(value, "f"))
        yield RefusedError(
            f"{shown} nằm ngoài khoảng thường gặp của “{metric.name}” ({ends})",
            f"{shown} is outside of what the metric {metric.name} may be ({ends})",
        )


def _metrics(db: sqlite3.Connection) -> dict[str, _Metric]:
    """What the catalogue of the base says of each metric."""
    rows = db.execute("select id, name_vi, unit, kind, low, high, wordings from metrics")
    return {
        metric: _Metric(
            name,
            frozenset(bare_words(" ".join((unit, name, *json.loads(wordings or "[]")))).split()),
            unit,
            kind,
            Decimal(low) if low is not None else None,
            Decimal(high) if high is not None else None,
        )
        for metric, name, unit, kind, low, high, wordings in rows
    }
