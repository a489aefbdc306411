"""What the words around a figure refuse: a metric whose context stands nowhere, one whose forbidden words stand in the
figure's own clause, and one of another index than is spoken of."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.assemble import assemble
from extract.document import Document, Source
from extract.pieces import Grid, GridCell, Paragraph, Pieces
from rules.figure import Figure, Letterhead
from rules.find import find_figures
from rules.naming.refused import load_indices
from rules.strict_toml import CatalogueError
from tests.documents_of import document_of


def read(*lines: str) -> tuple[Figure, ...]:
    return find_figures(document_of(*lines), Letterhead()).figures


def told(figure: Figure) -> set[str]:
    """The metrics that a figure has or that are offered for it."""
    return {one.metric for one in figure.candidates} | ({figure.metric} if figure.metric else set())


def sheet(*rows: tuple[str, ...], title: str = "") -> Document:
    grid = Grid(
        tuple(
            GridCell(row, column, (Paragraph(text),), is_header=row == 0)
            for row, line in enumerate(rows)
            for column, text in enumerate(line)
        )
    )
    return assemble(Source(Path("t"), "t", "a" * 64, "text"), Pieces([Paragraph(title), grid] if title else [grid]))


@pytest.mark.parametrize(
    ("sentence", "begins"),
    [
        ("Chỉ số PCI: Chi phí thời gian 7,31 điểm.", ("dti_", "papi_", "par_index_")),
        ("Năng lực cạnh tranh cấp tỉnh (PCI) đạt 66,4 điểm.", ("dti_", "papi_", "par_index_", "sipas_")),
        ("Điểm PAPI nội dung quản trị điện tử là 3,42 điểm.", ("dti_", "pci_", "par_index_")),
        ("Chỉ số DTI của tỉnh xếp thứ 21/63.", ("pci_", "papi_", "par_index_")),
    ],
)
def test_a_score_of_one_index_never_has_the_metric_of_another(sentence: str, begins: tuple[str, ...]) -> None:
    for figure in read(sentence):
        assert not {metric for metric in told(figure) if metric.startswith(begins)}, told(figure)


def test_the_nearest_index_is_spoken_of() -> None:
    figures = read("Tỉnh xếp thứ 12 về PAR Index; về PCI tỉnh xếp thứ 30.")
    assert not {metric for metric in told(figures[1]) if metric.startswith("par_index_")}


def test_an_index_that_the_document_names_further_up_is_not_refused() -> None:
    *_, score = read("Kết quả PCI năm nay như sau.", "Điểm gia nhập thị trường là 7,52 điểm.")
    assert "pci_entry_score" in told(score)


@pytest.mark.parametrize(
    ("sentence", "refused"),
    [
        ("Đã lắp đặt 18 trạm quan trắc môi trường.", "bts_stations"),
        ("Toàn tỉnh có 9 lớp mẫu giáo bán trú cho 240 cán bộ quân đội.", "officials_trained"),
    ],
)
def test_a_metric_is_refused_without_its_context_or_by_what_it_forbids(sentence: str, refused: str) -> None:
    assert all(figure.metric != refused for figure in read(sentence))


def test_what_a_neighbouring_clause_says_forbids_nothing() -> None:
    received = read("Tỷ lệ hồ sơ quá hạn giảm mạnh: trong kỳ tiếp nhận 5.240 hồ sơ.")[0]
    assert "dossiers_received" in told(received)


def test_columns_of_an_index_have_its_metrics_for_each_province() -> None:
    provinces = ("Hà Nam", "Sơn La", "Bến Tre", "Yên Bái", "Phú Yên", "Kon Tum")
    rows = [("TT", "Tỉnh", "Điểm PCI", "Hạng PCI")]
    rows += [(str(n), name, f"6{n},2{n}", str(10 + n)) for n, name in enumerate(provinces, 1)]
    found = find_figures(sheet(*rows, title="Chỉ số năng lực cạnh tranh cấp tỉnh PCI năm 2019"), Letterhead()).figures
    scores = [one for one in found if one.kind == "score"]
    assert {one.place for one in scores} == set(provinces)
    assert {one.metric for one in scores} == {"pci_score"}


@pytest.mark.parametrize(
    ("sentence", "begins"),
    [
        ("- Chi thường xuyên: thực hiện 8.214 tỷ đồng, bằng 91,3% dự toán.", "budget_revenue"),
        ("Tổng chi ngân sách địa phương 21.480 tỷ đồng, bằng 88,2% dự toán HĐND tỉnh giao.", "budget_revenue"),
        ("Thu nội địa được 6.920 tỷ đồng, bằng 102,4% dự toán.", "budget_expenditure"),
        ("Chỉ số xanh PGI: 5,12 điểm.", "pci_"),
    ],
)
def test_what_is_spent_is_no_revenue_and_a_green_index_is_no_other(sentence: str, begins: str) -> None:
    for figure in read("Kết quả thu, chi ngân sách và chỉ số PCI như sau.", sentence):
        assert not {metric for metric in told(figure) if metric.startswith(begins)}, told(figure)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[dti]\nfamily = 'index'\nmetrics = ['dti_']", "the key names is missing"),
        ("[dti]\nfamily = 'index'\nmetrics = ['dti_']\nnames = ['DTI']\nname = 'x'", "the key name is unknown"),
        ("dti = 'DTI'", "it is no table"),
    ],
)
def test_a_mistake_in_the_list_of_indices_is_told(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "indices.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=problem):
        load_indices(path)
