"""What corrections teach: where people say the same of the same wrong reading, a rule lacks a word or has one too many.

A lesson is a pattern behind corrections: one field, the same wrong word of the machine, the same right one, in the same
words of the reports. It comes with a draft of what the rules would need, for a person to take or not. Nothing here
changes a rule: a draft is a text. What the machine reads as people do by now is learned, and no lesson any more.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.review.entries import Entry, entry_for
from kb.review.groups import wrong_by
from kb.review.state import FIELDS, NUMBERS
from rules.catalogue import Metric
from rules.language.fold import bare_words

_OWN = ("period", "place", "owner", "item", "subject")
"""Fields whose right word is each figure's own: what they have in common is where the wrong one came from."""
_LEFT = ("place_id", "number", "footnote", "marks", "part_of")
_WHERE = {
    "unit": "units.toml",
    "qualifier": "cues.toml",
    "kind": "kinds.toml",
    "status": "status.toml",
    "level": "levels.toml",
    "period": "spans.toml",
    "place": "places.toml",
    "owner": "organisations.toml",
    "decision": "exclusions.toml",
    "value": "tokens.toml",
}
_READ = ", ".join(f"f.{name}" for name in dict.fromkeys(("number", "subject", *FIELDS)))
_SAID = f"""
select c.figure_id, c.field, c.new, c.reviewer, d.filename, f.rule, f.pattern, f.quote, f.evidence, f.in_table,
    f.passage_start, p.text, p.char_start as passage_at, {_READ}
from corrections c
join figures f on f.id = c.figure_id
join documents d on d.id = f.document_id
join passages p on p.id = f.passage_id
where c.state in ('active', 'stale') and c.carried = 0
order by c.at, c.event
"""
_ALIKE = """
select count(*) from figures f
join documents d on d.id = f.document_id and d.duplicate_of is null and d.replaced_by is null
where f.pattern in (select value from json_each(?)) and not exists (
    select 1 from figures_overruled o where o.figure_id = f.id
)
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A corrected figure: its id, its document, its number as it is printed and its sentence."""

    figure_id: str
    filename: str
    number: str
    quote: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """One pattern: ``field`` was read as ``was`` and is ``becomes`` (empty: nothing; ``…`` where each has its own), in
    these ``words``, by these ``rules``. ``examples`` are the corrected figures, ``people`` who said so, ``alike`` how
    many that nobody has seen were read in the same patterns, ``draft`` what the rules would need, ``entry`` the word of
    a list among it, which a trial can try; None where the draft is a metric's wording, or only a rule could say it."""

    field: str
    was: str
    becomes: str
    words: str
    rules: tuple[str, ...]
    examples: tuple[Example, ...]
    people: tuple[str, ...]
    alike: int
    draft: str
    entry: Entry | None = None


def lessons(db: sqlite3.Connection, catalogue: Mapping[str, Metric], least: int) -> list[Lesson]:
    """The lessons of a base from ``least`` figures on, those first that more figures speak for. ``catalogue`` are the
    metrics by their ids."""
    columns = [one[0] for one in db.execute(f"{_SAID} limit 0").description]
    latest: dict[tuple[str, str], dict[str, Any]] = {}
    for row in db.execute(_SAID):
        said = dict(zip(columns, row, strict=True))
        latest[said["figure_id"], said["field"]] = said
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for said in latest.values():
        if key := _key(said):
            groups[key].append(said)
    found = [_lesson(db, key, some, catalogue) for key, some in groups.items() if len(some) >= least]
    return sorted(found, key=lambda one: (-len(one.examples) - one.alike, one.field, one.words, one.was, one.becomes))


