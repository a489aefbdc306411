"""Cells that point at something else of the figure's own document: a footnote, the marks at it, its whole; and the
number as it is printed there.

A whole is named by its id, or by its printed number where that names one figure: of the same sentence, else of the
document. Ids change with a new version of a document, so a decision keeps what its whole is known by, and each build
looks for it as it looks for the figure itself.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kb.review.find import Finder
from kb.review.log import Event
from kb.review.numbers import is_date
from kb.review.refused import RefusedError
from kb.review.state import Standing
from rules.language.numbers import find_numbers

POINTING = ("number", "footnote", "marks", "part_of")
"""Fields that say something of their own document only: what is right there is right of no other figure."""
_LABEL = re.compile(r"[^\W_]{1,4}|[*†‡§]{1,3}")
_PARTED = re.compile(r"[;,\s]+")
_ID = re.compile(r"[FH]-[0-9A-Z]{10}")
_MOST = 40
_KEYS = ("anchor", "number", "occurrence", "quote", "document_id", "identity", "filename", "sha256")
_KNOWN = """
select f.anchor, f.number, f.occurrence, f.quote, d.id, d.identity, d.filename, d.sha256
from (
    select id, document_id, anchor, number, occurrence, quote from figures where id = :figure
    union all select id, document_id, anchor, number, occurrence, quote from figures_added where id = :figure
) f
join documents d on d.id = f.document_id
"""
_FIGURES = "select id, number, quote, passage_id, part_of, unit from figures_final where document_id = ? order by seq"


@dataclass(frozen=True, slots=True)
class _Known:
    """A figure of a document as a cell may name it."""

    id: str
    number: str
    quote: str
    passage: int
    whole: str
    unit: str


class Pointing:
    """Reads such cells against one base; knows what the rows before asked, so that no two close a circle."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._documents: dict[str, dict[str, _Known]] = {}
        self._asked: dict[str, str] = {}

    def read(self, name: str, text: str, document: str, figure: str, quote: str) -> str:
        """The word of the base that a cell means, of the figure ``figure`` (empty where it has no id yet) with this
        sentence. RefusedError says why it means none."""
        if name == "number":
            return _printed(text)
        if name == "footnote":
            return _label(text)
        if name == "marks":
            return json.dumps([_label(one) for one in _PARTED.split(text.strip(";, ")) if one], ensure_ascii=False)
        whole = self._whole(text, document, figure, quote)
        self._refuse_a_circle(document, figure, whole)
        self._asked[figure] = whole
        return whole

    def _whole(self, text: str, document: str, figure: str, quote: str) -> str:
        known = self._of(document)
        given = text.strip().upper()
        if _ID.fullmatch(given):
            if given == figure:
                raise RefusedError("một số không thể là phần của chính nó", "a figure is no part of itself")
            if given not in known:
                raise RefusedError(
                    f"mã {given} không phải là số liệu của cùng tài liệu",
                    f"{given} is no figure of the same document",
                )
            return given
        named = [one for one in known.values() if one.number == text.strip() and one.id != figure]
        here = known.get(figure)
        near = [one for one in named if (here and one.passage == here.passage) or (not here and one.quote == quote)]
        found = near if len(near) == 1 else named
        if len(found) == 1:
            return found[0].id
        if not found:
            raise RefusedError(
                f"tài liệu không có số liệu nào in là “{text}”. Hãy ghi mã (F-…) hoặc số in của số tổng",
                f"no figure of the document is printed {text}; write the id (F-…) or the printed number of the whole",
            )
        listed = "; ".join(f"{one.id}: “{' '.join(one.quote.split())[:60]}”" for one in found[:5])
        raise RefusedError(
            f"có {len(found)} số in là “{text}”, hãy ghi mã của số tổng: {listed}",
            f"{len(found)} figures are printed {text}, write the id of the whole: {listed}",
        )

    def _refuse_a_circle(self, document: str, figure: str, whole: str) -> None:
        known, at, seen = self._of(document), whole, {figure}
        while at and figure:
            if at in seen:
                raise RefusedError(
                    f"số {known[whole].number} lại là phần của chính số này",
                    f"{known[whole].number} is itself a part of this figure",
                )
            seen.add(at)
            at = self._asked.get(at, known[at].whole if at in known else "")

    def _of(self, document: str) -> dict[str, _Known]:
        if document not in self._documents:
            rows = self._db.execute(_FIGURES, (document,))
            self._documents[document] = {
                row[0]: _Known(row[0], row[1], row[2], row[3], row[4] or "", row[5]) for row in map(tuple, rows)
            }
        return self._documents[document]

    def doubts(self, document: str, asked: Mapping[str, str], after: Mapping[str, str]) -> list[RefusedError]:
        """What speaks against the words that such cells ask for; ``after`` is the figure as it would be."""
        found = []
        labels = self._labels(document)
        wanted = [asked["footnote"]] if asked.get("footnote") else []
        wanted += json.loads(asked["marks"]) if asked.get("marks") else []
        for label in dict.fromkeys(wanted):
            if label not in labels:
                has = f"các cước chú là {', '.join(labels[:12])}" if labels else "tài liệu không có cước chú nào"
                has_en = f"its footnotes are {', '.join(labels[:12])}" if labels else "the document has none"
                found.append(
                    RefusedError(f"không thấy cước chú {label}: {has}", f"there is no footnote {label}: {has_en}")
                )
        whole = self._of(document).get(asked.get("part_of", ""))
        if whole and whole.unit != after["unit"]:
            found.append(
                RefusedError(
                    f"đơn vị “{after['unit']}” khác đơn vị “{whole.unit}” của số tổng {whole.number}",
                    f"the unit {after['unit']} is not that of the whole {whole.number} ({whole.unit})",
                )
            )
        return found

    def _labels(self, document: str) -> list[str]:
        rows = self._db.execute("select distinct label from footnotes where document_id = ? order by id", (document,))
        return [str(row[0]) for row in rows]


