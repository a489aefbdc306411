"""``… cấp tỉnh, cấp huyện, cấp xã lần lượt đạt 99%, 95% và 88%``: things named in a row, then their figures in a row.

Each figure takes the thing at its own place in the row; nothing is shared out where the two rows differ in length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rules.draft import Draft, same_sentence
from rules.figure import Level
from rules.language.places import levels_in
from rules.language.provinces import provinces_in
from rules.language.wording import Wording
from rules.matching import Matcher, Occurrence, fits
from rules.scene import Scene, Stage

MOST_IN_ROW = 12
"""How many figures behind the first of a row are looked at."""

_CUE = Wording(r"\b{in_a_row}\b")


@dataclass(frozen=True, slots=True)
class Share:
    """What a figure of a row has of the row of things before it: the metric (and the words that name it), level, place
    or year at its own place. ``first`` is the index of the row's first figure."""

    first: int
    metric: str | None = None
    words: tuple[int, int] = (0, 0)
    level: Level | None = None
    place: str = ""
    year: str = ""


def share_of(scene: Scene) -> Share | None:
    """The figure's share where it stands in a row behind ``lần lượt``."""
    return scene.stage.once(shares).get(scene.at)


def shares(stage: Stage) -> Mapping[int, Share]:
    """The share of each figure that stands in a row, by its index."""
    found: dict[int, Share] = {}
    drafts, index = stage.drafts, 0
    while index < len(drafts):
        draft = drafts[index]
        cue = _cue_before(draft)
        if cue is None:
            index += 1
            continue
        row = [
            at
            for at in range(index, min(len(drafts), index + MOST_IN_ROW))
            if same_sentence(drafts[at], draft)
            and (drafts[at].kind, drafts[at].unit) == (draft.kind, draft.unit)
            and drafts[at].claim.number.start > cue
        ]
        if len(row) > 1:
            found |= zip(row, _shares(row, draft, (_row_start(draft, cue), cue), stage.matcher), strict=True)
        index += max(1, len(row))
    return found


def _cue_before(draft: Draft) -> int | None:
    """Where ``lần lượt`` stands before the first number behind it, if this is that number."""
    low, start = draft.claim.sentence[0], draft.claim.number.start
    cues = [m.start() for m in _CUE.finditer(draft.text, low, start)]
    if not cues or any(cues[-1] < other < start for other in draft.others):
        return None
    return cues[-1]


def _row_start(draft: Draft, cue: int) -> int:
    earlier = [o for o in draft.others if draft.claim.sentence[0] <= o < cue]
    stops = [i for i in range(draft.claim.sentence[0], cue) if draft.text[i] == ";"]
    return max([draft.claim.sentence[0], *earlier, *(i + 1 for i in stops)])


def _shares(row: Sequence[int], draft: Draft, span: tuple[int, int], matcher: Matcher) -> list[Share]:
    """Each figure of the row with what stands at its place in the words of ``span``, where there are as many."""
    words = draft.words(span)
    shares = [Share(row[0]) for _ in row]
    metrics = _metrics(draft, words, matcher)
    if len(metrics) == len(row):
        shares = [
            replace(s, metric=m.metric, words=(span[0] + m.start, span[0] + m.end))
            for s, m in zip(shares, metrics, strict=True)
        ]
    years = re.findall(r"(?<![\d.,/])(?:19|20)\d{2}(?![\d.,]*\d)", words)
    if len(years) == len(row):
        shares = [replace(s, year=year) for s, year in zip(shares, years, strict=True)]
    levels = [level for _, _, level in levels_in(words)]
    if len(levels) == len(row):
        shares = [replace(s, level=level) for s, level in zip(shares, levels, strict=True)]
    places = [name for _, _, name in provinces_in(words)]
    if len(places) == len(row):
        shares = [replace(s, place=place) for s, place in zip(shares, places, strict=True)]
    return shares


def _metrics(draft: Draft, words: str, matcher: Matcher) -> list[Occurrence]:
    """The metrics that the words name, each once, in the order in which their longest phrases end."""
    best: dict[str, Occurrence] = {}
    for occurrence in matcher.read(words).phrases:
        if fits(matcher.catalogue[occurrence.metric], draft.kind, draft.unit, draft.denominator is not None):
            old = best.get(occurrence.metric)
            if old is None or old.weight < occurrence.weight:
                best[occurrence.metric] = occurrence
    longest = sorted(best.values(), key=lambda o: -o.weight)
    kept: list[Occurrence] = []
    for occurrence in longest:
        if all(occurrence.end <= k.start or occurrence.start >= k.end for k in kept):
            kept.append(occurrence)
    return sorted(kept, key=lambda o: o.end)
