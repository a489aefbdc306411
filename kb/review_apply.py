"""What each row of a review file asks for, held against what its person saw and what the base says now.

Nothing is written here: every row gets its verdict, and those that may be written their events. All rows are judged
before any is written, so a person hears of all mistakes at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kb.review_columns import CORRECTED, heading
from kb.review_file import ReviewFile, Row
from kb.review_guard import moved
from kb.review_log import Event, event_id
from kb.review_refused import RefusedError
from kb.review_snapshot import is_batch, recall
from kb.review_find import Finder
from kb.review_state import NUMBERS, Standing, same, standings
from kb.review_values import Vocabulary, choice, contradiction, shown_choice
from kb.review_words import change, movement
from kb.store import corrections_files
from kb.versions import solieu_version

Outcome = Literal["applied", "ready", "already", "unchanged", "conflict", "unknown id", "invalid", "missing column"]
REFUSED = ("conflict", "unknown id", "invalid", "missing column")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a row, in one sentence of each language. ``ready`` rows have ``events`` that wait to be written;
    ``notes`` are told beside it and change nothing."""

    row: int
    figure_id: str
    outcome: Outcome
    vi: str
    en: str
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ask:
    """What a row asks for: new words by field, a decision or none, and what the person saw."""

    row: Row
    now: Standing
    seen: Standing | None
    fields: dict[str, str]
    decision: str
    batch: str


def judge(db: sqlite3.Connection, file: ReviewFile, reviewer: str, at: str) -> list[Verdict]:
    """A verdict for each row, in the order of the file. ``reviewer`` stands where a row names nobody, ``at`` is the
    time that the events get. A file that lacks a column has one verdict, on its head line."""
    logs = corrections_files(db, existing=False)
    snapshots = {batch: recall(logs, batch) for batch in {row["batch"] for row in file.rows}}
    if missing := file.missing(guarded_by_cells=None in snapshots.values()):
        return [Verdict(1, "", "missing column", missing.vi, missing.en)]
    return _Judge(db, file, snapshots, reviewer, at).all()


