"""A level that stands farther off in the sentence: that of its subject, or of the places that a rate is a share of.

``124 xã, phường được giao 3.118 biên chế, mới có 2.790 người``: all that the communes have is theirs. ``149/182 xã đạt
chuẩn, bằng 81,9%``: a share that names nothing is of what was counted before it. Nothing is decided here:
:mod:`rules.decide.level` asks.
"""

from __future__ import annotations

from rules.draft import Draft, same_sentence
from rules.figure import Level
from rules.language.organisations import organisations_in
from rules.language.places import levels_in, names_country
from rules.language.unit_words import load_units
from rules.language.units import noun_at
from rules.language.wording import Wording
from rules.scene import Scene

MOST_TO_SUBJECT = 6
"""So many figures before, the subject of a sentence is looked for."""

_SHARE_OF = Wording(r"\b{rates}\s+(?:(?:{number_word}|{plural})\s+)?(?=[^\W\d])")
_RATES = Wording(r"(?<!\w){rates}(?!\w)")
_AGAIN = Wording(r"\b(?:{own_again}|{total})\b")
_BEFORE_SUBJECT = Wording(r"\s*(?:{opens_level}\s+|{bodies_of_levels}\s+)*(?:{plural}\s+)?")
_DOES = Wording(r"[^,;.:()\d]{0,60}?(?<!\w){does_as_subject}(?!\w)")


def share_of_places(text: str, low: int, start: int) -> Level | None:
    """The places that the last rate before the number is a share of (``tỷ lệ thôn, bản có sóng lên 96,9%``)."""
    rates = list(_RATES.finditer(text, low, start))
    if not rates:
        return None
    match = _SHARE_OF.match(text, rates[-1].start(), start)
    noun = noun_at(text, match.end()) if match else None
    return load_units().levels.get(noun[1]) if noun else None


def level_of_subject(draft: Draft, scene: Scene) -> Level | None:
    """The level of the count of places, or of their offices, that is what the sentence tells of; or that the bare share
    says once more."""
    if draft.cell is not None and draft.cell.is_value:
        return None
    beside = scene.previous
    if draft.unit == "%" and beside is not None and beside.level and beside.place == draft.place:
        between = draft.text[beside.claim.end : draft.claim.number.start]
        own = draft.words(draft.claim.before).strip(" ,;(")
        counts = beside.kind in ("count", "rate") and beside.unit != "%"
        if counts and not own and beside.level != "national" and not _stops(between):
            return beside.level
    for other in reversed(scene.drafts[max(0, scene.at - MOST_TO_SUBJECT) : scene.at]):
        if not same_sentence(other, draft):
            return None
        between = draft.text[other.claim.end : draft.claim.number.start]
        if _stops(between) or other.claim.segment != draft.claim.segment or other.place != draft.place:
            return None
        if other.level and other.level != "national" and _opens_with_level(other):
            return other.level
        unit = other.claim.unit
        if unit is None or unit.family != "noun" or other.kind not in ("count", "rate") or other.claim.bracket:
            continue
        if other.level in (None, "national", "province"):
            continue
        return other.level if _DOES.match(draft.text, other.claim.end) and _is_subject(other) else None
    return None


def _is_subject(other: Draft) -> bool:
    """Whether nothing but when stands before the count: it is who did something, not for whom something was done."""
    before = other.text[other.claim.sentence[0] : other.claim.lead.start]
    return not before.strip() or before.rstrip().endswith((",", ":"))


def _opens_with_level(other: Draft) -> bool:
    """Whether the segment opens with the level, as the one who did it: ``Cấp xã nhận 40 hồ sơ, trực tuyến 90%``."""
    low = other.claim.segment[0]
    words = other.text[low : other.claim.number.start].lstrip(" -+*•")
    named = levels_in(words)
    at_start = len(named) == 1 and bool(_BEFORE_SUBJECT.fullmatch(words[: named[0][0]]))
    return at_start and bool(_DOES.match(words, named[0][1]))


def _stops(between: str) -> bool:
    """Whether words tell of someone else: another level, an organisation, the whole place."""
    return bool(_AGAIN.search(between) or organisations_in(between) or levels_in(between) or names_country(between))
