"""In which words a figure's metric is looked for: its sentence, its row, the lead of its list, a heading.

Each with where the number stands in it and which stretch is the figure's own.
"""

from __future__ import annotations

import re

from rules.draft import Draft, same_sentence
from rules.figure import PLACES_OF_A_RANK, POINTS
from rules.language.letters import CELL_GAP
from rules.language.mere_words import only_generic
from rules.language.province_rows import province_cell
from rules.language.wording import Wording
from rules.matching import Choice, Scope
from rules.scene import Scene

_NO_THING = Wording(r"\s(?:{no_thing}|\()\b", re.NOFLAG)
_JUST_AND = Wording(r"[\s,;(]*(?:{and}[\s,;(]*)?", re.NOFLAG)

MOST_STOPS = 20
"""How many figures before and behind are looked at."""


def scopes_of(draft: Draft, scene: Scene, title: str) -> list[Scope]:
    """The texts that may name the figure's metric, the nearest first; ``title`` is what is known of the whole document
    (and of the sentence whose footnote the figure stands in)."""
    trail, lead = scene.trail, scene.lead
    scopes: list[Scope] = []
    cell = draft.cell
    if cell is None or not cell.is_value:
        scopes.append(_sentence_scope(draft, scene))
    if cell is not None:
        # A province names its row and nothing that is measured: all its column is asked with the same words.
        name = "" if province_cell(cell.row_name) else cell.row_name
        row = CELL_GAP.join(w for w in (name, cell.header) if w)
        scopes.append(Scope(row, None, (0, len(row)), 0.5, origin="table"))
        if cell.unit is not None and cell.unit.family == "noun" and cell.unit.name.lower() not in row.lower():
            # "Cấp tỉnh | Tiếp nhận" in a table that counts "hồ sơ"
            counted = f"{row} {cell.unit.name}"
            scopes.append(Scope(counted, None, (0, len(counted)), origin="table"))
        if draft.kind in ("score", "rank") and cell.result_header and only_generic(row):
            # "PCI | Xếp hạng": a column of ranks is about the column that it stands beside
            beside = CELL_GAP.join((row, cell.result_header))
            scopes.append(Scope(beside, None, (0, len(row)), -0.25, origin="table"))
        if draft.kind in ("score", "rank", "change"):
            wide = CELL_GAP.join(w for w in (row, cell.section, cell.all_headers) if w)
            scopes.append(Scope(wide, None, (0, len(row)), -0.5, origin="table"))
    elif lead:
        scopes.append(Scope(lead, None, (0, 0), -0.5, origin="list"))
    own = re.split(r"[,;]\s", draft.words(draft.claim.before))[-1].strip(" ,;:(–-")
    if draft.inherits and draft.kind == "count" and own and draft.unit and not draft.unit.startswith("%"):
        # "1.524 DVCTT (toàn trình 866, một phần 658)": "DVCTT một phần"
        named = f"{draft.unit} {own}"
        scopes.insert(0, Scope(named, None, (0, len(named)), 0.5, origin="list"))
    if (draft.kind in ("score", "rank") or draft.unit in (PLACES_OF_A_RANK, POINTS)) and _names_nothing(draft, scene):
        above = [cell.caption] if cell is not None else [draft.text[: draft.claim.sentence[0]]]
        for heading in (*above, *reversed(trail[-2:]), title):
            if heading:
                scopes.append(Scope(heading, None, (0, len(heading)), -0.5, origin="heading"))
    return scopes


def is_own(choice: Choice, draft: Draft) -> bool:
    """Whether the words of a choice are the figure's own: of its claim, of its row, or of its part of a list."""
    if choice.scope.origin == "table" or (choice.scope.origin == "list" and choice.scope.own != (0, 0)):
        return True
    if choice.scope.origin != "sentence":
        return False
    low, high = choice.scope.own
    return choice.occurrence.start < high and choice.occurrence.end > low


def _names_nothing(draft: Draft, scene: Scene) -> bool:
    """Whether row or claim names no thing of its own (``Năm 2022, tỉnh đạt 0,69 điểm``): only then does a heading
    speak for it; ``nhóm này đạt …`` and a row ``ICT Index`` are about something else."""
    if draft.cell is not None and draft.cell.is_value:
        words = f"{draft.cell.row_name} {draft.cell.header}"
    elif draft.unit == PLACES_OF_A_RANK:
        return True
    else:
        words = re.split(r"[,;]\s", draft.words(draft.claim.before))[-1]
        before = scene.previous
        if not words.strip(" ,;(") and before is not None and before.metric is None:
            return False
    return only_generic(words)


def _sentence_scope(draft: Draft, scene: Scene) -> Scope:
    low, high = draft.claim.sentence
    claim = draft.claim
    # a bare share (``… 120.600 hồ sơ, chiếm 66,1%``) is about what the figure before it counts
    share = draft.unit == "%" and claim.lead.predicate and not draft.words(claim.before).strip(" ,;(")
    base = scene.previous if share else None
    near = scene.drafts[max(0, scene.at - MOST_STOPS) : scene.at + MOST_STOPS]
    stops = tuple(
        d.claim.number.start - low for d in near if d is not draft and d is not base and same_sentence(d, draft)
    )
    return Scope(
        text=draft.text[low:high],
        at=(claim.lead.start - low, claim.number.end - low),
        own=((base.claim.own[0] if base else claim.own[0]) - low, claim.own[1] - low),
        stops=stops,
        lead=_governing(draft, low),
        chained=bool(claim.lead.rank or draft.direction or claim.lead.score)
        and not draft.words(claim.before).strip(" ,;("),
        prefer_before=claim.thing_before
        or ((claim.lead.predicate or claim.lead.rank or draft.unit in ("%", POINTS)) and not thing_follows(draft)),
    )


def _governing(draft: Draft, low: int) -> tuple[int, int]:
    """The words before the first figure of a plain list that this figure goes on (offsets in its sentence)."""
    claim = draft.claim
    earlier = [o for o in draft.others if claim.segment[0] <= o < claim.number.start]
    if not earlier or claim.lead.words or not _JUST_AND.fullmatch(draft.words(claim.before)) or claim.bracket:
        return (0, 0)
    first = min(earlier)
    listed = all(draft.text[o:].lstrip("0123456789.,/ ")[:1].islower() for o in earlier)
    return (claim.segment[0] - low, first - low) if listed else (0, 0)


def thing_follows(draft: Draft) -> bool:
    """``87,5% nhà văn hóa thôn …``: the thing stands right behind the number."""
    claim = draft.claim
    if claim.unit is not None and claim.unit.family == "noun":
        return True
    tail = draft.text[claim.end : claim.end + 3]
    return bool(re.match(r"\s[^\W\d_]", tail)) and not _NO_THING.match(draft.text[claim.end : claim.end + 8])
