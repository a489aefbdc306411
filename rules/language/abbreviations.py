"""Abbreviations that officials use without saying what they mean (``DVCTT``): ``lexicon/abbreviations.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from rules.strict_toml import CatalogueError, check_keys, load_toml

ABBREVIATIONS_FILE = Path(__file__).parent / "lexicon" / "abbreviations.toml"


@lru_cache(maxsize=8)
def load_abbreviations(path: Path = ABBREVIATIONS_FILE) -> Mapping[str, str]:
    """Load abbreviation -> full words (``DVCTT`` -> ``dịch vụ công trực tuyến``). Raises CatalogueError."""
    data = load_toml(path)
    check_keys(path.name, data, ("abbreviations",), ())
    for short, full in data["abbreviations"].items():
        if not isinstance(full, str) or not full.strip():
            raise CatalogueError(f"{path.name}, {short}", "its full words are missing", "Write them in quotes")
    return MappingProxyType(dict(data["abbreviations"]))