class _Judge:
    """One pass over a file; holds what all rows are judged by."""

    def __init__(
        self,
        db: sqlite3.Connection,
        file: ReviewFile,
        snapshots: Mapping[str, dict[str, Standing] | None],
        reviewer: str,
        at: str,
    ) -> None:
        self._db, self._file, self._snapshots, self._reviewer, self._at = db, file, snapshots, reviewer, at
        self._words, self._version = Vocabulary(db), solieu_version()
        self._finder = Finder(db, (row["id"] for row in file.rows))
        self._ids = {row.number: self._find(row) for row in file.rows}
        self._now = standings(db, (figure for figure in self._ids.values() if figure))
        self._times = {row[0]: (row[1], row[2]) for row in db.execute("select id, period, issued_on from documents")}
        self._asked: dict[str, _Ask] = {}

    def all(self) -> list[Verdict]:
        return [self._judge(row) for row in self._file.rows]

    def _find(self, row: Row) -> str | None:
        """The figure of a row in the base now; where its id is gone, by what the snapshot knows of it."""
        snapshot = self._snapshots[row["batch"]] or {}
        if row["id"] in snapshot:
            return self._finder.find(snapshot[row["id"]])
        return row["id"] if self._finder.has(row["id"]) else None

    def _judge(self, row: Row) -> Verdict:
        figure = self._ids[row.number]
        written_cells = {name: row[f"new_{name}"] for name in CORRECTED if row[f"new_{name}"]}
        try:
            if not row["decision"] and not written_cells:
                if row["reason"]:
                    raise RefusedError(
                        "Có lý do nhưng không có quyết định; nếu chỉ muốn ghi chú thì chọn “chưa rõ”",
                        "There is a reason and no decision; write chưa rõ where it is only a note",
                    )
                return Verdict(row.number, row["id"], "unchanged", "Không có gì để ghi.", "There is nothing to do.")
            if figure is None:
                return Verdict(
                    row.number,
                    row["id"],
                    "unknown id",
                    f"Không có số liệu mang mã “{row['id']}” trong cơ sở dữ liệu. Hãy xuất lại.",
                    f"The base has no figure {row['id'] or '(no id)'}. Export again.",
                )
            ask = self._read(row, self._now[figure], written_cells)
            return self._hold_against_others(ask) or self._hold_against_now(ask)
        except RefusedError as refused:
            return Verdict(row.number, row["id"], "invalid", _sentence(refused.vi), _sentence(refused.en))

    def _read(self, row: Row, now: Standing, written_cells: Mapping[str, str]) -> _Ask:
        """What the row means. All that is wrong with it comes in one RefusedError."""
        fields: dict[str, str] = {}
        faults: list[RefusedError] = []
        decision = ""
        if row["decision"]:
            try:
                decision = choice("decision", row["decision"])
            except RefusedError as refused:
                faults.append(_at("decision", refused))
        # The period first: with the place it decides on which side of the merger a province stands.
        for name in sorted(written_cells, key=lambda name: name != "period"):
            period, issued_on = self._times.get(now.document_id, (None, None))
            times = (fields.get("period") or now.now["period"] or None, period, issued_on)
            try:
                text = written_cells[name]
                if name in NUMBERS and text.endswith("%") and self._unit(fields, written_cells, now) == "%":
                    text = text[:-1].strip()
                fields |= self._words.read(name, text, times)
            except RefusedError as refused:
                faults.append(_at(f"new_{name}", refused))
        faults += self._against_decision(decision, fields, written_cells, now)
        if not faults and fields and (fault := contradiction({**now.now, **fields})):
            faults.append(fault)
        if faults:
            raise RefusedError("; ".join(one.vi for one in faults), "; ".join(one.en for one in faults))
        snapshot = self._snapshots[row["batch"]] or {}
        batch = row["batch"] if is_batch(row["batch"]) else f"A-{self._file.file_hash[:12].upper()}"
        return _Ask(row, now, snapshot.get(row["id"]), fields, decision or "fix", batch)

    def _unit(self, fields: Mapping[str, str], cells: Mapping[str, str], now: Standing) -> str:
        return fields.get("unit", cells.get("unit", now.now["unit"]))

    def _against_decision(
        self, decision: str, fields: Mapping[str, str], cells: Mapping[str, str], now: Standing
    ) -> list[RefusedError]:
        if decision == "fix" and not cells:
            return [RefusedError("chọn “sửa” nhưng chưa ghi giá trị mới nào", "fix without any new value")]
        changes = any(not same(name, word, now.now[name]) for name, word in fields.items())
        if decision in ("ok", "drop", "unsure") and changes:
            word = shown_choice("decision", decision)
            return [RefusedError(f"vừa chọn “{word}” vừa ghi giá trị mới", f"both {decision} and a new value")]
        return []

    def _hold_against_others(self, ask: _Ask) -> Verdict | None:
        """The verdict on a row of whose figure another row of the file has spoken already."""
        other = self._asked.setdefault(ask.now.figure_id, ask)
        if other is ask:
            return None
        number = other.row.number
        if (other.fields, other.decision) == (ask.fields, ask.decision):
            vi, en = f"Giống hệt dòng {number}.", f"The same as row {number}."
            return Verdict(ask.row.number, ask.row["id"], "already", vi, en)
        return Verdict(
            ask.row.number,
            ask.row["id"],
            "conflict",
            f"Dòng {number} yêu cầu khác cho cùng số liệu này. Hãy giữ lại một dòng.",
            f"Row {number} asks something else of the same figure. Keep one of them.",
        )

    def _hold_against_now(self, ask: _Ask) -> Verdict:
        now = ask.now
        changes = {name: word for name, word in ask.fields.items() if not same(name, word, now.now[name])}
        settled = ask.decision == now.decision or (ask.decision == "fix" and not now.decision)
        if not changes and settled:
            vi, en = "Cơ sở dữ liệu đã ghi đúng như vậy.", "The base says so already."
            return Verdict(ask.row.number, ask.row["id"], "already", vi, en)
        gone = [movement(*one) for one in moved(ask.row, ask.seen, now, ask.fields, ask.decision)]
        if gone:
            who = self._who(now.figure_id)
            return Verdict(
                ask.row.number,
                ask.row["id"],
                "conflict",
                f"Số liệu đã đổi từ khi xuất tệp: {'; '.join(vi for vi, _ in gone)}{who}. Hãy xuất lại và duyệt lại.",
                f"The figure changed since the export: {'; '.join(en for _, en in gone)}{who}. Export it again.",
            )
        decides = not (ask.decision == "fix" and not now.decision)
        asked = {**changes, "decision": ask.decision} if decides else changes
        events = tuple(self._event(ask, name, word) for name, word in asked.items())
        told = [change(name, now.decision if name == "decision" else now.now[name], asked[name]) for name in asked]
        vi, en = "; ".join(one for one, _ in told), "; ".join(one for _, one in told)
        return Verdict(ask.row.number, ask.row["id"], "ready", vi, en, events)

    def _who(self, figure_id: str) -> str:
        row = self._db.execute(
            "select reviewer, at from corrections where figure_id = ? order by at desc limit 1", (figure_id,)
        ).fetchone()
        return f" ({row[0] or '?'}, {row[1][:16]})" if row else ""

    def _event(self, ask: _Ask, name: str, word: str) -> Event:
        now, row = ask.now, ask.row
        return Event(
            event=event_id(ask.batch, now.figure_id, name, word, self._at),
            batch=ask.batch,
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
            old=now.decision if name == "decision" else now.now[name],
            machine="" if name == "decision" else now.machine[name],
            new=word,
            reason=row["reason"],
            reviewer=row["reviewer"] or self._reviewer,
            at=self._at,
            version=self._version,
            seen=dict(now.machine) if word == "ok" and name == "decision" else {},
            slot=now.slot,
        )


def applied(verdict: Verdict) -> Verdict:
    """The verdict on a row whose events are written now."""
    return replace(verdict, outcome="applied")


def any_refused(verdicts: Sequence[Verdict]) -> bool:
    """Whether any row was refused."""
    return any(verdict.outcome in REFUSED for verdict in verdicts)


def _at(column: str, refused: RefusedError) -> RefusedError:
    return RefusedError(f"{heading(column)}: {refused.vi}", f"{column}: {refused.en}")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")