def _key(said: Mapping[str, Any]) -> tuple[str, ...] | None:
    """What the figures of a lesson have in common; None where a correction teaches nothing."""
    name, new = said["field"], said["new"] or ""
    if name == "decision":
        return (name, "", new, bare_words(said["subject"] or said["unit"])) if new == "drop" else None
    if name not in FIELDS or name in _LEFT:
        return None
    was = said[name] or ""
    if name in NUMBERS:
        factor = wrong_by(was, new)
        return (name, "1", format(factor, "f"), bare_words(said["unit"])) if factor else None
    words = said["subject"] if name == "metric_id" else _told_by(said, name)
    if name in _OWN:
        return (name, was, "…", bare_words(words) or said["rule"])
    return (name, was, new, bare_words(words) or said["rule"])


def _told_by(said: Mapping[str, Any], name: str) -> str:
    """The words of the passage that told a field, as the rules noted them; empty where they noted none."""
    if said["in_table"]:
        return ""  # the cells of a row are put together: offsets of the text are none of the passage
    begin = said["passage_at"]
    spans = [(start - begin, end - begin) for field, _, start, end in json.loads(said["evidence"]) if field == name]
    return " ".join(said["text"][start:end] for start, end in spans if 0 <= start < end <= len(said["text"]))


def _lesson(
    db: sqlite3.Connection, key: Sequence[str], some: Sequence[Mapping[str, Any]], catalogue: Mapping[str, Metric]
) -> Lesson:
    field, was, becomes, _ = key
    one = some[-1]
    words = one["subject"] if field in ("metric_id", "decision") else _told_by(one, field)
    patterns = sorted({said["pattern"] for said in some if said["pattern"]})
    alike = db.execute(_ALIKE, (json.dumps(patterns),)).fetchone()[0]
    entry = entry_for(field, was, becomes, [_around(said) for said in some if not said["in_table"]])
    return Lesson(
        field,
        was,
        becomes,
        " ".join(words.split()),
        tuple(sorted({said["rule"] for said in some})),
        tuple(Example(said["figure_id"], said["filename"], said["number"], said["quote"]) for said in some),
        tuple(sorted({said["reviewer"] for said in some})),
        alike,
        "\n".join(_draft(key, one, " ".join(words.split()), catalogue, entry)),
        entry,
    )


def _around(said: Mapping[str, Any]) -> tuple[str, str]:
    """What stands before and behind a number in its passage."""
    at = said["passage_start"]
    return said["text"][:at], said["text"][at + len(said["number"]) :]


def _draft(
    key: Sequence[str], one: Mapping[str, Any], words: str, catalogue: Mapping[str, Metric], entry: Entry | None
) -> Iterable[str]:
    """What would be written where, as lines; the sentence of a report is in it only until somebody writes their own."""
    field, was, becomes, _ = key
    marked = " ".join(one["quote"].replace(one["number"], f"[[{one['number']}]]", 1).split())
    if field == "metric_id":
        if becomes in catalogue:
            yield f'# rules/metrics/*.toml, id = "{becomes}": wordings'
            yield f"wordings = {json.dumps([words, *catalogue[becomes].wordings], ensure_ascii=False)}"
        if was:
            yield f'# rules/metrics/*.toml, id = "{was}": near_misses, and the word that tells it apart to without'
            yield f"near_misses = {json.dumps([marked], ensure_ascii=False)}"
    else:
        yield f"# rules/language/lexicon/{_WHERE.get(field, '*.toml')}: {field} {was or '-'} → {becomes or '-'}"
        if words:
            yield f"# its words: {words}"
        if entry and entry.out:
            yield f"# {entry.file}, [words.{entry.name}] has “{entry.word}”: a near miss there, or out of its words"
        elif entry:
            yield f"# {entry.file}, [words.{entry.name}]: into its words, and into its examples in words of your own"
            yield json.dumps([entry.word], ensure_ascii=False)
        yield f"near_misses = {json.dumps([marked], ensure_ascii=False)}"
    if field != "decision":
        yield "# tests/sentences/: the sentence in words of your own, every figure of it marked"
        yield marked
        fields = {**one, **({field: one["new"]} if field in FIELDS else {})}
        names = ("number", "value", "unit", "qualifier", "kind", "status", "level", "period", "metric_id")
        yield " | ".join(str(fields[name] or "-") for name in names)
