"""A base that another version of Solieu made: told in one sentence, filled anew by the next build, corrections kept."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from kb.build.child import Limits
from kb.build.run import build
from kb.cli import main
from kb.store import open_base, read_base
from kb.web.serve import application
from tests.review_base import Review, built_of, copy_of, read, report, save

SAID = "it was made by another version of Solieu"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(tmp_path_factory.mktemp("versions"), lai_chau=report())


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Review:
    return copy_of(built, tmp_path)


def age(base: Path, *, views_only: bool = False) -> None:
    """Make a base one of the version before: a column has another name, and there are no views."""
    with closing(sqlite3.connect(base, isolation_level=None)) as db:
        made = "select type, name from sqlite_master where type in ('view', 'trigger')"
        for kind, name in db.execute(made).fetchall():
            db.execute(f"drop {kind} {name}")
        db.execute("update build_state set value = 'older' where key = 'views'")
        if not views_only:
            db.execute("alter table metrics rename column near_misses to missed")
            db.execute("update build_state set value = 'older' where key = 'schema'")


@pytest.mark.parametrize("views_only", [False, True])
@pytest.mark.parametrize(
    "words",
    [
        ("metrics",),
        ("search", "tram"),
        ("compare", "bts_stations"),
        ("diff",),
        ("versions",),
        ("check",),
        ("review", "export", "-o", "out.csv"),
        ("review", "status"),
        ("review", "undo", "B-1"),
        ("serve", "--port", "1"),
    ],
)
def test_each_question_is_answered_by_a_sentence_with_its_remedy(
    review: Review, words: tuple[str, ...], views_only: bool
) -> None:
    age(review.base, views_only=views_only)
    done = CliRunner(env={"SOLIEU_REVIEWER": "Lan"}).invoke(main, [*words, "--db", str(review.base)])
    assert done.exit_code == 2, done.output
    assert SAID in done.output and "solieu build" in done.output and len(done.output.strip().splitlines()) == 1


def test_what_people_decided_outlasts_the_schema(review: Review) -> None:
    rows = read(review.export())
    review.apply(save(review.folder / "a.csv", [{**rows[0], "decision": "đúng", "reviewer": "Lan"}]), "--apply")
    before = review.final()
    age(review.base)
    review.build()
    assert review.final() == before
    # Built again without any file of theirs in what is given, the log is still known.
    age(review.base)
    build([review.corpus / "lai-chau.txt"], review.base, Limits(workers=1))
    assert review.final() == before


def test_folders_that_are_not_built_yet_are_told_until_they_are(review: Review) -> None:
    other = review.folder / "other"
    other.mkdir()
    (other / "dien-bien.txt").write_text(report("Điện Biên", 8, "980"), encoding="utf-8")
    gone = other / "gone.txt"
    gone.write_text(report("Sơn La", 9, "77"), encoding="utf-8")
    build([other], review.base, Limits(workers=1))
    age(review.base)
    gone.unlink()
    for _ in range(2):
        (told,) = [one for one in review.build().warnings if "another version" in one]
        assert "what lies in other is not in it yet. Build that too." in told
    age(review.base)
    open_base(review.base).close()
    # Emptied twice in a row: both are still known.
    assert not [one for one in build([other], review.base, Limits(workers=1)).warnings if "other is not" in one]
    assert not [one for one in review.build().warnings if "another version" in one]
    with closing(read_base(review.base)) as db:
        assert not db.execute("select 1 from build_state where key = 'documents_before'").fetchall()


def test_a_base_that_ages_while_it_is_served_is_told(review: Review) -> None:
    app = application(review.base)

    async def asked() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            whole = await client.get("/metric/bts_stations")
            age(review.base)
            return [whole, *[await client.get(path) for path in ("/metric/bts_stations", "/search?q=tram")]]

    whole, *aged = asyncio.run(asked())
    assert whole.status_code == 200
    for answer in aged:
        assert answer.status_code == 503 and "phiên bản Solieu khác" in answer.text and "solieu build" in answer.text
    review.build()
    with closing(read_base(review.base)) as db:
        assert db.execute("select count(*) from figures_final").fetchone()[0]
