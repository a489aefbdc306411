"""The index by which a static copy is searched in a browser: the words of the base's own index, cut into small files.

Each file is a script that hands its content over by a call, because a browser reads no data from a memory stick. The
words come sorted, so that a query reads only the files in which its words stand, however large the base is.
``browser/search.js`` reads what is written here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

from kb import labels, labels_en
from kb.ask.search_terms import named_terms, tokens
from kb.ask.value_words import row_label
from kb.publish.addresses import Address
from kb.publish.copying import Copy
from kb.web.language import LANGUAGES

FOLDER = "search"
_WORDS_AT_ONCE = 100_000
"""About so many letters of words and places are one file."""
_RECORDS_AT_ONCE = 100
_KEYS = ("zmt", "zgr", "zdk")
"""Keys of the base's index by which only facets narrow."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

_NAME = (*("subject", "metric", "metric_en", "item", "place", "province", "owner", "number", "unit", "period"),)
"""What stands before the sentence in the base's index: the view ``figures_words``."""
_FIGURES = """
select
    f.figure_row, f.id, f.value, f.value_max, f.denominator, f.unit, f.qualifier, f.kind, f.status, f.metric_id,
    f.metric, f.metric_en, f.item, f.subject, f.place, f.province, f.owner, f.number, f.period, f.period_effective,
    f.level, f.document_id, f.page, f.passage_id, f.as_of, f.quote
from figures_final f order by f.figure_row
"""
_PASSAGES = "select id, document_id, page, text from passages order by id"
_METRICS = """
select id, name_vi, name_en, wordings from metrics where id in (select metric_id from figures_final) order by sort_key
"""


