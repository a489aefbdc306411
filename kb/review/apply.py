"""What each row of a review file asks for, held against what its person saw and what the base says now.

Nothing is written here: every row gets its verdict, and those that may be written their events. All rows are judged
before any is written, so a person hears of all mistakes at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kb.review.adopt import Lost, propose
from kb.review.columns import EVERY_ASKED, heading
from kb.review.damage import TOLD, TOLD_EN, changed_cells
from kb.review.export import shown_cells
from kb.review.file import ReviewFile, Row
from kb.review.find import Finder
from kb.review.groups import Member
from kb.review.hand_outs import holders
from kb.review.log import ADDED, Event, event_id, hand_in_of, in_order, read_log
from kb.review.merge import Clash, merge
from kb.review.new import Adder, New, is_new
from kb.review.people import ByWhom, People
from kb.review.plausible import asked_again, is_yes
from kb.review.pointing import known_by
from kb.review.read import Ask, Reader, asks, written_cells
from kb.review.read import at as at_column
from kb.review.refused import RefusedError
from kb.review.snapshot import is_batch, recall
from kb.review.spread import Groups, Whole, ids_of_groups, says_whole, spread, waiting
from kb.review.state import JUDGED, Standing, standings
from kb.review.undo import taking_back
from kb.review.values import choice
from kb.review.verdict import Verdict, sentence
from kb.review.whose import Snapshots, Whose
from kb.review.words import change, clash_words
from kb.store import corrections_files
from kb.versions import solieu_version

_NOTHING = "Dòng này chưa ghi quyết định hay giá trị mới nào."
_AGAIN = "Tệp kết quả nêu nội dung hiện nay và bỏ trống phần của bạn: nếu vẫn muốn đổi, hãy ghi lại ở đó."


def judge(
    db: sqlite3.Connection, file: ReviewFile, reviewer: str, at: str, confirmed: bool = False, otherwise: str = ""
) -> list[Verdict]:
    """A verdict for each row, in the order of the file. ``reviewer`` stands where a row names nobody, and where there
    is none whoever the file was handed out to, or else ``otherwise``; ``at`` is the time that the events get;
    ``confirmed`` where the second yes is given for the whole file. A file that lacks a column has one verdict, on its
    head line."""
    logs = corrections_files(db, existing=False)
    snapshots = {batch: recall(logs, batch) for batch in {row["batch"] for row in file.rows}}
    by_cells = any(row["id"] not in (snapshots[row["batch"]] or {}) for row in file.rows if not is_new(row))
    if missing := file.missing(guarded_by_cells=by_cells):
        return [Verdict(1, "", "missing column", missing.vi, missing.en)]
    by_whom = ByWhom(reviewer.strip(), holders(logs, snapshots), otherwise.strip())
    judging = _Judge(db, file, snapshots, by_whom, at)
    verdicts = judging.all()
    if confirmed:
        return verdicts
    return waiting(asked_again(db, verdicts, judging.now, file, snapshots, judging.sure))


@dataclass(frozen=True, slots=True)
class _Asked:
    row: int
    ask: Ask


class _Judge:
    """One pass over a file; holds what all rows are judged by."""

    def __init__(
        self, db: sqlite3.Connection, file: ReviewFile, snapshots: Snapshots, by_whom: ByWhom, at: str
    ) -> None:
        self._db, self._file, self._snapshots, self._by_whom, self._at = db, file, snapshots, by_whom, at
        self._version, self._reader = solieu_version(), Reader(db)
        self._hand_in = hand_in_of(file.file_hash, at)
        self._names: dict[str, str] = dict(db.execute("select id, name_vi from metrics").fetchall())
        self._adder: Adder | None = None
        asking = [(row, row["id"]) for row in file.rows if asks(row)] + list(ids_of_groups(file, snapshots))
        self._finder = Finder(db, (figure for _, figure in asking))
        self._ids = {(row["batch"], figure): self._find(row["batch"], figure) for row, figure in asking}
        self.now = standings(db, (figure for figure in self._ids.values() if figure))
        self._people = People(db, (figure for figure in self._ids.values() if figure))
        self._groups = Groups(db, file, snapshots)
        self.sure: set[int] = set()
        """The rows whose person has given the second yes."""
        self._asked: dict[str, _Asked] = {}
        self._whose = Whose(snapshots)
        self._contradicted: dict[int, int] = {}
        self._lost: dict[str, list[Event]] | None = None
        self._hints: dict[str, tuple[str, str]] = {}

    def all(self) -> list[Verdict]:
        """The verdicts, each with a note on what of the read-only columns is not as it was shown."""
        judged = [(row, self._judge(row)) for row in self._file.rows]
        verdicts = {row.number: self._unless_contradicted(verdict) for row, verdict in judged}
        without_row: dict[int, list[Verdict]] = {}
        for number, whole in self._groups.wholes.items():
            for one in spread(whole, verdicts[number], self._names, self._of_group):
                if one.shown:
                    without_row.setdefault(number, []).append(one)
                else:
                    verdicts[one.row] = one
        return [
            one
            for row, _ in judged
            for one in (self._named(row, self._noted(row, verdicts[row.number])), *without_row.get(row.number, ()))
        ]

    def _find(self, batch: str, figure: str) -> str | None:
        """The figure of an id in the base now; where it is gone, by what the snapshot knows of it."""
        snapshot = self._snapshots[batch] or {}
        if figure in snapshot:
            return self._finder.find(snapshot[figure])
        return self._finder.find_id(figure)

    def _judge(self, row: Row) -> Verdict:
        try:
            if is_new(row):
                self._ask_who(row)
                return self._add(row)
            if not asks(row):
                if row.number in self._file.emptied:
                    raise RefusedError(
                        "ô của dòng này đã gộp với dòng trên nên không còn điều đã ghi. Hãy bỏ gộp ô, ghi từng dòng",
                        "a cell of this row is merged with the row above, so that nothing is left of what it said;"
                        " unmerge the cells and write each row",
                    )
                if says_whole(row):
                    raise RefusedError(
                        "áp dụng cho cả nhóm nhưng chưa có quyết định hay giá trị mới",
                        "it holds for the whole group, and nothing is decided",
                    )
                if row["reason"]:
                    raise RefusedError(
                        "Có lý do nhưng không có quyết định; nếu chỉ muốn ghi chú thì chọn “chưa rõ”",
                        "There is a reason and no decision; write chưa rõ where it is only a note",
                    )
                return Verdict(row.number, row["id"], "unchanged", _NOTHING, "There is nothing to do.")
            self._ask_who(row)
            figure = self._ids[row["batch"], row["id"]]
            if figure is None:
                return self._give_up(row)
            now = self.now[figure]
            self._whose.refuse_another(row, now)
            seen = (self._snapshots[row["batch"]] or {}).get(row["id"])
            ask = self._reader.read(row, now.document_id, now.now, seen, figure)
            self._groups.take(row, now, ask)
            return self._against_others(row, figure, ask) or self._against_now(row, now, ask, seen)
        except RefusedError as refused:
            return Verdict(row.number, row["id"], "invalid", sentence(refused.vi), sentence(refused.en))

    def _ask_who(self, row: Row) -> None:
        """Note whether a row's person is sure. RefusedError where nobody is named: what is told by person later is
        asked for now."""
        if not self._by_whom.decided(row):
            raise RefusedError(
                "chưa ghi ai duyệt. Hãy ghi tên vào cột “người duyệt”, hoặc thêm --reviewer",
                "nobody is named who reviewed. Fill in the column người duyệt (reviewer), or add --reviewer NAME",
            )
        if confirms(row):
            self.sure.add(row.number)

    def _unless_contradicted(self, verdict: Verdict) -> Verdict:
        """The verdict, or a conflict where a later row asks something else of the same figure: neither is taken."""
        other = self._contradicted.get(verdict.row)
        if other is None or verdict.outcome != "ready":
            return verdict
        return replace(self._contradiction(verdict.row, other, verdict.figure_id), figure_id=verdict.figure_id)

    @staticmethod
    def _contradiction(row: int, other: int, figure: str) -> Verdict:
        vi = f"Dòng {other} yêu cầu khác cho cùng số liệu này. Chưa ghi dòng nào. Hãy giữ lại một dòng."
        en = f"Row {other} asks something else of the same figure. Neither is written. Keep one of them."
        return Verdict(row, figure, "conflict", vi, en)

    def _against_others(self, row: Row, figure: str, ask: Ask) -> Verdict | None:
        """The verdict on a row of whose figure another row of the file has spoken already."""
        other = self._asked.setdefault(figure, _Asked(row.number, ask))
        if other.row == row.number:
            return None
        if other.ask == ask:
            vi, en = f"Giống hệt dòng {other.row}.", f"The same as row {other.row}."
            return Verdict(row.number, row["id"], "already", vi, en)
        self._contradicted.setdefault(other.row, row.number)
        return self._contradiction(row.number, other.row, row["id"])

    def _of_group(self, whole: Whole, member: Member) -> Verdict:
        """The verdict on another figure of a group. RefusedError where it is left as it is."""
        row = whole.row
        figure = self._ids[row["batch"], member.figure_id]
        if figure is None:
            raise RefusedError("không còn tìm thấy số liệu này", "its figure is not found any more")
        now = self.now[figure]
        if member.row:
            self._whose.refuse_another(member.row, now)
            if row.number in self.sure or confirms(member.row):
                self.sure.add(member.row.number)
        if other := self._asked.get(figure):
            raise RefusedError(f"dòng {other.row} có quyết định riêng", f"row {other.row} speaks of it by itself")
        ask = self._groups.asked(whole, member.seen or now)
        self._asked[figure] = _Asked(row.number, ask)
        return self._against_now(row, now, ask, member.seen, whole, member.row)

    def _against_now(
        self,
        row: Row,
        now: Standing,
        ask: Ask,
        seen: Standing | None,
        whole: Whole | None = None,
        own: Row | None = None,
    ) -> Verdict:
        """The verdict on what a row asks of its figure, or as the example of ``whole`` of another one that may have its
        ``own`` row."""
        who = self._people.called(self._by_whom.decided(row))
        same_word = now.decision in ("ok", "drop") and ask.decision == now.decision
        too = same_word and self._people.judged(now.figure_id, who) != now.decision
        merged = merge(own or row, seen, now, ask.fields, ask.decision or "fix", too)
        alike = {name: word for name, word in ask.fields.items() if name not in merged.changes}
        others = {} if merged.clashes else self._people.said_by_others(now.figure_id, alike, who)
        if not (merged.changes or others):
            vi, en = "Cơ sở dữ liệu đã ghi đúng như vậy.", "The base says so already."
            return Verdict(row.number, row["id"], "already", vi, en)
        if merged.clashes:
            told = [
                clash_words(clash, self._who(now, clash), self._names)
                for clash in merged.clashes
                if clash.field != "place_id"
            ]
            vi, en = "; ".join(one for one, _ in told), "; ".join(one for _, one in told)
            if whole:
                raise RefusedError(f"đã đổi từ khi xuất tệp: {vi}", f"it changed since the export: {en}")
            # The receipt's cells are empty, so that it must say here what stood in them.
            cells = {name: row[name] for name in EVERY_ASKED if row[name] and name != "reviewer"}
            wrote = ", ".join(f"{EVERY_ASKED[name]} “{cell}”" for name, cell in cells.items())
            wrote_en = ", ".join(f"{name} “{cell}”" for name, cell in cells.items())
            vi = f"Số liệu đã đổi từ khi xuất tệp: {vi}. Chưa ghi gì. Dòng này đã ghi: {wrote}. {_AGAIN}"
            en = f"The figure changed since the export: {en}. Nothing is written. The row has {wrote_en}."
            return Verdict(row.number, row["id"], "conflict", vi, f"{en} Decide again in the receipt.", moved=True)
        events = []
        for name, word in merged.changes.items():
            old, machine = (now.decision, "") if name == "decision" else (now.now[name], now.machine[name])
            group = whole.example.figure_id if whole else ""
            events.append(self._event(row, now, name, old, machine, word, self._kept(now, name, word), group))
        told = [change(event.field, event.old, event.new, self._names) for event in events]
        if others:
            events += [self._again(row, now, name) for name in others]
            names = ", ".join(sorted(set(others.values())))
            told.append(
                (f"{names} đã ghi như vậy, nay có thêm lời của {who}", f"{names} wrote the same, now {who} too")
            )
        vi, en = "; ".join(one for one, _ in told), "; ".join(one for _, one in told)
        return Verdict(row.number, row["id"], "ready", sentence(vi), sentence(en), tuple(events))

    def _again(self, row: Row, now: Standing, name: str) -> Event:
        """The word of another person on a field once more, as this one's: it changes nothing, and holds by itself."""
        word = now.now[name]
        return self._event(row, now, name, word, now.machine[name], word, self._kept(now, name, word))

    def _kept(self, now: Standing, name: str, word: str) -> Mapping[str, str]:
        """What an event keeps beside its word: of a figure that is right what was right, of a whole how it is known."""
        if name == "part_of":
            return known_by(self._db, word, now.machine[name])
        if (name, word) == ("decision", "ok"):
            return {field: now.machine[field] for field in JUDGED}
        return {}

    def _add(self, row: Row) -> Verdict:
        self._adder = self._adder or Adder(self._db, self._reader)
        new: New = self._adder.read(row)
        figure = new.figure
        if other := self._against_others(row, figure.figure_id, Ask(new.said, "")):
            return replace(other, figure_id=figure.figure_id)
        if new.known:
            vi, en = "Số liệu này đã được bổ sung.", "This figure was added before."
            return Verdict(row.number, figure.figure_id, "already", vi, en)
        begins = new.begins
        first = self._event(row, figure, ADDED, "", begins["value"], begins["value"], begins)
        rest = [
            self._event(row, figure, name, begins[name], begins[name], word, self._kept(figure, name, word))
            for name, word in new.said.items()
        ]
        vi, en = f"Bổ sung số liệu “{figure.number}”, mã {figure.figure_id}.", f"Adds {figure.number}."
        return Verdict(row.number, figure.figure_id, "ready", vi, en, (first, *rest))

    def _give_up(self, row: Row) -> Verdict:
        """The verdict on a row whose figure is gone: what was said of it may be taken back, and nothing else."""
        if self._lost is None:
            states = "select event from corrections where state = 'orphan'"
            orphans = {one[0] for one in self._db.execute(states)}
            self._lost = {}
            for event in in_order(read_log(path) for path in corrections_files(self._db)) if orphans else ():
                if event.event in orphans:
                    self._lost.setdefault(event.figure_id, []).append(event)
        lost = self._lost.get(row["id"], [])
        hint = self._hint(row)
        if not lost:
            vi = f"Không có số liệu mang mã “{row['id']}” trong cơ sở dữ liệu. Hãy xem lại ô mã, hoặc xuất tệp mới."
            en = f"The base has no figure {row['id'] or '(no id)'}. Export again."
            return Verdict(row.number, row["id"], "unknown id", f"{vi}{hint[0]}", f"{en}{hint[1]}")
        if written_cells(row) or choice("decision", row["decision"]) != "drop":
            raise RefusedError(
                "không còn tìm thấy số liệu này: chọn “xóa” để rút lời đã ghi, hoặc sửa ở dòng của số liệu mới."
                + hint[0],
                "its figure is not found any more: drop takes back what was said, or correct the new figure's row."
                + hint[1],
            )
        if other := self._against_others(row, row["id"], Ask({}, "drop")):
            return other
        who = self._by_whom.decided(row)
        back = taking_back(lost, self._at, who, row["reason"], self._batch(row), self._hand_in)
        vi, en = "Rút lại lời đã ghi cho số liệu không còn.", "Takes back what was said of a figure that is gone."
        return Verdict(row.number, row["id"], "ready", vi, en, back)

    def _hint(self, row: Row) -> tuple[str, str]:
        """Which document that of a row may be by now, where its file is gone; nothing where nobody can tell."""
        shown = self._snapshots[row["batch"]] or {}
        seen = shown.get(row["id"])
        if seen is None:
            return "", ""
        if seen.sha256 not in self._hints:
            self._hints[seen.sha256] = "", ""
            query = "select 1 from documents where sha256 = ? union select 1 from document_names where sha256 = ?"
            here = self._db.execute(query, (seen.sha256, seen.sha256)).fetchone()
            figures = frozenset((one.anchor, one.number) for one in shown.values() if one.sha256 == seen.sha256)
            new = None if here else propose(self._db, Lost(None, figures))
            if new is not None:
                command = f'solieu review adopt "{seen.filename}" "{new}"'
                vi = f" Nếu {new} là bản mới của {seen.filename}: {command}, rồi nộp lại tệp này"
                en = f" If {new} is the new version of {seen.filename}: {command}, then apply this file again"
                self._hints[seen.sha256] = f"{vi}.", f"{en}."
        return self._hints[seen.sha256]

    def _named(self, row: Row, verdict: Verdict) -> Verdict:
        """The verdict with a note where only the hand-out tells whose word the row is."""
        name = self._by_whom.from_hand_out(row)
        if not name or not (asks(row) or is_new(row)):
            return verdict
        vi = f"{verdict.vi} Người duyệt: {name}, người được giao tệp này."
        return replace(verdict, vi=vi, en=f"{verdict.en} Reviewer: {name}, to whom it was handed out.", named=name)

    def _noted(self, row: Row, verdict: Verdict) -> Verdict:
        seen = (self._snapshots[row["batch"]] or {}).get(row["id"])
        changed = changed_cells(row, shown_cells(seen, self._names)) if seen else []
        if not changed:
            return verdict
        vi = "; ".join(f"{heading(name)} “{cell[:40]}”: {TOLD[became]}" for name, cell, became in changed)
        en = "; ".join(f"{name}: {TOLD_EN[became]}" for name, _, became in changed)
        typed = any(became == "person" for *_, became in changed)
        if typed:
            vi, en = f"{vi}. Muốn sửa hãy ghi vào các cột “… mới” bên phải", f"{en}. Correct in the new_ columns"
        outcome = "ignored" if verdict.outcome == "unchanged" else verdict.outcome
        vi, en = f"{verdict.vi} {'Không tính' if typed else 'Không sao'}: {vi}.", f"{verdict.en} Ignored: {en}."
        return replace(verdict, outcome=outcome, vi=vi, en=en, typed=typed)

    def _who(self, now: Standing, clash: Clash) -> str:
        """Who said what holds now, and when; empty where the machine read it anew."""
        row = self._db.execute(
            "select reviewer, at from corrections where figure_id = ? and field = ? order by at desc limit 1",
            (now.figure_id, clash.field),
        ).fetchone()
        return f"{row[0] or '?'}, {row[1][:16].replace('T', ' ')}" if row else ""

    def _batch(self, row: Row) -> str:
        return row["batch"] if is_batch(row["batch"]) else f"A-{self._file.file_hash[:12].upper()}"

    def _event(
        self,
        row: Row,
        now: Standing,
        name: str,
        old: str,
        machine: str,
        new: str,
        seen: Mapping[str, str] = {},
        group: str = "",
    ) -> Event:
        batch = self._batch(row)
        return Event(
            event=event_id(batch, now.figure_id, name, new, self._at),
            batch=batch,
            file_hash=self._file.file_hash,
            row=row.number,
            figure_id=now.figure_id,
            document_id=now.document_id,
            identity=now.identity,
            filename=now.filename,
            sha256=now.sha256,
            anchor=now.anchor,
            number=now.number,
            occurrence=now.occurrence,
            quote=now.quote,
            field=name,
            old=old,
            machine=machine,
            new=new,
            reason=row["reason"],
            reviewer=self._people.called(self._by_whom.decided(row)),
            at=self._at,
            version=self._version,
            seen=dict(seen),
            slot=now.slot,
            hand_in=self._hand_in,
            group=group,
        )


def confirms(row: Row) -> bool:
    """Whether the row has its second yes. RefusedError where something else stands there."""
    try:
        return is_yes(row["confirm"])
    except RefusedError as refused:
        raise at_column("confirm", refused) from refused


def events_of(verdicts: Iterable[Verdict]) -> list[Event]:
    """The events that wait to be written."""
    return [event for verdict in verdicts if verdict.outcome == "ready" for event in verdict.events]
