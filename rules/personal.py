"""What of a document is of a person's own: in its sentences, and in the columns of its lists of people.

A column says what stands in it: under ``CCCD`` every number is one, whatever a workbook made of its leading zero. Names
are masked in a list of citizens, which has a column that only such a list has (year of birth, address, money
received); a list of officials has their offices, and keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extract.document import Document, Table
from rules.figure import Personal
from rules.language.personal import PersonalKind, find_personal, own_name, own_number
from rules.language.wording import Words

_PAPERS, _TELEPHONES, _ACCOUNTS = Words("identity_papers"), Words("telephones"), Words("accounts")
_NAMES, _BENEFICIARIES = Words("name_headers"), Words("beneficiary_headers")
_LIFE, _OFFICE = Words("life_headers"), Words("office_headers")
# Two telephones in a cell stand on two lines, or with a stroke or a comma between them.
_PARTS = re.compile(r"[^\s;,/](?:[^\n;,/]*[^\s;,/])?")


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of a table hold by their heads, and whether the table lists citizens."""

    numbers: Mapping[int, PersonalKind]
    names: frozenset[int]


def find_own(document: Document) -> tuple[Personal, ...]:
    """All that is of a person's own in a document, by block and in the order of the text, without overlaps."""
    columns = {at: _columns(document, table) for at, table in enumerate(document.tables)}
    heads = {cell.block for table in document.tables for cell in table.cells if cell.is_header}
    found: list[Personal] = []
    for index, block in enumerate(document.blocks):
        text = document.block_text(block)
        if index in heads:
            continue
        cell = [] if block.table is None or block.column is None else _cell(text, block.column, columns[block.table])
        spans = cell or [(one.start, one.end, one.kind) for one in find_personal(text)]
        found += [Personal(block.start + start, block.start + end, kind, index) for start, end, kind in spans]
    return tuple(found)


def _columns(document: Document, table: Table) -> _Columns:
    heads: dict[int, str] = {}
    for cell in table.cells:
        if cell.is_header:
            for column in range(cell.column, cell.column + cell.column_span):
                heads[column] = f"{heads.get(column, '')} {document.block_text(document.blocks[cell.block])}".strip()
    numbers = dict(_numbers(heads))
    everything = heads.values()
    of_citizens = any(_LIFE.search(head) for head in everything) and not any(map(_OFFICE.search, everything))
    names = {
        column for column, head in heads.items() if _BENEFICIARIES.search(head) or (of_citizens and _NAMES.search(head))
    }
    return _Columns(numbers, frozenset(names))


def _numbers(heads: Mapping[int, str]) -> Iterator[tuple[int, PersonalKind]]:
    kinds: tuple[tuple[Words, PersonalKind], ...] = (
        (_PAPERS, "identity"),
        (_TELEPHONES, "telephone"),
        (_ACCOUNTS, "account"),
    )
    for column, head in heads.items():
        for words, kind in kinds:
            if words.search(head):
                yield column, kind
                break


def _cell(text: str, column: int, columns: _Columns) -> list[tuple[int, int, PersonalKind]]:
    """The numbers of a cell, or the name that it is, where its column says that they are a person's own."""
    if kind := columns.numbers.get(column):
        return [(one.start(), one.end(), kind) for one in _PARTS.finditer(text) if own_number(one.group())]
    if column in columns.names and (name := own_name(text)):
        return [(*name, "name")]
    return []