class Wholes:
    """The figures that others are parts of by a person's word, found again in the base as it is now; ``parts`` are the
    events that say so."""

    def __init__(self, db: sqlite3.Connection, finder: Finder, parts: Iterable[Event]) -> None:
        self._db = db
        self._there: dict[str, dict[str, str]] = {}
        for event in parts:
            whole = whole_of(event)
            figure = finder.find(whole) if whole else None
            home = self._home(figure) if figure else ""
            if whole and figure and home:
                later = [] if figure.startswith("H-") else finder.carried(whole, figure, home)
                self._there[event.event] = {home: figure, **{self._home(one): one for one in later}}

    def as_it_is_now(self, event: Event, figure: Standing | None) -> Event | None:
        """The event with the ids that its wholes have in the document of its figure by now; None where the one that it
        names is not found there. Any other event is as it was."""
        if event.field != "part_of" or figure is None:
            return event
        machine = figure.machine["part_of"]
        same = bool(machine) and self._printed(machine) == event.seen.get("machine number")
        whole = self._there.get(event.event, {}).get(figure.document_id, "")
        if event.new and not whole:
            return None
        return replace(event, new=whole, machine=machine if same else event.machine)

    def _home(self, figure: str) -> str:
        table = "figures_added" if figure.startswith("H-") else "figures"
        row = self._db.execute(f"select document_id from {table} where id = ?", (figure,)).fetchone()
        return str(row[0]) if row else ""

    def _printed(self, figure: str) -> str:
        row = self._db.execute("select number from figures where id = ?", (figure,)).fetchone()
        return str(row[0]) if row else ""


def known_by(db: sqlite3.Connection, whole: str, machine: str) -> dict[str, str]:
    """What a decision keeps of the whole that it names, to find it again, and of the one that the machine read."""
    row = db.execute(_KNOWN, {"figure": whole}).fetchone() if whole else None
    kept = {f"whole {key}": str(word) for key, word in zip(_KEYS, row, strict=True)} if row else {}
    read = db.execute("select number from figures where id = ?", (machine,)).fetchone() if machine else None
    return kept | ({"machine number": str(read[0])} if read else {})


def whole_of(event: Event) -> Event | None:
    """What is looked for where the whole of a decision is: None where it empties the field or does not say."""
    seen = event.seen
    if not event.new or any(f"whole {key}" not in seen for key in _KEYS):
        return None
    occurrence = seen["whole occurrence"]
    return replace(
        event,
        figure_id=event.new,
        document_id=seen["whole document_id"],
        identity=seen["whole identity"],
        filename=seen["whole filename"],
        sha256=seen["whole sha256"],
        anchor=seen["whole anchor"],
        number=seen["whole number"],
        occurrence=int(occurrence) if occurrence.isdigit() else 0,
        quote=seen["whole quote"],
        slot="",
    )


def _label(text: str) -> str:
    """A footnote's label; a raised number is the number that it means."""
    label = unicodedata.normalize("NFKC", text).strip("()[] ")
    if not _LABEL.fullmatch(label):
        raise RefusedError(
            f"“{text}” không phải là số của cước chú. Hãy ghi như: 13, nhiều dấu thì 13; 14",
            f"{text} is no footnote; write it like 13, several like 13; 14",
        )
    return label


def _printed(text: str) -> str:
    """A number as it is printed: one number and nothing beside it."""
    if is_date(text):
        raise RefusedError(f"“{text}” là ngày tháng do Excel tự đổi", f"{text} is a date of Excel's making")
    # An end of a range is one only where a unit stands behind it.
    read = [list(find_numbers(one)) for one in (text, f"{text}%")]
    if len(text) > _MOST or not any(len(some) == 1 and some[0].text == text for some in read):
        raise RefusedError(
            f"“{text}” không phải là một con số. Hãy ghi đúng như in, không kèm đơn vị: 1.204",
            f"{text} is not one number; write it as it is printed, without its unit: 1.204",
        )
    return text
