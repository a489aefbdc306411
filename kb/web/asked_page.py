"""What stands above the hits of a search: the answer to what was asked, and the form that changes what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from datasette.utils.asgi import Request

from kb.web import queries_asking, queries_compare
from kb.web.answer import Row, ask, connection_of, labels_for
from kb.web.answering import answer
from kb.web.asked import AS_ASKED, CHOICES, LEVELS, STATUSES, Understood, understood
from kb.web.asked_nouns import Answer, Wanted
from kb.web.language import Words, words
from kb.web.merging import Territory
from kb.web.site import Site
from kb.web.statements import Speaker, list_sentence, spoken
from rules.questions.bounds import SIGNS
from rules.questions.read import Aim, Question, read_question

AIMS: tuple[Aim, ...] = ("value", "most", "least", "best", "worst", "reach", "rank", "over_time")
"""What the form offers; the rest have pages of their own."""
Option = tuple[str, str, bool]
"""A value, what it is called, and whether it is chosen."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer, for the page."""

    question: Question
    understood: Understood
    answer: Answer
    context: Mapping[str, Any]


async def asked(datasette: Site, request: Request, typed: str) -> Asked:
    """The question that was typed, changed as the address says, and the answer of the base."""
    said = words(request)
    question = read_question(typed, datetime.now(UTC).year)
    changed = {name: request.args.get(name) for name in CHOICES if name in request.args}
    read = understood(question, changed)
    territory = Territory(await ask(datasette, queries_compare.PLACES))
    found = answer(connection_of(datasette), read.wanted)
    speaker = Speaker(said, territory, found.sources, lambda path, **more: datasette.urls.path(said.link(path, **more)))
    names = {row["id"]: row for row in await ask(datasette, queries_compare.METRIC_LIST)}
    context = {
        "question": question,
        "read": read,
        "answer": found,
        "told": spoken(found, speaker),
        "listed": found.listed,
        "list_sentence": list_sentence(found.listed, said) if found.listed else "",
        "several": [names[one.metric] for one in read.several if one.metric in names],
        "near": [names[one.metric] for one in read.near if one.metric in names],
        "group": next((row for row in names.values() if row["group_id"] == read.wanted.group), None),
        "place": next((one.new or one.old for one in read.wanted.places), None),
        "chosen_metric": read.wanted.metrics[0] if len(read.wanted.metrics) == 1 else "",
        "form": await _form(datasette, said, question, read, territory, names),
        "kept": {name: value for name, value in changed.items() if value is not None},
    }
    return Asked(question, read, found, context)


async def _form(
    datasette: Site, said: Words, question: Question, read: Understood, territory: Territory, names: Mapping[str, Row]
) -> dict[str, list[Option]]:
    wanted = read.wanted
    levels = labels_for(said.language).LEVELS
    ids = dict.fromkeys([*wanted.metrics, *(one.metric for one in question.fits)])
    metrics = [(one, names[one][f"name_{said.language}"]) for one in ids if one in names]
    return {
        "metric": _options(metrics, wanted.metrics, said["asked.all_fitting"]),
        "place": _places(said, wanted, territory),
        "at": await _times(datasette, said, wanted),
        "level": _options(
            [("", said["asked.every_level"]), *((one, levels[one]) for one in LEVELS)],
            [wanted.level or ""],
        ),
        "ask": _options([(one, said[f"aim.{one}"]) for one in AIMS], [wanted.aim]),
        "sign": _options([(one, one) for one in SIGNS], [wanted.bound.sign if wanted.bound else ">="]),
        "status": _options([(one, said[f"asked.status_{one}"]) for one in STATUSES], [wanted.status]),
    }  # fmt: skip


def _options(values: Sequence[tuple[str, str]], chosen: Sequence[str], several: str = "") -> list[Option]:
    """The values of a control; where several are chosen at once one more stands for them."""
    if len(chosen) > 1 or (several and not chosen):
        return [(AS_ASKED, several, True), *((value, label, False) for value, label in values)]
    return [(value, label, value in chosen) for value, label in values]


def _places(said: Words, wanted: Wanted, territory: Territory) -> list[Option]:
    ids: dict[str, str] = {}
    for place in territory.places.values():
        if place["kind"] != "country" and (place["name"] not in ids or not place["id"].endswith("-old")):
            ids[place["name"]] = place["id"]
    values = [("", said["asked.every_place"]), *((place_id, name) for name, place_id in ids.items())]
    chosen = [ids[one.name] for one in wanted.places if one.name in ids] or [""]
    return _options(values, chosen, ", ".join(one.name for one in wanted.places) or said["asked.every_place"])


async def _times(datasette: Site, said: Words, wanted: Wanted) -> list[Option]:
    years: dict[str, None] = {}
    for metric in wanted.metrics:
        rows = await ask(datasette, queries_asking.YEARS, metric=metric)
        years.update(dict.fromkeys(row["year"] for row in rows))
    years.update(dict.fromkeys(wanted.times))
    values = [("", said["asked.every_time"]), *((year, year) for year in sorted(years, reverse=True))]
    return _options(values, list(wanted.times) or [""], ", ".join(wanted.times) or said["asked.every_time"])
