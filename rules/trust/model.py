"""What signs weigh: a logistic model for each thing that may be wrong with a figure, in ``model.toml``, which ``solieu
score --calibrate`` writes and a person can read.

A chance is ``1 / (1 + exp(-(bias + the weights of the signs)))``. A sign that the model does not know weighs nothing:
it was seen in too few documents to say what it means.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rules.strict_toml import CatalogueError, check_keys, load_toml

FILE = Path(__file__).parent / "model.toml"
FIELDS = ("unit", "kind", "status", "level", "place", "period", "metric")
"""The fields whose own chance is worked out; the value is hardly ever wrong where a figure is one."""
UNNAMED = "unnamed"
"""That a figure without a metric rightly has none."""
TARGETS = ("record", *FIELDS, UNNAMED)
"""``record``: all of a figure is right but for its metric and its period, and it is a figure at all."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign adds to the logarithm of the odds, from ``bias`` on."""

    bias: float
    signs: Mapping[str, float]

    def chance(self, signs: Collection[str]) -> float:
        """How likely what these weights are about is right where these signs are, from 0 to 1."""
        # Added up exactly: signs are a set, and its order is another in each process.
        odds = math.fsum((self.bias, *(self.signs.get(sign, 0.0) for sign in signs)))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of each target, and what was measured of them on documents that they had not been fitted on."""

    weights: Mapping[str, Weights]
    measured: Mapping[str, Mapping[str, float]]

    def chance(self, target: str, signs: Collection[str]) -> float:
        """How likely a target of TARGETS is right, from 0 to 1. KeyError on any other."""
        return self.weights[target].chance(signs)


def load_model(path: Path = FILE) -> Model:
    """The model of a file; CatalogueError names the key that is unknown, missing or no number."""
    data = load_toml(path)
    check_keys(path.name, data, TARGETS, ())
    return Model(
        MappingProxyType({target: _weights(f"{path.name}, {target}", data[target]) for target in TARGETS}),
        MappingProxyType({target: _numbers(f"{path.name}, {target}", data[target], "measured") for target in TARGETS}),
    )


@cache
def model() -> Model:
    """The model that the rules come with."""
    return load_model()


def _weights(place: str, table: Any) -> Weights:
    if not isinstance(table, dict):
        raise CatalogueError(place, "it is no table", "Fit anew with solieu score --calibrate")
    check_keys(place, table, ("bias", "measured", "signs"), ())
    bias = table["bias"]
    if not _is_number(bias):
        raise CatalogueError(place, f"the bias {bias!r} is no number", "Fit anew with solieu score --calibrate")
    return Weights(float(bias), _numbers(place, table, "signs"))


def _numbers(place: str, table: Mapping[str, Any], key: str) -> Mapping[str, float]:
    given = table[key]
    if not isinstance(given, dict) or not all(_is_number(value) for value in given.values()):
        raise CatalogueError(place, f"{key} is no table of numbers", "Fit anew with solieu score --calibrate")
    return MappingProxyType({name: float(value) for name, value in given.items()})


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
