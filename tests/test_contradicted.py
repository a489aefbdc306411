"""Ranks and scores that their own document contradicts, and what only looks like it."""

from __future__ import annotations

import pytest

from rules.find import find_figures
from rules.trust.sure import SURE
from tests.documents_of import document_of

RANK = "Năm 2031, chỉ số DTI của tỉnh Hòa Bình xếp thứ 31/63."
OTHER_RANK = "Chỉ số DTI năm 2031 của tỉnh Hòa Bình xếp thứ 33/63."
SCORE = "Năm 2031, chỉ số DTI của tỉnh Hòa Bình đạt 0,58 điểm."


def _chances(*paragraphs: str) -> dict[str, float]:
    return {one.number: one.confidence for one in find_figures(document_of(*paragraphs)).figures}


def test_a_rank_that_the_document_contradicts_is_not_relied_on() -> None:
    assert _chances(RANK)["31/63"] >= SURE
    chances = _chances(RANK, OTHER_RANK)
    assert chances["31/63"] < SURE and chances["33/63"] < SURE


def test_what_is_said_more_often_stands() -> None:
    chances = _chances(RANK, OTHER_RANK, RANK.replace("xếp thứ", "đứng thứ"))
    assert chances["31/63"] >= SURE > chances["33/63"]


@pytest.mark.parametrize(
    "other",
    [
        "Năm 2030, chỉ số DTI của tỉnh Hòa Bình đạt 0,6112 điểm.",
        "Năm 2031, chỉ số DTI của tỉnh Lai Châu đạt 0,6112 điểm.",
        "Năm 2031, chỉ số DTI của tỉnh Hòa Bình đạt 0,5812 điểm.",
        "Năm 2031, chỉ số DTI của tỉnh Hòa Bình đạt 58,1/100 điểm.",
    ],
)
def test_another_year_place_scale_or_rounding_contradicts_nothing(other: str) -> None:
    assert _chances(SCORE, other)["0,58"] >= SURE


def test_another_score_of_the_same_year_does() -> None:
    assert _chances(SCORE, SCORE.replace("0,58", "0,61"))["0,58"] < SURE
