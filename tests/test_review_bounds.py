"""How large a reviewed file may be: what is larger is told, and what is wrong far down is found as well."""

from __future__ import annotations

import multiprocessing
import resource
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from extract.document import SolieuError
from kb.review.export import as_csv
from kb.review.file import read_file

ROWS = 250_000


def written(path: Path, rows: int, more: bytes = b"", quote: str = "Có 12 trạm") -> Path:
    columns = {name: name for name in ("id", "quote", "number", "decision", "reviewer")}
    lines = ({"id": f"F-{n:010}", "quote": quote, "number": str(n), "decision": "đúng"} for n in range(rows))
    path.write_bytes(as_csv(lines, ";", columns) + more)
    return path


def test_a_file_of_more_than_100_megabytes_is_told_unread(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    with path.open("wb") as file:
        file.truncate(100_000_001)
    with pytest.raises(SolieuError, match=r"100 MB.*--province"):
        read_file(path)


def _peak(path: Path, answer: Connection) -> None:
    try:
        told = str(len(read_file(path).rows))
    except SolieuError as error:
        told = str(error)
    used = resource.getrusage(resource.RUSAGE_SELF)
    # ru_maxrss would begin with what the tests before had taken: a program that is started inherits it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.split("VmHWM:")[1].split()[0])
    answer.send((told, peak // 1024, used.ru_utime + used.ru_stime))


@pytest.mark.parametrize(("rows", "told"), [(ROWS, str(ROWS)), (ROWS + 1, "tệp có hơn 250.000 dòng")])
def test_so_many_rows_are_read_within_a_gigabyte(tmp_path: Path, rows: int, told: str) -> None:
    quote = "Trong năm qua các đơn vị đã rà soát, nâng cấp và đưa vào sử dụng 12 trạm BTS. " * 2
    path = written(tmp_path / "r.csv", rows, quote=quote)
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=_peak, args=(path, there))
    child.start()
    answer, megabytes, seconds = here.recv()
    child.join()
    assert told in answer
    assert megabytes < 700 and seconds < 60


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (b'"F-1";"C\xf3 12";"1";"";""\r\n', "It is not UTF-8"),
        (b'"F-1";"C 12";"1";"";"\r\n', "never closed"),
        (b'"F-1";"C\0 12";"1";"";""\r\n', "it is no text"),
    ],
)
def test_what_is_wrong_far_down_is_found(tmp_path: Path, more: bytes, told: str) -> None:
    path = written(tmp_path / "r.csv", 6000)
    assert len(read_file(path).rows) == 6000
    with pytest.raises(SolieuError, match=told):
        read_file(written(path, 6000, more))


def test_a_column_that_is_filled_far_down_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "r.csv", 3000, '"F-1";"";"1";"";"";"";"ghi chú"\r\n'.encode())
    assert read_file(path).strange == ("7",)
