"""Where a text that told of a lower place means the whole province again: ``Huyện Sìn Hồ có 48 HTX, cả tỉnh 276``.

Nothing is decided here: :mod:`rules.decide.place` asks.
"""

from __future__ import annotations

import re

from rules.draft import Draft
from rules.language.letters import CAPITALS
from rules.language.places import lower_places_named, names_country, provinces_named
from rules.language.provinces import is_city, place_called
from rules.language.wording import Wording

_PROVINCE = Wording(rf"(?i:\b{{speaks_for_a_province}})(?!\w)(?!\s+[{CAPITALS}])", re.NOFLAG)
_CITY = Wording(rf"(?i:\b{{speaks_for_a_city}})(?!\w)(?!\s+[{CAPITALS}])", re.NOFLAG)
_HELD_AGAINST = Wording(r"\b{held_against_a_place}\b")


def whole_province(draft: Draft, own: str, province: str) -> str | None:
    """The ``province`` of the document where the figure's sentence says that all of it is meant and names no place
    behind that; None where it does not, or where nothing else was meant anyway: no lower place was named before, and
    the document's ``own`` place is no lower one."""
    low, start = draft.claim.segment[0], draft.claim.number.start
    whole = _CITY if is_city(province) else _PROVINCE
    said = list(whole.finditer(draft.text, low, start))
    if not said or _HELD_AGAINST.search(draft.text, low, start):
        return None
    behind = draft.text[said[-1].end() : start]
    if lower_places_named(behind) or provinces_named(behind) or names_country(behind):
        return None
    lower = own != "" and place_called(own) is None
    return province if lower or lower_places_named(draft.text[: said[-1].start()]) else None
