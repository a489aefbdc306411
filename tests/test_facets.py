"""Facets: each wording means one, the longest counts, opposites exclude each other, and where they stand they speak for
a metric or against it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rules.catalogue import load_catalogue
from rules.facets import load_facets
from rules.naming.context import Context
from rules.naming.facet_clues import FACET_CLUES, facet_clues
from rules.naming.facets_found import facet_index, facets_in
from rules.naming.metric_facets import facets_called, facets_of
from rules.naming.profiles import default_profiles
from rules.naming.terms import spoken
from rules.strict_toml import CatalogueError

GOOD = 'one_answer = ["state"]\nneutral = []\n[state]\nlate = ["quá hạn"]\non_time = ["đúng hạn"]\n'


def named(text: str) -> set[str]:
    return {facet_index().names[at] for at in np.flatnonzero(facets_in(text))}


@pytest.mark.parametrize(
    ("text", "has", "has_not"),
    [
        ("hồ sơ giải quyết đúng hạn", {"dossier", "on_time"}, {"late"}),
        ("HỒ SƠ QUÁ HẠN", {"dossier", "late"}, {"on_time"}),
        ("nhiệm vụ chưa hoàn thành", {"task", "open"}, {"done"}),
        ("nhiệm vụ đã hoàn thành", {"task", "done"}, {"open"}),
        ("trường mầm non ngoài công lập", {"private"}, {"public"}),
        ("trường mầm non công lập", {"public"}, {"private"}),
        ("TTHC cung cấp toàn trình", {"procedure", "full"}, {"partial"}),
        ("hộ cận nghèo", {"near_poverty"}, {"poverty"}),
        ("tỷ lệ thanh toán trực tuyến", {"paid_online"}, {"online"}),
        ("hồ sơ nộp trực tuyến", {"online", "dossier"}, {"paid_online"}),
        ("hồ sơ sức khỏe điện tử", {"health_record"}, {"dossier"}),
        ("hồ sơ đang giải quyết", {"open"}, {"done"}),
        ("tổng chi ngân sách", {"expenditure"}, {"revenue"}),
        ("kim ngạch xuất nhập khẩu", {"both_ways"}, {"exported", "imported"}),
        ("", set(), {"dossier"}),
    ],
)
def test_the_longest_wording_says_the_facet(text: str, has: set[str], has_not: set[str]) -> None:
    found = named(text)
    assert has <= found, found
    assert not has_not & found, found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("done", "open"), ("on_time", "late"), ("revenue", "expenditure"), ("public", "private"), ("full", "partial"),
        ("online", "in_person"), ("new", "cumulative"), ("exported", "imported"), ("fixed", "mobile"),
        ("complete", "incomplete"), ("recurrent", "investment"),
    ],
)  # fmt: skip
def test_opposites_exclude_each_other(one: str, other: str) -> None:
    index = facet_index()
    first, second = index.names.index(one), index.names.index(other)
    assert index.opposite[first, second] and index.opposite[second, first]
    assert not index.opposite[first, first]


def test_no_wording_folds_to_that_of_another_facet() -> None:
    folded: dict[str, str] = {}
    for facet in load_facets().by_name.values():
        for wording in facet.wordings:
            words = " ".join(spoken(wording))
            assert words, wording
            assert folded.setdefault(words, facet.name) == facet.name, wording


def test_every_facet_is_of_some_metric() -> None:
    allowed = default_profiles().facets.allows.any(axis=0)
    names = np.array(facet_index().names)
    # What no metric has still speaks: against all of them.
    assert len(names[~allowed]) < 0.15 * len(names), names[~allowed]


@pytest.mark.parametrize(
    ("metric", "needs", "forbids"),
    [
        ("dossiers_late", {"dossier", "late"}, {"on_time"}),
        ("dossiers_on_time_rate", {"dossier", "on_time"}, {"late"}),
        ("dvctt_full", {"full"}, {"partial"}),
        ("budget_expenditure", {"expenditure"}, {"revenue"}),
        ("exports", {"exported"}, {"imported"}),
        ("mobile_5g_population_coverage_rate", {"g5"}, {"g4"}),
    ],
)
def test_a_metric_needs_what_its_wordings_say_and_forbids_the_opposite(
    metric: str, needs: set[str], forbids: set[str]
) -> None:
    profiles, names = default_profiles(), facet_index().names
    at = profiles.index[metric]
    assert needs <= {names[one] for one in np.flatnonzero(profiles.facets.needs[at])}
    assert forbids <= {names[one] for one in np.flatnonzero(profiles.facets.forbids[at])}
    assert not (profiles.facets.needs & ~profiles.facets.allows).any()
    assert not (profiles.facets.forbids & profiles.facets.allows).any()


def test_what_a_metric_says_of_facets_goes_before_what_its_words_say() -> None:
    index = facet_index()
    plain = load_catalogue()["dossiers_received"]
    said = replace(plain, needs=("online",), allows=("police",), forbids=("received",))
    of_plain, of_said = (facets_of(pair, [*map(facets_called, pair)]) for pair in ([plain, plain], [plain, said]))
    online, police, received = (index.names.index(name) for name in ("online", "police", "received"))
    assert not of_plain.needs[1, online] and of_said.needs[1, online] and of_said.allows[1, online]
    assert not of_plain.allows[1, police] and of_said.allows[1, police]
    assert of_plain.allows[1, received] and not of_said.allows[1, received] and of_said.forbids[1, received]


def clues(
    metric: str, own: str, near: str = "", above: str = "", unit: str = "hồ sơ", cell: bool = False
) -> dict[str, float]:
    profiles = default_profiles()
    context = Context({}, {}, {}, own, near, above, (), (), (), (), ((own,), (near,), (above,)))
    (row,) = facet_clues(context, unit, cell, profiles.facets, np.array([profiles.index[metric]]))
    return dict(zip(FACET_CLUES, row, strict=True))


def test_a_facet_may_stand_at_each_height() -> None:
    own = clues("dossiers_late", "hồ sơ quá hạn")
    near = clues("dossiers_late", "hồ sơ", "Giải quyết quá hạn")
    above = clues("dossiers_late", "hồ sơ", "", "Hồ sơ quá hạn")
    nowhere = clues("dossiers_late", "hồ sơ")
    assert own["needs_own"] == 1 > near["needs_own"] > 0
    assert near["needs_near"] == 1 > above["needs_near"]
    assert above["needs_all"] == 1 > nowhere["needs_all"]
    assert (own["needs_missing"], nowhere["needs_missing"] > 0) == (0, True)


def test_what_is_forbidden_or_said_besides_speaks_against() -> None:
    late, on_time = "hồ sơ quá hạn", "hồ sơ đúng hạn"
    assert (clues("dossiers_late", late)["forbidden_own"], clues("dossiers_late", on_time)["forbidden_own"]) == (0, 1)
    assert clues("dossiers_late", "hồ sơ", on_time)["forbidden_near"] == 1
    plain, besides = (
        clues("dossiers_received", "tiếp nhận hồ sơ"),
        clues("dossiers_received", "tiếp nhận hồ sơ khai sinh"),
    )
    assert (plain["facet_beside"], besides["facet_beside"]) == (0, 1)
    assert plain["all_known"] == 1 and besides["facets_known"] < 1 and besides["facets_unknown"] > 0
    # A level is a breakdown: it keeps the metric.
    assert clues("dossiers_received", "cấp xã tiếp nhận hồ sơ")["facet_beside"] == 0


def test_a_sector_in_a_cell_is_a_part_and_another_thing_counted_is_another_metric() -> None:
    assert (
        clues("dossiers_received", "Lĩnh vực đất đai | tiếp nhận hồ sơ ngành tư pháp", cell=True)["part_in_cell"] == 1
    )
    assert clues("dossiers_received", "tiếp nhận hồ sơ", cell=True)["part_in_cell"] == 0
    assert clues("dossiers_received", "tiếp nhận")["counts_the_same"] == 1
    assert clues("dossiers_received", "tiếp nhận", unit="doanh nghiệp")["counts_another"] == 1


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('late = ["quá hạn"]', 'late = "quá hạn"', "facets.toml, state: late is not a list"),
        ('["đúng hạn"]', '["Quá hạn"]', "state, on_time: “Quá hạn” stands in late, too"),
        ("[state]", "[other]", "one_answer: there is no dimension state"),
        ("on_time = ", "[more]\nlate = ", "more: late stands in state, too"),
    ],
)
def test_a_mistake_in_the_facets_is_refused_by_name(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in GOOD
    path = tmp_path / "facets.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert set(load_facets(path).by_name) == {"late", "on_time"}
    wrong = tmp_path / "wrong" / "facets.toml"
    wrong.parent.mkdir()
    wrong.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        load_facets(wrong)
    assert problem in str(error.value)
