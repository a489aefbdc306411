"""What one request may take and be told: bounded memory, no path of this machine, no formula, no other site's page."""

from __future__ import annotations

import asyncio
import base64
import csv
import io
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from example_base import Base

from extract.document import SolieuError
from kb.web.guard import Names, guard
from kb.web.patience import FREE, LONGEST, Patience
from kb.web.safe_csv import SafeCsv
from kb.web.serve import application

ROOT = Path(__file__).parent.parent
PASSWORD = "mật khẩu đủ dài"
FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "＝1+1")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("requests") / "kb.db"
    base = Base(path)
    document = base.document("a.txt", "49-old", "2024", "2024-06-30", title="Báo cáo, “năm” 2024")
    for formula in FORMULAS:
        base.say(document, f"Đã có [[12]] trạm ở “{formula}”\nvà nơi khác", {"subject": formula, "unit": "trạm"})
    base.finish()
    return path


@pytest.fixture(scope="module")
def site(serving: Callable[..., str], db: Path) -> str:
    return serving(db)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "BREW"])
@pytest.mark.parametrize(
    "path", ["/", "/kb", "/kb/figures", "/search", "/-/messages", "/khong-co", "/kb.json?sql=select+1"]
)
def test_what_is_no_question_is_refused(site: str, method: str, path: str, capfd: pytest.CaptureFixture[str]) -> None:
    answer = httpx.request(method, site + path)
    assert answer.status_code == 405 and answer.headers["allow"] == "GET, HEAD"
    assert "Traceback" not in answer.text + "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "path", ["/khong-co", "/kb/khong-co", "/kb/figures/khong", "/-/khong", "/kb/figures/1.json", "/x.db"]
)
def test_what_is_not_there_is_told_so(site: str, path: str, capfd: pytest.CaptureFixture[str]) -> None:
    answer = httpx.get(site + path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text + "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/-/databases.json",
            "/-/databases",
            "/-/threads.json",
            "/-/plugins.json",
            "/-/versions.json",
            "/-/settings.json",
        ),
        *("/-/metadata.json", "/kb", "/kb.json", "/", "/kb/figures", "/figure/F-x", "/kb.json?sql=select+1+from"),
        "/kb.json?sql=select+*+from+pragma_database_list",
        "/kb.json?sql=select+file+from+PRAGMA_Database_List()",
    ],
)
def test_no_answer_tells_where_the_base_lies(site: str, db: Path, path: str) -> None:
    answer = httpx.get(site + path)
    assert answer.status_code in (200, 400, 404)
    assert str(db.parent) not in answer.text and str(ROOT) not in answer.text


MEMORY = """
import asyncio, resource, sys
from pathlib import Path
import httpx
from kb.web.serve import application
async def main():
    app = application(Path(sys.argv[1]))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=120) as client:
        await client.get("/kb.json?sql=select+1")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for sql in sys.argv[2:]:
            answer = await client.get("/kb.json", params={"sql": sql})
            print(answer.status_code, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
        print((await client.get("/kb.json?sql=select+1")).status_code, 0)
asyncio.run(main())
"""
NUMBERS = "with recursive n(x) as (select 1 union all select x + 1 from n limit 5000) "
GREEDY = (
    "select hex(randomblob(4e8))",
    "select length(hex(randomblob(4e8)))",
    "select replace(hex(zeroblob(4e6)), '0', '0000000000000000000000')",
    NUMBERS + "select hex(zeroblob(3e6)) from n",
    NUMBERS + "select group_concat(hex(zeroblob(1e6))) from n",
    NUMBERS + "select json_group_array(hex(zeroblob(1e6))) from n",
)


def test_a_query_has_a_bound_of_memory(db: Path) -> None:
    command = [sys.executable, "-c", MEMORY, str(db), *GREEDY]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300)
    assert run.returncode == 0, run.stderr
    *told, after = [tuple(map(int, line.split())) for line in run.stdout.splitlines()]
    assert len(told) == len(GREEDY) and after[0] == 200
    for sql, (status, megabytes) in zip(GREEDY, told, strict=True):
        assert status == 400 and megabytes < 600, (sql, status, megabytes)


def test_datasettes_own_csv_runs_no_formula_and_keeps_its_accents(site: str) -> None:
    for path in ("/kb/figures.csv", "/kb/figures.csv?_stream=1", "/kb.csv?sql=select+subject,quote,value+from+figures"):
        answer = httpx.get(site + path)
        assert answer.status_code == 200 and answer.content.startswith(b"\xef\xbb\xbf"), path
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
        assert sorted(row["subject"] for row in rows) == sorted(f"'{formula}" for formula in FORMULAS), path
        assert "Đã có 12 trạm" in rows[0]["quote"] and {row["value"] for row in rows} == {"12"}


def test_a_csv_is_the_same_however_it_is_cut() -> None:
    rows = [["a", "b"], ["=1", 'x\r\n=2,"q"'], ["-3,5", "-3.5"], ["+", "Đắk Lắk\n"], ["", "'tis"]]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    whole = out.getvalue().encode()
    expected = '\ufeffa,b\r\n\'=1,"x\r\n=2,""q"""\r\n"-3,5",-3.5\r\n\'+,"Đắk Lắk\n"\r\n,\'\'tis\r\n'
    for size in (1, 2, 3, 7, len(whole)):
        stream = SafeCsv()
        pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
        said = b"".join(stream.take(piece, True) for piece in pieces) + stream.take(b"", False)
        assert said.decode() == expected, size


