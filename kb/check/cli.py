"""``solieu check``: what the base found wrong with itself at its last build, document by document."""

from __future__ import annotations

import contextlib
import difflib
import json
import sqlite3
from pathlib import Path
from typing import Any

import click

from extract.document import SolieuError
from kb.check.run import RULES
from kb.options import base_option, json_option
from kb.store import read_base
from rules.language.fold import bare_letters

_QUERY = """
select k.id, k.rule, k.message, k.message_en, k.expected, k.found, k.fault, k.fault_figure_id, k.proposal, k.figure_ids
from findings_checks k
"""
_FIGURES = """
select c.finding_id, f.id, f.number, f.unit, f.page, f.quote, f.document_id, d.filename, f.seq
from findings_figures c join figures f on f.id = c.figure_id join documents d on d.id = f.document_id
order by d.filename, d.id, f.seq
"""


@click.command()
@base_option
@click.option("--document", metavar="WORDS", help="Only documents with this id, or with this in their file's name.")
@click.option("--rule", metavar="RULE", help=f"Only what this check found: {', '.join(RULES)}.")
@json_option
def check(base: Path, document: str | None, rule: str | None, as_json: bool) -> None:
    """Tell which figures contradict each other or what can be, and the one slip that would explain it.

    Each build looks for sums, shares, changes and ranks that do not come out, two values of one thing, and rows that
    are more or fewer than announced. A finding changes no figure; it is a reason to look.

    Example: solieu check --rule change
    """
    with contextlib.closing(read_base(base)) as db:
        found = findings(db, document, rule)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        _tell(found)


def findings(db: sqlite3.Connection, document: str | None = None, rule: str | None = None) -> list[dict[str, Any]]:
    """The findings with the figures that each ties together, in the order of documents and of reading.

    Raises SolieuError where there is no such rule or document.
    """
    if rule and rule not in RULES:
        close = difflib.get_close_matches(rule, RULES, n=1)
        remedy = f"Perhaps {close[0]} is meant" if close else f"The checks are {', '.join(RULES)}"
        raise SolieuError(rule, "there is no such check", remedy)
    wanted = _documents(db, document) if document else None
    tied: dict[int, list[dict[str, Any]]] = {}
    for finding, *values in map(tuple, db.execute(_FIGURES)):
        names = ("id", "number", "unit", "page", "quote", "document_id", "filename", "seq")
        tied.setdefault(finding, []).append(dict(zip(names, values, strict=True)))
    found: list[dict[str, Any]] = []
    for row in map(dict, db.execute(_QUERY)):
        figures = tied.get(row["id"], [])
        order = json.loads(row.pop("figure_ids"))
        if figures and (not rule or row["rule"] == rule):
            place = min((one["filename"], one["document_id"], one["seq"]) for one in figures)
            figures.sort(key=lambda one: order.index(one["id"]))
            if wanted is None or any(one["document_id"] in wanted for one in figures):
                found.append({**row, "figures": figures, "place": place})
    found.sort(key=lambda row: (row["place"], row["rule"], row["id"]))
    return [{key: value for key, value in row.items() if key != "place"} for row in found]


def _documents(db: sqlite3.Connection, words: str) -> set[str]:
    rows = db.execute("select id, filename from documents").fetchall()
    found = {row[0] for row in rows if words == row[0] or bare_letters(words) in bare_letters(row[1])}
    if not found:
        raise SolieuError(words, "there is no such document", "Give an id or a part of its file's name")
    return found


def _tell(found: list[dict[str, Any]]) -> None:
    before = None
    for one in found:
        names = list(dict.fromkeys(figure["filename"] for figure in one["figures"]))
        where = ", ".join(names)
        if where != before:
            click.echo(f"{where}:" if before is None else f"\n{where}:")
        before = where
        pages = sorted({figure["page"] for figure in one["figures"] if figure["page"]})
        page = f" (tr. {', '.join(map(str, pages))})" if pages else ""
        ids = " ".join(figure["id"] for figure in one["figures"])
        click.echo(f"  [{one['rule']}] {one['message']}{page}\n      {ids}")
    number = len(found)
    click.echo(f"\n{number} finding{'' if number == 1 else 's'}" if found else "No check found anything.")
