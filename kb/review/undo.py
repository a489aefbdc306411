"""Taking back what was decided: a whole batch, one event, or what no longer finds its figure. Nothing is deleted."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.document import SolieuError
from kb.review.log import ADDED, Event, event_id, reversed_events
from kb.versions import solieu_version

_PAIR = ("place", "place_id")


def chosen(events: Sequence[Event], what: str) -> list[Event]:
    """The events of a batch, or the event with its twins, that still hold. Raises SolieuError where there are none.

    A place and its id change together, and a figure that was added goes with all that its row said of it.
    """
    undone = reversed_events(events)
    found = [event for event in events if event.batch == what]
    for event in events:
        if event.event == what:
            found += [other for other in events if other is event or _twins(event, other)]
    if not found:
        known = {event.event for event in events} | {event.batch for event in events}
        near = difflib.get_close_matches(what, known, n=1, cutoff=0.6)
        remedy = f"Perhaps {near[0]} is meant" if near else "solieu review log lists them"
        raise SolieuError(what, "there is no such batch or event", remedy)
    holding = [event for event in found if event.event not in undone]
    if not holding:
        raise SolieuError(what, "it is taken back already", "solieu review log shows by which event")
    return holding


def taking_back(events: Iterable[Event], at: str, reviewer: str, reason: str, batch: str = "") -> tuple[Event, ...]:
    """New events that take these back."""
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
        )
        for event in some
    )


def _twins(event: Event, other: Event) -> bool:
    if (other.batch, other.figure_id, other.at) != (event.batch, event.figure_id, event.at):
        return False
    return event.field == ADDED or (event.field in _PAIR and other.field in _PAIR)
