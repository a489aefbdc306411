"""The lists of fields in the SQL scripts: what each form becomes, and that a misspelt one is refused."""

from __future__ import annotations

import re

import pytest
from example_base import Base

from kb.field_sql import filled
from kb.fields import CORRECTED, FIELD, FIELDS, Field
from kb.store import LATEST_FILE, SCHEMA_FILE, VIEWS_FILE, script

VALUE_MAX = "case when instr(p.fields, ' value_max ') then nullif(p.value_max, '') else f.value_max end"


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("select {value … denominator}", "select value, value_max, denominator"),
        ("select {after value … denominator}", "select value_max, denominator"),
        ("select {f.value … value_max}", "select f.value, f.value_max"),
        ("{laid over f: value_max … value_max}", VALUE_MAX),
        ("{laid over f: value_max … value_max; f.value_max}", "f.value_max"),
        ("{laid over f: unit … qualifier}", "coalesce(p.unit, f.unit), coalesce(nullif(p.qualifier, ''), f.qualifier)"),
        ("{laid over f: flags … flags}", "f.flags"),
        ("{laid over a: flags … flags}", "'[]'"),
        ("{laid over a: marks … marks}", "coalesce(nullif(p.marks, ''), '[]')"),
        ("{laid over a: in_table … in_table}", "a.in_table"),
        ("default '{}'", "default '{}'"),
    ],
)
def test_a_list_becomes(written: str, becomes: str) -> None:
    assert " ".join(filled(written).split()) == becomes


def test_a_pattern_is_written_for_each_field_of_a_kind() -> None:
    names = [field.name for field in CORRECTED]
    assert filled("{each corrected: max(<name>)}").split() == [
        *(f"max({name})," for name in names[:-1]),
        f"max({names[-1]})",
    ]
    assert filled("{each corrected by name: || <name>}").replace("||", "").split() == sorted(names)
    assert "value_num real not null" in filled("{each added: <declared>}")
    assert "marks" not in filled("{each added: <declared>}"), "what a person added has no marks of its own"


@pytest.mark.parametrize("written", ["{value}", "{each new: <name>}", "{value … weight}", "{laid over f: unit}"])
def test_a_list_that_is_written_otherwise_is_refused(written: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        filled(written)


@pytest.mark.parametrize("view", ["figures_laid", "figures_final", "figures_of_provinces"])
def test_no_field_is_lost_between_two_lists(view: str) -> None:
    columns = [row[1] for row in Base().connection.execute(f"pragma table_info({view})")]
    hidden = {"anchor", "occurrence", "pattern"}
    assert [field.name for field in FIELDS if field.name not in columns] == [*sorted(hidden)]


def test_no_list_is_left_in_the_scripts() -> None:
    for path in (SCHEMA_FILE, VIEWS_FILE, LATEST_FILE):
        assert re.findall(r"\{[^{}]+\}|<\w+>", script(path)) == []


@pytest.mark.parametrize("field", CORRECTED, ids=lambda field: field.name)
def test_every_field_that_can_be_corrected_is_laid_over(field: Field) -> None:
    laid = filled(f"{{laid over f: {field.name} … {field.name}}}")
    assert f"p.{field.name}" in laid and f"f.{field.name}" in laid
    # An empty word of a person must not empty a field that always says something.
    assert ("else f." in laid and "coalesce" not in laid) == (FIELD[field.name].empty == "null")
