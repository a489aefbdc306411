"""What a decision on an example makes of the others of its group: each gets a verdict of its own, as if its row had
said so.

A member that somebody else has judged since the export, that is gone, that says another thing than the example where
the example is corrected, or that a row of the file speaks of itself, stays as it is. Nothing of it keeps the file out:
nobody has written a word about it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kb.review.columns import heading
from kb.review.export import shown_cells
from kb.review.file import ReviewFile, Row
from kb.review.groups import Member, asked_of, factors, is_whole, members_of
from kb.review.read import Ask, asks
from kb.review.read import at as at_column
from kb.review.refused import RefusedError
from kb.review.state import Standing, rows_of
from kb.review.values import contradiction
from kb.review.verdict import REFUSED, Verdict, sentence
from kb.review.whose import Snapshots


@dataclass(frozen=True, slots=True)
class Whole:
    """A decision for a whole group: the row that bears it, its figure as its person saw it, what it asks for, by what
    its numbers were wrong, and the others."""

    row: Row
    example: Standing
    ask: Ask
    scale: Mapping[str, Decimal]
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """The decisions for groups of one file, by the numbers of their rows."""

    db: sqlite3.Connection
    file: ReviewFile
    snapshots: Snapshots
    wholes: dict[int, Whole] = field(default_factory=dict)
    _decided: dict[tuple[str, str], tuple[int, Ask]] = field(default_factory=dict)
    _subjects: dict[str, str] = field(default_factory=dict)

    def take(self, row: Row, now: Standing, ask: Ask) -> None:
        """Note that a row decides for its group, where it says so. RefusedError where it cannot."""
        if not says_whole(row):
            return
        snapshot = self.snapshots[row["batch"]]
        example = (snapshot or {}).get(row["id"], now)
        try:
            members = members_of(row, self.file, snapshot, now.pattern)
            scale = factors(ask.fields, example)
        except RefusedError as refused:
            raise at_column("for_group", refused) from refused
        group = (row["batch"], example.pattern)
        before, other = self._decided.setdefault(group, (row.number, ask))
        if before != row.number:
            if other != ask:
                raise RefusedError(
                    f"{heading('for_group')}: dòng {before} đã quyết định khác cho nhóm này",
                    f"for_group: row {before} decides something else for this group",
                )
            return
        # What a row says of itself goes before what is said of its group.
        others = tuple(one for one in members if one.row is None or not asks(one.row))
        self.wholes[row.number] = Whole(row, example, ask, scale, others)

    def asked(self, whole: Whole, member: Standing) -> Ask:
        """What a decision asks of one of the others, as it is or as its person saw it. RefusedError where it does not
        fit."""
        if not self._subjects:
            ids = [one.figure_id for every in self.wholes.values() for one in every.members]
            ids += [every.example.figure_id for every in self.wholes.values()]
            self._subjects.update(rows_of(self.db, "select f.id, f.subject from figures f", "f.id", ids))
        subjects = [self._subjects.get(one.figure_id, "") for one in (whole.example, member)]
        fields = asked_of(whole.ask.fields, whole.scale, (whole.example, subjects[0]), (member, subjects[1]))
        if whole.ask.fields and not fields:
            raise RefusedError("số này không có ô nào để sửa như ví dụ", "it has none of the fields that are corrected")
        if fault := contradiction({**member.now, **fields}):
            raise fault
        return Ask(fields, whole.ask.decision)


def says_whole(row: Row) -> bool:
    """Whether a row decides for its group. RefusedError where its cell says anything else."""
    try:
        return is_whole(row["for_group"])
    except RefusedError as refused:
        raise at_column("for_group", refused) from refused


def ids_of_groups(file: ReviewFile, snapshots: Snapshots) -> Iterator[tuple[Row, str]]:
    """The figures, each with a row of its batch, that decisions for groups may speak of beside those of the rows."""
    unknown = False
    for row in file.rows:
        if not row["for_group"]:
            continue
        snapshot = snapshots[row["batch"]]
        unknown = unknown or not snapshot
        if snapshot and row["id"] in snapshot:
            pattern = snapshot[row["id"]].pattern
            yield from ((row, figure) for figure, seen in snapshot.items() if pattern and seen.pattern == pattern)
    if unknown:
        yield from ((one, one["id"]) for one in file.rows if one["id"] and one["group"])


def spread(
    whole: Whole, verdict: Verdict, names: Mapping[str, str], judge: Callable[[Whole, Member], Verdict]
) -> Iterator[Verdict]:
    """The verdicts on the others of a group, whose example has this ``verdict``; ``judge`` gives that on one of them
    and may raise RefusedError."""
    for member in whole.members:
        number = member.row.number if member.row else verdict.row
        shown: dict[str, str] = {}
        if member.row is None and member.seen:
            shown = {**shown_cells(member.seen, names), "id": member.figure_id, "batch": whole.row["batch"]}
            shown["group"] = whole.row["group"]
        try:
            if verdict.outcome in REFUSED:
                row = verdict.row
                raise RefusedError(f"dòng {row}, quyết định cho nhóm, chưa được nhận", f"row {row} is not taken")
            done = judge(whole, member)
        except RefusedError as refused:
            vi, en = f"Để nguyên: {sentence(refused.vi)}", f"Left as it is: {sentence(refused.en)}"
            done = Verdict(number, member.figure_id, "left", vi, en)
        yield replace(done, row=number, figure_id=member.figure_id, example=verdict.row, shown=shown)


def waiting(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts, those of a group waiting where the row that decides for it waits for its second yes."""
    some = list(verdicts)
    asked = {one.row for one in some if one.outcome == "confirm" and not one.example}
    return [_waiting(one) if one.example in asked and one.outcome == "ready" else one for one in some]


def _waiting(verdict: Verdict) -> Verdict:
    vi = f"Dòng {verdict.example}, quyết định cho nhóm, cần xác nhận trước. {verdict.vi}"
    en = f"Row {verdict.example} decides for the group and must be confirmed first. {verdict.en}"
    return replace(verdict, outcome="confirm", vi=vi, en=en)
