"""``solieu score`` counts what a person would count: each kind of mistake, each field, each part of a report."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from scored_base import GOLD, make_base, write_gold

from kb.cli import main
from kb.score.measure import COMPLETE, FIELDS, judge
from kb.score.pairs import Printed, pair, printed
from kb.score.rows import PLAIN, Row


def command(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["score", *map(str, words)])


def measured(folder: Path, *words: str | Path) -> dict[str, Any]:
    """The answer of the command for the base of a folder, as a program gets it."""
    result = command(*(words or (folder / "lai-chau.figures.jsonl",)), "--db", folder / "kb.db", "--json", "--show", 9)
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def number_of(change: dict[str, Any]) -> str:
    """The number of a gain or a loss."""
    return str(change["marked"].partition("[[")[2].partition("]]")[0])


def without(line: int) -> list[dict[str, Any]]:
    """The figures without the one of this line, wholes counted anew."""
    kept = [dict(one) for at, one in enumerate(GOLD) if at != line]
    for one in kept:
        if one["part_of"] is not None:
            one["part_of"] = None if one["part_of"] == line else one["part_of"] - (one["part_of"] > line)
    return kept


def altered(line: int, **fields: Any) -> list[dict[str, Any]]:
    """The figures with some fields of one line as given."""
    return [one | fields if at == line else one for at, one in enumerate(GOLD)]


def test_what_is_all_right_is_all_right(tmp_path: Path) -> None:
    make_base(tmp_path)
    write_gold(tmp_path)
    answer = measured(tmp_path)
    assert {name: answer["all"][name] for name in ("gold", "found")} == {"gold": 8, "found": 8}
    assert {value for name, value in answer["all"].items() if name not in ("gold", "found")} == {1.0}
    assert {part: one["gold"] for part, one in answer["parts"].items()} == {
        "prose": 2,
        "lists": 4,
        "footnotes": 1,
        "tables": 1,
    }
    assert answer["documents"] == {"lai-chau.txt": answer["all"]}
    assert answer["mistakes"] == {"lai-chau.txt": {"missed": [], "spurious": [], "wrong": []}}


WRONG: dict[str, tuple[int, dict[str, Any]]] = {
    "value": (0, {"value": 125}),
    "denominator": (5, {"denominator": None}),
    "unit": (4, {"unit": "thôn"}),
    "qualifier": (6, {"qualifier": "exact"}),
    "kind": (6, {"kind": "change"}),
    "status": (6, {"status": "target"}),
    "level": (4, {"level": None}),
    "place": (2, {"place": "Lai Châu"}),
    "period": (3, {"period": None}),
    "footnote": (2, {"footnote": None}),
    "marks": (0, {"marks": []}),
    "in_table": (7, {"in_table": False}),
    "part_of": (1, {"part_of": 3}),
}


# A field that is compared word for word needs no line of its own.
WRONG |= {name: (0, {name: "another"}) for name in PLAIN if name not in WRONG}


def test_each_field_is_tried() -> None:
    assert set(WRONG) == set(FIELDS)


def test_a_field_that_a_gold_file_does_not_know_yet_is_not_judged() -> None:
    (found,) = judge([row(said={"kind": "count"})], [row(said={"kind": "count", "level": "commune"})])
    assert "level" not in found.asked and found.wrong == frozenset()
    (missing,) = judge([row(said={"kind": "count", "level": "commune"})], [row(said={"kind": "count"})])
    assert "level" in missing.asked and missing.wrong == {"level"}


def row(**given: Any) -> Row:
    """A figure as it was annotated or found."""
    fields: dict[str, Any] = dict.fromkeys(("value_max", "denominator", "metric", "period", "footnote"))
    fields |= {"number": "84", "quote": "Có 84 xã", "value": Decimal(84), "unit": "xã", "subject": "xã", "place": ""}
    fields |= {"marks": frozenset(), "part_of": None, "whole": None, "in_table": False, "optional": False, "part": None}
    return Row(printed=printed("84", "Có 84 xã"), **fields, **given)


@pytest.mark.parametrize("field", FIELDS)
def test_a_wrong_field_is_counted_alone(tmp_path: Path, field: str) -> None:
    line, fields = WRONG[field]
    make_base(tmp_path, altered(line, **fields))
    write_gold(tmp_path)
    answer = measured(tmp_path)
    asked = {"period": 2, "part_of": 1}.get(field, 8)
    expected = dict.fromkeys(FIELDS, 1.0) | {field: round((asked - 1) / asked, 4)}
    assert {name: answer["all"][name] for name in FIELDS} == expected
    assert answer["all"]["f1"] == 1.0
    assert answer["all"]["complete"] == answer["all"]["complete_recall"] == (0.875 if field in COMPLETE else 1.0)
    (told,) = answer["mistakes"]["lai-chau.txt"]["wrong"]
    assert told["number"] == GOLD[line]["number"] and list(told["fields"]) == [field]


def test_the_upper_end_of_a_range_belongs_to_its_value(tmp_path: Path) -> None:
    make_base(tmp_path, altered(3, value_max=None))
    write_gold(tmp_path)
    assert measured(tmp_path)["all"]["value"] == 0.875


@pytest.mark.parametrize(
    ("field", "expected", "found"),
    [
        ("unit", "thuê bao", "thuê bao Internet"),
        ("unit", "Hồ sơ", "hồ sơ"),
        ("place", "tỉnh Lai Châu", "Lai Châu"),
        ("place", "Tp. Lai Chau", "Thành phố Lai Châu"),
        ("value", 1250.0000001, 1250),
        ("period", None, "2022"),
        ("metric", "new:sites_of_masts", "bts_stations"),
    ],
)
def test_what_is_the_same_to_a_reader_is_right(tmp_path: Path, field: str, expected: object, found: object) -> None:
    make_base(tmp_path, altered(0, **{field: found}))
    write_gold(tmp_path, altered(0, **{field: expected}))
    assert measured(tmp_path)["mistakes"]["lai-chau.txt"]["wrong"] == []


def test_missed_and_spurious_figures_lower_recall_and_precision(tmp_path: Path) -> None:
    make_base(tmp_path, without(5))
    write_gold(tmp_path, without(4))
    answer = measured(tmp_path)
    # Seven of each, six of them the same.
    assert (answer["all"]["precision"], answer["all"]["recall"], answer["all"]["f1"]) == (0.8571, 0.8571, 0.8571)
    assert (answer["all"]["complete"], answer["all"]["complete_recall"]) == (1.0, 0.8571)
    assert answer["parts"]["lists"]["gold"] == 3 and answer["parts"]["lists"]["recall"] == 0.6667
    mistakes = answer["mistakes"]["lai-chau.txt"]
    assert [one["number"] for one in mistakes["missed"]] == ["10/18"]
    assert [one["number"] for one in mistakes["spurious"]] == ["96"]


def test_an_optional_figure_counts_for_nothing(tmp_path: Path) -> None:
    make_base(tmp_path, without(8))
    write_gold(tmp_path)
    assert measured(tmp_path)["all"]["f1"] == 1.0
    write_gold(tmp_path, without(8))
    assert measured(tmp_path)["all"]["f1"] == 1.0


def test_metrics_are_counted_like_figures(tmp_path: Path) -> None:
    found = altered(1, metric="bts_stations")
    found[0] = found[0] | {"metric": None}
    make_base(tmp_path, found)
    gold = altered(1, metric="bts_stations")
    gold[2] = gold[2] | {"metric": "bts_stations"}
    gold[3] = gold[3] | {"metric": "new:teams"}
    write_gold(tmp_path, gold)
    answer = measured(tmp_path)["all"]
    # Three are expected, one is given, and that one is right.
    assert (answer["metric_precision"], answer["metric_recall"], answer["metric_f1"]) == (1.0, 0.3333, 0.5)


def test_a_base_without_figures_has_no_shares(tmp_path: Path) -> None:
    make_base(tmp_path, [])
    write_gold(tmp_path)
    answer = measured(tmp_path)["all"]
    assert (answer["found"], answer["precision"], answer["recall"], answer["f1"]) == (0, None, 0.0, 0.0)
    assert answer["unit"] is None


def test_equal_numbers_are_told_apart_by_order_and_words() -> None:
    gold = [printed("84", f"{words} 84 trạm") for words in ("huyện một", "huyện hai", "huyện ba")]
    found = [printed("84", f"{words} 84 trạm") for words in ("huyện một có", "huyện ba có")]
    assert pair(gold, found) == {0: 0, 2: 1}


def test_what_moved_is_found_by_its_words() -> None:
    rows = [printed(str(number), f"có {number} thứ {'abcdefgh'[number]}") for number in range(8)]
    assert pair(rows, [*rows[3:], *rows[:3]]) == {**{at: at - 3 for at in range(3, 8)}, 0: 5, 1: 6, 2: 7}
    # An equal number alone is chance: behind what has moved, it needs words of its own.
    strange = Printed("1", frozenset({"khac", "han"}))
    assert pair(rows[:3], [rows[2], strange]) == {2: 0}


def test_numbers_are_the_same_however_they_are_set() -> None:
    assert printed("90 – 100%", "đạt 90 – 100% xã") == printed("90-100", "đạt 90-100 xã")


def test_two_thousand_equal_numbers_are_paired_in_seconds() -> None:
    rows = [printed("100", f"xã số {'abcdefghij'[at % 10]} {at // 10} đạt 100 %") for at in range(2000)]
    assert pair(rows, rows) == {at: at for at in range(2000)}


def test_runs_are_compared_with_the_accepted_one(tmp_path: Path) -> None:
    make_base(tmp_path, altered(0, unit="hộ"))
    gold = write_gold(tmp_path, without(7))
    accepted = tmp_path / "accepted.json"
    first = command(gold, "--db", tmp_path / "kb.db")
    assert "no accepted run" in first.stdout and not accepted.exists()
    assert command(gold, "--db", tmp_path / "kb.db", "--accept").exit_code == 0
    before = accepted.read_bytes()
    again = command(gold, "--db", tmp_path / "kb.db", "--accept")
    assert "Nothing gained and nothing lost" in again.stdout and accepted.read_bytes() == before

    (tmp_path / "kb.db").unlink()
    now = altered(3, level="village", place="Sơn La")
    make_base(tmp_path, [one for one in now if one["number"] != "10/18" and not one["in_table"]])
    answer = measured(tmp_path)
    assert [(one["what"], number_of(one), one["fields"]) for one in answer["changes"]] == [
        ("lost", "10/18", []),
        ("lost", "96", []),
        ("worse", "95-98", ["level", "place"]),
        ("better", "1.250", ["unit"]),
        ("cleared", "84", []),
    ]
    told = command(gold, "--db", tmp_path / "kb.db").stdout
    assert "lost: found before, missed now: 2" in told and "lai-chau.txt  - Có [[10/18]] huyện đạt" in told
    assert accepted.read_bytes() == before


def test_a_figure_found_for_the_first_time_is_gained(tmp_path: Path) -> None:
    make_base(tmp_path, without(2))
    gold = write_gold(tmp_path)
    elsewhere = tmp_path / "run.json"
    assert command(gold, "--db", tmp_path / "kb.db", "--accept", "--against", elsewhere).exit_code == 0
    (tmp_path / "kb.db").unlink()
    make_base(tmp_path)
    answer = measured(tmp_path, gold, "--against", elsewhere)
    assert [(one["what"], one["marked"]) for one in answer["changes"]] == [
        ("gained", "Huyện Mường Tè có [[84]] trạm."),
    ]


def test_equal_numbers_of_one_sentence_are_kept_apart(tmp_path: Path) -> None:
    make_base(tmp_path)
    gold = write_gold(tmp_path)
    assert command(gold, "--db", tmp_path / "kb.db", "--accept").exit_code == 0
    kept = json.loads((tmp_path / "accepted.json").read_text(encoding="utf-8"))["lai-chau.txt"]
    assert ["Hồ sơ | [[84]] | 96", ""] in kept and ["Hồ sơ | 84 | [[96]]", ""] in kept
    assert len({marked for marked, _ in kept}) == len(GOLD)


def test_the_gold_of_another_name_is_named(tmp_path: Path) -> None:
    make_base(tmp_path)
    gold = write_gold(tmp_path, name="other.jsonl")
    refused = command(gold, "--db", tmp_path / "kb.db")
    assert refused.exit_code == 2 and "no document other.*" in refused.stderr
    assert measured(tmp_path, f"{gold}=lai-chau.txt")["all"]["f1"] == 1.0
    assert command(f"{gold}=no.pdf", "--db", tmp_path / "kb.db").exit_code == 2


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "line 2: it is no JSON"),
        ("[1]", "line 2: it lacks quote"),
        ('{"number": "1", "quote": "1"}', "line 2: it lacks value"),
        (json.dumps(GOLD[0] | {"part_of": 7}), "part_of 7 is no line"),
        (json.dumps(GOLD[0] | {"part_of": -1}), "part_of -1 is no line"),
        (json.dumps(GOLD[0] | {"value": "nhiều"}), "a field is not of the kind"),
        (json.dumps(GOLD[0] | {"marks": 3}), "a field is not of the kind"),
    ],
)
def test_a_broken_gold_file_is_told_by_its_line(tmp_path: Path, line: str, problem: str) -> None:
    make_base(tmp_path)
    gold = tmp_path / "lai-chau.jsonl"
    gold.write_text(f"{json.dumps(GOLD[0])}\n{line}\n", encoding="utf-8")
    result = command(gold, "--db", tmp_path / "kb.db")
    assert result.exit_code == 2 and problem in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("content", ["{", "[]", '{"a.txt": [1]}', '{"a.txt": [["no number", null]]}'])
def test_a_broken_accepted_run_is_told(tmp_path: Path, content: str) -> None:
    make_base(tmp_path)
    gold = write_gold(tmp_path)
    (tmp_path / "accepted.json").write_text(content, encoding="utf-8")
    result = command(gold, "--db", tmp_path / "kb.db")
    assert result.exit_code == 2 and "it is no accepted run" in result.stderr


def test_the_tables_are_for_people(tmp_path: Path) -> None:
    make_base(tmp_path, altered(0, unit="hộ", marks=[]))
    told = command(write_gold(tmp_path), "--db", tmp_path / "kb.db", "--show", 5).stdout
    for words in ("complete_recall", "footnotes", "lai-chau.txt", "0.8750", "wrong", "unit: hộ, should be trạm"):
        assert words in told


def test_without_gold_the_repositorys_own_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = make_base(tmp_path)
    monkeypatch.chdir(tmp_path)
    refused = command("--db", base)
    assert refused.exit_code == 2 and "there are no annotated figures" in refused.stderr
    (tmp_path / "tests" / "reports").mkdir(parents=True)
    write_gold(tmp_path / "tests" / "reports")
    assert command("--db", base, "--accept").exit_code == 0
    assert (tmp_path / "tests" / "reports" / "accepted.json").is_file()


def test_an_accepted_run_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    make_base(tmp_path)
    result = command(write_gold(tmp_path), "--db", tmp_path / "kb.db", "--accept", "--against", tmp_path / "no" / "run")
    assert result.exit_code == 2 and "it cannot be written" in result.stderr


def test_two_documents_of_one_name_must_be_told_apart(tmp_path: Path) -> None:
    make_base(tmp_path)
    make_base(tmp_path, without(0), name="lai-chau.docx")
    gold = write_gold(tmp_path)
    refused = command(gold, "--db", tmp_path / "kb.db")
    assert refused.exit_code == 2 and "lai-chau.docx, lai-chau.txt" in refused.stderr
    assert measured(tmp_path, f"{gold}=lai-chau.docx")["all"]["found"] == 7
    twice = command(f"{gold}=lai-chau.docx", f"{gold}=lai-chau.docx", "--db", tmp_path / "kb.db")
    assert twice.exit_code == 2 and "another GOLD annotates lai-chau.docx" in twice.stderr
