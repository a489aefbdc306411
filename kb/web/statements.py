"""Statements as sentences, in both languages, as HTML with links or as plain text: what a page and a terminal show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from kb.ask.value_words import row_label
from kb.web.answer import labels_for, own_words
from kb.web.asked_nouns import Answer, Listed, Statement, Told
from kb.web.comparison import Row
from kb.web.language import Words
from kb.web.merging import Territory
from rules.questions.bounds import Bound
from rules.questions.places import AskedPlace

NOTHING = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is shown; ``remark``: it only adds to the one before."""

    text: str
    remark: bool


class Speaker:
    """Says statements in a language. ``link`` makes the address of a page of ours; None: plain text is wanted."""

    def __init__(
        self, said: Words, territory: Territory, sources: Mapping[str, Row], link: Callable[..., str] | None
    ) -> None:
        self.said = said
        self.labels = labels_for(said.language)
        self.territory = territory
        self.sources = sources
        self.link = link

    def sentence(self, one: Statement) -> Sentence:
        """A statement as a sentence."""
        filled = {name: self._piece(name, value) for name, value in one.given.items()}
        if one.given.get("status", "actual") != "actual":
            filled["metric"] = self._put(f"asked.metric_{one.given['status']}", metric=filled["metric"])
        if isinstance(row := one.given.get("value"), dict):
            filled["period"] = self._period(row)
        if self.link is None:
            return Sentence(self.said(f"asked.{one.key}", **filled), one.remark)
        return Sentence(self.said.html(f"asked.{one.key}", **filled), one.remark)

    def _piece(self, name: str, value: Any) -> str:
        match name, value:
            case "metric", dict():
                return self._text(_small(value[f"name_{self.said.language}"]))
            case "side", (item, level):
                return self._side(item, level)
            case "when", _:
                return self._when(value)
            case "values", tuple():
                return self._join([self._of_list(row) for row in value])
            case "series", tuple():
                return self._join([self._of_series(row) for row in value])
            case "source", dict():
                return self._source(value)
            case "more", int():
                return self.said("asked.and_more", n=value) if value else NOTHING
            case "bound", Bound():
                return self._text(self._bound(value))
            case _, ("place", row):
                return self._place(row)
            case _, ("asked", AskedPlace() as place):
                return self._asked(place)
            case _, ("differ", row):
                return self._differ(row)
            case _, ("level", level):
                return self._text(self.said[f"asked.each_{level}"])
            case _, ("levels", levels):
                return self._text(", ".join(self._level(level) for level in levels))
            case _, ("period", period):
                return self._text(self.labels.period_label(period) or self.said["compare.no_period"])
            case _, ("day", day):
                return self._text(self.labels.date_label(day))
            case _, dict():
                return self._value(value)
            case _, int():
                return str(self.labels.decimal_label(value))
        return self._text(str(value))

    def _text(self, text: str) -> str:
        return text if self.link is None else escape(text)

    def _side(self, item: str | None, level: str | None) -> str:
        parts = [self._own(item)] if item else []
        parts += [self._text(self._level(level))] if level else []
        return self._put("asked.of_side", side=self._join(parts)) if parts else NOTHING

    def _level(self, level: str | None) -> str:
        return str(self.labels.LEVELS.get(level, level)) if level else self.said["compare.whole"]

    def _when(self, time: str | None) -> str:
        return self._text(" " + self.said("asked.when", time=self.labels.period_label(time))) if time else NOTHING

    def _put(self, key: str, **given: str) -> str:
        return self.said(key, **given) if self.link is None else self.said.html(key, **given)

    def _own(self, text: object) -> str:
        return str(text) if self.link is None else own_words(text, self.said.language)

    def _value(self, row: Row) -> str:
        label = row_label(row, self.labels)
        if self.link is None or not row.get("figure_id"):
            return self._text(label)
        address = self.link(f"/figure/{row['figure_id']}")
        return Markup('<a class="value" href="{}">{}</a>').format(address, label)

    def _period(self, row: Row) -> str:
        return self._text(self.labels.period_label(row["period_effective"]) or self.said["compare.no_period"])

    def _of_list(self, row: Row) -> str:
        key = "asked.one_unsure" if row["doubt"] else "asked.one"
        return self._put(key, place=self._place(row), value=self._value(row), period=self._period(row))

    def _of_series(self, row: Row) -> str:
        period = self._period(row)
        if self.territory.is_former(row["place_id"]):
            period = self._put("asked.former", place=period)
        return self._put(
            "asked.of_period_unsure" if row["doubt"] else "asked.of_period", period=period, value=self._value(row)
        )

    def _place(self, row: Row) -> str:
        name = self.territory.name(row["place_id"])
        label = self._own(name)
        if self.link is not None:
            label = Markup('<a href="{}">{}</a>').format(self.link(f"/province/{row['place_id']}"), label)
        return self._put("asked.former", place=label) if self.territory.is_former(row["place_id"]) else label

    def _asked(self, place: AskedPlace) -> str:
        if self.link is None:
            return place.name
        address = self.link(f"/province/{place.new or place.old}")
        return Markup('<a href="{}">{}</a>').format(address, self._own(place.name))

    def _differ(self, row: Row) -> str:
        if self.link is None:
            return str(row["numbers"])
        asked = {name: row[name] for name in ("item", "level", "status")}
        more = {"place": row["place_id"], "period": row["period_effective"], **asked}
        return Markup('<a href="{}">{}</a>').format(self.link(f"/differ/{row['metric_id']}", **more), row["numbers"])

    def _source(self, row: Row) -> str:
        if "parts" in row or row.get("figure_id") not in self.sources:
            return NOTHING
        source = self.sources[row["figure_id"]]
        page = f", {self.said('shared.page', n=source['page'])}" if source["page"] else ""
        if self.link is None:
            return f"{source['filename']}{page}"
        address = self.link(f"/document/{source['document_id']}", at=row["figure_id"]) + f"#f-{row['figure_id']}"
        return Markup('<a href="{}">{}</a>{}').format(address, self._own(source["filename"]), page)

    def _bound(self, bound: Bound) -> str:
        amount = self.labels.amount_label(_plain(bound.value), "%" if bound.percent else "")
        return self.said(f"bound.{_NAMED[bound.sign]}", value=amount)

    def _join(self, parts: Sequence[str]) -> str:
        return "; ".join(parts) if self.link is None else Markup("; ").join(parts)


_NAMED = {">": "over", ">=": "at_least", "<": "under", "<=": "at_most", "=": "exactly"}


def list_sentence(listed: Listed, said: Words) -> str:
    """What a list that answers holds, in a sentence."""
    decimal = labels_for(said.language).decimal_label
    return said(f"asked.list_{listed.name}", **listed.given, **{key: decimal(n) for key, n in listed.counts.items()})


def spoken(answer: Answer, speaker: Speaker) -> list[tuple[Told, list[Sentence]]]:
    """What is said of each metric, as sentences."""
    return [(one, [speaker.sentence(said) for said in one.statements]) for one in answer.told]


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _small(name: str) -> str:
    """A name in the middle of a sentence: ``Số trạm`` is ``số trạm``, an abbreviation keeps its capitals."""
    first = name.split(" ", 1)[0]
    return name if sum(letter.isupper() for letter in first) > 1 else name[:1].lower() + name[1:]
