"""The provinces before and after the merger of 2025, as ``provinces.tsv`` has them: one table for rules and base.

Needs no language model, so that a build with nothing to read can name places without loading one.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PROVINCES_FILE = Path(__file__).parent / "provinces.tsv"


@dataclass(frozen=True, slots=True)
class Place:
    """A province, a city or the country: ``id`` has ``-old`` where it is one of the 63; ``valid_from`` and ``valid_to``
    are ISO days, None where it has none in the table; ``merged_into`` is the id of the place of today."""

    id: str
    code: str
    name: str
    full_name: str
    kind: str
    valid_from: str | None
    valid_to: str | None
    merged_into: str | None
    aliases: tuple[str, ...]

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way in which its name is written, the bare name first."""
        return tuple(dict.fromkeys((self.name, self.full_name, *self.aliases)))


@lru_cache(maxsize=1)
def load_places(path: Path = PROVINCES_FILE) -> tuple[Place, ...]:
    """All places in the order of the table; the source is named in its comment lines."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return tuple(
        Place(
            id=row["id"],
            code=row["code"],
            name=row["name"],
            full_name=row["full_name"],
            kind=row["kind"],
            valid_from=row["valid_from"] or None,
            valid_to=row["valid_to"] or None,
            merged_into=row["merged_into"] or None,
            aliases=tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip()),
        )
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    )
