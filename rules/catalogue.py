"""The metric catalogue: what can be measured, how officials word it, and what a sane value is.

The words are data, ``rules/metrics/*.toml``: a person who does not program adds a metric there, with example sentences
in which the number is marked ``[[1.234]]``. Each file holds one ``[group]`` and its ``[[metric]]`` entries. Here they
are loaded and checked: whatever is misspelt, missing or contradictory is refused with its file and metric named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from extract.collector import collector_resting
from rules.code_systems import load_code_systems
from rules.facets import load_facets
from rules.kept import load_folder
from rules.phrases import PhraseError, parse_phrase
from rules.strict_toml import CatalogueError, bound, check_keys, choice, closest, string, strings

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Code",
    "Example",
    "Group",
    "Item",
    "Metric",
    "ShareOf",
    "load_catalogue",
    "parse_example",
    "parse_phrase",
]

MetricKind = Literal["count", "amount", "rate", "score", "rank", "frequency", "change"]
Better = Literal["higher", "lower", "none"]
Total = Literal["sum", "mean", "never"]
Field = Literal["provinces", "region"]
Match = Literal["exact", "related"]

METRICS_FOLDER = Path(__file__).parent / "metrics"

_REQUIRED = ("id", "name_vi", "name_en", "unit", "kind", "low", "high", "better", "total", "examples")
_OPTIONAL = (
    *("phrases", "wordings", "without", "context", "description", "near_misses", "items", "share", "ranked_among"),
    *("source", "codes", "needs", "allows", "forbids"),
)
_SHARE_KEYS = ("numerator", "denominators", "other_denominators", "unless")
_CODE_KEYS = ("system", "code", "match")
_FACET_KEYS = ("needs", "allows", "forbids")
_GROUP_KEYS = ("id", "name_vi", "name_en")
_MARKED = re.compile(r"\[\[([^\[\]]+)\]\]")
_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Group:
    """Metrics of one topic: one TOML file."""

    id: str
    name_vi: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Item:
    """A sub-key of a metric that has many (a pillar of an index): its name as shown, and the phrases that mean it."""

    name: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with one marked number: ``text[start:end]`` is the number, the marks themselves are taken out."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ShareOf:
    """What a rate is the share of, by ids of metrics: ``numerator`` of one of ``denominators``, each of them one metric
    or several that add up. ``numerator`` is None where the counted part has no metric of its own.

    ``other_denominators`` are wholes that some take instead: a rate that comes out with one of them is right, too. A
    rate whose words hold one of ``unless`` (in small letters) is the share of something else.
    """

    numerator: str | None
    denominators: tuple[tuple[str, ...], ...]
    other_denominators: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    @property
    def metrics(self) -> tuple[str, ...]:
        """Every metric that it names."""
        summed = tuple(one for whole in self.denominators for one in whole)
        return (*((self.numerator,) if self.numerator else ()), *summed, *self.other_denominators)


@dataclass(frozen=True, slots=True)
class Code:
    """What an official system calls a metric: ``system`` is an id of :mod:`rules.code_systems`, which has its version.

    ``match`` is exact where the two count the same thing, related where one is wider, scored or counted otherwise.
    """

    system: str
    code: str
    match: Match


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing that is measured. ``kind`` is the metric's own kind; a change of it carries the metric too. Only where
    nothing but growth is published (GRDP, industrial output) is the kind itself ``change``.

    ``phrases``, ``without`` and ``context`` are in the notation of :func:`rules.phrases.parse_phrase`: ``without``
    must not stand in the figure's subject, one of ``context`` must stand around it. ``low`` and ``high`` bound the
    value for one province, in ``unit`` (money in đồng, rates in percent). ``total`` says how provinces add up.
    ``wordings`` are the short noun phrases by which officials call it, without a number: what a metric without
    ``phrases`` is known by. ``source`` is the official system or document that it was seen in, ``codes`` are its
    names there. ``needs``, ``allows`` and ``forbids`` are facets (:mod:`rules.facets`), beside those that follow
    from its words.
    The marked number of an example gets this metric, that of a near miss must not. ``share`` is, of a rate, what it is
    the share of; ``ranked_among`` is, of a rank, who is ranked: all provinces, or those of a region.
    """

    id: str
    group: str
    name_vi: str
    name_en: str
    unit: str
    kind: MetricKind
    low: Decimal
    high: Decimal
    better: Better
    total: Total
    examples: tuple[Example, ...]
    phrases: tuple[str, ...] = ()
    wordings: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    description: str = ""
    near_misses: tuple[Example, ...] = ()
    items: tuple[Item, ...] = ()
    share: ShareOf | None = None
    ranked_among: Field = "provinces"
    source: str = ""
    codes: tuple[Code, ...] = ()
    needs: tuple[str, ...] = ()
    allows: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All metrics in the order of their files; ``catalogue[id]`` is one of them."""

    groups: tuple[Group, ...]
    by_id: Mapping[str, Metric]

    def __iter__(self) -> Iterator[Metric]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def __contains__(self, metric_id: object) -> bool:
        return metric_id in self.by_id

    def __getitem__(self, metric_id: str) -> Metric:
        """The metric of this id; a CatalogueError that names the closest id where there is none."""
        if metric_id not in self.by_id:
            raise CatalogueError(metric_id, "no such metric", closest(metric_id, self.by_id))
        return self.by_id[metric_id]


def parse_example(text: str) -> Example:
    """Take the ``[[…]]`` out of a sentence and say where its number stands; ValueError unless it is marked once."""
    marks = list(_MARKED.finditer(text))
    if len(marks) != 1:
        raise ValueError(f"{len(marks)} marked numbers in “{text}”")
    mark = marks[0]
    number = mark.group(1)
    return Example(text[: mark.start()] + number + text[mark.end() :], mark.start(), mark.start() + len(number))


@lru_cache(maxsize=8)
@collector_resting()
def load_catalogue(folder: Path = METRICS_FOLDER) -> Catalogue:
    """Load every TOML of a folder, in the order of file names. Raises CatalogueError on the first mistake."""
    groups: dict[str, Group] = {}
    metrics: dict[str, Metric] = {}
    for file, data in load_folder(folder):
        check_keys(file, data, ("group", "metric"), ())
        group = _load_group(file, data["group"])
        if group.id in groups:
            raise CatalogueError(file, f"the group {group.id} stands in another file too", "Give it another id")
        groups[group.id] = group
        if not isinstance(data["metric"], list):
            raise CatalogueError(file, "[metric] is one table", "Write [[metric]] before each metric")
        for entry in data["metric"]:
            metric = _load_metric(file, group.id, entry)
            if metric.id in metrics:
                problem = f"the id is taken by a metric of the group {metrics[metric.id].group}"
                raise CatalogueError(f"{file}, {metric.id}", problem, "Give one of the two another id")
            metrics[metric.id] = metric
    _check_shares(metrics)
    return Catalogue(tuple(groups.values()), MappingProxyType(metrics))


def _check_shares(metrics: Mapping[str, Metric]) -> None:
    """Refuse a share of a metric that is not there."""
    for metric in metrics.values():
        for other in metric.share.metrics if metric.share else ():
            if other not in metrics:
                raise CatalogueError(f"{metric.id}, share", f"no such metric as {other}", closest(other, metrics))


def _load_group(file: str, data: Any) -> Group:
    if not isinstance(data, dict):
        raise CatalogueError(file, "[group] is not a table", "Write [group] with id, name_vi and name_en")
    check_keys(f"{file}, [group]", data, _GROUP_KEYS, ())
    return Group(*(string(f"{file}, [group]", data, key) for key in _GROUP_KEYS))


def _load_metric(file: str, group: str, data: Any) -> Metric:
    place = f"{file}, {data.get('id', 'a metric without id')}"
    check_keys(place, data, _REQUIRED, _OPTIONAL)
    if not _ID.fullmatch(string(place, data, "id")):
        raise CatalogueError(place, "the id is not in small ASCII letters, digits and _", "Write it like bts_stations")
    low, high = bound(place, data, "low"), bound(place, data, "high")
    if low > high:
        raise CatalogueError(place, f"low {low} is above high {high}", "Swap or correct the bounds")
    return Metric(
        id=data["id"],
        group=group,
        name_vi=string(place, data, "name_vi"),
        name_en=string(place, data, "name_en"),
        unit=string(place, data, "unit"),
        kind=cast(MetricKind, choice(place, data, "kind", get_args(MetricKind))),
        phrases=_phrases(place, data, "phrases", at_least=1 if "phrases" in data else 0),
        wordings=_wordings(place, data),
        low=low,
        high=high,
        better=cast(Better, choice(place, data, "better", get_args(Better))),
        total=cast(Total, choice(place, data, "total", get_args(Total))),
        examples=_examples(place, data, "examples", at_least=1),
        without=_phrases(place, data, "without"),
        context=_phrases(place, data, "context"),
        description=string(place, data, "description") if "description" in data else "",
        near_misses=_examples(place, data, "near_misses"),
        items=tuple(_load_item(place, item) for item in data.get("items", [])),
        share=_load_share(f"{place}, share", data["share"]) if "share" in data else None,
        ranked_among=cast(Field, choice(place, {"ranked_among": "provinces", **data}, "ranked_among", get_args(Field))),
        source=string(place, data, "source") if "source" in data else "",
        codes=_load_codes(f"{place}, codes", data.get("codes", [])),
        **_load_facets(place, data),
    )


def _load_facets(place: str, data: Any) -> dict[str, tuple[str, ...]]:
    """What it says of facets; none of them may stand under two of the keys."""
    known, seen = load_facets().by_name, dict[str, str]()
    said = {key: strings(place, data, key, 1) if key in data else () for key in _FACET_KEYS}
    for key, names in said.items():
        for name in names:
            if name not in known:
                raise CatalogueError(f"{place}, {key}", f"there is no facet {name}", closest(name, known))
            if name in seen:
                raise CatalogueError(f"{place}, {key}", f"{name} stands in {seen[name]}, too", "Take one out")
            seen[name] = key
    return said


def _wordings(place: str, data: Any) -> tuple[str, ...]:
    """Its wordings; a metric that has no phrases needs one, or no words would lead to it. Each says something new."""
    wordings = strings(place, data, "wordings", 0 if "phrases" in data else 1)
    for at, wording in enumerate(wordings):
        if wording.casefold() in (other.casefold() for other in wordings[:at]):
            raise CatalogueError(place, f"wordings: “{wording}” stands there twice", "Take one out")
    return wordings


def _load_codes(place: str, data: Any) -> tuple[Code, ...]:
    if not isinstance(data, list):
        raise CatalogueError(place, "it is no list", 'Write codes = [{ system = "…", code = "…", match = "exact" }]')
    codes: list[Code] = []
    for entry in data:
        check_keys(place, entry, _CODE_KEYS, ())
        system = choice(place, entry, "system", tuple(load_code_systems()))
        match = cast(Match, choice(place, entry, "match", get_args(Match)))
        codes.append(Code(system, string(place, entry, "code"), match))
    if len({(one.system, one.code) for one in codes}) < len(codes):
        raise CatalogueError(place, "a code stands there twice", "Take one out")
    return tuple(codes)


def _load_share(place: str, data: Any) -> ShareOf:
    check_keys(place, data, ("denominators",), tuple(key for key in _SHARE_KEYS if key != "denominators"))
    summed = [one.split("+") for one in strings(place, data, "denominators", 1)]
    return ShareOf(
        numerator=string(place, data, "numerator") if "numerator" in data else None,
        denominators=tuple(tuple(metric.strip() for metric in one) for one in summed),
        other_denominators=strings(place, data, "other_denominators", 0),
        unless=tuple(words.lower() for words in strings(place, data, "unless", 0)),
    )


def _load_item(place: str, data: Any) -> Item:
    check_keys(f"{place}, items", data, ("name", "phrases"), ())
    name = string(f"{place}, items", data, "name")
    return Item(name, _phrases(f"{place}, item {name}", data, "phrases", at_least=1))


def _phrases(place: str, data: Mapping[str, Any], key: str, at_least: int = 0) -> tuple[str, ...]:
    phrases = strings(place, data, key, at_least)
    for phrase in phrases:
        try:
            parse_phrase(phrase)
        except PhraseError as error:
            raise CatalogueError(f"{place}, {key}: “{phrase}”", error.problem, error.remedy) from error
    return phrases


def _examples(place: str, data: Mapping[str, Any], key: str, at_least: int = 0) -> tuple[Example, ...]:
    try:
        return tuple(parse_example(sentence) for sentence in strings(place, data, key, at_least))
    except ValueError as error:
        raise CatalogueError(place, f"{key}: {error}", "Mark exactly one number like [[1.234]]") from error
