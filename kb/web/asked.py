"""A question and what a person changed of it in the form: what is asked of the base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from kb.web.asked_nouns import ORDERS, Wanted
from rules.figure import Level
from rules.language.calendar import days_of
from rules.language.numbers import parse_number
from rules.language.provinces import load_places
from rules.questions.bounds import SIGNS, Bound, Sign
from rules.questions.measured import Fit, meant
from rules.questions.places import AskedPlace, place_called
from rules.questions.read import AIMS, Aim, Question, Status

CLEARLY = 0.85
"""A metric that fits less well than this yields to a group of metrics whose very name was typed."""
LEVELS: tuple[Level, ...] = ("province", "district", "commune", "village")
STATUSES: tuple[Status, ...] = ("actual", "target", "forecast")
AS_ASKED = "asked"
"""What an address says where several were read, and all of them are meant."""
CHOICES = ("metric", "place", "at", "level", "ask", "sign", "bound", "status")
"""What an address may change of a question: an empty one takes back what was read."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What is asked, and how sure it is: ``several`` are metrics that fit alike, one of which is to be chosen, and
    ``near`` those that fit in part, where no metric fits whole."""

    wanted: Wanted
    several: tuple[Fit, ...] = ()
    near: tuple[Fit, ...] = ()
    unknown: tuple[str, ...] = ()


def understood(question: Question, changed: Mapping[str, str] | None = None) -> Understood:
    """What is asked; ``changed`` are parameters of the address, by the names of CHOICES."""
    changed = changed or {}
    found = meant(question.fits)
    group = question.group if not found or found[0].score < CLEARLY else None
    wanted = Wanted(
        metrics=() if group else tuple(one.metric for one in found),
        group=group,
        item=found[0].item if found else None,
        places=question.places,
        country=question.country,
        times=question.times,
        aim=question.aim,
        bound=question.bound,
        level=question.level,
        status=question.status,
        which=question.which,
        first_few=question.first_few,
        wider=found[0].wider if found else (),
        which_measured=not question.content,
    )
    wanted = _changed(wanted, changed)
    if wanted.metrics or wanted.group:
        return Understood(wanted)
    sure = tuple(one for one in question.fits if not one.unknown and one.said >= HALF)
    unknown = () if sure or not question.fits else question.fits[0].unknown
    return Understood(wanted, several=sure[:MOST_NEAR], near=() if sure else question.fits[:MOST_NEAR], unknown=unknown)


MOST_NEAR = 8
HALF = 0.4
"""So much of a metric's name must be said for it to be offered."""


def wanted_of(question: Question) -> Wanted:
    """What a question asks of the base, nothing changed."""
    return understood(question).wanted


def _changed(wanted: Wanted, changed: Mapping[str, str]) -> Wanted:
    given = {name: changed[name] for name in CHOICES if changed.get(name, AS_ASKED) != AS_ASKED}
    if given.get("metric"):
        wanted = replace(wanted, metrics=(given["metric"],), group=None)
    if "place" in given:
        wanted = replace(wanted, places=tuple(filter(None, [place_of(given["place"])])), country=False)
    if "at" in given:
        wanted = replace(wanted, times=(given["at"],) if days_of(given["at"]) else ())
    if "level" in given:
        wanted = replace(wanted, level=next((one for one in LEVELS if one == given["level"]), None))
    if given.get("status") in STATUSES:
        wanted = replace(wanted, status=cast(Status, given["status"]))
    if given.get("ask") in AIMS:
        wanted = replace(wanted, aim=cast(Aim, given["ask"]))
    if "bound" in given:
        wanted = replace(wanted, bound=_bound(given, wanted.bound))
    if wanted.aim == "reach" and wanted.bound is None:
        wanted = replace(wanted, aim="value")
    if wanted.places and wanted.aim in ORDERS and "place" in given:
        wanted = replace(wanted, aim="value")
    return wanted


def place_of(place_id: str) -> AskedPlace | None:
    """The province of an id, by its name: that of today and the former one of the same name."""
    name = next((place.name for place in load_places() if place.id == place_id and place.kind != "country"), None)
    return place_called(name) if name is not None else None


def _bound(given: Mapping[str, str], before: Bound | None) -> Bound | None:
    read = parse_number(given["bound"].strip().rstrip("%").strip())
    if read is None:
        return None
    sign = cast(Sign, given["sign"]) if given.get("sign") in SIGNS else before.sign if before else ">="
    percent = given["bound"].strip().endswith("%") or (before.percent if before else False)
    return Bound(sign, read[0], percent, 0, 0)
