"""A question read: what is measured, where, when, of which level, and what is asked of it.

Nothing here knows a base: what the words mean does not depend on who has reported what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal, get_args
from unicodedata import normalize

from rules.facets import load_facets
from rules.figure import Level
from rules.language.lexicon import load_lexicon
from rules.language.provinces import load_places
from rules.language.unit_words import load_units
from rules.language.wording import Words
from rules.questions import slips
from rules.questions.bounds import Bound, bound_of, sign_before
from rules.questions.measured import Fit, Hints, fits_of, group_of
from rules.questions.names import Names, abbreviations, default_names
from rules.questions.places import AskedPlace, country_at, place_words, places_of
from rules.questions.times import times_of
from rules.questions.typed import Phrases, Typed, phrases_of, singular, syllables, typed_words

Aim = Literal[
    "value", "most", "least", "best", "worst", "reach", "rank", "over_time", "goals", "missed", "met", "conflicts"
]
AIMS: tuple[Aim, ...] = get_args(Aim)
Status = Literal["actual", "target", "forecast"]

_ORDERS = phrases_of(
    Words("asks_most"), Words("asks_least"), Words("asks_best"), Words("asks_worst"), Words("asks_top"),
)  # fmt: skip
_ORDER_OF: dict[str, Aim] = {
    "asks_most": "most",
    "asks_least": "least",
    "asks_best": "best",
    "asks_worst": "worst",
    "asks_top": "most",
}
_APART = phrases_of(Words("much"), Words("little"))
_MOST_APART = 10
MOST_FIRST = 20
_SUPERLATIVE = phrases_of(Words("superlative"))
_OTHERS = phrases_of(
    Words("asks_rank"), Words("asks_over_time"), Words("asks_conflicts"), Words("asks_comparison"),
    Words("asks_newest"), Words("asks_which"),
)  # fmt: skip
_AIM_OF: dict[str, Aim] = {"asks_rank": "rank", "asks_over_time": "over_time", "asks_conflicts": "conflicts"}
_GOALS = phrases_of(Words("asks_goals"), Words("asks_forecasts"))
_OUTCOMES = phrases_of(Words("asks_missed"), Words("asks_met"))
_LEVEL_WORDS = (
    *(Words("asks_province_level"), Words("asks_district_level"), Words("asks_commune_level")),
    Words("asks_village_level"),
)
_LEVELS = phrases_of(*_LEVEL_WORDS)
_LEVEL_OF: dict[str, Level] = {
    "asks_province_level": "province",
    "asks_district_level": "district",
    "asks_commune_level": "commune",
    "asks_village_level": "village",
}
_KINDS = phrases_of(Words("asks_rate"), Words("asks_count"), Words("asks_score"), Words("asks_place_of_a_rank"))
_KIND_OF = {
    "asks_rate": frozenset({"rate"}),
    "asks_count": frozenset({"count", "amount"}),
    "asks_score": frozenset({"score"}),
    "asks_place_of_a_rank": frozenset({"rank"}),
}
_NEGATIONS = phrases_of(Words("negations"))
_NOTHING = phrases_of(Words("asks_nothing"), Words("asks_provinces"))


@dataclass(frozen=True, slots=True)
class Question:
    """What was understood. ``fits`` are the metrics that may be meant, best first; ``group`` is a group of metrics
    whose name it is; ``times`` are ISO; ``level`` is the one that is asked for, by name or by ``xã nào``. ``which``:
    places are asked for, the ``first_few`` of them (0: nobody said how many). ``slips`` are words with what they were
    taken for, ``content`` the words that name what is measured, as typed; ``says_more`` that the question is more than
    words to be found."""

    text: str
    fits: tuple[Fit, ...] = ()
    group: str | None = None
    places: tuple[AskedPlace, ...] = ()
    country: bool = False
    times: tuple[str, ...] = ()
    aim: Aim = "value"
    bound: Bound | None = None
    level: Level | None = None
    status: Status = "actual"
    which: bool = False
    first_few: int = 0
    compares: bool = False
    slips: tuple[tuple[str, str], ...] = ()
    content: str = ""
    says_more: bool = False


def read_question(text: str, this_year: int, names: Names | None = None) -> Question:
    """A question as far as it is understood; every field that nothing speaks for has its default."""
    names = names or default_names()
    text = normalize("NFC", text)
    typed, mended = slips.mended(typed_words(text), _known(names))
    reading = _Reading(typed)
    places = places_of(typed, names.pairs)
    # "trên 2000 trạm" is no year
    times = [one for one in times_of(text, typed, this_year) if not _is_counted(typed, one.first, one.last)]
    country = country_at(typed)
    for first, last in [(one.first, one.last) for one in places] + [(one.first, one.last) for one in times]:
        reading.take(first, last)
    if country:
        reading.take(*country)
    bound = bound_of(typed, reading.taken, names.usual)
    if bound:
        reading.take(bound.first, bound.last)
    aim = reading.order()
    said = reading.others()
    level = reading.level(names)
    status, outcome = reading.goals()
    kinds = reading.kinds()
    reading.nothing()
    aim = aim or next((_AIM_OF[one] for one in said if one in _AIM_OF), None) or outcome
    if aim is None:
        aim = "reach" if bound else "value"
    content, weak = reading.content()
    if aim == "value" and status == "target" and all(weak):
        aim = "goals"
    hints = Hints(bool(bound and bound.percent), kinds | {"rank"} if aim == "rank" else kinds)
    words, light = _opened(content, weak)
    fits = tuple(fits_of(words, light, names, hints))
    return Question(
        text=text,
        fits=fits,
        group=group_of(words, light, names),
        places=tuple(places),
        country=country is not None,
        times=tuple(dict.fromkeys(one.iso for one in times)),
        aim=aim,
        bound=bound,
        level=level,
        status=status,
        which="asks_which" in said,
        first_few=reading.first_few,
        compares="asks_comparison" in said or len(places) > 1,
        slips=mended,
        content=_said(content, weak),
        says_more=bool(places or times or bound or said or level or country or aim != "value"),
    )


def _is_counted(typed: Sequence[Typed], first: int, last: int) -> bool:
    counted = last == first + 1 < len(typed) and typed[last].plain.isalpha()
    return counted and sign_before(typed, first) is not None


class _Reading:
    """The typed words of a question and what each was found to say: ``taken`` says something for good, ``weak`` says
    something, or nothing, and may be part of a metric's name all the same."""

    def __init__(self, typed: Sequence[Typed]) -> None:
        self.typed = typed
        self.taken: set[int] = set()
        self.weak: set[int] = set()
        self.first_few = 0

    def take(self, first: int, last: int) -> None:
        """These words say something that no metric is called by."""
        self.taken.update(range(first, last))

    def _free(self, at: int, size: int) -> bool:
        return not self.taken & set(range(at, at + size))

    def _said(self, phrases: Phrases) -> Iterator[tuple[str, range]]:
        """The phrases that stand in words which say nothing else for good yet, in order, each with its words."""
        for at in range(len(self.typed)):
            found = phrases.at(self.typed, at)
            if found and self._free(at, found[1]):
                yield found[0], range(at, at + found[1])

    def order(self) -> Aim | None:
        """Whether the most or the least is asked for: ``nhiều nhất``, ``nhiều trạm BTS nhất``."""
        for name, where in self._said(_ORDERS):
            last = where.stop
            if name == "asks_top" and last < len(self.typed) and self.typed[last].text.isdigit():
                self.first_few = min(MOST_FIRST, int(self.typed[last].text))
                last += 1
            self.take(where.start, last)
            return _ORDER_OF[name]
        for at in range(len(self.typed)):
            found = _APART.at(self.typed, at)
            if found is None or not self._free(at, 1):
                continue
            for end in range(at + 2, min(len(self.typed), at + _MOST_APART)):
                if _SUPERLATIVE.at(self.typed, end) and self._free(end, 1):
                    self.take(at, at + 1)
                    self.take(end, end + 1)
                    return "most" if found[0] == "much" else "least"
        return None

    def others(self) -> tuple[str, ...]:
        """What else is said: names of word lists, in order."""
        found: list[str] = []
        for name, where in self._said(_OTHERS):
            found.append(name)
            self.taken.update(where)
        return tuple(found)

    def level(self, names: Names) -> Level | None:
        """The level that is asked for. A metric may be called by it, too. A word without accents is only a level where
        it is the usual word of its letters: ``so`` is số, not sở."""
        found = None
        for name, where in self._said(_LEVELS):
            word = self.typed[where.start]
            if len(where) == 1 and word.tone is None and names.usual.get(word.plain) not in _level_tones():
                continue
            self.weak.update(where)
            found = found or _LEVEL_OF[name]
        return found

    def goals(self) -> tuple[Status, Aim | None]:
        """Whether goals or forecasts are asked for, and whether those that were met or missed."""
        status: Status = "actual"
        outcome: Aim | None = None
        for name, where in self._said(_GOALS):
            self.weak.update(where)
            status = "target" if name == "asks_goals" else "forecast" if status == "actual" else status
        for name, where in self._said(_OUTCOMES):
            self.weak.update(where)
            outcome = "missed" if name == "asks_missed" or outcome == "missed" else "met"
        return status, outcome if status == "target" else None

    def kinds(self) -> frozenset[str]:
        """The kinds of number that are asked for."""
        found: set[str] = set()
        for name, where in self._said(_KINDS):
            self.weak.update(where)
            found |= _KIND_OF[name]
        return frozenset(found)

    def nothing(self) -> None:
        """Words that say nothing about what is measured."""
        for _, where in self._said(_NOTHING):
            self.weak.update(where)
        for at, word in enumerate(self.typed):
            if at == len(self.typed) - 1 and _NEGATIONS.at(self.typed, at):
                self.weak.add(at)  # "có … không?"
            if not any(letter.isalnum() for letter in word.plain):
                self.weak.add(at)

    def content(self) -> tuple[list[Typed], list[bool]]:
        """The words that are not taken, and which of them are weak."""
        left = [at for at in range(len(self.typed)) if at not in self.taken]
        return [self.typed[at] for at in left], [at in self.weak for at in left]


