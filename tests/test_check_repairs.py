"""What a printed number leaves open, and the usual slips undone: proposed only where one makes a check come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from kb.check.finding import plain, propose
from kb.check.repairs import repairs
from kb.check.rounding import Range, range_of, step_of
from kb.check.said import Said

EMPTY = Said(
    *("F-1", "D-1", 1, "0", Decimal(0), None, None, "", "exact", "count", "actual", None, None, "", None, None),
    *(None, None, None, False, 1, 0, None, None, None, None, None, frozenset(), "", None, None, Decimal(1)),
)


def said(number: str, value: str, unit: str = "", kind: str = "count", qualifier: str = "exact") -> Said:
    exact = Decimal(value)
    words = {"number": number, "value": exact, "unit": unit, "kind": kind, "qualifier": qualifier, "id": f"F-{number}"}
    return replace(EMPTY, **words, step=step_of(number, exact))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "value", "step"),
    [
        ("2.128", "2128", "1"),
        ("76,8", "76.8", "0.1"),
        ("6.36", "6.36", "0.01"),
        ("4,5", "4500000000", "100000000"),
        ("28.900", "28900000000", "1000000"),
        ("10/18", "10", "1"),
        ("0,5786", "0.5786", "0.0001"),
        ("0,264", "264000000.000", "1000000"),
        ("0", "0", "1"),
        ("1.23", "98.5", "0.1"),  # a person's value
    ],
)
def test_the_worth_of_the_last_digit(number: str, value: str, step: str) -> None:
    assert step_of(number, Decimal(value)) == Decimal(step)


@pytest.mark.parametrize(
    ("qualifier", "low", "high"),
    [
        ("exact", "76.75", "76.85"),
        ("about", "69.12", "84.48"),
        ("nearly", "69.12", "76.85"),
        ("over", "76.75", "Infinity"),
        ("max", "0", "76.85"),
    ],
)
def test_qualifiers_open_the_range(qualifier: str, low: str, high: str) -> None:
    assert range_of(Decimal("76.8"), Decimal("0.1"), qualifier) == Range(Decimal(low), Decimal(high))


def test_a_fall_is_as_open_as_the_rise_of_its_size() -> None:
    assert said("44", "-44", "bậc", "change", "max").range == Range(Decimal("-44.5"), Decimal(0))
    assert not said("44", "-44", "bậc", "change", "over").range.is_bounded


def test_things_that_are_counted_are_not_rounded() -> None:
    assert said("336", "336").range == Range(Decimal(336), Decimal(336))
    assert said("2", "2000").range == Range(Decimal(1500), Decimal(2500))


@pytest.mark.parametrize(
    ("figure", "wanted", "fault", "number"),
    [
        (said("72,413", "72.413", "%", "rate"), "72.4", "mark", "72,4"),
        (said("1,234", "1.234", "trạm", "amount"), "1234", "separator", "1.234"),
        (said("98.5", "985", "%", "rate"), "98.5", "separator", "98,5"),
        (said("28,9", "28900000", "đồng", "amount"), "28900000000", "magnitude", "28,9 × 1.000"),
        (said("11.204", "11204", "hồ sơ"), "1204", "doubled", "1.204"),
        (said("18", "18", "bậc", "change"), "8", "extra", "8"),
        (said("1.24", "124", "trạm"), "1204", "lost", "1.204"),
        (said("120", "120", "trạm"), "1205", "lost", "1205"),
    ],
)
def test_each_slip_is_undone(figure: Said, wanted: str, fault: str, number: str) -> None:
    def holds(figures: Sequence[Said]) -> bool:
        return figures[0].value == Decimal(wanted)

    found = propose([figure], holds, frozenset({"13"}))
    assert found is not None
    assert (found.fault, found.number, found.value) == (fault, number, Decimal(wanted))


def test_a_mark_is_only_one_that_the_document_has() -> None:
    figure = said("72,413", "72.413", "%", "rate")
    assert "mark" not in {one.fault for one in repairs(figure, frozenset({"5"}))}


def test_two_slips_that_would_both_do_propose_nothing() -> None:
    figures = [said("12", "12"), said("13", "13")]

    def holds(figures: Sequence[Said]) -> bool:
        return sum(one.value for one in figures) == 125

    assert propose(figures, holds) is None


def test_half_a_thing_is_no_repair() -> None:
    assert all(one.value == int(one.value) for one in repairs(said("1.234", "1234", "trạm")))
    assert list(repairs(said("10/18", "10"))) == []


@pytest.mark.parametrize(("value", "shown"), [("1679", "1.679"), ("1.8828", "1,88"), ("-44", "-44"), ("98.00", "98")])
def test_computed_values_are_written_as_vietnamese_readers_write_them(value: str, shown: str) -> None:
    assert plain(Decimal(value)) == shown
