"""What the catalogue says of metrics that arithmetic asks for, as the base keeps it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ShareOf:
    """What a rate is the share of: a count of one of several wholes, each a metric or several that add up; and the
    counts that some take as the whole instead."""

    counted: str
    wholes: tuple[tuple[str, ...], ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Metrics:
    """Of each metric its lowest and highest value and its kind; of rates what they are the share of; and the ranks
    within a region."""

    bounds: Mapping[str, tuple[Decimal, Decimal, str]]
    shares: Mapping[str, ShareOf]
    of_a_region: frozenset[str]


def load_metrics(db: sqlite3.Connection) -> Metrics:
    """The metrics of a base. A rate whose part has no metric of its own is known only by the words beside it."""
    bounds = "select id, low, high, kind from metrics where low is not null and high is not null"
    shares = "select id, share from metrics where share is not null order by id"
    region = "select id from metrics where ranked_among = 'region'"
    read = {metric: json.loads(share) for metric, share in db.execute(shares)}
    return Metrics(
        {row[0]: (Decimal(row[1]), Decimal(row[2]), row[3]) for row in db.execute(bounds)},
        {
            metric: ShareOf(of["numerator"], tuple(map(tuple, of["denominators"])), tuple(of["other_denominators"]))
            for metric, of in read.items()
            if of["numerator"]
        },
        frozenset(row[0] for row in db.execute(region)),
    )