def _said(words: Sequence[Typed], weak: Sequence[bool]) -> str:
    """The words from the first to the last that names something; between them small words are part of a name."""
    strong = [at for at, one in enumerate(weak) if not one]
    return " ".join(word.text for word in words[strong[0] : strong[-1] + 1]) if strong else ""


def _opened(words: Sequence[Typed], weak: Sequence[bool]) -> tuple[list[Typed], list[bool]]:
    """The words with abbreviations written out."""
    found: list[Typed] = []
    light: list[bool] = []
    at = 0
    while at < len(words):
        for size in range(min(4, len(words) - at), 0, -1):
            some = words[at : at + size]
            full = abbreviations().get(" ".join(word.plain for word in some))
            if full and not any(word.tone and word.tone != word.text for word in some if len(some) == 1):
                found += [Typed(one.plain, one.plain, one.tone, some[0].start, some[-1].end) for one in full]
                light += [False] * len(full)
                at += size
                break
        else:
            found.append(words[at])
            light.append(weak[at])
            at += 1
    return found, light


@cache
def _level_tones() -> frozenset[str]:
    return frozenset(word.tone for one in _LEVEL_WORDS for phrase in one.all for word in syllables(phrase))


@cache
def _known(names: Names) -> slips.Words:
    """Every word that a question may hold: of names, of places, of the word lists, of facets and units."""
    plain = set(names.with_word) | place_words()
    tones = {tone for some in names.known for known in some.values() for tone in known}
    others = [phrase for facet in load_facets().by_name.values() for phrase in facet.wordings]
    others += [*load_units().scales, *load_units().levels]
    for name, one in load_lexicon().lists.items():
        if one.place.startswith("questions.toml"):
            others += load_lexicon().words(name)
    for phrase in others:
        plain |= {word.plain for word in syllables(phrase)}
        tones |= {word.tone for word in syllables(phrase)}
    plain |= {singular(word) for short in abbreviations() for word in short.split()}
    return slips.Words(frozenset(plain), frozenset(tones), names.pairs | _place_pairs())


def _place_pairs() -> frozenset[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for place in load_places():
        for spelling in place.spellings:
            words = [word.plain for word in syllables(spelling)]
            found.update(pairwise(words))
    return frozenset(found)
