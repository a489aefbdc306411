"""Three people with files of any age, any edits, applies, undos and rebuilds in any order, while the document is
renamed, edited and saved in other formats, with a number in its letterhead or without one: log and base agree. Some
decide for a whole group at once: all its figures are answered, and those that nobody touched since follow.

A figure is told by its printed number here, of which each stands in the document once: without a letterhead its id
changes with every byte of its document. What ``figures_final`` must say is worked out here from the machine's figures
and the log alone, without the code that lays one over the other.
"""

from __future__ import annotations

import html
import shutil
import tempfile
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kb.review.columns import SHOWN
from kb.review.overlay import replay
from kb.review.state import FIELDS, NUMBERS
from kb.review.verdict import REFUSED
from kb.store import open_base
from tests.review_base import Review, read, report, save
from tests.test_review_damage import english, vietnamese

MISSED = "Mỗi xã có một điểm hỗ trợ số hiệu A4-75 mở cửa hằng ngày."
ALIKE = "".join(
    f"Đến nay, huyện {place} có {number} cột loa tháp canh lửa.\n"
    for place, number in (("Mường Tè", 35), ("Tam Đường", 41), ("Sìn Hồ", 52))
)
"""Figures that are read alike, so that they are a group."""
GROUP = frozenset({"35", "41", "52"})
BUILT: list[Path] = []
FIXES = {
    "new_value": st.sampled_from(["7", "1.250", "98,25"]),
    "new_unit": st.sampled_from(["người", "%", "<trống>"]),
    "new_item": st.sampled_from(["5G", "=1+1", "<trống>"]),
    "new_period": st.sampled_from(["2022", "quý II/2023", "<trống>"]),
    "new_level": st.sampled_from(["cấp xã", "<trống>"]),
    "new_place": st.sampled_from(["Sơn La", "huyện Mường Tè"]),
    "new_metric": st.sampled_from(["bts_stations", "<trống>"]),
}
CELLS = st.one_of(
    st.fixed_dictionaries({"decision": st.sampled_from(["đúng", "xóa", "chưa rõ"])}),
    st.fixed_dictionaries({"new_value": FIXES["new_value"]}),
    st.fixed_dictionaries({}, optional=FIXES),
    st.fixed_dictionaries({"decision": st.sampled_from(["sửa", "đúng"]), "new_value": st.just("98.5")}),
)
# Few rows, so that two people often mean the same figure.
EDITS = st.dictionaries(st.integers(0, 3), CELLS, min_size=1, max_size=3)
SAVED = st.fixed_dictionaries(
    {
        "separator": st.sampled_from([";", ",", "\t"]),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
        "end": st.sampled_from(["\n", "\r\n"]),
    }
)
FOR_GROUPS = st.sampled_from(
    [
        {"decision": "đúng"},
        {"decision": "xóa"},
        {"new_unit": "trụ"},
        {"decision": "sửa", "new_level": "cấp xã", "new_unit": "cụm"},
    ]
)
LOCALES = st.sampled_from([None, english, vietnamese])
PEOPLE = st.sampled_from(["Lan", "Minh", "Hoa"])
Fields = dict[str, dict[str, str]]


def handed_in(event: dict[str, Any]) -> str:
    """The name by which a hand-in, or an undo, is taken back."""
    return str(event.get("hand_in") or event["batch"])


