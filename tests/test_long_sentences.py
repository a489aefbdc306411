"""What a sentence costs grows as it does; what nobody ended is read in parts, and no report is lost to a paragraph."""

from __future__ import annotations

import gc
import time

import pytest

from extract.overlong import LONGEST
from rules.find import find_figures
from rules.language.sentences import MOST_NUMBERS, find_sentences
from tests.documents_of import document_of

REPEATED = [
    "12 trạm BTS, ", "7% ", "(5 ", "1-", "9", "1,", "1.204.", "12 345 ", "ngày 1/2/2024 ", "5 tỷ 300 triệu đồng; ",
    "từ 5 đến ", "trong đó: 3 xã ", "tăng 5% so với cùng kỳ, ", "giai đoạn 2021 - 2025 ", "Sở Y tế 4, ", "tỉnh Hà Nam ",
    "hồ sơ ", "[1]", "((", "đạt ", "và 7 ",
]  # fmt: skip


def cpu_of(text: str) -> float:
    document = document_of("BÁO CÁO", text)
    gc.collect()
    begun = time.process_time()
    find_figures(document)
    return time.process_time() - begun


@pytest.mark.parametrize("piece", REPEATED)
def test_four_times_the_words_cost_four_times_as_much(piece: str) -> None:
    """A square would be sixteen times; what is under a hundredth of a second tells nothing."""
    short = piece * (1_500 // len(piece))
    cpu_of(short[:500])
    assert cpu_of(short * 4) < 9 * max(cpu_of(short), 0.02)


def test_a_paragraph_that_nobody_ended_is_read_in_parts_and_loses_nothing() -> None:
    words = [f"một xã vùng cao có {n} hộ nghèo" for n in range(1, 801)]
    document = document_of("; ".join(words))
    parts = [document.block_text(block) for block in document.blocks]
    assert len(parts) > 1
    assert max(map(len, parts)) <= LONGEST
    assert " ".join(parts) == "; ".join(words)
    assert "read in parts" in " ".join(document.notes)
    assert [str(figure.value) for figure in find_figures(document).figures] == [str(n) for n in range(1, 801)]


def test_a_long_paragraph_below_the_bound_stays_whole() -> None:
    document = document_of("; ".join(f"một xã vùng cao có {n} hộ nghèo" for n in range(1, 96)))
    assert len(document.blocks) == 1
    assert document.notes == ()


def test_words_that_no_blank_divides_are_never_cut_and_state_nothing() -> None:
    found = find_figures(document_of("Toàn tỉnh có 5 trạm BTS. " + "91" * LONGEST))
    assert [str(figure.value) for figure in found.figures] == ["5"]
    assert [len(left.text) for left in found.leftovers] == [2 * LONGEST]


@pytest.mark.parametrize("count", [MOST_NUMBERS - 1, MOST_NUMBERS, MOST_NUMBERS + 1, 5 * MOST_NUMBERS])
def test_a_sentence_with_too_many_numbers_is_cut_between_them(count: int) -> None:
    text = ", ".join(f"{n} xã" for n in range(1, count + 1))
    pieces = [text[start:end] for start, end in find_sentences(text)]
    assert "".join(pieces) == text
    assert (len(pieces) == 1) == (count <= MOST_NUMBERS)
    assert all(piece.endswith((", ", "xã")) for piece in pieces)


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("Chi 5 tỷ 300 triệu đồng, 6 tỷ 200 triệu đồng.", ["5300000000", "6200000000"]),
        ("Thu 300 triệu đồng 6 tỷ đồng chuyển nguồn.", ["300000000", "6000000000"]),
        ("Tổng chi 2 nghìn 300 tỷ đồng.", ["2300000000000"]),
        ("Các mốc 1,1,1,1,1 và 5 xã.", ["5"]),
    ],
)
def test_amounts_that_stand_side_by_side_are_two(sentence: str, values: list[str]) -> None:
    assert [str(figure.value) for figure in find_figures(document_of(sentence)).figures] == values


def test_marks_along_an_axis_that_are_no_numbers_do_not_stop_the_report() -> None:
    assert find_figures(document_of("1,1,1,1,1 2,2,2,2,2 3,3,3", "Có 5 trạm BTS.")).figures[-1].number == "5"
