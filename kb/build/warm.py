"""Imported once by the process that all workers are forked from: loads the rules and lets underthesea start up.

underthesea fails where its first use happens in several places at once, and takes seconds; a fork gets it for nothing.
"""

from __future__ import annotations

import contextlib
import importlib
from pathlib import Path

from extract.collector import keep_for_good
from extract.document import Block, Document, Source
from extract.readers import registry


def warm() -> None:
    """Read nothing, find one figure."""
    from rules.find import find_figures

    for reader in registry().readers:
        with _later():
            for module in reader.warm:
                importlib.import_module(module)

    words = "Toàn tỉnh có 12 trạm."
    source = Source(Path("warm"), "warm", "", "text")
    find_figures(Document(source, words, (Block("paragraph", 0, len(words)),)))


def _later() -> contextlib.suppress:
    """Whatever fails here fails again in the worker, which tells it under its document's name."""
    return contextlib.suppress(Exception)


with _later():
    warm()
# What was loaded stays for good: the workers' collector need not walk it, and its pages stay shared. A worker reads one
# document, and ends.
keep_for_good()
