"""Figures that a person may decide together: those of one pattern in one export, with the first of them as the example.

The row of the example says what holds of it; only the words ``cả nhóm`` in its own cell make it hold of the others as
well. Then each of them is judged by itself, as if its row had said so: what another person decided of it, what changed
since the export and what does not fit it leave it as it is, and the receipt says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kb.fields import FIELD
from kb.review.cells import shown
from kb.review.file import ReviewFile, Row
from kb.review.numbers import exact
from kb.review.pointing import POINTING
from kb.review.refused import RefusedError
from kb.review.state import NUMBERS, Standing, same
from rules.language.fold import bare_letters, bare_words

WHOLE = "cả nhóm"
"""What makes a decision on the example hold for its group."""
_YES = tuple(bare_letters(one) for one in (WHOLE, "cả", "tất cả", "nhóm", "có", "x", "all", "whole group", "yes"))
_NAME = re.compile(r"\bN-([0-9A-F]{10})\b")
_TOLD = re.compile(r"N-([0-9A-F]{10}) · ([0-9]+) số")
_OF_ITS_DOCUMENT = ("period", "place", "place_id", "owner")
"""What is said of a figure by the document that it stands in: no word of one document holds in another."""
_OF_ITS_WORDS = ("metric_id", "item")
"""What follows from a row's own words: rows of one column may name many things, and the machine knows none of them."""
_NUMBERS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Member:
    """A figure of a group beside its example: ``figure_id`` and ``seen`` are what the export knew of it, ``row`` is its
    own row where the file has one."""

    figure_id: str
    seen: Standing | None
    row: Row | None


def is_whole(cell: str) -> bool:
    """Whether a cell says that a decision holds for the whole group. RefusedError where it holds anything else."""
    if not cell:
        return False
    if bare_letters(cell) in _YES:
        return True
    raise RefusedError(f"“{cell}” không rõ; hãy ghi “{WHOLE}” hoặc để trống", f"{cell} is not known; write {WHOLE}")


def group_cells(figures: Iterable[Standing]) -> dict[str, str]:
    """The cell that says which group a figure is in and how many it has, by the ids of the figures, in their order. The
    first of a group lists the first numbers; one that is like no other has none."""
    cells: dict[str, str] = {}
    for name, some in grouped(figures).items():
        if len(some) > 1:
            listed = "; ".join(one.number for one in some[1 : _NUMBERS_SHOWN + 1])
            more = "; …" if len(some) > _NUMBERS_SHOWN + 1 else ""
            told = group_cell(name, len(some))
            cells |= {one.figure_id: told for one in some}
            cells[some[0].figure_id] = shown(f"{told}, như số này còn: {listed}{more}")
    return cells


def group_cell(pattern: str, many: int) -> str:
    """How a cell names a group and says how many it has."""
    return f"N-{pattern} · {many} số"


def group_in(cell: str) -> tuple[str, int]:
    """The pattern that a cell names and how many it has; nothing and 0 where it names none."""
    match = _TOLD.match(cell)
    return (match[1], int(match[2])) if match else ("", 0)


def _named_in(cell: str) -> str:
    """The pattern that a cell names, also where a person has written beside it; empty where it names none."""
    match = _NAME.search(cell)
    return match[1] if match else ""


def grouped(figures: Iterable[Standing]) -> dict[str, list[Standing]]:
    """Figures by their patterns, in their order; those without one are in no group."""
    groups: dict[str, list[Standing]] = defaultdict(list)
    for one in figures:
        if one.pattern:
            groups[one.pattern].append(one)
    return groups