def write_index(base: Path, copy: Copy) -> None:
    """Write the index of a base beside the pages of its copy."""
    out = copy.root / FOLDER
    out.mkdir()
    with closing(sqlite3.connect(f"{base.absolute().as_uri()}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        documents = {row["id"]: row for row in db.execute("select id, filename from documents order by id")}
        numbers = {one: at for at, one in enumerate(documents)}
        figures = _figures(db, out, copy, numbers)
        passages = _passages(db, out, copy, numbers)
        start = {
            "figures": figures,
            "passages": passages,
            "each": _RECORDS_AT_ONCE,
            "documents": [[row["filename"], *_pages(copy, f"/document/{one}")] for one, row in documents.items()],
            "metrics": {row["id"]: _metric(row, copy) for row in db.execute(_METRICS)},
            "named": {phrase: [term.kind, term.phrases, term.keys] for phrase, term in named_terms().items()},
            "statuses": [labels.STATUSES, labels_en.STATUSES],
            "levels": [labels.LEVELS, labels_en.LEVELS],
        }
    _hand_over(out / "start.js", "start", start)


def _metric(row: sqlite3.Row, copy: Copy) -> list[Any]:
    called = [row["name_vi"], row["name_en"], *json.loads(row["wordings"] or "[]")]
    return [row["name_vi"], row["name_en"], " ".join(called), *_pages(copy, f"/compare/{row['id']}")]


def _figures(db: sqlite3.Connection, out: Path, copy: Copy, documents: dict[str, int]) -> list[str]:
    """Write what is shown of each figure, and the index of their words; the first word of each of its files."""
    at: dict[int, int] = {}
    heads: list[int] = []

    def records() -> Iterator[list[Any]]:
        for row in db.execute(_FIGURES):
            at[row["figure_row"]] = len(at)
            heads.append(len(tokens(" ".join(row[name] or "" for name in _NAME))))
            yield [
                row["id"],
                *_pages(copy, f"/figure/{row['id']}"),
                *(row_label(row, said=said) for said in (labels, labels_en)),
                *(labels.period_label(row["period_effective"]), labels_en.period_label(row["period_effective"])),
                *(row["metric_id"], row["subject"], row["item"], row["place"], row["province"], row["owner"]),
                *(row["number"], row["unit"], row["period"], row["status"], row["level"]),
                *(documents[row["document_id"]], row["page"], row["passage_id"], row["as_of"], row["quote"]),
            ]

    _write_records(out, "f", records())
    return _write_words(out, "w", _instances(db, "figures_fts"), at, lambda one, offset: offset < heads[one])


def _passages(db: sqlite3.Connection, out: Path, copy: Copy, documents: dict[str, int]) -> list[str]:
    at: dict[int, int] = {}

    def records() -> Iterator[list[Any]]:
        for row in db.execute(_PASSAGES):
            at[row["id"]] = len(at)
            where = _pages(copy, f"/document/{row['document_id']}", f"p-{row['id']}")
            yield [*where, documents[row["document_id"]], row["page"], row["id"], row["text"]]

    _write_records(out, "p", records())
    return _write_words(out, "v", _instances(db, "passages_fts"), at, lambda one, offset: False)


def _pages(copy: Copy, path: str, anchor: str = "") -> list[str]:
    """The files of an address in both languages; empty where it was not copied."""
    return [copy.lookup(Address(path, (), said), anchor) or "" for said in LANGUAGES]


def _instances(db: sqlite3.Connection, index: str) -> Iterator[tuple[str, int, int]]:
    """Each word of an index with its row and its place there, in the order of the words."""
    db.execute(f"create virtual table temp.{index}_words using fts5vocab(main, {index}, instance)")
    for row in db.execute(f"select term, doc, offset from {index}_words where col = 'plain'"):
        yield row[0], row[1], row[2]


def _write_records(out: Path, letter: str, records: Iterable[list[Any]]) -> None:
    number, some = 0, []
    for record in records:
        some.append(record)
        if len(some) == _RECORDS_AT_ONCE:
            _hand_over(out / f"{letter}{number}.js", f"{letter}{number}", some)
            number, some = number + 1, []
    if some:
        _hand_over(out / f"{letter}{number}.js", f"{letter}{number}", some)


def _write_words(
    out: Path,
    letter: str,
    instances: Iterator[tuple[str, int, int]],
    at: dict[int, int],
    is_name: Callable[[int, int], bool],
) -> list[str]:
    """Write the words in files; the first word of each. Of a word stand the records in whose name it is, behind a
    ``|`` all others that hold it."""
    firsts: list[str] = []
    some: dict[str, str] = {}
    size = 0

    def write() -> None:
        firsts.append(next(iter(some)))
        _hand_over(out / f"{letter}{len(firsts) - 1}.js", f"{letter}{len(firsts) - 1}", some)

    for word, group in groupby(instances, key=lambda one: one[0]):
        if word.startswith(_KEYS):
            continue
        named: set[int] = set()
        others: set[int] = set()
        for _, row, offset in group:
            if row in at:  # What a person struck out keeps its words in the index.
                (named if is_name(at[row], offset) else others).add(at[row])
        said = f"{_steps(sorted(named))}|{_steps(sorted(others - named))}"
        if said != "|":
            some[word] = said
            size += len(word) + len(said)
        if size > _WORDS_AT_ONCE:
            write()
            some, size = {}, 0
    if some:
        write()
    return firsts


def _steps(numbers: Sequence[int]) -> str:
    """Numbers that grow, each as its distance from the one before, to base 36.

    >>> _steps([0, 1, 40, 76])
    '0.1.13.10'
    """
    before = [0, *numbers]
    return ".".join(_base36(one - before[at]) for at, one in enumerate(numbers))


def _base36(number: int) -> str:
    said = _DIGITS[number % 36]
    while number := number // 36:
        said = _DIGITS[number % 36] + said
    return said


def _hand_over(file: Path, name: str, content: Any) -> None:
    said = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    # No script ends a line at these inside a string.
    said = said.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    file.write_text(f"solieuIndex({json.dumps(name)},{said});\n", encoding="utf-8")
