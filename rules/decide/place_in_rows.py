"""Lower places that are told by their bare names: ``huyện Đình Lập 11, Tràng Định 08, Bình Gia 06``; ``Các xã đạt thấp:
Sơn Tây Hạ 61%, Trà Bồng 64%``, the rows of a table under ``Huyện, thành phố``; and a place that its clause only means:
``xã có 7 trạm``.

The kind is said once, before the first of a row; a name behind a city or a town may be of any kind, and stays bare.
Nothing is decided here: :mod:`rules.decide.place` asks.
"""

from __future__ import annotations

import re

from rules.draft import Draft, same_sentence
from rules.language.letters import CAPITALS
from rules.language.organisations import named_alone, without_organisations
from rules.language.province_rows import province_cell
from rules.language.provinces import place_called
from rules.language.wording import Wording
from rules.scene import Scene
from rules.table_cells import CellContext

_SYLLABLE = rf"[{CAPITALS}](?![{CAPITALS}])[^\W\d_’']*[’']?[^\W\d_]*"
_BARE_NAME = Wording(
    rf"(?:^|[,;:(]\s*|\s{{before_bare_names}}\s+)(?:{{before_bare_names}}\s+)*"
    rf"(?P<name>{_SYLLABLE}(?:\s?[-–]?\s?{_SYLLABLE}){{1,4}})(?P<does>(?:\s+[^\W\d_A-Z]+){{0,4}})\s*[:(–-]?\s*$",
    re.NOFLAG,
)
_KIND_OF_PLACE = Wording(r"(?P<kind>{lower_kinds}|{village_kinds})\s", re.NOFLAG)
_PASSED_ON = Wording(r"{kinds_passed_on}", re.NOFLAG)
_OPENER = Wording(
    r"\b(?:(?i:{plural}|{some_of_many})|\d+(?:/\d+)?)\s+(?P<kind>{kinds_passed_on})\s+(?!{kinds_passed_on})[^.;:\d]{0,60}?"
    r"(?::|\b{before_bare_names})\s*$",
    re.NOFLAG,
)
_MEANT_WHERE = Wording(
    rf"\b{{at_its}}\s+(?P<kind>{{kinds_meant}})(?!\w)(?!\s+[{CAPITALS}])(?!\s*[,/–-]\s*{{kinds_meant}})(?!\s+{{no_place_meant}})",
    re.NOFLAG,
)
_MEANT = Wording(r"(?:^|[,;:.–-]\s)\s*(?:{whole_of_it}\s+)?(?P<kind>{kinds_meant})\s+{has_or_did}(?!\w)", re.NOFLAG)
_HEADS_PLACES = Wording(
    r"(?:{names_column}\s+)?(?P<kind>{heads_lower_places})(?P<more>(?:\s*[,/&–-]\s*|\s+{and}\s+){heads_lower_places})*"
    r"(?:\s+{behind_heads_of_places}\b.{0,30})?\W*"
)
_NAME_ALONE = re.compile(rf"{_SYLLABLE}(?:\s?[-–]?\s?{_SYLLABLE}){{1,4}}")
MOST_LETTERS = 200
"""So far before its number, a place of a row and what opens it are looked for."""
MOST_BETWEEN = 60
"""So many letters may stand between two names of a row."""
MOST_BEFORE = 3
"""So many figures before, the place before it in the row is looked for: each may have a share behind it."""


def place_in_row(draft: Draft, scene: Scene) -> str | None:
    """The bare name right before the number, where it goes on a row of lower places or a kind opens it."""
    text, low = draft.text, max(draft.claim.sentence[0], draft.claim.lead.start - MOST_LETTERS)
    named = _BARE_NAME.search(without_organisations(text[low : draft.claim.lead.start]))
    if named is None or place_called(named["name"]) is not None:
        return None
    begin = low + named.start("name")
    kind = _kind_before(draft, scene, begin)
    kind = _kind_opened(draft, text[low:begin]) if kind is None else kind
    if kind is None:
        return None
    return f"{kind} {named['name']}".strip()


def named_by_row(cell: CellContext) -> str | None:
    """The lower place that a row's name is, nothing but a proper name of two words or more under a header that tells
    of such places: with its kind, where the header tells of one kind only (``Huyện | Tràng Định``)."""
    header = _HEADS_PLACES.fullmatch(cell.name_header.strip())
    name = " ".join(cell.row_name.split()).strip(" .*:;")
    if header is None or not _NAME_ALONE.fullmatch(name) or province_cell(name) or named_alone(name):
        return None
    kind = header["kind"].lower()
    return f"{kind} {name}" if not header["more"] and _PASSED_ON.fullmatch(kind) else name


def _kind_before(draft: Draft, scene: Scene, begin: int) -> str | None:
    """The kind of the place before in the row, "" where it may be another one now; None where there is no row."""
    for other in reversed(scene.drafts[max(0, scene.at - MOST_BEFORE) : scene.at]):
        if not same_sentence(other, draft) or other.claim.number.end > begin:
            return None
        if (other.kind, other.unit) != (draft.kind, draft.unit):
            continue
        if other.fields.place.origin != "sentence" or begin - other.claim.end > MOST_BETWEEN:
            return None
        found = _KIND_OF_PLACE.match(other.place)
        if found is None:
            return "" if _is_bare(other) else None
        return found["kind"] if _PASSED_ON.fullmatch(found["kind"]) else ""
    return None


def _is_bare(other: Draft) -> bool:
    """Whether a place is one of a row already, by a name without a kind."""
    return any(one.rule == "row_of_places" for one in other.fields.place.evidence)


def _kind_opened(draft: Draft, before: str) -> str | None:
    """The kind whose plural opens the row (``Một số xã đạt thấp như``); ``18 bản, gồm Chiềng Nơi 6 bản`` counts bản, so
    the names are of something else."""
    opened = _OPENER.search(before)
    if opened is None:
        return None
    return "" if draft.unit.lower().startswith(opened["kind"]) else opened["kind"]


def meant_place(draft: Draft) -> str | None:
    """``xã có 7 trạm``, ``trên địa bàn huyện có 9 chợ``: the last place of that kind that the paragraph named. Where
    it has named none, "" for a place that the words only mean, if they say so: it is not all of the province."""
    start = draft.claim.number.start
    low = max(draft.claim.sentence[0], start - MOST_LETTERS)
    doing, where = (list(wording.finditer(draft.text[low:start])) for wording in (_MEANT, _MEANT_WHERE))
    meant = max((*where[-1:], *doing[-1:]), key=lambda one: one.start("kind"), default=None)
    if meant is None:
        return None
    kind, at = meant["kind"].lower(), low + meant.start("kind")
    named = list(re.finditer(rf"\b{kind}\s+({_SYLLABLE}(?:\s{_SYLLABLE}){{1,3}})", draft.text[: at + 1]))
    if named:
        return f"{kind} {named[-1][1]}"
    return "" if meant in where else None
