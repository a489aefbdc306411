"""``… cấp tỉnh, cấp huyện, cấp xã lần lượt đạt 99%, 95% và 88%``: things named in a row, then their figures in a row.

Each figure takes the thing at its own place in the row; nothing is shared out where the two rows differ in length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.draft import Draft, same_sentence
from rules.language.places import levels_in
from rules.language.provinces import provinces_in
from rules.matching import Matcher, Occurrence, fits

_CUE = re.compile(r"\b(?:lần lượt|tương ứng)\b", re.IGNORECASE)


def share_out(drafts: Sequence[Draft], matcher: Matcher) -> None:
    """Give metrics, levels or provinces of a row of things to the figures that follow ``lần lượt`` in its sentence."""
    index = 0
    while index < len(drafts):
        draft = drafts[index]
        cue = _cue_before(draft)
        if cue is None:
            index += 1
            continue
        row = [d for d in drafts[index : index + 12] if same_sentence(d, draft) and d.kind == draft.kind]
        row = [d for d in row if d.unit == draft.unit and d.claim.number.start > cue]
        _share(row, draft.text[_row_start(draft, cue) : cue], matcher)
        index += max(1, len(row))


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


def _share(row: Sequence[Draft], words: str, matcher: Matcher) -> None:
    if len(row) < 2:
        return
    metrics = _metrics(row[0], words, matcher)
    if len(metrics) == len(row):
        for draft, occurrence in zip(row, metrics, strict=True):
            draft.metric, draft.rule = occurrence.metric, f"{draft.rule.partition('+')[0]}+sentence"
            draft.subject = words[occurrence.start : occurrence.end]
    elif row[0].metric is not None:
        for draft in row[1:]:
            draft.metric = draft.metric or row[0].metric
    years = re.findall(r"(?<![\d.,/])(?:19|20)\d{2}(?![\d.,]*\d)", words)
    if len(years) == len(row):
        for draft, year in zip(row, years, strict=True):
            draft.period, draft.period_from = year, "list"
    levels = [level for _, _, level in levels_in(words)]
    if len(levels) == len(row):
        for draft, level in zip(row, levels, strict=True):
            draft.level, draft.level_from = level, "list"
    places = [name for _, _, name in provinces_in(words)]
    if len(places) == len(row):
        for draft, place in zip(row, places, strict=True):
            draft.place, draft.place_from = place, "list"


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
