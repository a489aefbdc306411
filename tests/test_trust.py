"""How likely a figure is right: signs that are the same when it is read and in the base, a model that a person can
read, and chances that come true on documents that the weights were not fitted on."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from scored_base import GOLD, make_base, write_gold

from extract.read import read
from kb.build.reading import letterhead_of
from kb.cli import main
from kb.score.calibrate import judged, reviewed, write_model
from kb.score.fit import DOCUMENTS, Fitted, Judgement, fit, left_out, measure
from kb.score.measure import judge
from kb.score.rows import document_of, gold_stem, read_found, read_gold
from kb.score.signs import signs_in
from kb.store import open_base, read_base, transaction
from kb.versions import rules_version
from rules.catalogue import CatalogueError, load_catalogue
from rules.figure import Figure
from rules.find import find_figures
from rules.trust.judge import judged as with_chances
from rules.trust.judge import weighed
from rules.trust.model import FIELDS, TARGETS, Model, Weights, load_model, model
from rules.trust.seen import seen_of
from rules.trust.signs import signs_of
from rules.trust.sure import FIELD_SURE, SURE
from rules.trust.suspicion import NO_UNITS, ONE_QUOTE, ONE_THING, suspicions

ROOT = Path(__file__).parent.parent
UNSEEN = ROOT / "tests" / "unseen_reports"


@pytest.fixture(scope="module")
def unseen(built: Callable[..., Path]) -> list[Judgement]:
    """The judged figures of the reports that the rules never saw."""
    base = built(
        "unseen", *sorted(path for path in UNSEEN.iterdir() if path.suffix in (".docx", ".html", ".pdf", ".txt"))
    )
    runs = {}
    with closing(read_base(base)) as db:
        for gold in sorted(UNSEEN.glob("*.figures.jsonl")):
            document, name = document_of(db, gold_stem(gold), gold, exact=False)
            runs[name] = judge(read_gold(gold), read_found(db, document))
    return list(judged(runs))


def test_signs_are_the_same_in_the_base_as_when_the_figure_is_read(corpus_base: Path) -> None:
    path = ROOT / "corpus" / "dong-thap-kinh-te-so-2025.docx"
    path = path if path.exists() else next((ROOT / "corpus").glob("dong-thap-kinh-te-so-2025.*"))
    document = read(path)
    figures = find_figures(document, letterhead_of(document, {})).figures
    seen = [seen_of(figure, load_catalogue()) for figure in figures]
    with closing(read_base(corpus_base)) as db:
        row = db.execute("select id from documents where filename = ?", (path.name,)).fetchone()
        assert list(signs_in(db, row[0]).values()) == signs_of(seen)
    assert len(figures) > 10


def test_what_is_surer_is_more_often_right(unseen: list[Judgement]) -> None:
    for target in ("record", "metric"):
        known = [one for one in unseen if target in one.right]
        known.sort(key=lambda one: model().chance(target, one.signs))
        half = len(known) // 2
        low, high = (sum(one.right[target] for one in some) / len(some) for some in (known[:half], known[half:]))
        assert low + 0.05 < high, (target, low, high)


def test_chances_come_true_in_documents_left_out(unseen: list[Judgement]) -> None:
    chances = left_out(unseen, "record")
    measured = measure(unseen, "record", chances)
    assert measured["documents"] == 8 and measured["error"] < 0.1, measured


def test_the_model_says_what_was_measured() -> None:
    assert set(model().weights) == set(TARGETS)
    record = model().measured["record"]
    assert record["documents"] >= 20 and record["figures"] > 1000
    assert record["error"] <= 0.05 and model().measured["metric"]["error"] <= 0.1


def test_a_sign_that_nobody_saw_weighs_nothing() -> None:
    weights = Weights(0.0, {"flagged": -2.0})
    assert weights.chance(["never seen"]) == 0.5
    assert weights.chance(["flagged"]) == pytest.approx(0.119, abs=0.001)
    assert Weights(1e9, {}).chance([]) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("[record]\n", "[records]\n"), "the key records is unknown. Perhaps record is meant"),
        (("[unit]\nbias = 1.0", "[unit]\nbias = true"), "the bias True is no number"),
        (('"a" = 0.5', '"a" = "much"'), "signs is no table of numbers"),
        (("[unit]\nbias = 1.0\n", "[unit]\n"), "the key bias is missing"),
    ],
)
def test_a_mistake_in_the_model_is_refused_by_name(tmp_path: Path, change: tuple[str, str], problem: str) -> None:
    path = tmp_path / "model.toml"
    good = "".join(f'[{target}]\nbias = 1.0\n[{target}.measured]\n[{target}.signs]\n"a" = 0.5\n' for target in TARGETS)
    path.write_text(good, encoding="utf-8")
    assert load_model(path).chance("unit", ["a"]) > 0.8
    path.write_text(good.replace(*change), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"model\.toml") as error:
        load_model(path)
    assert problem in str(error.value)


def drawn(seed: int, documents: int = 12, figures: int = 60) -> list[Judgement]:
    """Figures of which a flag halves the odds and the document says nothing."""
    chance = random.Random(seed)
    found = []
    for document in range(documents):
        for _ in range(figures):
            flagged = chance.random() < 0.3
            right = chance.random() < (0.6 if flagged else 0.95)
            found.append(
                Judgement(f"{document}.txt", frozenset({"flagged"} if flagged else {"plain"}), {"record": right})
            )
    return found


def test_the_fit_finds_the_chances_that_the_figures_were_drawn_with() -> None:
    fitted = fit(drawn(7))["record"]
    assert fitted.weights.chance(["flagged"]) == pytest.approx(0.6, abs=0.08)
    assert fitted.weights.chance(["plain"]) == pytest.approx(0.95, abs=0.03)
    assert fitted.measured["error"] < 0.05 and fitted.measured["documents"] == 12


def test_a_sign_of_few_documents_says_nothing_and_a_great_document_does_not_outvote() -> None:
    rare = [Judgement(f"{at % (DOCUMENTS - 1)}", frozenset({"rare"}), {"record": False}) for at in range(50)]
    assert "rare" not in fit([*drawn(1), *rare])["record"].weights.signs
    great = [Judgement("great", frozenset({"plain"}), {"record": False}) for _ in range(5000)]
    assert fit([*drawn(1), *great])["record"].weights.chance(["plain"]) > 0.7


def test_the_same_figures_in_any_order_give_the_same_file(tmp_path: Path) -> None:
    texts = []
    for order in (drawn(3), drawn(3)[::-1]):
        write_model(tmp_path / "model.toml", fit(order))
        texts.append((tmp_path / "model.toml").read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    assert load_model(tmp_path / "model.toml").measured["unit"] == {"documents": 0, "figures": 0}


def test_the_command_fits_on_gold_and_reviews(tmp_path: Path) -> None:
    make_base(tmp_path, [dict(one) | ({"place": "Sơn La"} if at == 2 else {}) for at, one in enumerate(GOLD)])
    path = tmp_path / "model.toml"
    words = ["score", str(write_gold(tmp_path)), "--db", str(tmp_path / "kb.db"), "--calibrate", str(path)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    measured = load_model(path).measured
    assert measured["record"]["figures"] == 8 and measured["record"]["right"] == 0.875
    assert measured["place"]["right"] == 0.875 and measured["unit"]["right"] == 1.0
    nowhere = tmp_path / "nowhere" / "model.toml"
    result = CliRunner().invoke(main, [*words[:-1], str(nowhere)])
    assert result.exit_code == 2
    assert f"{nowhere}: it cannot be written" in result.stderr


def test_spurious_figures_are_no_records(tmp_path: Path) -> None:
    make_base(tmp_path)
    gold = write_gold(tmp_path, [one | {"part_of": None} for one in GOLD[:4]])
    with closing(read_base(tmp_path / "kb.db")) as db:
        document, name = document_of(db, gold_stem(gold), gold, exact=False)
        found = list(judged({name: judge(read_gold(gold), read_found(db, document))}))
    assert [one.right["record"] for one in found] == [True] * 4 + [False] * 5
    assert all(set(one.right) == {"record"} for one in found[4:])


def test_what_people_reviewed_counts_where_there_is_no_gold(tmp_path: Path) -> None:
    said = (
        (0, "decision", "đúng"),
        (1, "value", "311"),
        (2, "decision", "xóa"),
        (3, "subject", "tổ"),
        (4, "level", ""),
    )
    with closing(open_base(make_base(tmp_path))) as db, transaction(db):
        figures = [row[0] for row in db.execute("select id from figures order by seq")]
        for at, field, new in said:
            db.execute(
                "insert into corrections (event, batch, hand_in, figure_id, field, new, at, state)"
                " values (?, 'B', 'I', ?, ?, ?, '2026-01-05T09:30:00', 'active')",
                (f"E{at}", figures[at], field, new),
            )
    with closing(read_base(tmp_path / "kb.db")) as db:
        found = list(reviewed(db, []))
        assert [one.right["record"] for one in found] == [True, False, False, True, False]
        assert [one.right.get("level") for one in found] == [True, True, None, True, False]
        assert list(reviewed(db, ["lai-chau.txt"])) == []


def made(number: str, **fields: object) -> Figure:
    """A figure of a plain sentence."""
    given: dict[str, object] = {
        "unit": "trạm", "kind": "count", "status": "actual", "metric": None, "place": "Lai Châu", "quote": number,
        "period": None,
    }  # fmt: skip
    given |= fields
    return Figure(
        start=0, end=len(number), number=number, value=Decimal(1), value_max=None, denominator=None, qualifier="exact",
        item=None, subject="trạm", place_id="12-old", level=None, footnote=None, marks=(), part_of=None,
        in_table=False, block=0, page=None, box=None, rule="counted_noun", **given,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_figure_is_as_sure_as_its_record_and_its_metric() -> None:
    sure = {target: Weights(3.0, {}) for target in TARGETS} | {
        "metric": Weights(0.0, {}), "unnamed": Weights(1.0, {}), "level": Weights(1.0, {}),
    }  # fmt: skip
    bare, named = with_chances([made("12"), made("13", metric="bts_stations")], load_catalogue(), Model(sure, {}))
    assert bare.record_confidence == named.record_confidence == pytest.approx(0.953, abs=0.001)
    assert bare.confidence == pytest.approx(0.953 * 0.731, abs=0.001)
    assert named.confidence == pytest.approx(0.476, abs=0.001)
    assert [one.field for one in bare.in_doubt] == ["level", "metric"]
    assert [(one.field, one.chance) for one in named.in_doubt] == [("metric", 0.5), ("level", 0.73)]
    assert SURE < FIELD_SURE and all(chance < FIELD_SURE for chance in (one.chance for one in named.in_doubt))
    assert {target for target, _, _ in weighed(bare, signs_of([seen_of(bare, load_catalogue())])[0])} <= {
        "record",
        "unnamed",
    }
    assert {target for target, _, _ in weighed(named, signs_of([seen_of(named, load_catalogue())])[0])} <= {
        "record",
        "metric",
    }
    assert set(FIELDS) < set(TARGETS)


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ([made(str(at)) for at in range(40)], ()),
        ([made(str(at), unit="") for at in range(14)], ()),
        ([made(str(at), unit="" if at % 2 else "hộ") for at in range(41)], ()),
        ([made(str(at), unit="" if at % 3 else "hộ") for at in range(40)], (NO_UNITS,)),
        ([made(str(at), quote="cả văn bản trong một ô") for at in range(40)], (ONE_QUOTE,)),
        ([made(str(at), quote="hàng 1" if at < 20 else "hàng 2") for at in range(40)], ()),
        ([made(str(at), quote="dài " * 500 + str(at // 2)) for at in range(40)], (ONE_QUOTE,)),
        ([made(str(at), metric="bts_stations") for at in range(40)], (ONE_THING,)),
        ([made(str(at), metric="bts_stations", place=f"Tỉnh {at}") for at in range(40)], ()),
        ([made(str(at), metric="bts_stations", period=str(1990 + at)) for at in range(40)], ()),
    ],
)
def test_a_document_that_looks_misread_is_told(figures: list[Figure], told: tuple[str, ...]) -> None:
    assert suspicions(figures) == told


def test_a_new_model_is_new_rules(tmp_path: Path) -> None:
    for name in ("extract", "rules", "kb"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "web"))
    before = rules_version(tmp_path)
    write_model(tmp_path / "rules" / "trust" / "model.toml", {target: Fitted(Weights(0, {}), {}) for target in TARGETS})
    assert rules_version(tmp_path) != before