def known(password: str = PASSWORD) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"solieu:{password}".encode()).decode()}


def test_with_a_password_other_names_are_not_answered(
    db: Path, serving: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOLIEU_PASSWORD", PASSWORD)
    monkeypatch.setenv("SOLIEU_HOSTS", "so-lieu.vidu.vn, noi-khac.vidu.vn")
    url = serving(db, "0.0.0.0")
    for host in ("evil.example", "127.0.0.1.evil.example", "so-lieu.vidu.vn.evil.example", "x", ""):
        assert httpx.get(url, headers=known() | {"host": host}).status_code == 421, host
    for host in ("localhost", "192.168.1.20:8001", "[2001:db8::1]:8001", socket.gethostname(), "SO-LIEU.vidu.vn:80"):
        assert httpx.get(url, headers=known() | {"host": host}).status_code == 200, host


@pytest.mark.parametrize("password", ["a", "mật khẩu", "12345678901"])
def test_a_short_password_is_refused(db: Path, monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setenv("SOLIEU_PASSWORD", password)
    with pytest.raises(SolieuError, match="fewer than 12 characters"):
        application(db, "0.0.0.0")
    application(db)  # this computer alone needs none


def test_who_guesses_waits_longer_each_time() -> None:
    now = [0.0]
    patience = Patience(lambda: now[0])
    waits = []
    for _ in range(FREE + 12):
        patience.wrong("192.0.2.1")
        waits.append(patience.wait("192.0.2.1"))
        assert patience.wait("192.0.2.2") == 0
        now[0] += waits[-1]
        assert patience.wait("192.0.2.1") == 0
    assert waits[:FREE] == [0] * FREE and waits[FREE : FREE + 4] == [3, 5, 9, 17] and waits[-1] == LONGEST + 1
    patience.wrong("2001:db8::1")
    for _ in range(9):
        patience.wrong("2001:db8::2")
    assert patience.wait("2001:db8::3") > 0 and patience.wait("2001:db8:0:1::3") == 0
    patience.right("192.0.2.1")
    patience.wrong("192.0.2.1")
    assert patience.wait("192.0.2.1") == 0


def test_who_has_guessed_is_not_even_heard_with_the_right_one() -> None:
    now = [0.0]

    async def page(scope: object, receive: object, send: Callable[..., object]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[misc]
        await send({"type": "http.response.body", "body": b""})  # type: ignore[misc]

    app = guard(page, Names(), PASSWORD, Patience(lambda: now[0]))  # type: ignore[arg-type]

    async def tried() -> list[int]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:  # type: ignore[arg-type]
            statuses = [(await client.get("/")).status_code for _ in range(9)]
            statuses += [
                (await client.get("/", headers=known("sai mật khẩu rồi"))).status_code for _ in range(FREE + 2)
            ]
            last = await client.get("/", headers=known())
            assert last.headers["retry-after"] == "3"
            now[0] += 3
            return [*statuses, last.status_code, (await client.get("/", headers=known())).status_code]

    assert asyncio.run(tried()) == [401] * 9 + [401] * (FREE + 1) + [429, 429, 200]


@pytest.fixture
def plain(db: Path, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Starts ``datasette kb.db`` by itself, where Solieu is installed as a plugin, and gives its address."""
    installed = tmp_path / "solieu-0.0.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: solieu\nVersion: 0.0.0\n")
    (installed / "entry_points.txt").write_text("[datasette]\nsolieu = kb.web.plain\n")
    started: list[subprocess.Popen[bytes]] = []

    def start(**environment: str) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        path = os.pathsep.join((str(tmp_path), str(ROOT)))
        command = [sys.executable, "-m", "datasette", str(db), "--port", str(port)]
        started.append(
            subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path, **environment}, stderr=subprocess.DEVNULL)
        )
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            assert started[-1].poll() is None
            try:
                httpx.get(address)
            except httpx.TransportError:
                time.sleep(0.2)
            else:
                return address
        raise AssertionError("it does not answer")

    yield start
    for one in started:
        one.kill()
        one.wait()


def test_plain_datasette_stands_behind_the_same_guard(plain: Callable[..., str]) -> None:
    site = plain()
    assert httpx.get(f"{site}/kb/figures").status_code == 200
    assert "nosniff" in httpx.get(f"{site}/kb/figures").headers["x-content-type-options"]
    assert httpx.get(f"{site}/kb", headers={"host": "evil.example"}).status_code == 421
    assert httpx.post(f"{site}/kb/figures").status_code == 405
    assert httpx.get(f"{site}/-/databases.json").status_code == 404
    assert httpx.get(f"{site}/kb.json?sql=select+hex(randomblob(4e8))").status_code == 400
    assert httpx.get(f"{site}/kb/figures.csv").content.startswith(b"\xef\xbb\xbf")
    site = plain(SOLIEU_PASSWORD=PASSWORD)
    assert httpx.get(f"{site}/kb").status_code == 401
    assert httpx.get(f"{site}/kb", headers=known()).status_code == 200
    assert httpx.get(f"{site}/kb.json?sql=select+1", headers=known()).status_code == 403
    assert httpx.get(f"{site}/kb.db", headers=known()).status_code == 403


def test_the_entry_point_names_the_plugin() -> None:
    import tomllib

    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert said["project"]["entry-points"]["datasette"] == {"solieu": "kb.web.plain"}
