"""``solieu mcp`` as a model uses it: by the own client of the SDK over stdio, sources in every answer, only reading."""

from __future__ import annotations

import asyncio
import hashlib
import importlib.util
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from needs import left_out

from extract.document import SolieuError
from kb.ask import told
from kb.cli import main
from kb.store import read_base
from tests.review_base import built_of, report

ROOT = Path(__file__).parent.parent
Asked = tuple[str, dict[str, Any]]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mcp")
    return built_of(folder, lai_chau=report(), dien_bien=report("Điện Biên", 8, "980")) / "kb.db"


def asked(base: Path, *questions: Asked) -> tuple[list[Any], list[Any]]:
    """The tools, and what the command answers to the questions, by the client of the SDK in a process of its own."""
    if importlib.util.find_spec("mcp") is None:
        left_out("no mcp: pip install -e .[mcp]")
    from mcp.client import Client
    from mcp.client.stdio import StdioServerParameters

    async def talk() -> tuple[list[Any], list[Any]]:
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "kb", "mcp", "--db", str(base)], cwd=str(ROOT)
        )
        async with Client(command) as client:
            tools = (await client.list_tools()).tools
            return list(tools), [await client.call_tool(name, given) for name, given in questions]

    return asyncio.run(talk())


def test_each_answer_over_stdio_holds_its_sources_and_nothing_is_written(base: Path) -> None:
    before = hashlib.sha256(base.read_bytes()).hexdigest()
    with closing(read_base(base)) as db:
        (figure,) = db.execute("select id from figures where number = '1.204'").fetchone()
    tools, answers = asked(
        base,
        ("search", {"words": "tram bts lai chau"}),
        ("compare", {"metric": "bts_stations"}),
        ("evidence", {"figure_id": figure}),
        ("coverage", {"province": "lai chau"}),
        ("metrics", {"words": "tram bts"}),
    )
    assert {tool.name for tool in tools} == {"search", "compare", "evidence", "coverage", "metrics"}
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)
    assert [answer.is_error for answer in answers] == [False] * 5
    search, compare, evidence, coverage, metrics = (answer.structured_content for answer in answers)
    assert json.loads(answers[0].content[0].text) == search
    assert (search["figures"][0]["number"], search["figures"][0]["value"]) == ("1.204", "1204")
    assert [(row["province"], row["rank"], row["value"]) for row in compare["rows"]] == [
        ("Lai Châu", 1, "1204"),
        ("Điện Biên", 2, "980"),
    ]
    for row in (*search["figures"], *compare["rows"], evidence):
        source = row["source"]
        assert row["sentence"] and source["filename"].endswith(".txt") and source["issued_on"] == "2024-06-05"
        assert source["number"] in ("7/BC-UBND", "8/BC-UBND") and "UBND" in source["number"] and source["issuer"]
    assert evidence["figure_id"] == figure and evidence["headings"] and evidence["rule"]
    assert coverage["counts"]["reported"] >= 1 and coverage["sources"][0]["filename"] == "lai-chau.txt"
    assert metrics["metrics"][0]["id"] == "bts_stations" and metrics["metrics"][0]["provinces"] == 2
    assert hashlib.sha256(base.read_bytes()).hexdigest() == before


def test_what_cannot_be_answered_is_told_and_the_tools_go_on(base: Path) -> None:
    _, answers = asked(
        base,
        ("compare", {"metric": "bts_station"}),
        ("evidence", {"figure_id": "F-0000000000'; drop table figures; --"}),
        ("search", {"words": "tram", "limit": 100_000}),
        ("search", {"words": "x" * 5000}),
        ("coverage", {}),
        ("coverage", {"province": "Atlantis"}),
        ("search", {"words": '" OR bts*) ('}),
        ("search", {"words": "tram"}),
    )
    assert [answer.is_error for answer in answers] == [True] * 6 + [False] * 2
    said = [answer.content[0].text for answer in answers]
    assert "bts_stations" in said[0] and "no such figure" in said[1] and "100" in said[2]
    assert "Name one of them" in said[4] and "Lai Châu" in said[5]
    assert answers[7].structured_content["figures"]


@pytest.fixture
def opened(base: Path) -> Iterator[Any]:
    with told.opened(base) as db:
        yield db


def test_answers_are_bounded_and_say_what_is_left_out(opened: Any) -> None:
    few = told.told_search(opened, "lai chau", 2)
    assert len(few["figures"]) == 2 and few["more"] and few["matching"] > 2
    assert len(told.told_compare(opened, "bts_stations", 1)["rows"]) == 1
    assert told.told_compare(opened, "bts_stations", 1)["more"]
    assert len(told.told_coverage(opened, "Lai Châu", None, 3)["rows"]) == 3
    assert len(told.told_coverage(opened, "Lai Châu", None, 10_000)["rows"]) == told.MOST_ROWS


def test_a_question_that_costs_too_much_is_refused(base: Path) -> None:
    endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"
    with pytest.raises(SolieuError, match="costs too much"), told.opened(base) as db:
        db.execute(endless).fetchone()


def test_the_base_is_opened_to_be_read_only(base: Path) -> None:
    with pytest.raises(Exception, match="readonly"), told.opened(base) as db:
        db.execute("delete from figures")


def test_without_a_base_the_command_says_what_to_do(tmp_path: Path) -> None:
    if importlib.util.find_spec("mcp") is None:
        left_out("no mcp: pip install -e .[mcp]")
    done = CliRunner().invoke(main, ["mcp", "--db", str(tmp_path / "none.db")])
    assert done.exit_code == 2 and "solieu build" in done.output
