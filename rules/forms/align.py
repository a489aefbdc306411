"""Which rows of a table are which rows of a form: by their words, their parents, their order, and last their codes.

A form is known by its words. A row that says them in full may stand anywhere; one that says few (``Đã thực hiện``) is
known below the row that it belongs to, whatever both are numbered. A table that only has such a row or two is no form.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.forms.load import FormRow, load_form_words, load_forms
from rules.language.fold import toned_words
from rules.naming.terms import words_of

ALIKE = 0.72
"""From this likeness on (1: the same words) a row is called what a form's row is called."""
TERSE = 0.5
"""So much suffices below the right parent, where no brother is as much alike."""
LEAST = 4
"""So many rows make a form."""
DENSE = 0.5
"""So large a share of the rows between the first and the last must be the form's own."""
MOST_ROWS = 300
_ORDER, _PARENT, _CODE = 0.02, 0.25, 0.05
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its printed number and name, and the place of the row that it stands under."""

    number: str
    name: str
    parent: int | None


@dataclass(frozen=True, slots=True)
class _Form:
    rows: tuple[FormRow, ...]
    words: tuple[tuple[frozenset[str], ...], ...]


@lru_cache(maxsize=256)
def align(rows: tuple[TableRow, ...]) -> Mapping[int, FormRow]:
    """The rows of a table that are rows of a form, by their places; a row is of one form at most."""
    said = [frozenset(words_of(row.name)) for row in rows]
    # Most tables name places, offices or sectors: of these nothing is tried.
    if len(rows) > MOST_ROWS or sum(map(_is_known, said)) < LEAST:
        return {}
    found: dict[int, FormRow] = {}
    kept = [(_kept(_aligned(rows, said, form), form, rows), form) for form in _forms()]
    for pairs, form in sorted(kept, key=lambda one: -len(one[0])):
        for row, at in pairs.items():
            found.setdefault(row, form.rows[at])
    return found


@lru_cache(maxsize=256)
def align_columns(columns: tuple[TableRow, ...], around: str) -> Mapping[int, FormRow]:
    """The same of the headers of a table, which stand side by side: what is below another in a form stands behind it,
    or below a header that says so, or below what stands ``around`` the table."""
    found = _in_order(align(columns), columns)
    if len(found) >= LEAST or not around:
        return found if len(found) >= LEAST else {}
    under = (TableRow(one.number, one.name, 0 if one.parent is None else one.parent + 1) for one in columns)
    below = (TableRow("", around, None), *under)
    aligned = align(below)
    return {at - 1: row for at, row in aligned.items() if at} if 0 in aligned else {}


def _in_order(found: Mapping[int, FormRow], columns: Sequence[TableRow]) -> dict[int, FormRow]:
    """Those of them that stand behind the one that they belong to in the form, or say in full what they are."""
    forms = {form.rows[0].form: form for form in _forms()}
    kept: dict[int, FormRow] = {}
    for at, row in sorted(found.items()):
        form = forms[row.form]
        if row.parent is None or form.rows[row.parent] in kept.values() or _tells(form, form.rows.index(row)):
            kept[at] = row
    return kept


def tells_nothing(name: str) -> bool:
    """Whether a name has only words that tell no row from another (``Tổng số``)."""
    weak = {word for phrase in load_form_words().weak for word in words_of(phrase)}
    return set(words_of(name)) <= weak


def _aligned(rows: Sequence[TableRow], said: Sequence[frozenset[str]], form: _Form) -> dict[int, int]:
    """The best way to lay the rows of a table on those of a form, both from above to below."""
    likeness = [[max(_alike(one, words) for words in form.words[at]) for at in range(len(form.rows))] for one in said]
    if sum(max(line, default=0.0) >= ALIKE for line in likeness) < LEAST - 1:
        return {}
    scores = [[0.0] * len(form.rows) for _ in rows]
    for row, line in enumerate(likeness):
        for at, alike in enumerate(line):
            scores[row][at] = _score(rows[row], form.rows[at], alike, likeness)
    best = [[0.0] * (len(form.rows) + 1) for _ in range(len(rows) + 1)]
    for row in range(len(rows) - 1, -1, -1):
        for at in range(len(form.rows) - 1, -1, -1):
            taken = scores[row][at] + best[row + 1][at + 1] if scores[row][at] else 0.0
            best[row][at] = max(taken, best[row + 1][at], best[row][at + 1])
    pairs: dict[int, int] = {}
    row = at = 0
    while row < len(rows) and at < len(form.rows):
        if scores[row][at] and best[row][at] == scores[row][at] + best[row + 1][at + 1]:
            pairs[row] = at
            row, at = row + 1, at + 1
        elif best[row][at] == best[row + 1][at]:
            row += 1
        else:
            at += 1
    _add_moved(pairs, rows, likeness, form)
    return pairs


def _score(row: TableRow, of: FormRow, alike: float, likeness: Sequence[Sequence[float]]) -> float:
    """How well a row fits a form's row, 0 where it does not."""
    above = likeness[row.parent][of.parent] if row.parent is not None and of.parent is not None else 0.0
    under = above >= ALIKE
    # below another parent, or below none, few words say nothing; and no count is called a share
    if alike < (TERSE if under else ALIKE) or (_says_rate(row.name) and not of.is_rate):
        return 0.0
    same_code = bool(row.number) and row.number == of.code
    return alike + _PARENT * under + _CODE * same_code + _ORDER


