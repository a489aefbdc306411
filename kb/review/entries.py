"""Which word of the rules' lists a lesson would take in, or out: what a trial can try where no metric is at stake.

Where a list means what people say (``target_before``), the words that all corrected figures have before their numbers
are proposed for it; a unit that stands right behind all of them is a counted noun. Else a word
that stands before all of them is proposed to go out of the list by which the machine may have read what is wrong: its
draft is a near miss there, and the trial tells what hangs on that word. Period and level are told by many words
together: of their lists, words can only go out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.document import SolieuError
from rules.language.lexicon import Lexicon, load_lexicon

_MEANS = {
    ("status", "target"): "target_before",
    ("status", "forecast"): "forecast_before",
    ("status", "maximum"): "maximum_before",
    ("status", "actual"): "actual_before",
    ("kind", "rank"): "rank_before",
    ("kind", "score"): "score_before",
    **{("qualifier", word): f"qualifier_{word}" for word in ("about", "nearly", "over", "under", "min", "max")},
}
"""The lists of words before a number, by what they mean."""
_NOUNS = "counted_nouns"
_TELL = {"level": ("levels.toml",), "period": ("spans.toml",)}
"""The files of the lists that tell fields of which no list means one word."""
_ANYWHERE = ("status",)
"""Fields that words farther off in the clause may tell; of the others the words right before the number do."""
_MOST = 4
"""So many words of a sentence are proposed at most."""
_CLAUSE = re.compile(r"[.;:!?\n]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of one list: ``name`` stands in ``file`` of the lexicon; ``out`` where the word would go out of it."""

    file: str
    name: str
    word: str
    out: bool = False


def entry_for(field: str, was: str, becomes: str, around: Sequence[tuple[str, str]]) -> Entry | None:
    """The entry that a lesson proposes; None where no list could say it. ``around`` are the texts before and behind the
    number of each corrected figure that stands in a sentence."""
    if not around:
        return None
    lexicon = load_lexicon()
    befores = [before for before, _ in around]
    if field == "unit":
        fits = becomes and all(_begins(behind, becomes) for _, behind in around)
        return _into(lexicon, _NOUNS, becomes) if fits else None
    into = None
    if name := _MEANS.get((field, becomes)):
        into = _into(lexicon, name, _common([_words_before(one) for one in befores], field in _ANYWHERE))
    out = _out_of(lexicon, field, was, [_spaced(_WORD.findall(_CLAUSE.split(one)[-1].lower())) for one in befores])
    # A result is what a figure is where no word says otherwise: there a word said too much.
    return out or into if becomes == "actual" else into or out


def change_list(folder: Path, entry: Entry) -> None:
    """Write the entry into its list in a copy of the lexicon. SolieuError where the list would be left without words,
    or is not written as lists are."""
    path = folder / entry.file
    text = path.read_text(encoding="utf-8")
    listed = re.compile(rf"^(\[words\.{entry.name}\]\n(?:(?!\[).*\n)*?words = \[)([^\]]*)\]", re.MULTILINE)
    word = re.compile(rf"\"{re.escape(entry.word)}\",?\s*")
    match = listed.search(text)
    if match is None:
        raise SolieuError(entry.name, f"{entry.file} has no words of that list", "Write the draft by hand")
    words = word.sub("", match[2]) if entry.out else f'"{entry.word}", {match[2].lstrip()}'
    if not words.strip():
        raise SolieuError(entry.name, f"“{entry.word}” is its only word", "Correct the rule that asks for the list")
    path.write_text(f"{text[: match.start()]}{match[1]}{words}]{text[match.end() :]}", encoding="utf-8")


def _out_of(lexicon: Lexicon, field: str, was: str, clauses: Sequence[str]) -> Entry | None:
    """The longest word that stands in all clauses and in a list that may have told what was read."""
    name, files = _MEANS.get((field, was)), _TELL.get(field, ()) if was else ()
    found = [
        Entry(_file(one.place), one.name, word, out=True)
        for one in lexicon.lists.values()
        if one.name == name or _file(one.place) in files
        for word in one.words
        if all(_spaced(_WORD.findall(word.lower())) in clause for clause in clauses)
    ]
    return max(found, key=lambda one: len(one.word), default=None)


def _into(lexicon: Lexicon, name: str, word: str) -> Entry | None:
    known = {one.casefold() for one in lexicon[name].words}
    usable = word and word.casefold() not in known and not set(word) & set('"\\{}()|[]')
    return Entry(_file(lexicon[name].place), name, word) if usable else None


def _file(place: str) -> str:
    return place.partition(",")[0]


def _begins(text: str, word: str) -> bool:
    return re.match(rf"\s*{re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def _words_before(text: str) -> list[str]:
    """The words of the clause before a number; a number among them cuts it as the end of a clause does."""
    clause = re.split(r"\d", _CLAUSE.split(text)[-1])[-1]
    return [word.lower() for word in _WORD.findall(clause)]


def _spaced(words: Sequence[str]) -> str:
    """Words in a row with blanks around them, so that whole words are found in it."""
    return f" {' '.join(words)} "


def _common(clauses: Sequence[list[str]], anywhere: bool) -> str:
    """The longest run of words that all clauses share, the nearest to the number of equals; only runs that end at the
    number unless ``anywhere``."""
    first, *others = clauses
    spaced = [_spaced(words) for words in others]
    for run in _runs(first, anywhere):
        told = _spaced(run)
        if all(told in one if anywhere else one.endswith(told) for one in spaced):
            return " ".join(run)
    return ""


def _runs(words: Sequence[str], anywhere: bool) -> Iterator[Sequence[str]]:
    for length in range(min(_MOST, len(words)), 0, -1):
        for start in range(len(words) - length, -1, -1) if anywhere else (len(words) - length,):
            yield words[start : start + length]
