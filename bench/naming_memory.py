"""Writes which figures of annotated documents the ranking remembers (``rules/naming/remembered.json``).

    python -m bench.naming_memory GOLD.jsonl=DOCUMENT …  [--examples] [--write rules/naming/remembered.json]

It comes before ``python -m bench.naming``, which fits what it weighs that a figure is like a remembered one: each
document is then read as if those of its own writer had been forgotten.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from bench.naming import Documented, documents_of
from rules.naming.memory import FILE, Remembered, write_remembered

LEAST_DOCUMENTS = 3
"""A term that fewer documents have is not remembered."""
COMMON = 0.05
"""A term that more than this share of the figures has tells nothing."""


def remembered(documents: Sequence[Documented]) -> tuple[list[Remembered], list[str]]:
    """The figures of documents of which a person said something, and the terms that tell nothing."""
    having: dict[str, set[str]] = defaultdict(set)
    figures: Counter[str] = Counter()
    for document in documents:
        for sheet in document.sheets:
            terms = {term for side in sheet.candidates.said for term in side}
            figures.update(terms)
            for term in terms:
                having[term].add(document.name)
    total = sum(len(document.cases) for document in documents)
    common = {term for term, count in figures.items() if count > COMMON * total}
    kept = {term for term, names in having.items() if len(names) >= LEAST_DOCUMENTS} - common
    found = [
        Remembered(
            case.wanted, document.source, *(tuple(sorted(kept & {*side})) for side in case.sheet.candidates.said)
        )
        for document in documents
        for case in document.cases
        if case.wanted is not None
    ]
    return found, sorted(common)


def main(words: Sequence[str]) -> None:
    """Read the documents and write what is remembered of them."""
    words = list(words)
    write = Path(words.pop(words.index("--write") + 1)) if "--write" in words else FILE
    documents = documents_of(words)
    figures, common = remembered(documents)
    write_remembered(write, figures, common)
    print(f"{len(figures)} figures of {len({one.source for one in figures})} sets of documents are remembered")


if __name__ == "__main__":
    main(sys.argv[1:])