def _says_rate(name: str) -> bool:
    return toned_words(name).startswith(tuple(toned_words(word) for word in load_form_words().rates))


def _add_moved(
    pairs: dict[int, int], rows: Sequence[TableRow], likeness: Sequence[Sequence[float]], form: _Form
) -> None:
    """Rows out of their order that are called what one row of the form alone is called."""
    for row in range(len(rows)):
        free = [at for at in range(len(form.rows)) if at not in pairs.values() and likeness[row][at] >= ALIKE]
        if row not in pairs and len(free) == 1 and form.rows[free[0]].parent is None:
            pairs[row] = free[0]
    for row, one in enumerate(rows):
        if row in pairs or one.parent is None or one.parent not in pairs:
            continue
        below = [
            (likeness[row][at], at)
            for at, other in enumerate(form.rows)
            if other.parent == pairs[one.parent]
            and at not in pairs.values()
            and (other.is_rate or not _says_rate(one.name))
        ]
        best = max(below, default=(0.0, -1))
        if best[0] >= TERSE and sum(alike >= best[0] - 0.1 for alike, _ in below) == 1:
            pairs[row] = best[1]


def _kept(pairs: Mapping[int, int], form: _Form, rows: Sequence[TableRow]) -> dict[int, int]:
    """The pairs where they make a form: enough rows, close together, each of its own parent."""
    own = {
        row: at
        for row, at in pairs.items()
        if form.rows[at].parent is None
        or rows[row].parent is None
        or pairs.get(rows[row].parent or 0) == form.rows[at].parent
        or _tells(form, at)
    }
    if len(own) < LEAST or len(own) < DENSE * (max(own) - min(own) + 1):
        return {}
    return own


def _tells(form: _Form, at: int) -> bool:
    """Whether the fullest wording of a form's row says by itself what it is: no other row has so many of its words."""
    fullest = max(form.words[at], key=lambda words: sum(map(_weight, words)))
    others = (words for other, some in enumerate(form.words) if other != at for words in some)
    return len(fullest) > 3 and all(_alike(fullest, words) < ALIKE for words in others)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two sets of words have in common, by what each word tells: 1 where they are the same."""
    common = sum(map(_weight, one & other))
    whole = sum(map(_weight, one)) + sum(map(_weight, other))
    return 2 * common / whole if whole else 0.0


def _is_known(words: frozenset[str]) -> bool:
    """Whether most of what a row's words tell is told by words of forms."""
    known = sum(weight for word in words if (weight := _weights().get(word)) is not None)
    return known > sum(_unknown() for word in words if word not in _weights())


def _weight(word: str) -> float:
    return _weights().get(word, _unknown())


@lru_cache(maxsize=1)
def _forms() -> tuple[_Form, ...]:
    return tuple(
        _Form(rows, tuple(tuple(frozenset(words_of(wording)) for wording in row.wordings) for row in rows))
        for rows in load_forms()
    )


@lru_cache(maxsize=1)
def _weights() -> Weights:
    """How much a word tells: the less, the more rows of forms hold it; weak words hardly anything."""
    rows = [frozenset(word for words in some for word in words) for form in _forms() for some in form.words]
    in_rows = Counter(word for words in rows for word in words)
    weights = {word: math.log((len(rows) + 1) / (count + 0.5)) for word, count in in_rows.items()}
    weak = {word for phrase in load_form_words().weak for word in words_of(phrase)}
    return weights | dict.fromkeys(weak, 0.3)


@lru_cache(maxsize=1)
def _unknown() -> float:
    """A word that no form has tells as much as the rarest: of a sector, an office, another thing."""
    return max(_weights().values())
