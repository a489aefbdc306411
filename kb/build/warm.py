"""Imported once by the process that all workers are forked from: loads the rules and lets underthesea start up.

underthesea fails where its first use happens in several places at once, and takes seconds; a fork gets it for nothing.
So it is with all that is made at its first use (patterns, the places, what each metric is known by): a report that uses
most of it is read before the first fork, which takes what each small document would pay for again.
"""

from __future__ import annotations

import contextlib
import importlib
from pathlib import Path

from extract.collector import keep_for_good
from extract.document import Source
from extract.readers import registry


def warm() -> None:
    """Read a report that is no file, for what is made at its first use."""
    from extract.assemble import assemble
    from extract.text.read import read_text
    from kb.build.reading import letterhead_of, rows_of
    from kb.build.sample import SAMPLE
    from kb.records import encode
    from rules.find import find_figures

    for reader in registry().readers:
        with _later():
            for module in reader.warm:
                importlib.import_module(module)

    source = Source(Path("warm.txt"), "warm.txt", "", "text")
    document = assemble(source, read_text(source, SAMPLE.encode()))
    tuple(encode(rows_of(document, find_figures(document, letterhead_of(document, {})))))


def _later() -> contextlib.suppress:
    """Whatever fails here fails again in the worker, which tells it under its document's name."""
    return contextlib.suppress(Exception)


with _later():
    warm()
# What was loaded stays for good: the workers' collector need not walk it, and its pages stay shared. A worker reads one
# document, and ends.
keep_for_good()
