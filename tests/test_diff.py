"""What a build changed against the one before: in its summary, in the table of runs, and listed by ``solieu diff``."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from test_cli import copy_code, solieu

from kb.build.child import Limits
from kb.build.difference import FIELDS, Difference
from kb.build.outcome import Outcome, Progress, Summary
from kb.build.run import build
from kb.cli import main
from kb.store import open_base, read_base, transaction
from tests.review_base import report

NUMBERS = 6
"""The figures of one report."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("diff")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "lai-chau.txt").write_text(report(), encoding="utf-8")
    (folder / "corpus" / "son-la.txt").write_text(report("Sơn La", 9, "980"), encoding="utf-8")
    assert run(folder).difference is None
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Iterator[Path]:
    """A folder with a corpus of two reports and its base."""
    shutil.copytree(built, tmp_path / "work")
    yield tmp_path / "work"


def run(folder: Path, progress: Progress | None = None) -> Summary:
    return build([folder / "corpus"], folder / "kb.db", Limits(workers=1), progress=progress or Progress())


def diff(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["diff", "--db", str(folder / "kb.db"), *words], catch_exceptions=False)


def listed(folder: Path, *words: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(diff(folder, "--json", *words).stdout)
    return answer


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(read_base(folder / "kb.db")) as db:
        return [tuple(row) for row in db.execute(query)]


def last_run(folder: Path) -> tuple[Any, ...]:
    query = "select figures_gained, figures_lost, figures_changed from runs order by id desc limit 1"
    return rows(folder, query)[0]


def test_the_first_build_has_nothing_to_compare_with(folder: Path) -> None:
    assert last_run(folder) == (2 * NUMBERS, 0, 0)
    assert "the first build of this base, with 12 figures" in diff(folder).stdout
    assert listed(folder)["figures"] == []
    assert rows(folder, "select count(*) from figures_before") == [(0,)]


def test_each_changed_field_is_listed_with_old_and_new(folder: Path) -> None:
    (folder / "corpus" / "sources.toml").write_text('[[document]]\nfile = "lai-chau.txt"\nplace = "Lào Cai"\n', "utf-8")
    assert run(folder).difference == Difference(0, 0, NUMBERS)
    assert last_run(folder) == (0, 0, NUMBERS)
    answer = listed(folder)
    assert (answer["gained"], answer["lost"], answer["changed"]) == (0, 0, NUMBERS)
    assert [one["fields"] for one in answer["figures"]] == [{"place": ["Lai Châu", "Lào Cai"]}] * NUMBERS
    first = answer["figures"][0]
    assert (first["what"], first["filename"], first["number"]) == ("changed", "lai-chau.txt", "1.204")
    assert first["quote"].startswith("Đến nay, toàn tỉnh có 1.204 trạm BTS")
    shown = diff(folder, "--limit", "2").stdout
    assert shown.count("place: Lai Châu -> Lào Cai") == 2 and "4 more; --limit 0 lists all" in shown
    assert listed(folder, "--document", "son la")["figures"] == []
    assert len(listed(folder, "--document", "lai-chau", "--limit", "0")["figures"]) == NUMBERS


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_changes_unseen(folder: Path, field: str) -> None:
    other = "bts_stations" if field == "metric_id" else "1"
    courses = "number = '12' and place = 'Lai Châu'"
    ((was,),) = rows(folder, f"select {field} from figures where {courses}")
    with closing(open_base(folder / "kb.db")) as db, transaction(db):
        db.execute(f"update figures set {field} = ? where {courses}", (other,))
    read_again(folder)
    assert run(folder).difference == Difference(0, 0, 1)
    (one,) = listed(folder)["figures"]
    assert (one["number"], one["fields"]) == ("12", {field: [other, was]})


def read_again(folder: Path, name: str = "lai-chau.txt") -> None:
    """Let the next build read a document again that says the same as before."""
    with closing(open_base(folder / "kb.db")) as db, transaction(db):
        db.execute("update documents set rules_version = 'older' where filename = ?", (name,))


def test_gained_and_lost_figures_and_documents(folder: Path) -> None:
    (folder / "corpus" / "lai-chau.txt").write_text(report(stations="1.300"), encoding="utf-8")
    (folder / "corpus" / "son-la.txt").unlink()
    (folder / "corpus" / "dien-bien.txt").write_text(report("Điện Biên", 8, "700"), encoding="utf-8")
    summary = run(folder)
    assert summary.difference is not None and summary.difference.gained == summary.difference.lost
    answer = listed(folder)
    told = {(one["what"], one["filename"]) for one in answer["figures"]}
    assert told == {
        ("lost", "son-la.txt"),
        ("lost", "lai-chau.txt"),
        ("gained", "lai-chau.txt"),
        ("gained", "dien-bien.txt"),
    }
    kinds = [one["what"] for one in answer["figures"]]
    assert kinds == sorted(kinds, reverse=True)
    # Its whole sentence is another one, so the other figure in it is another one, too.
    lost = [one["number"] for one in answer["figures"] if (one["what"], one["filename"]) == ("lost", "lai-chau.txt")]
    assert lost == ["1.204", "98,5"]
    # A document that is gone can still be asked for.
    assert len(listed(folder, "--document", "son-la")["figures"]) == NUMBERS


def test_a_renamed_file_changes_nothing(folder: Path) -> None:
    (folder / "corpus" / "lai-chau.txt").rename(folder / "corpus" / "a.txt")
    assert run(folder).difference == Difference(0, 0, 0)
    assert diff(folder).stdout.endswith("0 gained, 0 lost, 0 changed\n")
    assert rows(folder, "select count(*) from figures_before") == [(0,)]


def test_a_build_with_nothing_to_do_leaves_the_list(folder: Path) -> None:
    (folder / "corpus" / "son-la.txt").unlink()
    run(folder)
    before = diff(folder).stdout
    assert run(folder).difference is None
    assert last_run(folder) == (0, 0, 0)
    assert diff(folder).stdout == before and before.count("\nlost ") == NUMBERS
    # One that reads something begins a new list.
    read_again(folder)
    assert run(folder).difference == Difference(0, 0, 0)
    assert listed(folder)["figures"] == []


class PowerCutError(Exception):
    """Ends a build in the middle."""


def test_after_an_interrupted_build_the_next_one_compares_with_the_last_whole_one(folder: Path) -> None:
    def cut(outcome: Outcome) -> None:
        raise PowerCutError(outcome.name)

    (folder / "corpus" / "dien-bien.txt").write_text(report("Điện Biên", 8, "700"), encoding="utf-8")
    (folder / "corpus" / "son-la.txt").unlink()
    with pytest.raises(PowerCutError):
        run(folder, Progress(done=cut))
    assert diff(folder).stdout.startswith("The last build has not ended; so far: 0 gained, 6 lost, 0 changed\n")
    with pytest.raises(PowerCutError):
        run(folder, Progress(done=cut))
    # All is in the base by now; only the list was not finished.
    assert run(folder).difference == Difference(NUMBERS, NUMBERS, 0)
    assert listed(folder)["interrupted"] is False and last_run(folder) == (NUMBERS, NUMBERS, 0)
    assert run(folder).difference is None
    assert len(listed(folder, "--limit", "0")["figures"]) == 2 * NUMBERS


def test_an_interrupted_first_build_has_nothing_to_compare_with(folder: Path) -> None:
    def cut(outcome: Outcome) -> None:
        raise PowerCutError(outcome.name)

    (folder / "kb.db").unlink()
    with pytest.raises(PowerCutError):
        run(folder, Progress(done=cut))
    assert run(folder).difference is None
    assert "the first build of this base, with 12 figures" in diff(folder).stdout


def test_changed_rules_are_compared_by_the_command_that_people_use(tmp_path: Path) -> None:
    code = tmp_path / "code"
    copy_code(code)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "lai-chau.txt").write_text(report(), encoding="utf-8")
    assert "Against" not in solieu("build", cwd=tmp_path, code=code).stdout
    with (code / "rules" / "find.py").open("a", encoding="utf-8") as file:
        file.write(OTHER_RULES)
    done = solieu("build", cwd=tmp_path, code=code)
    assert done.returncode == 0, done.stderr
    assert "Against the last build: 0 gained, 1 lost, 1 changed (solieu diff lists them)" in done.stdout
    lines = solieu("diff", cwd=tmp_path, code=code).stdout.splitlines()
    assert "rules" in lines[0] and " -> " in lines[0]
    assert [line for line in lines if line.startswith(("lost", "gained", "changed"))] == [
        line for line in lines if " 12  F-" in line or " 640  F-" in line
    ]
    assert "         kind: count -> amount" in lines
    again = solieu("build", "--json", cwd=tmp_path, code=code)
    assert json.loads(again.stdout)["difference"] is None


# Rules that do not see the courses any more and take the officials for an amount.
OTHER_RULES = """
_before = find_figures
def find_figures(document, *rest):
    import dataclasses
    found = _before(document, *rest)
    figures = [
        dataclasses.replace(one, kind="amount") if one.number == "640" else one
        for one in found.figures if one.number != "12"
    ]
    return dataclasses.replace(found, figures=tuple(figures))
"""


def test_mistakes_are_told(folder: Path) -> None:
    unknown = diff(folder, "--document", "Hà Giang")
    assert unknown.exit_code == 2 and "there is no such document" in unknown.stderr
    with closing(open_base(folder / "kb.db")) as db:
        db.execute("update build_state set value = 'older' where key = 'schema'")
    old = diff(folder)
    assert old.exit_code == 2 and "another version" in old.stderr
