"""A confidence is a count: what bears a higher one is more often right, and the counts are those of the gold files."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from scored_base import GOLD, make_base, write_gold

from kb.cli import main
from kb.score.measure import judge
from kb.score.precision import Judgement, judged, reviewed, write_precision
from kb.score.rows import document_of, gold_stem, read_found, read_gold
from kb.store import open_base, read_base, transaction
from kb.versions import rules_version
from rules.catalogue import CatalogueError
from rules.decide.doubts import confidence
from rules.precision import NOTHING_MEASURED, UNMEASURED, Precision, Tally, load_precision, measured

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / "tests" / "reports"
UNSEEN = ROOT / "tests" / "unseen_reports"
BOUNDS = (0.0, 0.8, 0.9, 1.01)


@pytest.fixture(scope="module")
def documents(corpus_base: Path, built: Callable[..., Path]) -> list[list[Judgement]]:
    """The judged figures of each annotated document: those that the rules were made on, and the unseen ones."""
    unseen = sorted(path for path in UNSEEN.iterdir() if path.suffix in (".docx", ".html", ".pdf", ".txt"))
    found = []
    for base, folder in ((corpus_base, REPORTS), (built("unseen", *unseen), UNSEEN)):
        with closing(read_base(base)) as db:
            for gold in sorted(folder.glob("*.figures.jsonl")):
                document, _ = document_of(db, gold_stem(gold), gold, exact=False)
                found.append(list(judged([judge(read_gold(gold), read_found(db, document))])))
    return found


def shares(found: Sequence[tuple[float, bool]]) -> list[float]:
    """The share of right figures between two bounds of the confidence, the lowest first."""
    steps = list(pairwise(BOUNDS))
    told = [[right for sure, right in found if low <= sure < high] for low, high in steps]
    assert all(len(figures) >= 20 for figures in told), [len(figures) for figures in told]
    return [sum(figures) / len(figures) for figures in told]


def test_what_is_surer_is_more_often_right(documents: list[list[Judgement]]) -> None:
    figures = [one for document in documents for one in document]
    right = shares([(confidence(one.rule, one.flags, measured()), one.right) for one in figures])
    assert right == sorted(right), right
    assert right[-1] - right[0] > 0.15, right


def test_it_is_so_in_a_document_that_was_not_counted(documents: list[list[Judgement]], tmp_path: Path) -> None:
    found: list[tuple[float, bool]] = []
    for left_out in documents:
        write_precision(
            tmp_path / "precision.toml", [one for other in documents if other is not left_out for one in other]
        )
        counts = load_precision(tmp_path / "precision.toml")
        found += [(confidence(one.rule, one.flags, counts), one.right) for one in left_out]
    right = shares(found)
    assert right == sorted(right), right
    said = [
        sum(sure) / len(sure) for sure in ([s for s, _ in found if low <= s < high] for low, high in pairwise(BOUNDS))
    ]
    # What a confidence says and what came true are not far apart, though nobody had counted that document.
    assert all(abs(one - other) < 0.1 for one, other in zip(said, right, strict=True)), (said, right)


def test_each_rule_of_the_corpus_is_counted(corpus_base: Path) -> None:
    with closing(read_base(corpus_base)) as db:
        rules = {row[0] for row in db.execute("select distinct rule from figures")}
        sure = [row[0] for row in db.execute("select confidence from figures")]
    unknown = sorted(rules - measured().rules.keys())
    assert not unknown, f"{unknown}: count anew with solieu score --calibrate rules/precision.toml"
    assert all(0 < one <= 1 and one == round(one, 3) for one in sure)


def test_the_file_says_no_more_than_the_figures_that_there_are(documents: list[list[Judgement]]) -> None:
    seen = Counter(one.rule for document in documents for one in document)
    # The counts may come from more documents than these, and from rules of yesterday; most of them are these.
    assert sum(tally.seen for tally in measured().rules.values()) >= 0.9 * seen.total() > 1000


def test_a_count_is_smoothed_towards_what_seldom_rules_are() -> None:
    counts = Precision({"great": Tally(99, 100), "seldom": Tally(6, 10), "new": Tally(1, 1)}, {})
    assert counts.prior == pytest.approx(7 / 11)
    assert counts.of_rule("unknown") == counts.prior
    assert counts.prior < counts.of_rule("new") < 0.7 < counts.of_rule("great") < 0.99
    assert Precision({}, {}).prior == NOTHING_MEASURED


def test_a_flag_costs_what_it_was_seen_to_cost_and_is_no_merit() -> None:
    counts = Precision({"a": Tally(90, 100)}, {"fatal": Tally(0, 50), "harmless": Tally(50, 50)})
    assert counts.of_flag("fatal") < 0.3
    assert counts.of_flag("harmless") == 1.0
    assert counts.of_flag("unknown") == UNMEASURED
    assert (
        confidence("a", ["fatal", "unknown"], counts) < confidence("a", ["fatal"], counts) < confidence("a", [], counts)
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[rules]\n[flags]\n[rule]\n", "the key rule is unknown. Perhaps rules is meant"),
        ("[rules]\n", "the key flags is missing"),
        ("[rules]\na = { right = 1, sen = 2 }\n[flags]\n", "the key sen is unknown. Perhaps seen is meant"),
        ("[rules]\na = { right = 3, seen = 2 }\n[flags]\n", "3 right of 2 seen are no counts"),
        ("[rules]\na = { right = 0, seen = 0 }\n[flags]\n", "0 right of 0 seen are no counts"),
        ("[rules]\na = { right = 1.0, seen = 2 }\n[flags]\n", "1.0 right of 2 seen are no counts"),
        ("[rules]\na = 7\n[flags]\n", "it is no table of counts"),
        ("flags = 7\n[rules]\n", "it is no table"),
    ],
)
def test_a_mistake_in_the_file_is_refused_by_name(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "precision.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"precision\.toml") as error:
        load_precision(path)
    assert problem in str(error.value)


def calibrated(folder: Path, *golds: Path) -> Precision:
    """What the command writes for the base of a folder."""
    path = folder / "precision.toml"
    words = ["score", *map(str, golds), "--db", str(folder / "kb.db"), "--calibrate", str(path)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    return load_precision(path)


def test_the_command_counts_whole_records(tmp_path: Path) -> None:
    wrong = [dict(one) for one in GOLD]
    wrong[0]["metric"] = None
    wrong[1]["period"] = None  # A record is complete without it, as for solieu score.
    wrong[2]["place"] = "Lai Châu"
    wrong[7]["footnote"] = "1"
    make_base(tmp_path, wrong)
    counts = calibrated(tmp_path, write_gold(tmp_path))
    assert counts.rules == {"test": Tally(6, 8)}


def test_spurious_figures_are_wrong(tmp_path: Path) -> None:
    make_base(tmp_path)
    gold = write_gold(tmp_path, [one | {"part_of": None} for one in GOLD[:4]])
    assert calibrated(tmp_path, gold).rules == {"test": Tally(4, 9)}


def test_what_people_reviewed_counts_where_there_is_no_gold(tmp_path: Path) -> None:
    said = ((0, "decision", "đúng"), (1, "value", "311"), (2, "decision", "xóa"), (3, "subject", "tổ"))
    with closing(open_base(make_base(tmp_path))) as db, transaction(db):
        figures = [row[0] for row in db.execute("select id from figures order by seq")]
        for at, field, new in said:
            db.execute(
                "insert into corrections (event, batch, figure_id, field, new, at, state)"
                " values (?, 'B', ?, ?, ?, '2026-01-05T09:30:00', 'active')",
                (f"E{at}", figures[at], field, new),
            )
    with closing(read_base(tmp_path / "kb.db")) as db:
        assert [one.right for one in reviewed(db, [])] == [True, False, False, True]
        assert list(reviewed(db, ["lai-chau.txt"])) == []


def test_the_same_counts_give_the_same_file_in_any_order(tmp_path: Path) -> None:
    judgements = [Judgement("b+x", ("f",), True), Judgement("a", (), False), Judgement("b+x", (), True)]
    texts = []
    for order in (judgements, judgements[::-1]):
        write_precision(tmp_path / "precision.toml", order)
        texts.append((tmp_path / "precision.toml").read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    assert '"a" = { right = 0, seen = 1 }\n"b+x" = { right = 2, seen = 2 }\n' in texts[0]


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    make_base(tmp_path)
    gold = write_gold(tmp_path)
    path = tmp_path / "nowhere" / "precision.toml"
    result = CliRunner().invoke(main, ["score", str(gold), "--db", str(tmp_path / "kb.db"), "--calibrate", str(path)])
    assert result.exit_code == 2
    assert f"{path}: it cannot be written" in result.stderr


def test_new_counts_are_new_rules(tmp_path: Path) -> None:
    for name in ("extract", "rules", "kb"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "web"))
    before = rules_version(tmp_path)
    (tmp_path / "rules" / "precision.toml").write_text("[rules]\n[flags]\n", encoding="utf-8")
    assert rules_version(tmp_path) != before
