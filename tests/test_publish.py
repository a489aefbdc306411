"""``solieu publish``: the package says what the base says, nothing of people or this machine leaves, whole or not."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from needs import left_out

from kb.cli import main
from kb.originals import SUFFIX
from kb.publish.staged import MARK, staged
from kb.store import read_base
from tests.review_base import Review, built_of, copy_of, report

REVIEWER = "Lường Văn Khoan"
REASON = "nghe anh Tòng Văn Ngọc kể"
CITIZEN, CARD, TELEPHONE = "Vàng Thị Súa", "011158003641", "0978.112.406"
OWN = (
    f"\nBà {CITIZEN}, sinh năm 1958, trú tại bản Huổi Mí, CCCD số {CARD}, điện thoại {TELEPHONE}, nhận 3 triệu đồng."
    "\n=2+3 điểm cầu đã mở.\n"
)


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Review:
    """A base with personal data, with a document that cannot be read, and with decisions of a person."""
    folder = built_of(tmp_path_factory.mktemp("publish"), lai_chau=report() + OWN, dien_bien=report("Điện Biên", 8))
    review = Review(folder)
    (review.corpus / "hong.pdf").write_bytes(b"%PDF-1.4 broken")
    review.build()
    filled = {"1.204": {"new_value": "1.240", "reason": REASON}, "640": {"decision": "đúng"}}
    path = review.write("r.csv", lambda row: filled.get(row["number"], {}) if "lai" in row["document"] else {})
    assert review.apply(path, "--apply", "--reviewer", REVIEWER)["exit"] == 0
    return review


def published(review: Review, folder: Path, *options: str) -> Result:
    """The command, as people give it."""
    return CliRunner().invoke(main, ["publish", str(folder), "--db", str(review.base), *options])


@pytest.fixture(scope="module")
def publication(reviewed: Review, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication of that base, with some pages."""
    folder = tmp_path_factory.mktemp("out") / "cong-bo"
    done = published(
        reviewed,
        folder,
        "--pages",
        "60",
        "--licence",
        "CC-BY-4.0",
        "--by",
        "Sở Thử",
        "--address",
        "https://example.org/so",
    )
    assert done.exit_code == 0, done.output
    return folder


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def final(base: Path) -> list[sqlite3.Row]:
    with closing(read_base(base)) as db:
        return db.execute("select * from figures_final order by document_id, seq, id").fetchall()


def test_nothing_of_people_and_nothing_of_this_machine_leaves(reviewed: Review, publication: Path) -> None:
    assert (reviewed.folder / f"kb.db{SUFFIX}").is_file(), "nothing was masked: the test shows nothing"
    secret = [REVIEWER, REASON, CITIZEN, CARD, TELEPHONE, str(reviewed.folder), str(Path.home()), "hong.pdf"]
    for path in (one for one in publication.rglob("*") if one.is_file()):
        data = path.read_bytes()
        assert not path.name.endswith(SUFFIX)
        assert [one for one in secret if one.encode() in data] == [], path
    # It is masked, not gone: the sentence and its figure are there.
    assert any("█" in row["quote"] and row["value"] == "3000000" for row in table(publication, "figures"))


def test_decisions_hold_without_the_names_of_those_who_decided(reviewed: Review, publication: Path) -> None:
    before, after = final(reviewed.base), final(publication / "kb.db")
    assert [tuple(row) for row in before] == [tuple(row) for row in after]
    said = {row["number"]: (row["value"], row["reviewed"], row["people"]) for row in after if "lai" in row["filename"]}
    assert said["1.204"] == ("1240", "corrected", 1) and said["640"][1:] == ("confirmed", 1)
    with closing(read_base(publication / "kb.db")) as db:
        assert {row[0] for row in db.execute("select reviewer from corrections")} == {"R1"}
        assert db.execute("pragma integrity_check").fetchone()[0] == "ok"
        assert not db.execute("select 1 from documents where status <> 'ok'").fetchall()


def test_reviewers_are_named_where_that_is_asked_for(reviewed: Review, tmp_path: Path) -> None:
    assert published(reviewed, tmp_path / "out", "--names", "--pages", "0").exit_code == 0
    with closing(read_base(tmp_path / "out" / "kb.db")) as db:
        assert (REVIEWER, REASON) in {tuple(row) for row in db.execute("select reviewer, reason from corrections")}
    assert not (tmp_path / "out" / "pages").exists() and not (tmp_path / "out" / "index.html").exists()


