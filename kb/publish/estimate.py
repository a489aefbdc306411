"""How many pages a static copy would have and how large they would be, told from a few of each kind."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx

from kb.publish.addresses import ORIGIN, Address
from kb.web.language import LANGUAGES
from kb.web.serve import datasette

SOME = 8
"""So many pages of a kind are looked at, from all over the base."""
_KINDS = {
    "/figure/": "select id from figures_final order by id",
    "/document/": "select id from documents order by id",
    "/compare/": "select distinct metric_id from compare order by metric_id",
    "/province/": "select distinct place_id from figures_final where place_id is not null order by place_id",
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """At least so many pages, and their size in bytes. What of a comparison is chosen (a year, a tab), and pages of
    what the base does not speak of, come on top."""

    pages: int
    bytes: int


def estimated(base: Path) -> Estimate:
    """Look at some pages of a base, as they would be copied."""
    pages, size = 0, 0.0
    with closing(sqlite3.connect(f"{base.absolute().as_uri()}?mode=ro", uri=True)) as db:
        for path, query in _KINDS.items():
            ids = [str(one) for (one,) in db.execute(query)]
            some = ids[:: max(1, len(ids) // SOME)][:SOME]
            if some:
                mean = asyncio.run(_mean(base, [Address(path + one) for one in some]))
                pages += len(LANGUAGES) * len(ids)
                size += len(LANGUAGES) * len(ids) * mean
    return Estimate(pages, int(size))


async def _mean(base: Path, some: list[Address]) -> float:
    """The mean size of some pages."""
    transport = httpx.ASGITransport(app=datasette(base).app())
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, timeout=None) as client:
        return sum([len((await client.get(one.asked)).content) for one in some]) / len(some)
