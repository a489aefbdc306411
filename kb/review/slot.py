"""The second key of a figure: what it says something about, and in which document, without what it says.

The first key, its id, is made from the sentence: it outlives better rules, and is lost with a reprinted sentence. This
one is made from the fields: it outlives a reprint. Neither holds a value, a row, a page or a run. A slot names a figure
only where it is the only one of its document, at the time it is written down as well as at the time it is looked for.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Mapping

from rules.language.fold import bare_letters

_COLUMNS = ("place", "place_id", "metric_id", "kind", "status", "period", "level", "item", "owner")


def slot_of(fields: Mapping[str, str | None], identity: str) -> str:
    """The slot of a figure with these machine-read fields; empty where it has no metric and so names nothing.

    A province keeps its slot when the merger gives it another id, as ``48-old`` and ``48``.
    """
    if not fields["metric_id"]:
        return ""
    place = (fields["place_id"] or "").removesuffix("-old") or bare_letters(fields["place"] or "")
    rest = (fields[name] or "" for name in ("metric_id", "kind", "status", "period", "level"))
    # Slots that were written down before figures had an owner stay what they are.
    owner = (bare_letters(fields["owner"]),) if fields["owner"] else ()
    # The same slot stands in the base, in a snapshot and in the log.
    return sys.intern("|".join((place, *rest, bare_letters(fields["item"] or ""), *owner, identity)))


class Slots:
    """The slots of a base that name one figure each, document by document as they are asked for."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: dict[str, dict[str, str | None]] = {}

    def of(self, document: str, identity: str) -> Mapping[str, str | None]:
        """The figure of each slot of a document, None where there are several."""
        if document not in self._known:
            found: dict[str, str | None] = {}
            query = f"select id, {', '.join(_COLUMNS)} from figures where document_id = ?"
            for figure, *words in self._db.execute(query, (document,)):
                slot = slot_of(dict(zip(_COLUMNS, words, strict=True)), identity)
                found[slot] = None if slot in found else figure
            found.pop("", None)
            self._known[document] = found
        return self._known[document]
