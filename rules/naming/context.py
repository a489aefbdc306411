"""The words around a figure at three heights: its own, those near it, and all that stand above it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rules.draft import Draft
from rules.figure import MONEY
from rules.language.letters import CELL_GAP
from rules.language.organisations import named_alone
from rules.language.places import opening_place
from rules.language.province_rows import province_cell
from rules.naming.terms import pairs_of, words_of
from rules.scene import Scene

MOST_OWN = 160
"""How many letters on each side of a number its own words may take."""
HEADINGS = 3
MODIFIERS = 5
"""How many syllables behind a counted noun say which of them are counted."""
_PAUSE = re.compile(r"[,;:.()\n]")


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """Terms of a figure's ``own`` words (its claim; its row's name and headers), of those ``near`` it (its sentence,
    the lead of its list, its section and caption) and of ``all`` that stand above it; each holds the one before.
    They stand in the order of the text: weights are added up in it, the same in every process.
    ``own_text``, ``near_text`` and ``above_text`` are the words of each height without those of the height before.
    ``modifiers`` are the syllables right behind number and unit, which tell a subset (``38 hộ nuôi trồng``);
    ``counted`` those of the unit where things are counted, ``row`` and ``header`` those of a cell. ``heights`` are the
    texts as they stand, the nearest first."""

    own: Mapping[str, None]
    near: Mapping[str, None]
    all: Mapping[str, None]
    own_text: str
    near_text: str
    above_text: str
    modifiers: tuple[str, ...]
    counted: tuple[str, ...]
    row: tuple[str, ...]
    header: tuple[str, ...]
    heights: tuple[tuple[str, ...], ...]


def context_of(draft: Draft, scene: Scene) -> Context:
    """The context of a figure."""
    cell = draft.cell
    row = header = ""
    if cell is not None and cell.is_value:
        row, header = "" if names_who(cell.row_name) else cell.row_name, cell.header
        own = [row, header]
        near = [cell.section, cell.caption, cell.unit.name if cell.unit else ""]
        above = [cell.all_headers]
    else:
        unit = "" if draft.unit in ("%", MONEY) else draft.unit
        own = [draft.words(draft.claim.before)[-MOST_OWN:], unit, draft.words(draft.claim.behind)[:MOST_OWN]]
        near = [draft.sentence, scene.lead]
        above = []
        if cell is not None:
            near += [cell.row_name, cell.header]
            above += [cell.section, cell.caption]
    if scene.bearer is not None:
        near.append(scene.bearer.sentence)
    headings = (*scene.trail, scene.stage.title)
    counted = draft.unit if draft.kind == "count" else ""
    return _context(
        tuple(own), tuple(near), tuple(above), headings, draft.text if cell is None else "", row, header, counted,
        _modifiers(draft),
    )  # fmt: skip


@lru_cache(maxsize=2_048)
def _context(
    own: tuple[str, ...],
    near: tuple[str, ...],
    above: tuple[str, ...],
    headings: tuple[str, ...],
    block: str,
    row: str,
    header: str,
    counted: str,
    modifiers: tuple[str, ...],
) -> Context:
    """The context that these texts make: the same one for all cells of a column whose rows say nothing of their own.
    ``headings`` are those above, the document's title last, ``block`` the text of a figure that stands in no table."""
    title = headings[-1]
    heights = (own, near, (*above, *reversed(headings[:-1]), title, block))
    above = (*above, *headings[:-1][-HEADINGS:], title)
    own_text, near_text, above_text = (CELL_GAP.join(filter(None, texts)) for texts in (own, near, above))
    own_words = words_of(own_text)
    near_words = [*words_of(near_text), *own_words]
    all_words = [*words_of(above_text), *near_words]
    return Context(
        _terms(own_words),
        _terms(near_words),
        _terms(all_words),
        own_text,
        near_text,
        above_text,
        modifiers,
        tuple(words_of(counted)),
        tuple(words_of(row)),
        tuple(words_of(header)),
        heights,
    )


@lru_cache(maxsize=4_096)
def names_who(row: str) -> bool:
    """Whether a row names a place or an organisation and nothing else: it says whose its figures are, not what."""
    name = opening_place(row)
    return province_cell(row) is not None or (name is not None and len(name) == len(row)) or bool(named_alone(row))


def _terms(words: list[str]) -> Mapping[str, None]:
    return dict.fromkeys((*words, *pairs_of(words)))


def _modifiers(draft: Draft) -> tuple[str, ...]:
    if draft.here == "table":
        return ()
    behind = _PAUSE.split(draft.text[draft.claim.end : draft.claim.behind[1]])[0] if draft.text else ""
    return tuple(words_of(behind)[:MODIFIERS])