def test_the_reduced_base_answers_as_the_whole_one(reviewed: Review, publication: Path) -> None:
    for words in (["compare", "bts_stations", "--json"], ["search", "tram", "bts", "--json"]):
        both = [
            CliRunner().invoke(main, [*words, "--db", str(base)]) for base in (reviewed.base, publication / "kb.db")
        ]
        assert [one.exit_code for one in both] == [0, 0] and both[0].stdout == both[1].stdout


def test_the_tables_say_what_the_base_says(reviewed: Review, publication: Path) -> None:
    rows, base = table(publication, "figures"), final(reviewed.base)
    assert len(rows) == len(base)
    for row, known in zip(rows, base, strict=True):
        assert (row["id"], row["number"].removeprefix("'")) == (known["id"], known["number"])
        assert Decimal(row["value"]) == Decimal(known["value"]), row
        assert row["in_table"] == ("true" if known["in_table"] else "false")
        assert json.loads(row["marks"]) == json.loads(known["marks"])
    assert {row["id"] for row in table(publication, "documents")} == {row["document_id"] for row in rows}
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_a_validator_of_others_finds_no_fault_with_the_package(publication: Path) -> None:
    try:
        from frictionless import validate
    except ImportError:
        left_out("no frictionless: pip install -e .[dev]")
    told = validate(str(publication / "datapackage.json"))
    assert told.valid, told.flatten(["name", "type", "message"])
    assert {task.name for task in told.tasks} >= {"figures", "documents", "metrics", "places"}
    assert not told.warnings


