"""The order of the relations: a document and its figures in, what ties them together out.

They are language alone: no sum is done here. Whether the numbers bear out what the words say is asked by ``kb/check``.
Each relation with its figures stands in the table of :mod:`rules.relations`.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.document import Document
from rules.catalogue import Catalogue
from rules.figure import Figure, Relation
from rules.relations import changes, counts, parts, shares, targets, totals
from rules.relations.passages import read_scene


def find_relations(document: Document, figures: Sequence[Figure], catalogue: Catalogue) -> tuple[Relation, ...]:
    """What the words of a document say about how its figures belong together; each tie once, in the order below."""
    scene = read_scene(document, figures)
    found = [
        # 1. A whole and its parts; a percentage and what it is the share of; a target and its result.
        *parts.find(scene),
        *shares.find(scene, catalogue),
        *targets.find(scene),
        # 2. A change and its two ends.
        *changes.find(scene),
        # 3. Totals of tables, and numbers of things that are listed behind.
        *totals.find(scene),
        *counts.find(scene),
    ]
    return tuple(dict.fromkeys(found))
