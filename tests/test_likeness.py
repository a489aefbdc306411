"""How alike documents are, by sketches: one report in another layout, with changes, and what only looks alike."""

from __future__ import annotations

import random

import pytest

from kb.likeness import likeness, read_sketch, sketch_of

TEXT = (
    "tỉnh xã huyện trạm sóng cáp quang hồ sơ trực tuyến công dân dịch vụ số hóa văn bản điện tử chữ ký máy chủ"
    " tập huấn cán bộ kế hoạch rà soát đánh giá nâng cấp triển khai phối hợp báo cáo kết quả hạ tầng"
)
WORDS = TEXT.split()


def report(seed: int, sentences: int = 120, numbers: int = 0) -> list[tuple[str, str]]:
    """Sentences with the number that stands in each: ``seed`` decides the words, ``numbers`` the numbers."""
    words, drawn = random.Random(seed), random.Random(seed * 1000 + numbers)
    made = []
    for _ in range(sentences):
        told = [words.choice(WORDS) for _ in range(14)]
        number = f"{drawn.randrange(1, 999)}"
        told.insert(words.randrange(3, 11), number)
        made.append((" ".join(told), number))
    return made


def sketch(lines: list[tuple[str, str]], together: int = 1) -> str:
    """``together`` so many sentences are one paragraph."""
    paragraphs = [lines[at : at + together] for at in range(0, len(lines), together)]
    texts = [". ".join(line for line, _ in some) for some in paragraphs]
    figures = []
    for text, some in zip(texts, paragraphs, strict=True):
        at = 0
        for line, number in some:
            at = text.index(line, at)
            figures.append((text, at + line.split().index(number) + _letters(line, number), number))
    return sketch_of(texts, figures)


def _letters(line: str, number: str) -> int:
    words = line.split()
    return sum(map(len, words[: words.index(number)]))


def alike(one: list[tuple[str, str]], other: list[tuple[str, str]], together: int = 1) -> tuple[float, float]:
    some, others = read_sketch(sketch(one)), read_sketch(sketch(other, together))
    assert some and others
    found = likeness(some, others)
    assert found.numbers is not None
    return found.words, found.numbers


@pytest.mark.parametrize("seed", range(3))
def test_shares_are_told_within_a_tenth(seed: int) -> None:
    base = report(seed)
    assert alike(base, base) == (1.0, 1.0)
    # Paragraphs that are joined differ at their seams only.
    assert min(alike(base, base, together=4)) > 0.8
    # A tenth of the numbers changed: of the union of both a little more than four fifths are in both.
    mended = [*report(seed, numbers=1)[:12], *base[12:]]
    words, numbers = alike(base, mended)
    assert words == 1.0 and 0.72 < numbers < 0.92
    # Half of the report is new.
    words, numbers = alike(base, [*base[:60], *report(seed + 50)[:60]])
    assert 0.23 < words < 0.43 and 0.23 < numbers < 0.43


def test_the_same_template_with_other_numbers_shares_its_words_alone() -> None:
    words, numbers = alike(report(1), report(1, numbers=7))
    assert words == 1.0 and numbers < 0.1


def test_other_reports_share_nothing() -> None:
    assert max(alike(report(1), report(2))) < 0.05


def test_nothing_and_damage() -> None:
    empty = read_sketch(sketch_of([], []))
    assert empty is not None
    assert likeness(empty, empty).numbers is None
    assert likeness(empty, empty).words == 0.0
    for text in ("", "2AAAA", "1", "1####", "1AAAA", sketch(report(1))[:-8]):
        assert read_sketch(text) is None
    assert len(sketch(report(1, sentences=3000))) < 2200
