"""Nothing of the reports beside the repository stands in the rules, nor in the sentences that the rules are tried on.

A rule that knows a report's name, number or sentence is right about that report only. What is looked for: names and
titles of the reports, the numbers that they print, and runs of their words. A word of Vietnamese is 1.55 syllables in
these reports (underthesea's words), so that eight words are taken as twelve syllables and nine as fourteen.

A thousand gold figures print every second number of three digits: one alone, ``155``, says nothing about where it is
from, and an invented example meets it by chance. So a number tells with what stands around it (three syllables on one
side, or another number of its sentence), and alone only where it is long.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest
from conftest import SHARED

from kb.store import read_base
from rules.catalogue import load_catalogue
from rules.phrases import parse_phrase

ROOT = Path(__file__).parent.parent
EIGHT_WORDS, NINE_WORDS = 12, 14
LONG = 5
"""So many significant digits tell alone: one in ninety thousand is no chance."""
RULES = [path for path in sorted((ROOT / "rules").rglob("*")) if path.suffix in (".py", ".toml", ".tsv")]
COUNTS = ROOT / "rules" / "trust" / "model.toml"
"""Weights and counts: equal to a printed number now and then by chance."""
OURS = [
    path
    for folder in ("tests/sentences", "tests/unseen", "tests/unseen_reports", "tests/documents", "corpus/making")
    for path in sorted((ROOT / folder).glob("*"))
    if path.suffix in (".txt", ".source", ".list")
]
"""Sentences of our own. Documents of the corpus are made of the ``.source`` files; what is cited as a source has its
title in ``public-sources.toml``, and must."""

_INDICATOR = "name of an indicator of the ministry's digital transformation index (DTI)"
_STRATEGY = "goal of the national strategy for digital economy and society, in its words"
_CRITERION = "name of a criterion of PAR Index in the ministry's Decision 1187"
STANDING = {
    "Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập - Tự do - Hạnh phúc": "the head of every letter",
    "nhận thức số, thể chế số, hạ tầng số, nhân lực số": "the pillars of the DTI, in its order",
    "doanh nghiệp nhỏ và vừa sử dụng nền tảng số": _INDICATOR,
    "từ ngân sách nhà nước cho kinh tế số": _INDICATOR,
    "từ ngân sách nhà nước cho xã hội số": _INDICATOR,
    "trong độ tuổi lao động được bồi dưỡng, tập huấn kỹ năng số": _INDICATOR,
    "ứng dụng trí tuệ nhân tạo (AI) trong nền tảng số": _INDICATOR,
    "dịch vụ công trực tuyến phát sinh hồ sơ": _INDICATOR,
    "Triển khai Trung tâm dữ liệu phục vụ chuyển đổi số theo hướng sử dụng công nghệ điện toán đám mây": _CRITERION,
    "Tỷ lệ số dịch vụ dữ liệu có trên Nền tảng tích hợp, chia sẻ dữ liệu quốc gia (NDXP) được đưa vào sử "
    "dụng chính thức": _CRITERION,
    "Cổng thông tin điện tử đáp ứng yêu cầu chức năng, tính năng kỹ thuật theo quy định": _CRITERION,
    "TTHC có phát sinh giao dịch thanh toán trực tuyến": "name of an indicator of the government's Decision 766",
    "dân số từ 15 tuổi trở lên có điện thoại thông minh": _STRATEGY,
    "từ 15 tuổi trở lên có tài khoản giao dịch tại ngân hàng hoặc tổ chức được phép": _STRATEGY,
    "từ 15 tuổi trở lên có tài khoản giao dịch tại ngân hàng": _STRATEGY,
    "tỷ trọng kinh tế số trong từng ngành, lĩnh vực": _STRATEGY,
    "nền tảng tích hợp, chia sẻ dữ liệu cấp tỉnh (LGSP)": "name of a platform that every province has",
    "đội ứng cứu sự cố an toàn thông tin": "name of a team that every province has",
    "phát triển kinh tế - xã hội vùng đồng bào dân tộc thiểu số và miền núi": "name of a national programme",
    "phát triển ứng dụng dữ liệu về dân cư, định danh và xác thực điện tử phục vụ chuyển đổi số quốc gia giai đoạn "
    "2022 - 2025, tầm nhìn đến năm 2030": "name of Đề án 06",
    "Quyết định số 922/QĐ-BTTTT ngày 20/5/2022 của Bộ Thông tin và Truyền thông": "the decision on the DTI",
}
"""Words that stand the same in every report, each with whose words they are."""

Telling = tuple[str, ...]
"""Numbers and words that stood together: ``("931.306",)``, ``("có", "1.764", ...)``."""
Test = TypeVar("Test", bound=Callable[..., None])
_SYLLABLE = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*")
_WORD = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*|[^\W\d_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_QUANTIFIER = re.compile(r"\{\d*,?\d*\}")


def needs_reports(test: Test) -> Test:
    """Mark a test that reads the reports beside the repository."""
    missing = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reports are not here")
    marked: Test = pytest.mark.shared(missing(test))
    return marked


def syllables(text: str) -> list[str]:
    return _SYLLABLE.findall(unicodedata.normalize("NFC", text).lower())


def runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    """All runs of so many syllables."""
    words = syllables(text)
    return (tuple(words[at : at + length]) for at in range(len(words) - length + 1))


def copied(text: str, known: set[tuple[str, ...]], length: int) -> list[str]:
    """The runs of a text that are known, what stands the same everywhere taken out."""
    plain = f" {' '.join(syllables(text))} "
    for words in sorted(STANDING, key=len, reverse=True):
        plain = plain.replace(f" {' '.join(syllables(words))} ", " | ")
    return [" ".join(run) for part in plain.split("|") for run in runs(part, length) if run in known]


def significant(number: str) -> str:
    """The digits of a printed number without the zeros around them."""
    return re.sub(r"\D", "", number).strip("0")


def is_telling(number: str) -> bool:
    """Whether a printed number can say where it is from: three significant digits, because ``0,6``, ``100`` and
    ``1.500`` are bounds and scales everywhere; a year says when."""
    return len(significant(number)) >= 3 and not _YEAR.fullmatch(number)


def numbers_of(text: str) -> list[str]:
    """The telling numbers of a text; a regular expression's ``{0,25}`` is none."""
    return [number for number in _NUMBER.findall(_QUANTIFIER.sub("", text)) if is_telling(number)]


