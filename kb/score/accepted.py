"""What a run of the rules gained and lost against the last one that a person accepted.

The accepted run is a small file: of each document the found figures, each as the words in which it stands, its number
in double brackets, and the fields that were wrong. Figures of the two runs are paired as expected and found ones are,
so that a changed reader or id does not look like a loss.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from extract.document import SolieuError
from kb.score.measure import Verdict
from kb.score.pairs import Printed, pair, printed_between
from kb.whole import write_whole

What = Literal["lost", "worse", "spurious", "gained", "better", "cleared"]
MEANINGS: Mapping[What, str] = {
    "lost": "lost: found before, missed now",
    "worse": "worse: fields that were right and are wrong now",
    "spurious": "newly spurious",
    "gained": "gained: missed before, found now",
    "better": "better: fields that were wrong and are right now",
    "cleared": "no longer spurious",
}
"""Each kind of change in words, the bad ones first."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A found figure as the accepted run keeps it; ``wrong`` is None where no person expected it."""

    marked: str
    wrong: frozenset[str] | None
    printed: Printed


@dataclass(frozen=True, slots=True)
class Change:
    """One difference from the accepted run; ``marked`` as in the file, ``fields`` those that became wrong or right."""

    what: What
    document: str
    marked: str
    fields: tuple[str, ...] = ()


def kept(verdicts: Sequence[Verdict]) -> tuple[Kept, ...]:
    """What an accepted run keeps of a document: its found figures, the spurious ones last."""
    return tuple(
        _keep(verdict.found.marked, None if verdict.expected is None else verdict.wrong)
        for verdict in verdicts
        if verdict.found is not None
    )


def compare(document: str, before: Sequence[Kept], now: Sequence[Kept]) -> tuple[Change, ...]:
    """All that differs between two runs over one document, the bad kinds first."""
    pairs = pair([figure.printed for figure in before], [figure.printed for figure in now])
    changes: list[Change] = []
    for at, figure in enumerate(before):
        other = now[pairs[at]] if at in pairs else None
        if other is None:
            changes.append(_change("cleared" if figure.wrong is None else "lost", document, figure))
        elif figure.wrong is None and other.wrong is not None:
            changes.append(_change("gained", document, other))
        elif figure.wrong is not None and other.wrong is None:
            changes += [_change("lost", document, figure), _change("spurious", document, other)]
        else:
            was, is_now = figure.wrong or frozenset(), other.wrong or frozenset()
            changes += [_change("worse", document, other, is_now - was)] if is_now - was else []
            changes += [_change("better", document, other, was - is_now)] if was - is_now else []
    for at in sorted(set(range(len(now))) - set(pairs.values())):
        changes.append(_change("spurious" if now[at].wrong is None else "gained", document, now[at]))
    order = list(MEANINGS)
    return tuple(sorted(changes, key=lambda change: order.index(change.what)))


def read_accepted(path: Path) -> dict[str, tuple[Kept, ...]]:
    """The accepted run, by file name of the document; empty where there is none yet, SolieuError where it is broken."""
    if not path.exists():
        return {}
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        return {
            document: tuple(
                _keep(marked, None if wrong is None else frozenset(wrong.split())) for marked, wrong in figures
            )
            for document, figures in read.items()
        }
    except (OSError, ValueError, AttributeError, TypeError) as error:
        remedy = "Take it back from version control, or delete it and accept this run with --accept"
        raise SolieuError(str(path), f"it is no accepted run ({error})", remedy) from error


def write_accepted(path: Path, runs: Mapping[str, Sequence[Kept]]) -> None:
    """Write the accepted run, one figure a line and documents by name, so that its diff can be read."""
    documents = []
    for document in sorted(runs):
        figures = [
            json.dumps([one.marked, None if one.wrong is None else " ".join(sorted(one.wrong))], ensure_ascii=False)
            for one in runs[document]
        ]
        lines = ",\n".join(f"  {figure}" for figure in figures)
        documents.append(f"{json.dumps(document, ensure_ascii=False)}: [\n{lines}\n ]")
    text = "{\n " + ",\n ".join(documents) + "\n}\n"
    write_whole(path, text.encode(), "Name a file that can be written with --against")


def _keep(marked: str, wrong: frozenset[str] | None) -> Kept:
    """ValueError where no number is marked."""
    before, opened, rest = marked.partition("[[")
    number, closed, behind = rest.partition("]]")
    if not opened or not closed:
        raise ValueError(f"no number is marked in {marked!r}")
    return Kept(marked, wrong, printed_between(before, number, behind))


def _change(what: What, document: str, figure: Kept, fields: frozenset[str] = frozenset()) -> Change:
    return Change(what, document, figure.marked, tuple(sorted(fields)))