def test_the_validator_sees_a_wrong_value(publication: Path, tmp_path: Path) -> None:
    try:
        from frictionless import validate
    except ImportError:
        left_out("no frictionless: pip install -e .[dev]")
    (tmp_path / "data").mkdir()
    described = json.loads((publication / "datapackage.json").read_text(encoding="utf-8"))
    for resource in described["resources"]:
        (tmp_path / resource["path"]).write_bytes((publication / resource["path"]).read_bytes())
        resource.pop("hash"), resource.pop("bytes")
    described["resources"] = [one for one in described["resources"] if one["format"] == "csv"]
    (tmp_path / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    file = tmp_path / "data" / "figures.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",actual,", ",result,", 1), encoding="utf-8")
    (error,) = validate(str(tmp_path / "datapackage.json")).flatten(["type"])
    assert error == ["constraint-error"]


def test_each_column_has_the_text_of_its_field_and_each_document_is_a_source(publication: Path) -> None:
    described = json.loads((publication / "datapackage.json").read_text(encoding="utf-8"))
    assert described["licenses"] == [{"name": "CC-BY-4.0"}] and described["homepage"] == "https://example.org/so"
    assert len(described["sources"]) == 2 and all("Tình hình" in one["title"] for one in described["sources"])
    figures = next(one for one in described["resources"] if one["name"] == "figures")
    fields = {one["name"]: one for one in figures["schema"]["fields"]}
    assert fields["status"]["constraints"]["enum"] == ["actual", "target", "maximum", "forecast"]
    assert (fields["value"]["type"], fields["value"]["title"], fields["value"]["title_en"]) == (
        "number",
        "giá trị",
        "value",
    )
    assert all(one["description"] and one["title_en"] for one in fields.values())


def test_parquet_holds_the_same_rows_with_types(publication: Path) -> None:
    try:
        from pyarrow.parquet import read_table
    except ImportError:
        left_out("no pyarrow: pip install -e .[publish]")
    for name in ("figures", "documents", "metrics", "places"):
        typed: list[dict[str, Any]] = read_table(publication / "data" / f"{name}.parquet").to_pylist()
        plain = table(publication, name)
        assert [row["id"] for row in typed] == [row["id"] for row in plain]
        if name == "figures":
            assert all(
                Decimal(str(row["value"])) == Decimal(text["value"]) for row, text in zip(typed, plain, strict=True)
            )
            assert {type(row["in_table"]) for row in typed} == {bool} and isinstance(typed[0]["flags"], list)


def test_how_it_is_cited_is_valid_and_names_who_published(publication: Path) -> None:
    said = yaml.safe_load((publication / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= said.keys()  # what the format asks for
    assert (said["authors"], said["license"], said["type"]) == ([{"name": "Sở Thử"}], "CC-BY-4.0", "dataset")
    assert said["date-released"] == json.loads((publication / MARK).read_text(encoding="utf-8"))["day"]


def test_the_check_tells_what_goes_and_what_stays_and_writes_nothing(reviewed: Review, tmp_path: Path) -> None:
    done = published(reviewed, tmp_path / "out", "--check", "--pages", "0")
    assert done.exit_code == 0, done.output
    figures = len(final(reviewed.base))
    assert f"2 documents, {figures} figures" in done.output and "2 decisions" in done.output
    assert "1 documents that could not be read" in done.output and "1 names of reviewers" in done.output
    assert "3 personal data: masked" in done.output and "kb.db:" in done.output and "No licence" in done.output
    whole = json.loads(published(reviewed, tmp_path / "out", "--check", "--json").stdout)
    assert whole["sizes"]["kb.db"] > 100_000 and whole["going"]["figures"] == figures
    assert whole["estimate"]["pages"] >= 2 * figures and whole["estimate"]["bytes"] > 2000 * whole["estimate"]["pages"]
    assert list(tmp_path.iterdir()) == []


def test_the_same_base_is_published_alike_and_takes_the_place_of_the_one_before(
    reviewed: Review, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    assert published(reviewed, folder, "--pages", "12").exit_code == 0
    first = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert published(reviewed, folder, "--pages", "12").exit_code == 0
    second = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_no_folder_of_others_is_written(reviewed: Review, tmp_path: Path) -> None:
    foreign = tmp_path / "anh"
    foreign.mkdir()
    (foreign / "anh.jpg").write_bytes(b"x")
    done = published(reviewed, foreign, "--pages", "0")
    assert done.exit_code == 2 and "anh.jpg" in done.output and "Name another folder" in done.output
    assert [path.name for path in foreign.iterdir()] == ["anh.jpg"]
    (tmp_path / "empty").mkdir()
    assert published(reviewed, tmp_path / "empty", "--pages", "0").exit_code == 0
    # Somebody put a file of their own beside what was published.
    (tmp_path / "empty" / "ghi-chu.txt").write_text("của tôi", encoding="utf-8")
    assert published(reviewed, tmp_path / "empty", "--pages", "0").exit_code == 2
    assert (tmp_path / "empty" / "ghi-chu.txt").read_text(encoding="utf-8") == "của tôi"
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert published(reviewed, tmp_path / "file", "--pages", "0").exit_code == 2


def test_what_fails_leaves_the_one_before_and_nothing_beside_it(reviewed: Review, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert published(reviewed, folder, "--pages", "0").exit_code == 0
    kept = (folder / "kb.db").read_bytes()

    def stopped() -> None:
        with staged(folder, {}) as out:
            (out / "half").write_text("x", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert (folder / "kb.db").read_bytes() == kept and [path.name for path in tmp_path.iterdir()] == ["out"]
    # What processes that were killed left behind is cleared; between its two steps, the older one is the whole one.
    folder.rename(tmp_path / ".out.publishing-4194999-older")
    (tmp_path / ".out.publishing-4194999").mkdir()
    assert published(reviewed, folder, "--pages", "0").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_base_of_another_version_and_an_unmasked_copy_are_refused(reviewed: Review, tmp_path: Path) -> None:
    work = copy_of(reviewed.folder, tmp_path)
    with closing(sqlite3.connect(work.base)) as db, db:
        db.execute("update build_state set value = 'older' where key = 'schema'")
    done = published(work, tmp_path / "out", "--pages", "0")
    assert done.exit_code == 2 and "solieu build" in done.output and not (tmp_path / "out").exists()
    bare = Review(reviewed.folder)
    bare.base = reviewed.base.with_name(f"kb.db-unmasked-{os.getpid()}")
    bare.base.write_bytes(reviewed.base.read_bytes())
    done = published(bare, tmp_path / "out", "--pages", "0")
    bare.base.unlink()
    assert done.exit_code == 2 and "not masked" in done.output and not (tmp_path / "out").exists()
