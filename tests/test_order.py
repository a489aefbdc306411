"""One writer a field: the order of the rules is ``rules.find.STEPS``, and no field of a draft is written elsewhere."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from rules import find
from rules.digits import find_printed
from rules.draft import Doubts, Draft, Fields, Named, Part, Quantity
from rules.figure import Figure, Letterhead
from rules.find import STEPS, find_figures, settle
from rules.freeze import AS_DECIDED
from rules.matching import default_matcher
from rules.scene import Stage
from tests.documents_of import document_of

RULES = Path(find.__file__).parent
FIELDS = {field.name for field in dataclasses.fields(Fields)}
VALUES = {field.name for one in (Quantity, Named, Part, Doubts) for field in dataclasses.fields(one)}
TEXT = (
    "Toàn tỉnh có 187 cán bộ phụ trách chuyên đề (chuyên trách 58, kiêm nhiệm 129), trong đó cấp xã 120 người.",
    "Tỷ lệ hồ sơ trực tuyến của cấp tỉnh, cấp xã lần lượt đạt 91,2% và 84,5%, tăng 3,1% so với năm 2023.",
    "Chỉ số DTI của tỉnh đạt 71,3%, xếp thứ 12/63; phấn đấu năm 2026 đạt 80%.",
)


def writers(source: str) -> Iterator[str]:
    """Where a module writes a field of a draft, by whatever way: the statement's words."""
    for node in ast.walk(ast.parse(source)):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("setattr", "__setattr__"):
            yield ast.unparse(node)
        for target in targets:
            for one in ast.walk(target):
                if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store) and _is_field(one):
                    yield ast.unparse(node)


def _is_field(target: ast.Attribute) -> bool:
    return ast.unparse(target.value) != "self" and target.attr in FIELDS | VALUES | {"fields"}


def test_fields_are_written_at_one_place() -> None:
    found = [
        (path.name, words)
        for path in sorted(RULES.rglob("*.py"))
        if path.parent.name != "language"  # it knows no drafts: the next test
        for words in writers(path.read_text("utf-8"))
    ]
    assert found == [("find.py", "setattr(draft.fields, name, decided)")]
    calls = re.findall(r"\bsettle\(", "".join(path.read_text("utf-8") for path in RULES.rglob("*.py")))
    assert len(calls) == 2, "settle is defined once and called once"


def test_the_language_knows_no_drafts() -> None:
    for path in (RULES / "language").glob("*.py"):
        assert "rules.draft" not in path.read_text("utf-8"), path


@pytest.mark.parametrize(
    "words",
    [
        "draft.kind = 'score'",
        "drafts[i].unit, drafts[i].kind = whole.unit, whole.kind",
        "draft.fields.level = Decided(None)",
        "draft.fields.doubts.value.flags += ('no_unit',)",
        "object.__setattr__(draft.fields.quantity.value, 'unit', '%')",
        "draft.fields = Fields()",
    ],
)
def test_a_second_writer_is_seen(words: str) -> None:
    assert list(writers(f"def decide(draft):\n    {words}\n"))


def test_reading_a_field_is_no_writing() -> None:
    assert not list(writers("kind = draft.kind\nself.kind = kind\nwords[draft.unit] = 1\n"))


def test_each_field_is_decided_in_one_file() -> None:
    rooms: dict[str, set[str]] = {}
    for step in STEPS:
        for name, decide in step.fields:
            rooms.setdefault(name, set()).add(decide.__module__)
    assert rooms.keys() == FIELDS
    assert {name: len(found) for name, found in rooms.items()} == dict.fromkeys(rooms, 1)
    files = [room for found in rooms.values() for room in found]
    assert len(set(files)) == len(files)
    assert all(room.startswith("rules.decide.") for room in files)


def test_a_decider_hands_back_what_its_field_holds() -> None:
    fields = get_type_hints(Fields)
    for step in STEPS:
        for name, decide in step.fields:
            assert get_type_hints(decide)["return"] == fields[name], (name, decide)


def test_a_figure_holds_what_was_decided() -> None:
    decided, figure = get_type_hints(Fields), get_type_hints(Figure)
    assert {"status", "place", "period", "level", "marks", "subject"} <= set(AS_DECIDED)
    for name in AS_DECIDED:
        assert get_args(decided[name]) == (figure[name],), name


def test_the_order_that_is_told_is_the_order_that_is_run() -> None:
    told = (find.__doc__ or "").split("\n\n")[1]
    assert told.split() == " ".join(f"{at}. {step.says}" for at, step in enumerate(STEPS, 1)).split()


def test_a_step_writes_its_own_fields_only_and_a_decider_writes_nothing() -> None:
    document = document_of(*TEXT)
    drafts = [draft for block in find_printed(document) for draft in block.drafts]
    stage = Stage(document, Letterhead(place="Gia Lai", period="2025"), drafts, default_matcher(), None)
    for step in STEPS:
        for scene in step.over(stage.scenes):
            for name, decide in step.fields:
                before = [_state(draft) for draft in drafts]
                decided = decide(scene.draft, scene)
                assert decide(scene.draft, scene) == decided
                assert [_state(draft) for draft in drafts] == before, (name, decide)
                settle(scene.draft, name, decided)
    told = {d.claim.number.text: d for d in drafts}
    assert told["58"].unit == told["187"].unit and told["58"].whole == 0
    assert told["84,5"].level == "commune"
    assert {d.claim.number.text: d.metric for d in drafts} == {
        document.text[f.start : f.end]: f.metric for f in find_figures(document).figures
    }


def _state(draft: Draft) -> str:
    return repr(draft)
