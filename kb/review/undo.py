"""Taking back what was decided: a file that was handed in, a person's part of it, a row, one event, or what no longer
finds its figure. Nothing is deleted."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extract.document import SolieuError
from kb.review.log import ADDED, Event, event_id, reversed_events
from kb.versions import solieu_version
from rules.language.fold import bare_letters

_PAIR = ("place", "place_id")


@dataclass(frozen=True, slots=True)
class Taken:
    """What to take back: ``what`` names a hand-in, an export or an event (empty: of all), ``whose`` keeps only what
    this person decided, ``row`` only what stood in this row of its file; ``whole`` where an export came back in several
    files, and all of them are meant."""

    what: str = ""
    whose: str = ""
    row: int | None = None
    whole: bool = False


def chosen(events: Sequence[Event], taken: Taken) -> list[Event]:
    """The events to take back, those that still hold. Raises SolieuError where there are none, and where an export came
    back in several files.

    A place and its id change together, and a figure that was added goes with all that its row said of it.
    """
    undone = reversed_events(events)
    found = _named(events, taken)
    if taken.whose:
        found = [event for event in found if bare_letters(event.reviewer) == bare_letters(taken.whose)]
    if taken.row is not None:
        found = [event for event in found if event.row == taken.row]
    named = " ".join(filter(None, (taken.what, taken.whose, f"row {taken.row}" if taken.row is not None else "")))
    if not found:
        raise SolieuError(named, "nobody decided anything like that", "solieu review log lists what was decided")
    holding = [event for event in found if event.event not in undone]
    if not holding:
        raise SolieuError(named, "it is taken back already", "solieu review log shows by which event")
    return holding


def _named(events: Sequence[Event], taken: Taken) -> list[Event]:
    what = taken.what
    if not what:
        return [event for event in events if not event.reverses]
    found = [event for event in events if what in (event.batch, event.handed_in)]
    for event in events:
        if event.event == what:
            found += [other for other in events if other is event or _twins(event, other)]
    if not found:
        known = {name for event in events for name in (event.event, event.batch, event.handed_in)}
        near = difflib.get_close_matches(what, known, n=1, cutoff=0.6)
        remedy = f"Perhaps {near[0]} is meant" if near else "solieu review log lists them"
        raise SolieuError(what, "there is no such hand-in, batch or event", remedy)
    files = {event.handed_in: event.reviewer or "?" for event in found}
    if len(files) > 1 and not (taken.whole or taken.whose):
        problem = f"this export came back in {len(files)} files, of other people's work perhaps"
        listed = ", ".join(f"{name} ({who})" for name, who in files.items())
        raise SolieuError(what, problem, f"Name one of them, {listed}, or add --whole for all")
    return found


def taking_back(
    events: Iterable[Event], at: str, reviewer: str, reason: str, batch: str = "", hand_in: str = ""
) -> tuple[Event, ...]:
    """New events that take these back, as a batch of their own unless they came with a file."""
    some = list(events)
    batch = batch or "U-" + event_id(",".join(event.event for event in some[:1]), "", "", "", at)[2:14]
    version = solieu_version()
    return tuple(
        replace(
            event,
            event=event_id(batch, event.figure_id, event.event, event.old, at),
            batch=batch,
            old=event.new,
            new=event.old,
            reason=reason,
            reviewer=reviewer,
            at=at,
            version=version,
            reverses=event.event,
            seen={},
            hand_in=hand_in,
            group="",
            document={},
        )
        for event in some
    )


def _twins(event: Event, other: Event) -> bool:
    if (other.handed_in, other.figure_id, other.at) != (event.handed_in, event.figure_id, event.at):
        return False
    return event.field == ADDED or (event.field in _PAIR and other.field in _PAIR)
