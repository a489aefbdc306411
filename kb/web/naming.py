"""The metrics that a figure may measure, with their names: what the pages of a figure and of the review offer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kb.review.candidates import Candidates
from kb.web.answer import Row


def named_candidates(candidates: Candidates, metrics: Iterable[Row]) -> list[dict[str, Any]]:
    """Each with its number in the review file, id, names and chance; ``metrics`` are the rows of those ids. A metric
    that the catalogue lost keeps its number and is left out."""
    known = {row["id"]: row for row in metrics}
    numbered = enumerate(candidates, 1)
    return [{**known[name], "at": at, "chance": chance} for at, (name, chance) in numbered if name in known]
