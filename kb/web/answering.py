"""What the base says to a question: statements, each with the figures that bear it, and what cannot be said and why.

Nothing is said that no figure says. Values are chosen as comparisons choose them (:mod:`kb.web.comparison`): of one
level and status, sure before doubtful, and a doubtful one is never said without the word.
"""

from __future__ import annotations

import sqlite3

from kb.web.asked_nouns import ORDERS, Answer, Told, Wanted, rows_in
from kb.web.asking_all import OfAll
from kb.web.asking_lists import listed
from kb.web.asking_metric import AskedBase, OneMetric
from kb.web.asking_places import OfPlaces
from kb.web.comparison import Row


def answer(db: sqlite3.Connection, wanted: Wanted) -> Answer:
    """The answer to a question; empty where it names no metric that there is."""
    base = AskedBase(db)
    if (found := listed(base.ask, wanted)) is not None:
        return Answer(listed=found)
    told = [_told(base, metric, wanted) for metric in base.metrics(wanted)]
    if any(one.known for one in told):
        told = [one for one in told if one.known]
    ids = {row["figure_id"] for one in told for said in one.statements for row in rows_in(said)}
    return Answer(tuple(told), base.sources(sorted(filter(None, ids))))


def _told(base: AskedBase, metric: Row, wanted: Wanted) -> Told:
    named = wanted.country or (wanted.places and wanted.aim not in ("reach", *ORDERS))
    one: OfPlaces | OfAll = (OfPlaces if named else OfAll)(base, metric, wanted)
    if wanted.level and one.side[1] != wanted.level:
        _no_level(one, wanted)
    elif wanted.aim == "conflicts":
        one.say_conflicts()
    else:
        one.tell()
        if wanted.wider and one.known:
            one.say("wider", remark=True, words=", ".join(wanted.wider))
    return one.told()


def _no_level(one: OneMetric, wanted: Wanted) -> None:
    """That the metric is not told by the level that is asked for, and by which it is."""
    levels = sorted({row["level"] for row in one.counts if row["status"] == wanted.status}, key=str)
    one.say("no_level", wanted=("level", wanted.level))
    if levels:
        one.say("other_levels", remark=True, levels=("levels", tuple(levels)))