def told_by(text: str) -> set[Telling]:
    """What tells of a text that prints figures: each long number, each pair of two telling numbers, each telling number
    with the three syllables before or behind it."""
    plain = _QUANTIFIER.sub("", unicodedata.normalize("NFC", text).lower().replace("[[", "").replace("]]", ""))
    words = _WORD.findall(plain)
    at = [place for place, word in enumerate(words) if word[0].isdigit() and is_telling(word)]
    found: set[Telling] = {(words[place],) for place in at if len(significant(words[place])) >= LONG}
    found |= {pair for one in at for two in at if len(pair := tuple(sorted({words[one], words[two]}))) == 2}
    for place in at:
        for window in (words[max(place - 3, 0) : place + 1], words[place : place + 4]):
            if len(window) == 4 and not any(word[0].isdigit() for word in window if word != words[place]):
                found.add(tuple(window))
    return found


@pytest.fixture(scope="module")
def known() -> dict[int, set[tuple[str, ...]]]:
    """The runs of syllables of the reports, paragraph by paragraph."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((SHARED / "reports").glob("*.txt"))]
    paragraphs = [paragraph for text in texts for paragraph in re.split(r"\n\s*\n", text)]
    return {
        length: {run for paragraph in paragraphs for run in runs(paragraph, length)}
        for length in (EIGHT_WORDS, NINE_WORDS)
    }


@pytest.fixture(scope="module")
def printed() -> set[Telling]:
    """What tells of the sentences in which the reports print their figures."""
    lines = [line for gold in (SHARED / "gold").rglob("*.jsonl") for line in gold.read_text("utf-8").splitlines()]
    return {telling for quote in {json.loads(line)["quote"] for line in lines} for telling in told_by(quote)}


def lines_of(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """The lines of files, each with its place."""
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{path.relative_to(ROOT)}:{number}", line


@needs_reports
def test_no_rule_names_a_report(shared_base: Callable[[str], Path]) -> None:
    with closing(read_base(shared_base("txt"))) as db:
        named = db.execute("select filename, number, title from documents").fetchall()
    names = [words for row in named for words in (row["filename"].rsplit(".", 1)[0], row["number"], row["title"])]
    wanted = [" ".join(syllables(name)) for name in names if name]
    assert len(wanted) >= 6
    found = [
        (path.name, name)
        for path in RULES
        for name in wanted
        if f" {name} " in f" {' '.join(syllables(path.read_text(encoding='utf-8')))} "
    ]
    assert found == []


@needs_reports
def test_no_rule_carries_a_number_of_a_report(printed: set[Telling]) -> None:
    assert len(printed) > 1000
    rules = [path for path in RULES if path != COUNTS]
    found = [f"{place}: {' '.join(telling)}" for place, line in lines_of(rules) for telling in told_by(line) & printed]
    assert found == []


@needs_reports
def test_no_rule_holds_eight_words_of_a_report(known: dict[int, set[tuple[str, ...]]]) -> None:
    phrases = [
        (f"{metric.id}: {phrase}", part)
        for metric in load_catalogue()
        for phrase in (*metric.phrases, *metric.without, *metric.context, *(p for i in metric.items for p in i.phrases))
        for variant in parse_phrase(phrase)
        for part in variant
    ]
    found = {
        place: runs_found[0]
        for place, line in (*lines_of(RULES), *phrases)
        if (runs_found := copied(line, known[EIGHT_WORDS], EIGHT_WORDS))
    }
    assert found == {}


@needs_reports
@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_text_of_ours_holds_nine_words_of_a_report(path: Path, known: dict[int, set[tuple[str, ...]]]) -> None:
    text = re.sub(r"\[\[|\]\]", "", path.read_text(encoding="utf-8"))
    found = {
        paragraph[:80]: runs_found[0]
        for paragraph in re.split(r"\n\s*\n", text)
        if (runs_found := copied(paragraph, known[NINE_WORDS], NINE_WORDS))
    }
    assert found == {}


def test_what_is_copied_is_found() -> None:
    report = "Đến cuối năm, các tổ hợp tác của huyện đã nhận chăm sóc mười bảy vườn ươm dọc bờ sông."
    known = set(runs(report, EIGHT_WORDS))
    assert copied("Vì CÁC tổ hợp tác của huyện, đã nhận chăm sóc [mười bảy] vườn.", known, EIGHT_WORDS)
    assert not copied("Các tổ hợp tác của xã đã nhận chăm sóc mười bảy vườn ươm.", known, EIGHT_WORDS)
    standing = next(iter(STANDING))
    assert not copied(standing, set(runs(standing, EIGHT_WORDS)), EIGHT_WORDS)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("đạt 76,5%, 1.764 trạm, 10/18 huyện, 31 tổ", ["76,5", "1.764"]),
        ('high = "5000" · 100% · 1.500 · 0,25 · 0,6 · năm 2023', []),
        (r"[^.]{0,40} \d{3,4} 412/858", ["412", "858"]),
    ],
)
def test_only_numbers_that_tell_something_are_looked_for(text: str, numbers: list[str]) -> None:
    assert numbers_of(text) == numbers


def test_a_number_tells_with_what_stands_around_it() -> None:
    report = "Đội thuyền nan của huyện chở 2.417 sọt cá cơm, 386 lượt khách và 51.823 viên gạch."
    known = told_by(report)
    copied_ones = ("nhận [[2.417]] sọt cá cơm", "51.823 lượt", "386 xe và 2.417 người", "của huyện chở 2.417 tấn")
    assert all(told_by(text) & known for text in copied_ones)
    by_chance = ("Có 386 sọt cá cơm", "[[2.417]] trạm BTS", "2.417 sọt rau", "huyện có 386 thôn", "7 lượt khách và 386")
    assert not any(told_by(text) & known for text in by_chance)