def members_of(row: Row, file: ReviewFile, snapshot: Mapping[str, Standing] | None, pattern_now: str) -> list[Member]:
    """The others of a row's group, as its person saw them: those of its export, else the rows of its file that are
    shown in the same group. ``pattern_now`` is the pattern of the row's figure in the base.

    RefusedError where the row is in no group, or its figure is read in another pattern by now and no snapshot tells
    what the group was.
    """
    own = {one["id"]: one for one in file.rows if one["id"] and one["batch"] == row["batch"]}
    if snapshot and row["id"] in snapshot:
        pattern = snapshot[row["id"]].pattern
        members = [
            Member(figure, seen, own.get(figure))
            for figure, seen in snapshot.items()
            if pattern and seen.pattern == pattern and figure != row["id"]
        ]
    else:
        pattern = _named_in(row["group"])
        if pattern and pattern != pattern_now:
            raise RefusedError(
                "máy nay đọc số này theo cách khác, nhóm đã đổi. Hãy xuất tệp mới",
                "the machine reads this figure in another way by now, its group is another. Export again",
            )
        members = [
            Member(figure, None, one)
            for figure, one in own.items()
            if pattern and figure != row["id"] and _named_in(one["group"]) == pattern
        ]
    if not members:
        raise RefusedError("số này không có nhóm nào trong tệp", "this figure has no group in the file")
    return members


def factors(asked: Mapping[str, str], example: Standing) -> dict[str, Decimal]:
    """By what each number of the example was wrong: its sign or a power of ten, which may be so of a whole group.
    RefusedError where it is neither, or where something is asked that is right of one figure only."""
    if pointing := [FIELD[name].vi for name in POINTING if name in asked]:
        named = ", ".join(pointing)
        raise RefusedError(f"{named} là của riêng từng số, không phải của cả nhóm", "it is right of one figure only")
    found: dict[str, Decimal] = {}
    for name in NUMBERS:
        if name in asked:
            was = example.now[name]
            factor = Decimal(1) if same(name, was, asked[name]) else wrong_by(was, asked[name])
            if factor is None:
                raise RefusedError(
                    "giá trị mới chỉ áp dụng được cho cả nhóm khi máy đọc sai dấu hoặc sai mười, trăm, nghìn… lần",
                    "a new value holds for a group only where its sign or a power of ten was wrong",
                )
            found[name] = factor
    return found


def wrong_by(was: str, is_now: str) -> Decimal | None:
    """By what a value was wrong: a power of ten or its sign; None where it is neither."""
    if not was or not is_now or not Decimal(was) or not Decimal(is_now):
        return None
    factor = Decimal(is_now) / Decimal(was)
    return factor if factor.normalize().as_tuple().digits == (1,) and factor != 1 else None


def asked_of(
    asked: Mapping[str, str],
    scale: Mapping[str, Decimal],
    example: tuple[Standing, str],
    member: tuple[Standing, str],
) -> dict[str, str]:
    """What the words of the example ask of another figure of its group; each of the two with its subject.

    RefusedError where the other said another thing of such a field, or where the word cannot hold of it.
    """
    one, other = example[0], member[0]
    said: dict[str, str] = {}
    for name, word in asked.items():
        if name in NUMBERS:
            if other.now[name]:
                said[name] = exact(Decimal(other.now[name]) * scale[name])
            continue
        if not same(name, one.now[name], other.now[name]):
            raise RefusedError(f"ô {name} của số này khác ví dụ", f"its {name} is another than that of the example")
        if name in _OF_ITS_DOCUMENT and one.document_id != other.document_id:
            raise RefusedError(f"ô {name} chỉ áp dụng trong một tài liệu", f"a {name} holds in its own document only")
        if name in _OF_ITS_WORDS and not one.now["metric_id"] and not _same_words(example, member):
            raise RefusedError(f"chữ của số này khác ví dụ, ô {name} phải ghi riêng", f"its words are others: {name}")
        said[name] = word
    return said


def examples(figures: Sequence[Standing]) -> list[list[Standing]]:
    """Figures put into their groups, each group where its first stood; one that is like no other is a group."""
    groups = grouped(figures)
    first = {some[0].figure_id: some for some in groups.values()}
    return [first.get(one.figure_id, [one]) for one in figures if not one.pattern or one.figure_id in first]


def _same_words(example: tuple[Standing, str], member: tuple[Standing, str]) -> bool:
    """Whether two figures are told by the same words: their own, or those of their column where each row is a place."""
    return _words(example[1]) == _words(member[1]) or all(
        _words(subject) and set(_words(subject)) <= set(_words(one.now["place"])) for one, subject in (example, member)
    )


def _words(subject: str) -> list[str]:
    return [word for word in bare_words(subject).split() if not word.isdigit()]
