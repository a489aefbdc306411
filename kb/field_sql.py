"""The lists of fields in ``schema.sql`` and ``views.sql``, made of ``kb/fields.py``.

The scripts stay what a reader reads; only where they would list every field, a list stands in braces::

    {number … level}            these fields and all between them, in the order of kb/fields.py
    {after number … level}      the same without number: what comes to stand between two lists is in the second
    {f.number … level}          these fields, each as f.number
    {laid over f: number … level}                     the person's word p over the machine's, as f's row has it
    {laid over f: number … level; f.place_id}         the same, but this one as it stands in f
    {each corrected: max(<name>)}                     a pattern for each field of a kind, parted by commas; <declared>
                                                      in it is the field as a column of a table
    {each corrected by name: || <name>}               in the order of the alphabet; not parted where it begins with ||

    {sure}                      from which confidence on a figure is compared with others before anybody looked

    {tenths}                    a confidence in tenths, as :func:`rules.trust.sure.tenths` has it

Kinds are ``corrected``, ``compared`` and ``added`` (what ``figures_added`` has a column for).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.fields import COMPARED, CORRECTED, FIELD, FIELDS, Field
from rules.trust.sure import ALIKE_FROM, SURE

_LIST = re.compile(r"\{([^{}]+)\}")
_EACH = re.compile(r"each (\w+)( by name)?: (.+)", re.DOTALL)
_LAID = re.compile(r"laid over (\w): (.+)", re.DOTALL)
_RANGE = re.compile(r"(?:(\w)\.|(after) )?(\w+) … (\w+)")
_KINDS = {"corrected": CORRECTED, "compared": COMPARED, "added": tuple(field for field in FIELDS if not field.added)}
_WIDTH = 112


def filled(script: str) -> str:
    """The script with its lists. Raises ValueError where one is written otherwise, KeyError on an unknown field."""
    return _LIST.sub(lambda match: _list(match[1]), script)


def _list(said: str) -> str:
    if said == "sure":
        return str(SURE)
    if said == "tenths":
        alike = f"when confidence >= 1 then 11 when confidence >= {ALIKE_FROM} then 10"
        return f"case {alike} else cast(10 * confidence + 0.5 as integer) end"
    if match := _EACH.fullmatch(said):
        kind, by_name, pattern = match.groups()
        fields = sorted(_KINDS[kind], key=lambda field: field.name) if by_name else _KINDS[kind]
        parts = (pattern.replace("<name>", field.name).replace("<declared>", declared(field)) for field in fields)
        return ("\n    " if pattern.startswith("||") else ",\n    ").join(parts)
    if match := _LAID.fullmatch(said):
        row, rest = match.groups()
        between, *kept = rest.split("; ")
        machine = {name.removeprefix(f"{row}.") for name in (kept[0].split(", ") if kept else ())}
        return ",\n    ".join(_laid(field, row, field.name in machine) for field in _between(between))
    if match := _RANGE.fullmatch(said):
        prefix = f"{match[1]}." if match[1] else ""
        return _wrapped(f"{prefix}{field.name}" for field in _between(said.removeprefix(prefix)))
    raise ValueError(f"no list of fields: {{{said}}}")


def declared(field: Field) -> str:
    """The field as a column of a table."""
    return f"{field.name} {field.sql_type}{'' if field.empty == 'null' else ' not null'}"


def _between(said: str) -> tuple[Field, ...]:
    match = _RANGE.fullmatch(said)
    if not match:
        raise ValueError(f"no list of fields: {said}")
    first, last = FIELDS.index(FIELD[match[3]]), FIELDS.index(FIELD[match[4]])
    return FIELDS[first + 1 if match[2] else first : last + 1]


def _laid(field: Field, row: str, as_it_stands: bool) -> str:
    """The person's word over the machine's: ``p.fields`` names what they said, a word that they confirmed is none.
    What they said empty empties a field that may be empty, and leaves any other as it is."""
    machine, person = f"{row}.{field.name}", f"p.{field.name}"
    if row == "a" and field.added:
        machine = field.added
        if not field.corrected:
            return machine
    said = f"instr(p.fields, ' {field.name} ')"
    if field.figure == "value":
        said, person = "instr(p.fields, ' value ')", f"coalesce(nullif(p.value, ''), {row}.value)"
        return f"case when {said} then cast({person} as real) else {machine} end"
    if as_it_stands or not field.corrected:
        return machine
    if field.empty == "null":
        return f"case when {said} then nullif({person}, '') else {machine} end"
    if field.type == "decimal":
        # One that was confirmed may be written otherwise: 98.50 for 98.5.
        return f"case when {said} then coalesce(nullif({person}, ''), {machine}) else {machine} end"
    return f"coalesce({person}, {machine})" if field.empty == "text" else f"coalesce(nullif({person}, ''), {machine})"


def _wrapped(names: Iterable[str]) -> str:
    lines = [""]
    for name in names:
        lines[-1:] = [f"{lines[-1]}, {name}"] if len(lines[-1]) + len(name) < _WIDTH else [f"{lines[-1]},", name]
    return "\n    ".join(lines).removeprefix(", ")
