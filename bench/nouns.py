"""What underthesea earns: ``python -m bench.nouns [GOLD=DOCUMENT …]``.

The rules read the documents four times: without underthesea (a word is a syllable), with its words, with its words and
tags (what is built in), and with its chunks besides. Printed are, of the figures that people annotated, how many have
their unit whole (every word of the annotated one, so that ``trường`` is none of ``trường hợp``), how many their metric,
and the seconds of the rules. Without arguments: the annotated reports of ``tests/``; more are given by their paths.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from underthesea import chunk

from bench.reading import corpus_documents
from extract.document import Document
from extract.read import read
from kb.score.pairs import pair, printed
from rules.catalogue import load_catalogue
from rules.find import find_figures
from rules.language import noun_phrases, tokens, units
from rules.language.fold import bare_words
from rules.language.noun_phrases import stretch_at

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "tests" / "reports", ROOT / "tests" / "unseen_reports")
ENDING = ".figures.jsonl"
Case = tuple[Document, list[dict[str, Any]]]
Change = tuple[object, str, object]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, count and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.nouns", description="Measure what underthesea earns.")
    parser.add_argument("pairs", nargs="*", help="GOLD=DOCUMENT, instead of the annotated reports of tests/")
    options = parser.parse_args(arguments)
    named = [tuple(map(Path, one.split("=", 1))) for one in options.pairs] or list(_annotated())
    cases = [(read(document), _gold(gold)) for gold, document in named]
    _count(cases)  # what is loaded at first use is no cost of the first way
    print(f"{len(cases)} documents, {sum(len(gold) for _, gold in cases)} figures")
    print(f"{'':24}{'unit whole':>12}{'metric':>12}{'seconds':>10}")
    for name, changes in (
        ("off", (*_SYLLABLES, *_NO_TAGS)),
        ("words", _NO_TAGS),
        ("words, tags", ()),
        ("words, tags, chunks", ((units, "whole_noun", _with_chunks),)),
    ):
        with _changed(changes):
            count = _count(cases)
        shares = (count[field] / max(count["figures"], 1) for field in ("unit", "metric"))
        print(f"{name:24}" + "".join(f"{share:12.4f}" for share in shares) + f"{count['ms'] / 1000:10.1f}")
    return 0


def _annotated() -> Iterator[tuple[Path, Path]]:
    documents = {path.stem: path for path in corpus_documents()}
    for folder in FOLDERS:
        near = {path.stem: path for path in folder.iterdir() if path.suffix in (".docx", ".html", ".pdf", ".txt")}
        for gold in sorted(folder.glob(f"*{ENDING}")):
            stem = gold.name.removesuffix(ENDING)
            if document := near.get(stem) or documents.get(stem):
                yield gold, document


def _gold(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [one for line in lines if line.strip() and not (one := json.loads(line))["optional"]]


def _count(cases: Sequence[Case]) -> Counter[str]:
    count: Counter[str] = Counter()
    known = load_catalogue()
    for document, gold in cases:
        start = time.process_time()
        found = find_figures(document).figures
        count["ms"] += round(1000 * (time.process_time() - start))
        expected = [printed(one["number"], one["quote"], one.get("nth", 0)) for one in gold]
        for at, other in pair(expected, [printed(f.number, f.quote) for f in found]).items():
            said, figure = gold[at], found[other]
            metric = said["metric"] if said["metric"] in known else None
            count["figures"] += 1
            count["unit"] += _whole(said["unit"] or "", figure.unit)
            count["metric"] += metric == figure.metric
    return count


def _whole(said: str, found: str) -> bool:
    return said == found or (bool(bare_words(said)) and set(bare_words(said).split()) <= set(bare_words(found).split()))


def _syllables(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in tokens.SYLLABLE.finditer(text))


def _as_it_is(_: str, __: int, end: int) -> int:
    return end


def _with_chunks(text: str, start: int, end: int) -> int:
    """The built-in end, and the noun phrase that underthesea's chunks go on with."""
    whole = noun_phrases.whole_noun(text, start, end)
    stretch = stretch_at(text, start)
    position = 0
    for word, _, name in chunk(f"{stretch} ."):
        pieces = word.split()
        first = stretch.find(pieces[0], position)
        if first < 0:
            break
        position = first + len(word)
        if start + first >= whole:
            if name != "I-NP":
                break
            whole = min(start + position, start + len(stretch))
    return whole


@contextlib.contextmanager
def _changed(changes: Sequence[Change]) -> Iterator[None]:
    """The rules with other parts in their place; nothing that they remember is kept."""
    before: list[Change] = [(module, name, getattr(module, name)) for module, name, _ in changes]
    _put(changes)
    try:
        yield
    finally:
        _put(before)


def _put(changes: Sequence[Change]) -> None:
    for module, name, part in changes:
        setattr(module, name, part)
    remembering: tuple[Callable[[], None], ...] = (units.find_unit.cache_clear, tokens.tokenize.cache_clear)
    for forget in remembering:
        forget()


_SYLLABLES: tuple[Change, ...] = ((tokens, "cut", _syllables),)
_NO_TAGS: tuple[Change, ...] = (
    (units, "whole_noun", _as_it_is),
    (units, "is_noun", lambda _, __: False),
)


if __name__ == "__main__":
    sys.exit(main())