class Reviewing(RuleBasedStateMachine):
    """A corpus, its base, and the files that each person has at home."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.name = "lai-chau.txt"
        self.keys: dict[str, str] = {}
        self.files: list[tuple[list[dict[str, str]], Fields]] = []
        self.log = b""
        self.count = 0

    def teardown(self) -> None:
        self.folder.cleanup()

    @initialize(built=st.integers(0, 1))
    def first_export(self, built: int) -> None:
        shutil.copytree(BUILT[built], Path(self.folder.name) / "work")
        self.review = Review(Path(self.folder.name) / "work")
        self.text = (self.review.corpus / self.name).read_text(encoding="utf-8")
        self.machine = machine_of(self.review)
        self.export(everything=True)

    @rule(everything=st.booleans(), examples=st.booleans())
    def export(self, everything: bool, examples: bool = False) -> None:
        """Somebody takes a file home, perhaps one with an example of each group."""
        self.count += 1
        path = self.review.folder / f"export-{self.count}.csv"
        more = [*(["--all"] if everything else []), *(["--examples"] if examples else [])]
        done = self.review.run("review", "export", "-o", path, *more)
        assert done.exit_code == 0
        if path.exists():
            self.files.append((read(path), self.said()))

    @rule(
        edits=EDITS, age=st.integers(0, 3), person=PEOPLE, partial=st.booleans(), locale=LOCALES, saved=SAVED,
        add=st.sampled_from([None, None, {}, {"new_item": "A4"}, {"quote": "số hiệu A4-75 mở cửa"}]),
    )  # fmt: skip
    def apply(
        self, edits: dict[int, dict[str, str]], age: int, person: str, partial: bool, locale: Any, saved: Any, add: Any
    ) -> None:
        """Somebody fills in a file, perhaps an old one, and gives it back through a spreadsheet."""
        rows, seen = self.files[-1 - age % len(self.files)]
        edited = [{**row, **edits.get(at, {}), "reviewer": person} for at, row in enumerate(rows)]
        if add is not None:
            new = {"document": self.name, "quote": MISSED, "number": "75", "new_unit": "điểm", "reviewer": person}
            edited.append({**dict.fromkeys(rows[0], ""), **new, **add})
        if locale:
            left = SHOWN.keys() - {"id", "batch", "document", "quote", "number"}
            edited = [
                {**row, **{name: locale(row[name]) for name in left if row["id"] and name in row}} for row in edited
            ]
            edited.sort(key=lambda row: row["number"])
        self.hand_in(edited, seen, partial, saved)

    @precondition(lambda self: any(row["group"] for rows, _ in self.files[-4:] for row in rows))
    @rule(cells=FOR_GROUPS, age=st.integers(0, 3), person=PEOPLE, partial=st.booleans(), saved=SAVED)
    def decide_for_a_group(
        self, cells: dict[str, str], age: int, person: str, partial: bool, saved: dict[str, str]
    ) -> None:
        """Somebody writes one decision on the example of a group, and that it holds for all of them."""
        files = [(rows, seen) for rows, seen in self.files[-4:] if any(row["group"] for row in rows)]
        rows, seen = files[-1 - age % len(files)]
        example = next(row for row in rows if row["group"])
        asked = {**cells, "for_group": "cả nhóm"}
        edited = [{**row, "reviewer": person, **(asked if row is example else {})} for row in rows]
        before, known = self.said(), len(self.review.events())
        outcomes = self.hand_in(edited, seen, partial, saved, {key: {**example, **cells} for key in GROUP})
        first = self.key(example["id"])
        # Every figure of the group is answered, also one that has no row in a file of examples.
        assert first in GROUP and (outcomes[first] in REFUSED or outcomes.keys() >= GROUP)
        for event in self.review.events()[known:]:
            assert self.key(event["figure_id"]) in GROUP
            assert event.get("group", "") in ("", example["id"]) or self.key(event["group"]) == first
        columns = {name: f"new_{name}" for name in FIELDS if f"new_{name}" in cells}
        for figure in GROUP - {first} if outcomes[first] == "applied" else ():
            alike = all(seen[figure][name] == seen[first][name] for name in columns)
            if alike and seen[figure] == before[figure]:
                assert outcomes[figure] in ("applied", "already"), figure
            elif outcomes[figure] == "applied":
                # What somebody else decided since stays: only what nobody touched was written.
                assert all(seen[figure][name] == before[figure][name] for name in columns)

    def hand_in(
        self, edited: list[dict[str, str]], seen: Fields, partial: bool, saved: Any,
        asked: dict[str, dict[str, str]] | None = None,
    ) -> dict[str, str]:  # fmt: skip
        """Apply a file, twice; gives what became of each figure. ``asked`` are the cells that hold for figures of a
        group, where their own rows say nothing."""
        self.count += 1
        path = save(self.review.folder / f"edited-{self.count}.csv", edited, **saved)
        before = self.said()
        done = self.review.apply(path, "--apply", *(["--partial"] if partial else []))
        after = self.said()
        outcomes = {self.key(row["figure_id"]): row["outcome"] for row in done["rows"] if row["figure_id"]}
        applied = {figure for figure, outcome in outcomes.items() if outcome == "applied"}
        assert done["written"] == sum(row["outcome"] == "applied" for row in done["rows"])
        assert partial or not (done["written"] and done["exit"])
        for figure in before.keys() | after.keys():
            if figure not in applied:
                assert after.get(figure) == before.get(figure)
        cells = {self.key(row["id"]): row for row in edited if row["id"]} | (asked or {})
        for figure in applied & cells.keys():
            self.only_what_was_asked(cells[figure], before[figure], after[figure], seen[figure])
        again = self.review.apply(path, "--apply", *(["--partial"] if partial else []))
        assert again["written"] == 0 and self.said() == after
        return outcomes

    def only_what_was_asked(
        self, row: dict[str, str], before: dict[str, str], after: dict[str, str], seen: dict[str, str]
    ) -> None:
        columns = {name: f"new_{name}" for name in FIELDS}
        columns |= {"metric_id": "new_metric", "place_id": "new_place"}
        struck = "drop" in (before["decision"], after["decision"])
        for name, column in columns.items() if not struck else ():
            if before[name] != after[name]:
                assert row.get(column)
                # Nobody else had changed it since the file was made.
                assert seen[name] == before[name]
            if row.get(column) == "<trống>":
                assert after[name] == ""
        # A verdict is on all that stood there.
        if row["decision"] in ("đúng", "xóa") and before["decision"] != after["decision"]:
            assert {**before, "decision": ""} == {**seen, "decision": ""}

    @precondition(lambda self: self.log)
    @rule(which=st.integers(0, 30), whole=st.booleans(), person=PEOPLE)
    def undo(self, which: int, whole: bool, person: str) -> None:
        """Somebody takes back a file that was handed in or an event, their own or another's, or an undo."""
        events = self.review.events()
        event = events[which % len(events)]
        before = self.said()
        name = handed_in(event) if whole else event["event"]
        done = self.review.run("review", "undo", name, "--reviewer", person)
        assert done.exit_code == 0 or "already" in done.output
        new = self.review.events()[len(events) :]
        assert bool(new) == (done.exit_code == 0)
        known = {one["event"]: one for one in events}
        assert {handed_in(known[one["reverses"]]) for one in new} <= {handed_in(event)}
        after = self.said()
        touched = {self.key(one["figure_id"]) for one in new}
        for figure in (before.keys() | after.keys()) - touched:
            assert after.get(figure) == before.get(figure)

    @precondition(lambda self: self.log)
    @rule(whose=PEOPLE, person=PEOPLE)
    def undo_a_person(self, whose: str, person: str) -> None:
        """All that one person decided is taken back, and nobody else's word."""
        events = self.review.events()
        done = self.review.run("review", "undo", "--whose", whose, "--reviewer", person)
        assert done.exit_code == 0 or "already" in done.output or "nobody decided" in done.output
        known = {one["event"]: one for one in events}
        new = self.review.events()[len(events) :]
        assert {known[one["reverses"]]["reviewer"] for one in new} <= {whose}

    @rule(renamed=st.booleans(), edited=st.booleans(), ending=st.sampled_from(["txt", "html", "docx"]))
    def replace(self, renamed: bool, edited: bool, ending: str) -> None:
        """The document comes back: under another name, with a line more, in another format, or all of it at once. What
        was decided of it stays, whatever the log knows it by."""
        before = self.said()
        self.count += 1
        if edited:
            self.text += f"\nCác đơn vị tiếp tục phối hợp, rà soát {'và bổ sung ' * (self.count % 3)}theo kế hoạch.\n"
        (self.review.corpus / self.name).unlink()
        self.name = f"{f'ban-{self.count}' if renamed else self.name.rsplit('.', 1)[0]}.{ending}"
        write(self.review.corpus / self.name, self.text)
        self.review.build()
        assert self.said() == before
        self.machine = machine_of(self.review)
        self.build_without_log()

    def build_without_log(self) -> None:
        """What the machine alone says of the document as it is now."""
        for file in self.review.folder.glob("machine.db*"):
            file.unlink()
        aside = self.review.folder / "aside.jsonl"
        if self.review.log.exists():
            self.review.log.rename(aside)
        self.review.build("machine.db")
        if aside.exists():
            aside.rename(self.review.log)

    @rule()
    def rebuild(self) -> None:
        """The base is deleted and built anew from the documents and the log."""
        before = self.review.final()
        for file in self.review.folder.glob("kb.db*"):
            file.unlink()
        assert not self.review.build().warnings or self.has_orphans()
        assert self.review.final() == before

    @invariant()
    def nothing_is_lost(self) -> None:
        log = self.review.log.read_bytes() if self.review.log.exists() else b""
        assert log.startswith(self.log)
        self.log = log
        known = {row[0] for row in self.review.rows("select event from corrections")}
        assert known == {event["event"] for event in self.review.events() if not event.get("reverses")}

    @invariant()
    def the_base_says_what_the_log_says(self) -> None:
        assert self.said() == self.from_the_log()
        for file in self.review.folder.glob("fresh.db*"):
            file.unlink()
        shutil.copy(self.review.folder / "machine.db", self.review.folder / "fresh.db")
        with closing(open_base(self.review.folder / "fresh.db")) as db:
            replay(db)
        assert self.review.final("fresh.db") == self.review.final()

    def has_orphans(self) -> bool:
        return bool(self.review.rows("select 1 from corrections where state = 'orphan'"))

    def key(self, figure: str) -> str:
        """The printed number of a figure of any time, by its id; the id itself of one that nobody came to add."""
        if figure not in self.keys:
            for table in ("figures", "figures_added"):
                self.keys |= dict(self.review.rows(f"select id, number from {table}"))
            self.keys |= {event["figure_id"]: event["number"] for event in self.review.events()}
        return self.keys.get(figure, figure)

    def said(self) -> Fields:
        """What the base says of each figure; ``decision`` is ``drop`` where it is struck out."""
        names = ", ".join(FIELDS)
        rows = self.review.rows(f"select id, {names} from figures_final")
        here = {self.key(row[0]): normal(dict(zip(FIELDS, row[1:], strict=True))) for row in rows}
        assert len(here) == len(rows)
        for figure in self.review.rows("select figure_id from figures_overruled where dropped = 1"):
            here.setdefault(self.key(figure[0]), {**dict.fromkeys(FIELDS, ""), "decision": "drop"})
        latest = dict(
            self.review.rows(
                "select figure_id, new from corrections where field = 'decision' and state = 'active' order by at"
            )
        )
        latest = {self.key(figure): word for figure, word in latest.items()}
        return {figure: {**fields, "decision": latest.get(figure, "")} for figure, fields in here.items()}

    def from_the_log(self) -> Fields:
        """The same, of the machine's figures and the lines of the log."""
        events = self.review.events()
        taken_back: set[str] = set()
        for event in reversed(events):
            if event.get("reverses") and event["event"] not in taken_back:
                taken_back.add(event["reverses"])
        final = {figure: {**fields, "decision": ""} for figure, fields in self.machine.items()}
        holding = [one for one in events if not one.get("reverses") and one["event"] not in taken_back]
        for event in holding:
            if event["field"] == "added":
                begins = {name: event["seen"].get(name, "") for name in FIELDS}
                final[event["number"]] = {**normal(begins), "decision": ""}
        for event in holding:
            # A figure whose addition was taken back has none of what was said of it.
            if event["field"] != "added" and event["number"] in final:
                final[event["number"]] |= normal({event["field"]: event["new"]})
        for figure, fields in final.items():
            if fields["decision"] == "drop":
                final[figure] = {**dict.fromkeys(FIELDS, ""), "decision": "drop"}
        return final


