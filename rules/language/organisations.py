"""Which organisations a text names: departments, operators, banks by their table, schools and companies by their form.

``organisations.tsv`` holds the names that are the same all over the country, with their other spellings (``Sở TT&TT``);
what begins as a name of an organisation does (``Trường THPT Lê Lợi``) is one as printed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, get_args

from rules.language.fold import toned
from rules.language.letters import ACRONYMS, CAPITALS, ITEMS
from rules.language.provinces import provinces_in
from rules.language.wording import Wording
from rules.strict_toml import CatalogueError

ORGANISATIONS_FILE = Path(__file__).parent / "organisations.tsv"
OrganisationKind = Literal["department", "authority", "central", "party", "operator", "bank", "company"]

_KINDS: tuple[OrganisationKind, ...] = get_args(OrganisationKind)
_SEVERAL = Wording(r"\b{plural}\s+$")
_TOKEN = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"\s?[,&/–-]?\s?")
_PROPER = rf"[{CAPITALS}][\w’']*(?:\s?[-–&]?\s?[{CAPITALS}][\w’']*){{0,7}}"
_OPEN = Wording(
    rf"\b{{organisation_heads}}(?:\s+{{organisation_types}}\b)*(?:\s+(?!{{organisation_types}}\b){_PROPER})?"
    rf"(?:\s+{{branch_of}}\b(?:\s+{_PROPER})?)?",
    re.NOFLAG,
)
_NO_NAME = Wording(r"{organisation_heads}(?:\s+{organisation_types}\b)*", re.NOFLAG)
_BRANCH = Wording(r"[\s–-]+{branch_of}\b(?:\s+{branch_of}\b)*", re.NOFLAG)
_GAP = re.compile(r"[\s–-]+")
_LIST_MARK = re.compile(rf"\s*(?:[-+•*–]\s*|\(?\d+(?:\.\d+)*[.)]?\s+|[{ITEMS}]\)\s*|[{ACRONYMS}]+\.\s*)?")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation in a text: its offsets, ``name`` as the table has it or as printed. An organ of a province ends
    before the province's name (``Sở Y tế`` of ``Sở Y tế Sơn La``), of all others the place is part of the name."""

    start: int
    end: int
    name: str
    kind: OrganisationKind


@lru_cache(maxsize=8_192)
def organisations_in(text: str) -> tuple[Organisation, ...]:
    """The organisations named in a text in order, none inside another."""
    # sorting keeps what the table knows before what only has the form of a name
    found = sorted((*_of_the_table(text), *_by_their_form(text)), key=lambda one: one.start)
    out: list[Organisation] = []
    for one in found:
        if not out or one.start >= out[-1].end:
            out.append(one)
    return tuple(out)


def named_alone(text: str) -> str | None:
    """The organisation that a cell or a heading names and says nothing else (``2. Sở Y tế tỉnh``), or None."""
    start = _LIST_MARK.match(text).end()  # type: ignore[union-attr]
    named = organisations_in(text)
    if not named or named[0].start != start:
        return None
    end = _place_behind(text, named[0].end)
    return named[0].name if not text[end:].strip(" .:;*") else None


def organisation_kind(name: str) -> OrganisationKind | None:
    """What kind of organisation the table has under a name, None where it has none."""
    words = tuple(toned(word) for word in _TOKEN.findall(name))
    return (
        next((kind for spelling, _, kind in _names().get(words[0], ()) if spelling == words), None) if words else None
    )


@lru_cache(maxsize=512)
def without_organisations(text: str) -> str:
    """The text with the names of organisations blotted out, so that no place is read in them: of the same length."""
    for one in organisations_in(text):
        text = text[: one.start] + "·" * (one.end - one.start) + text[one.end :]
    return text


def _of_the_table(text: str) -> list[Organisation]:
    names = _names()
    tokens = [(m.start(), m.end(), toned(m.group())) for m in _TOKEN.finditer(text)]
    found: list[Organisation] = []
    at = 0
    while at < len(tokens):
        start, _, word = tokens[at]
        best: tuple[int, str, OrganisationKind] | None = None
        for words, name, kind in names.get(word, ()):
            upto = at + len(words)
            if upto > len(tokens) or any(tokens[at + i][2] != w for i, w in enumerate(words)):
                continue
            if all(_BETWEEN.fullmatch(text, tokens[i][1], tokens[i + 1][0]) for i in range(at, upto - 1)):
                best = (upto, name, kind)
                break
        if best is None or not _is_written_as_a_name(text, tokens, at) or _SEVERAL.search(text[:start][-12:]):
            at += 1
            continue
        upto, name, kind = best
        end = tokens[upto - 1][1]
        if kind not in ("department", "authority", "party"):
            end = _place_behind(text, end)
        found.append(Organisation(start, end, name, kind))
        at = upto
    return found


def _is_written_as_a_name(text: str, tokens: list[tuple[int, int, str]], at: int) -> bool:
    """``sở Y tế`` is written small in a sentence; ``viettel`` and ``công an tỉnh`` are left alone."""
    return text[tokens[at][0]].isupper() or (at + 1 < len(tokens) and text[tokens[at + 1][0]].isupper())


def _by_their_form(text: str) -> list[Organisation]:
    found: list[Organisation] = []
    for match in _OPEN.finditer(text):
        if _NO_NAME.fullmatch(match.group()):
            continue
        end = _place_behind(text, match.end())
        found.append(Organisation(match.start(), end, " ".join(text[match.start() : end].split()), "company"))
    return found


def _place_behind(text: str, end: int) -> int:
    """The end of ``tỉnh Sơn La``, ``chi nhánh Sơn La`` or ``Sơn La`` behind an organisation's name."""
    branch = _BRANCH.match(text, end)
    end = branch.end() if branch else end
    gap = _GAP.match(text, end)
    if gap:
        province = next((e for s, e, _ in provinces_in(text[gap.end() : gap.end() + 40]) if s == 0), None)
        if province:
            return gap.end() + province
    return end


@cache
def _names() -> Mapping[str, tuple[tuple[tuple[str, ...], str, OrganisationKind], ...]]:
    """The spellings of the table by their first word, the longest first. CatalogueError where a kind is unknown or a
    spelling stands for two organisations."""
    table: dict[str, list[tuple[tuple[str, ...], str, OrganisationKind]]] = {}
    seen: dict[tuple[str, ...], str] = {}
    lines = [line for line in ORGANISATIONS_FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        kind = next((one for one in _KINDS if one == row["kind"]), None)
        if kind is None:
            kinds = ", ".join(_KINDS)
            raise CatalogueError(f"{ORGANISATIONS_FILE.name}, {row['name']}", f"{row['kind']} is no kind", kinds)
        for spelling in (row["name"], *filter(None, (one.strip() for one in row["aliases"].split(";")))):
            words = tuple(toned(word) for word in _TOKEN.findall(spelling))
            if seen.setdefault(words, row["name"]) != row["name"]:
                raise CatalogueError(
                    f"{ORGANISATIONS_FILE.name}, {row['name']}", f"{spelling} is also {seen[words]}", "Take one out"
                )
            table.setdefault(words[0], []).append((words, row["name"], kind))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in table.items()}
