"""What is of a person's own: no figure, shown to nobody, kept beside the base for its owner. What is not so stays."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import docx
import httpx
import pytest

from kb.build.child import Limits
from kb.build.outcome import Summary
from kb.build.run import build
from kb.originals import SUFFIX, UNMASKED, unmasked
from rules.find import find_figures
from rules.language.lexicon import parse_marked
from rules.language.personal import find_personal
from rules.personal import find_own
from tests.documents_of import document_of

OWN = (
    "Bà [[Lường Thị Xoan]], sinh năm 1957, trú tại bản Nà Pán, CCCD số [[014157002468]].",
    "Anh [[Hà Văn Tứ]] (CMND [[050123987]]) nhận 12 triệu đồng qua STK [[0451000123456]] ngày 12/3/2024.",
    "Số định danh cá nhân: [[014.157.002.468]]; hộ chiếu số [[C12345678]]; thẻ BHYT [[GD4011234567890]].",
    "Liên hệ: [[0912.345.678]] hoặc [[0987 654 321]], [[+84 905 123 456]], [[xoan.lt@vidu.vn]].",
    "Điện thoại: [[(0212) 3852 739]]; số tài khoản: [[3713.0.1012345.00000]] tại Kho bạc.",
    "SĐT: [[0351234567]], điện thoại di động: [[0351234568]].",
    "[[SÙNG A PÁO]], SN 1980, hộ khẩu xã Mường Lạn.",
)
NOBODYS = (
    "Đã cấp 1.245.678 CCCD gắn chíp, thu nhận 12 345 678 hồ sơ định danh.",
    "Số tài khoản định danh đã kích hoạt: 245.310; tổng số tài khoản: 12345678 tài khoản.",
    "Quyết định số 0912/QĐ-UBND ngày 02.03.2024, Kế hoạch 0351234/KH-BCĐ; mã hồ sơ 000.00.16.H40-240101-0001.",
    "Tổng vốn 912.345.678 đồng, 0,912 tỷ đồng, 120.345.678.901 đồng; 84 912 345 678 đồng.",
    "Đường dây nóng: 0212.3852.739; tổng đài 1022, 1900 1234; hotline 0912 345 678; fax: 0212.3852.740.",
    "Mã số thuế 0301234567 của doanh nghiệp; thuê bao điện thoại: 1.234.567 thuê bao.",
    "Đồng chí Lò Văn Phương, sinh năm 1972, Phó Chủ tịch UBND huyện dự họp.",
    "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Hồng Minh",
    "Trên đường Lê Lợi, trú tại đó có 12 hộ; học sinh sinh năm 2010 có 340 em.",
    "Trục: 0 30 40 50 60 70 80 90 100; năm 2020 2021 2022 2023.",
)
WORDS = (
    "UBND HUYỆN SỐP CỘP\nBáo cáo của tỉnh Sơn La năm 2023\n"
    "Toàn tỉnh có 1.204 trạm BTS. Ông Quàng Văn Hặc, sinh năm 1949, CCCD số 014049001357 được hỗ trợ 12 triệu đồng.\n"
    "Gọi chị phụ trách theo số 0912.345.678 hoặc thư hac.qv@vidu.vn; đường dây nóng: 0212.3852.739.\n"
    "Người ký: Lê Hồng Minh"
)
SECRETS = (
    "Quàng Văn Hặc",
    "014049001357",
    "0912.345.678",
    "hac.qv@vidu.vn",
    "Lò Thị Pâng",
    "14155003579",
    "0451000999888",
)


@pytest.mark.parametrize("sentence", OWN)
def test_what_is_of_a_persons_own_is_found(sentence: str) -> None:
    marked = parse_marked(sentence)
    assert [(one.start, one.end) for one in find_personal(marked.text)] == list(marked.spans)


@pytest.mark.parametrize("sentence", NOBODYS)
def test_what_is_everybodys_is_not(sentence: str) -> None:
    assert [sentence[one.start : one.end] for one in find_personal(sentence)] == []


@pytest.mark.parametrize(
    "hostile", ("9", "1-", "0 ", "a", "a@", "@.", "(02", "CCCD ", "STK 1.1.", "Lê ", "0912345678 ", "+84", "sinh năm ")
)
def test_looking_costs_no_more_than_in_proportion(hostile: str) -> None:
    def cost(letters: int) -> float:
        text = hostile * (letters // len(hostile))
        best = 1e9
        for _ in range(3):
            begun = time.process_time()
            find_personal(text)
            best = min(best, time.process_time() - begun)
        return best

    find_personal(hostile)
    assert cost(100_000) < 12 * max(cost(10_000) * 2, 0.01)


def test_it_is_no_figure() -> None:
    for sentence in OWN:
        text = parse_marked(sentence).text
        document = document_of(text)
        findings = find_figures(document)
        own = [(one.start, one.end) for one in findings.personal]
        assert own, text
        for figure in findings.figures:
            assert not any(start < figure.end and figure.start < end for start, end in own), figure.number
        numbers = [one for one in findings.personal if any(letter.isdigit() for letter in text[one.start : one.end])]
        for one in numbers:
            assert any(out.start <= one.start and one.end <= out.end for out in findings.exclusions), text


def _listed(path: Path, heads: tuple[str, ...], *rows: tuple[str, ...]) -> None:
    document = docx.Document()
    document.add_paragraph("Báo cáo của tỉnh Sơn La năm 2023")
    document.add_paragraph("Danh sách kèm theo:")
    table = document.add_table(len(rows) + 1, len(heads))
    for at, line in enumerate((heads, *rows)):
        for column, words in enumerate(line):
            table.cell(at, column).text = words
    document.save(str(path))


CITIZENS = ("STT", "Họ và tên", "Năm sinh", "Số CCCD", "Số tài khoản", "Số tiền hỗ trợ (đồng)")
CITIZEN_ROWS = (
    ("1", "Lò Thị Pâng", "1955", "14155003579", "0451000999888", "1.500.000"),
    ("2", "Giàng A Chư", "1961", "014061002468", "", "2.000.000"),
)
OFFICIALS = ("STT", "Họ và tên", "Chức vụ", "Số điện thoại")
OFFICIAL_ROWS = (
    ("1", "Lê Hồng Minh", "Phó Chủ tịch UBND tỉnh", "0915000111"),
    ("2", "Cầm Thị Mai", "Giám đốc Sở", "915000222"),
)


def test_a_list_of_citizens_is_masked_and_one_of_officials_keeps_its_names(tmp_path: Path) -> None:
    from extract.read import read

    _listed(tmp_path / "dan.docx", CITIZENS, *CITIZEN_ROWS)
    _listed(tmp_path / "can-bo.docx", OFFICIALS, *OFFICIAL_ROWS)
    found = {}
    for name in ("dan.docx", "can-bo.docx"):
        document = read(tmp_path / name)
        found[name] = {(document.text[one.start : one.end], one.kind) for one in find_own(document)}
        amounts = [figure.number for figure in find_figures(document).figures]
        assert ("1.500.000" in amounts) == (name == "dan.docx"), amounts
    assert found["dan.docx"] == {
        *(("Lò Thị Pâng", "name"), ("Giàng A Chư", "name"), ("14155003579", "identity")),
        *(("014061002468", "identity"), ("0451000999888", "account")),
    }
    assert found["can-bo.docx"] == {("0915000111", "telephone"), ("915000222", "telephone")}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = tmp_path_factory.mktemp("personal") / "corpus"
    corpus.mkdir()
    (corpus / "bao-cao.txt").write_text(WORDS, encoding="utf-8")
    _listed(corpus / "danh-sach.docx", CITIZENS, *CITIZEN_ROWS)
    summary = build([corpus], corpus.parent / "kb.db", Limits(workers=1))
    assert (summary.failed, summary.personal, summary.personal_in) == (False, 9, 2), summary
    return corpus.parent / "kb.db"


def _dump(base: Path) -> str:
    with closing(sqlite3.connect(base)) as db:
        return "\n".join(db.iterdump())


def test_the_base_holds_nothing_of_it_and_the_file_beside_it_does(base: Path) -> None:
    raw = base.read_bytes() + b"".join(one.read_bytes() for one in base.parent.glob("kb.db-wal"))
    said = _dump(base)
    for secret in SECRETS:
        assert secret not in said and secret.encode() not in raw, secret
    assert "Lê Hồng Minh" in said and "0212.3852.739" in said and "1.500.000" in said
    beside = base.with_name(base.name + SUFFIX)
    assert stat.S_IMODE(beside.stat().st_mode) == 0o600


def test_every_figure_still_stands_where_it_says(base: Path) -> None:
    with closing(sqlite3.connect(base)) as db:
        rows = db.execute(
            "select f.number, substr(p.text, f.passage_start + 1, length(f.number)), f.quote from figures f"
            " join passages p on p.id = f.passage_id"
        ).fetchall()
    assert rows and all(number == there and number in quote for number, there, quote in rows)


def test_a_copy_has_it_back_for_the_time_it_is_open(base: Path) -> None:
    before = _dump(base)
    with unmasked(base) as copy:
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        said = _dump(copy)
        assert all(secret in said for secret in SECRETS) and "█" not in said
        with closing(sqlite3.connect(copy)) as db:
            found = db.execute("select count(*) from passages_fts where passages_fts match '014049001357'").fetchone()
        assert found == (1,)
    assert not list(base.parent.glob(f"kb.db{UNMASKED}*")) and _dump(base) == before


def test_no_page_search_or_csv_shows_it(base: Path, serving: Callable[..., str]) -> None:
    site = serving(base)
    with closing(sqlite3.connect(base)) as db:
        figures = [row[0] for row in db.execute("select id from figures")]
        documents = [row[0] for row in db.execute("select id from documents")]
    paths = ["/", "/review", "/review/do", "/search?q=CCCD", "/search?q=014049001357", "/search.csv?q=ho+tro"]
    paths += [f"/figure/{one}" for one in figures] + [f"/document/{one}?show=all" for one in documents]
    paths += ["/kb/passages.csv", "/kb/figures_final.csv?_size=max", "/kb/exclusions.json", "/kb/leftovers.csv"]
    paths += ["/kb.json?sql=select+text+from+passages", "/kb/passages?_search=Hặc"]
    for path in paths:
        answer = httpx.get(site + path, timeout=60)
        assert answer.status_code == 200, (path, answer.status_code)
        for secret in SECRETS:
            assert secret in path or secret not in answer.text, (path, secret)  # what was asked for is said again


def _refused(base: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "kb", "serve", "--db", str(base), *arguments]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120)
    assert run.returncode == 2 and "Traceback" not in run.stderr, run.stderr
    return run.stderr


def test_it_is_shown_on_this_computer_only(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLIEU_PASSWORD", "mot-mat-khau-du-dai")
    assert "other machines" in _refused(base, "--unmasked", "--host", "0.0.0.0")
    assert "--review" in _refused(base, "--unmasked", "--review", "Lan")


def test_a_document_without_it_or_gone_leaves_nothing_behind(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    report = corpus / "bao-cao.txt"

    def built() -> Summary:
        return build([corpus], tmp_path / "kb.db", Limits(workers=1))

    report.write_text("Báo cáo của tỉnh Sơn La năm 2023\nToàn tỉnh có 1.204 trạm BTS.", encoding="utf-8")
    assert built().personal == 0 and not (tmp_path / f"kb.db{SUFFIX}").exists()
    report.write_text(WORDS, encoding="utf-8")
    assert built().personal == 4
    report.unlink()
    (corpus / "khac.txt").write_text("Tỉnh Sơn La năm 2023 có 12 xã.", encoding="utf-8")
    assert built().personal == 0
    with closing(sqlite3.connect(tmp_path / f"kb.db{SUFFIX}")) as db:
        assert db.execute("select count(*) from originals").fetchone() == (0,)


def test_the_summary_counts_it(base: Path) -> None:
    command = [sys.executable, "-m", "kb", "build", str(base.parent / "corpus"), "--db", str(base)]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300)
    assert "9 personal data masked in 2 documents" in told.stdout, told.stdout + told.stderr
    told = subprocess.run([*command, "--json"], capture_output=True, encoding="utf-8", timeout=300)
    assert json.loads(told.stdout)["personal"] == 9
