"""The catalogue: every TOML loads, keeps the ids of metric_ids.txt, and a mistake in it is told by name."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from rules.catalogue import (
    Catalogue,
    CatalogueError,
    Code,
    load_catalogue,
    parse_example,
    parse_phrase,
)
from rules.code_systems import load_code_systems
from rules.language.abbreviations import load_abbreviations
from rules.language.tokens import phrase_norms
from rules.naming.same import same_facets
from rules.phrases import PhraseError

KEPT = (Path(__file__).parent / "metric_ids.txt").read_text(encoding="utf-8").split()
"""Ids that were published: they stand in bases, corrections and addresses of people. A release adds the new ones."""
IDS = [metric.id for metric in load_catalogue()]
WITH_PHRASES = [metric.id for metric in load_catalogue() if metric.phrases]
WITHOUT_PHRASES = [metric.id for metric in load_catalogue() if not metric.phrases]

GOOD = """
[group]
id = "infrastructure"
name_vi = "Hạ tầng số"
name_en = "Digital infrastructure"

[[metric]]
id = "bts_stations"
name_vi = "Số trạm BTS"
name_en = "BTS stations"
unit = "trạm"
kind = "count"
phrases = ["trạm BTS"]
low = "1"
high = "60000"
better = "higher"
total = "sum"
examples = ["Tỉnh có [[3.215]] trạm BTS."]
"""

KNOWN_BY_WORDINGS = """\
wordings = ["trạm BTS", "trạm thu phát sóng"]
source = "Biểu mẫu báo cáo"
codes = [
  { system = "par", code = "7.1", match = "exact" },
  { system = "wdi", code = "IT.CEL.SETS", match = "related" },
]"""


def test_no_published_id_is_gone_or_renamed() -> None:
    # More ids than these are welcome: a new metric is one entry of a TOML and nothing else.
    assert len(KEPT) >= 184
    assert sorted(set(KEPT) - set(IDS)) == []


@pytest.mark.parametrize("metric_id", IDS)
def test_metric_has_two_examples_with_a_number_and_says_what_it_is_not(metric_id: str) -> None:
    metric = load_catalogue()[metric_id]
    assert len(metric.examples) >= 2
    assert metric.near_misses
    for example in (*metric.examples, *metric.near_misses):
        number = example.text[example.start : example.end]
        assert any(letter.isdigit() for letter in number), number
        assert number == number.strip()


@pytest.mark.parametrize("metric_id", IDS)
def test_metric_says_where_it_was_seen_and_how_it_is_called(metric_id: str) -> None:
    metric = load_catalogue()[metric_id]
    assert metric.wordings
    assert metric.source
    assert metric.unit and metric.kind
    for wording in metric.wordings:
        assert wording == wording.strip()
        assert len(wording.split()) <= 20, wording


@pytest.mark.parametrize("metric_id", WITHOUT_PHRASES)
def test_metric_without_phrases_has_more_wordings(metric_id: str) -> None:
    assert len(load_catalogue()[metric_id].wordings) >= 2


def test_no_two_metrics_have_the_same_name() -> None:
    for names in ([metric.name_vi for metric in load_catalogue()], [metric.name_en for metric in load_catalogue()]):
        folded = Counter(name.casefold() for name in names)
        assert [name for name, times in folded.items() if times > 1] == []


def test_no_two_metrics_have_the_same_facets() -> None:
    assert [str(one) for one in same_facets(load_catalogue())] == []


def test_metrics_with_the_same_facets_are_named_with_a_remedy(tmp_path: Path) -> None:
    other = GOOD.partition("[[metric]]")[2].replace('"bts_stations"', '"mast_stations"')
    other = other.replace("Số trạm BTS", "Trạm thu phát sóng").replace("BTS stations", "Masts")
    metrics = list(_load(tmp_path, f"{GOOD}[[metric]]{other}"))
    (same,) = same_facets(metrics)
    assert (same.one, same.other) == ("bts_stations", "mast_stations")
    assert "“Số trạm BTS” and “Trạm thu phát sóng” have the same facets. Put the two together" in str(same)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"trạm"', '"km"'),
        ('"count"', '"amount"'),
        ("Trạm thu phát sóng", "Trạm thu phát sóng 5G"),
        ("Trạm thu phát sóng", "Trạm thu phát sóng đã ngầm hóa"),
        ("Trạm thu phát sóng", "Trạm thu phát sóng số 2"),
    ],
)
def test_unit_kind_state_technology_and_a_word_more_tell_metrics_apart(tmp_path: Path, old: str, new: str) -> None:
    other = GOOD.partition("[[metric]]")[2].replace('"bts_stations"', '"mast_stations"')
    other = other.replace("Số trạm BTS", "Trạm thu phát sóng").replace(old, new)
    assert same_facets(list(_load(tmp_path, f"{GOOD}[[metric]]{other}"))) == []


def test_facets_of_a_metric_are_read_and_what_is_misspelt_refused(tmp_path: Path) -> None:
    said = GOOD.replace('unit = "trạm"', 'unit = "trạm"\nneeds = ["g5"]\nallows = ["new"]\nforbids = ["planned"]')
    metric = _load(tmp_path, said)["bts_stations"]
    assert (metric.needs, metric.allows, metric.forbids) == (("g5",), ("new",), ("planned",))


@pytest.mark.parametrize(
    ("forbidden", "message"),
    [
        ("plannned", r"bts_stations, forbids: there is no facet plannned\. Perhaps planned"),
        ("g5", "bts_stations, forbids: g5 stands in needs, too"),
    ],
)
def test_a_mistake_in_what_a_metric_says_of_facets_is_told(tmp_path: Path, forbidden: str, message: str) -> None:
    with pytest.raises(CatalogueError, match=message):
        _load(tmp_path, GOOD.replace('kind = "count"', f'kind = "count"\nneeds = ["g5"]\nforbids = ["{forbidden}"]'))


def test_no_sentence_stands_twice() -> None:
    sentences = Counter(one.text for metric in load_catalogue() for one in (*metric.examples, *metric.near_misses))
    new = {one.text for metric in load_catalogue() if not metric.phrases for one in metric.examples}
    assert sorted(new & {text for text, times in sentences.items() if times > 1}) == []


def test_source_and_codes_are_read(tmp_path: Path) -> None:
    metric = _load(tmp_path, GOOD.replace('phrases = ["trạm BTS"]', KNOWN_BY_WORDINGS))["bts_stations"]
    assert (metric.phrases, metric.wordings) == ((), ("trạm BTS", "trạm thu phát sóng"))
    assert metric.source == "Biểu mẫu báo cáo"
    assert metric.codes == (Code("par", "7.1", "exact"), Code("wdi", "IT.CEL.SETS", "related"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("wordings", "wording", "a.toml, bts_stations: the key wording is unknown. Perhaps wordings is meant"),
        ('wordings = ["trạm BTS", "trạm thu phát sóng"]', "", "wordings is empty"),
        ('"trạm thu phát sóng"', '"Trạm BTS"', "wordings: “Trạm BTS” stands there twice"),
        ('source = "Biểu mẫu báo cáo"', 'source = ""', "source is not words in quotes"),
        ('system = "par"', 'system = "parr"', "codes: system = parr is not one of .* Perhaps par is meant"),
        ('match = "exact"', 'match = "exakt"', "codes: match = exakt is not one of exact, related"),
        ('code = "7.1"', 'kode = "7.1"', "codes: the key kode is unknown. Perhaps code is meant"),
        ('code = "IT.CEL.SETS"', "code = 5", "codes: code is not words in quotes"),
        ('system = "wdi", code = "IT.CEL.SETS"', 'system = "par", code = "7.1"', "codes: a code stands there twice"),
    ],
)
def test_mistake_in_wordings_source_or_codes_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    toml = GOOD.replace('phrases = ["trạm BTS"]', KNOWN_BY_WORDINGS)
    assert old in toml
    with pytest.raises(CatalogueError, match=message):
        _load(tmp_path, toml.replace(old, new))


def test_code_systems_are_read_and_what_is_misspelt_refused(tmp_path: Path) -> None:
    assert load_code_systems()["par"].version == "1187/QĐ-BNV (2025)"
    path = tmp_path / "systems.toml"
    entry = '[[system]]\nid = "a"\nname_vi = "A"\nname_en = "A"\n'
    path.write_text(entry + 'verson = "1"\n', encoding="utf-8")
    with pytest.raises(CatalogueError, match="a: the key verson is read by no code"):
        load_code_systems(path)
    path.write_text(entry * 2, encoding="utf-8")
    with pytest.raises(CatalogueError, match="a: the id stands there twice"):
        load_code_systems(path)


def test_catalogue_answers_by_id(tmp_path: Path) -> None:
    catalogue = _load(tmp_path, GOOD)
    metric = catalogue["bts_stations"]
    assert metric.group == "infrastructure"
    assert metric.high == Decimal(60000)
    assert metric.examples[0].text == "Tỉnh có 3.215 trạm BTS."
    assert (len(catalogue), "bts_stations" in catalogue, "bts" in catalogue) == (1, True, False)
    with pytest.raises(CatalogueError, match="Perhaps bts_stations is meant"):
        catalogue["bts_station"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("phrases", "phrase", "a.toml, bts_stations: the key phrase is unknown. Perhaps phrases is meant."),
        ('better = "higher"\n', "", "a.toml, bts_stations: the key better is missing. Add it."),
        ('"count"', '"counts"', "kind = counts is not one of count, .*Perhaps count is meant"),
        ('"sum"', '"total"', "total = total is not one of sum, mean, never"),
        ("[[3.215]]", "3.215", "examples: 0 marked numbers in .*Mark exactly one"),
        ("BTS.", "[[BTS]].", "examples: 2 marked numbers"),
        ('"60000"', '"0.5"', "low 1 is above high 0.5"),
        ('"60000"', '"60000"\nranked_among = "districts"', "ranked_among = districts is not one of provinces, region"),
        ('"60000"', '"60000"\nshare = { numerator = "bts_stations" }', "share: the key denominators is missing"),
        ('"60000"', '"60000"\nshare = { denominators = [] }', "share: denominators is empty"),
        ('"60000"', '"60000"\nshare = { denominator = ["a"] }', "the key denominator is unknown. Perhaps denominators"),
        (
            '"60000"',
            '"60000"\nshare = { denominators = ["bts_station"] }',
            "bts_stations, share: no such metric as bts_st",
        ),
        ('"60000"', '"60000"\nshare = { denominators = ["bts_stations + a"] }', "share: no such metric as a"),
        ('"60000"', '"60.000 trạm"', "high = 60.000 trạm is not a decimal"),
        ('"60000"', "60000", "high is not words in quotes"),
        ("trạm BTS", "trạm (BTS", "phrases: “trạm .BTS”: a . is never closed"),
        ('["trạm BTS"]', "[]", "phrases is empty"),
        ('id = "bts_stations"', 'id = "BTS-stations"', "the id is not in small ASCII letters"),
        ("name_en", "name_eng", "the key name_eng is unknown. Perhaps name_en is meant"),
        ("[[metric]]", "[metric]", "Write \\[\\[metric\\]\\] before each metric"),
        ("[group]", "[group", "it is not TOML"),
    ],
)
def test_mistake_is_told_by_name(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(CatalogueError, match=message):
        _load(tmp_path, GOOD.replace(old, new))


def test_id_taken_in_another_file(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(GOOD.replace('"infrastructure"', '"other"'), encoding="utf-8")
    with pytest.raises(
        CatalogueError, match=r"b\.toml, bts_stations: the id is taken by a metric of .* infrastructure"
    ):
        _load(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("phrase", "variants"),
    [
        ("trạm BTS", [["trạm BTS"]]),
        ("vị trí (cột|trạm) BTS", [["vị trí cột BTS"], ["vị trí trạm BTS"]]),
        ("thuê bao … điện thoại thông minh", [["thuê bao", "điện thoại thông minh"]]),
        ("trạm (thu phát|) sóng", [["trạm thu phát sóng"], ["trạm sóng"]]),
        (
            "hồ sơ (nộp (trực tuyến|qua mạng)|trực tuyến)",
            [["hồ sơ nộp trực tuyến"], ["hồ sơ nộp qua mạng"], ["hồ sơ trực tuyến"]],
        ),
        ("hồ sơ (… trực tuyến|qua mạng)", [["hồ sơ", "trực tuyến"], ["hồ sơ qua mạng"]]),
        ("(a|a) b", [["a b"]]),
        ("sàn … (tham gia|)", [["sàn", "tham gia"], ["sàn"]]),
    ],
)
def test_phrase_is_expanded(phrase: str, variants: list[list[str]]) -> None:
    assert [list(variant) for variant in parse_phrase(phrase)] == variants


@pytest.mark.parametrize("phrase", ["", "(a", "a)", "a|b", "… a", "a …", "a ... b", "a  b", "(a|)", "(a|b) " * 11])
def test_phrase_outside_of_the_notation_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        parse_phrase(phrase)


@pytest.mark.parametrize("metric_id", WITH_PHRASES)
def test_metric_has_phrases_of_more_than_filler_words(metric_id: str) -> None:
    phrases = load_catalogue()[metric_id].phrases
    live = [v for phrase in phrases for v in parse_phrase(phrase) if all(phrase_norms(part) for part in v)]
    assert live, phrases


def test_example_says_where_its_number_stands() -> None:
    example = parse_example("Đạt [[76,8]]% thuê bao.")
    assert example.text[example.start : example.end] == "76,8"
    assert example.text == "Đạt 76,8% thuê bao."


def test_abbreviations_have_full_words(tmp_path: Path) -> None:
    abbreviations = load_abbreviations()
    assert abbreviations["DVCTT"] == "dịch vụ công trực tuyến"
    assert len(abbreviations) > 100
    bad = tmp_path / "bad.toml"
    bad.write_text('[abbreviation]\n"CĐS" = "chuyển đổi số"\n', encoding="utf-8")
    with pytest.raises(CatalogueError, match="Perhaps abbreviations is meant"):
        load_abbreviations(bad)


def _load(folder: Path, toml: str) -> Catalogue:
    (folder / "a.toml").write_text(toml, encoding="utf-8")
    return load_catalogue(folder)