def machine_of(review: Review) -> Fields:
    rows = review.rows(f"select number, {', '.join(FIELDS)} from figures")
    return {str(row[0]): normal(dict(zip(FIELDS, row[1:], strict=True))) for row in rows}


def normal(fields: dict[str, Any]) -> dict[str, str]:
    """Nothing as an empty text, numbers as they are equal."""
    return {
        name: str(Decimal(word).normalize()) if word and name in NUMBERS else str(word or "")
        for name, word in fields.items()
    }


def write(path: Path, text: str) -> None:
    """A document of these lines, each a paragraph, in the format of its name."""
    lines = [line for line in text.splitlines() if line.strip()]
    if path.suffix == ".docx":
        document = docx.Document()
        for line in lines:
            document.add_paragraph(line)
        document.save(str(path))
    elif path.suffix == ".html":
        path.write_text("".join(f"<p>{html.escape(line)}</p>\n" for line in lines), encoding="utf-8")
    else:
        path.write_text(text, encoding="utf-8")


def test_any_course_of_a_review(tmp_path_factory: pytest.TempPathFactory) -> None:
    whole = f"{report()}\n{MISSED}\n{ALIKE}"
    BUILT[:] = [tmp_path_factory.mktemp("machine"), tmp_path_factory.mktemp("nameless")]
    for folder, text in zip(BUILT, (whole, whole.replace("Số: 7/BC-UBND\n", "")), strict=True):
        (folder / "corpus").mkdir()
        (folder / "corpus" / "lai-chau.txt").write_text(text, encoding="utf-8")
        Review(folder).build()
        shutil.copy(folder / "kb.db", folder / "machine.db")
    run_state_machine_as_test(
        Reviewing, settings=settings(max_examples=12, stateful_step_count=12, phases=[Phase.generate])
    )
