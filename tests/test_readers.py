"""The registry of readers: what ours say of themselves, and how a reader of another package joins.

The other package is a real one: a module with its ``.dist-info`` in a folder on the path, seen by a fresh process.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import tomllib
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import grimp
import pytest

from extract.readers import OURS, registry

ROOT = Path(__file__).parent.parent
HEAVY = ("lxml", "docx", "pypdfium2", "pdfplumber", "selectolax", "spacy", "underthesea")

READS_ALL = """
import json, sys
from pathlib import Path
from extract.document import SolieuError
from extract.read import read
from extract.readers import registry

def told(name):
    try:
        document = read(Path(name))
    except SolieuError as error:
        return {"error": str(error)}
    return {"format": document.source.format, "text": document.text, "notes": document.notes}

known = registry()
print(json.dumps({"files": {name: told(name) for name in sys.argv[1:]}, "faults": known.faults,
                  "libraries": known.libraries, "order": [reader.format for reader in known.readers]}))
"""

ROWS = """
from extract.pieces import Grid, GridCell, Paragraph, Pieces
from extract.reader import Missing, Order, Reader

def accepts(head):
    return head.text is not None and head.text.startswith("ROWS")

def read(source, data):
    rows = data.decode().splitlines()[1:]
    cells = [
        GridCell(r, c, (Paragraph(text),)) for r, row in enumerate(rows) for c, text in enumerate(row.split("~"))
    ]
    return Pieces((Grid(tuple(cells)),))

READER = Reader("rows", (".rows",), accepts, read, order=Order.GUESS, libraries=("sqlite-utils",))
"""
TABLE = "ROWS\nChỉ tiêu~Kết quả\nSố trạm BTS~1.204\nSố hộ có Internet~96.310\n"
PROSE = "Toàn tỉnh có 1.204 trạm BTS.\n"


def package(site: Path, code: str, name: str = "solieu-rows", version: str = "1.2", format_: str = "rows") -> None:
    """Lay a distribution with one module and one reader into ``site``, as an installer would."""
    module = name.replace("-", "_")
    (site / f"{module}.py").write_text(code, encoding="utf-8")
    info = site / f"{module}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[solieu.readers]\n{format_} = {module}:READER\n", encoding="utf-8")


def run(site: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(site)]), "COLUMNS": "200"}
    command = [sys.executable, *map(str, words)]
    return subprocess.run(command, cwd=site, env=environment, capture_output=True, encoding="utf-8", timeout=180)


def reading(site: Path, **files: str | bytes) -> dict[str, Any]:
    """What a fresh process with the packages in ``site`` says of files; ``__`` in their names is a dot."""
    names = {name: site / name.replace("__", ".") for name in files}
    for name, content in files.items():
        names[name].write_bytes(content if isinstance(content, bytes) else content.encode())
    done = run(site, "-c", READS_ALL, *names.values())
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    answer |= {name: answer["files"][str(path)] for name, path in names.items()}
    return answer


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


def test_the_registry_loads_no_library_of_a_reader() -> None:
    done = run(ROOT, "-c", "import sys; from extract.readers import registry; registry(); print(*sys.modules)")
    assert done.stderr == ""
    assert set(HEAVY) & set(done.stdout.split()) == set()


def test_each_of_our_readers_stands_on_packages_that_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    packages = (*project["dependencies"], *project["optional-dependencies"]["scan"])
    named = {re.split(r"[<>=]", one)[0] for one in packages}
    assert {library for reader in OURS for library in reader.libraries} <= named


def test_a_format_and_an_ending_belong_to_one_of_our_readers() -> None:
    assert max(Counter(reader.format for reader in OURS).values()) == 1
    endings = Counter(ending for reader in OURS for ending in reader.endings)
    assert [ending for ending, count in endings.items() if count > 1 or not re.fullmatch(r"\.[a-z0-9]+", ending)] == []
    assert registry().promised(".docm") == ("docx",)
    assert registry().promised(".exe") == ()


def test_the_rooms_of_formats_stand_alone() -> None:
    graph = grimp.build_graph("extract")
    rooms = {reader.read.__module__ for reader in OURS}
    above = {
        "extract.images": {"extract.pdf"},  # a picture is laid out as the page of a PDF is
        "extract.markdown": {"extract.html", "extract.text"},  # is text that becomes HTML
        # they stand inside of DOCX files; binary workbooks become XLSX
        "extract.office": {"extract.html", "extract.text", "extract.sheets"},
    }
    for room in rooms:
        others = rooms - {room} - above.get(room, set())
        inside = {room, *graph.find_descendants(room)}
        seen = {target for module in inside for target in graph.find_modules_directly_imported_by(module)}
        assert {target for target in seen if any(f"{target}.".startswith(f"{other}.") for other in others)} == set()


def test_a_reader_of_another_package_joins(site: Path) -> None:
    package(site, ROWS)
    said = reading(site, a__rows=TABLE, b__txt=PROSE, c__txt=TABLE)
    assert said["a__rows"]["format"] == "rows"
    assert said["a__rows"]["text"].splitlines()[1] == "Số trạm BTS\t1.204"
    assert said["b__txt"]["format"] == "text"
    assert said["c__txt"]["notes"] == ["named .txt, but its content is rows"]
    assert said["faults"] == []
    assert said["order"].index("html") < said["order"].index("rows") < said["order"].index("text")
    assert {"solieu-rows", "sqlite-utils"} <= set(said["libraries"])


def test_without_the_package_its_files_are_read_as_what_they_are(site: Path) -> None:
    said = reading(site, a__rows=TABLE)
    assert (said["a__rows"]["format"], said["a__rows"]["notes"]) == ("text", [])
    assert "solieu-rows" not in said["libraries"]


@pytest.mark.parametrize(
    ("order", "winner"), [("Order.CONTENT", "html"), ("Order.CONTENT - 1", "rows"), ("Order.GUESS", "html")]
)
def test_where_both_accept_ours_wins_unless_the_other_says_a_lower_order(site: Path, order: str, winner: str) -> None:
    package(site, ROWS.replace("Order.GUESS", order).replace('startswith("ROWS")', 'startswith("<html>")'))
    said = reading(site, a__html="<html><body>\n<p>Đạt 5 xã</p>\n</body></html>\n")
    assert said["a__html"]["format"] == winner


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("import a_module_that_is_not_there", "cannot be loaded (ModuleNotFoundError"),
        ("1 / 0", "cannot be loaded (ZeroDivisionError"),
        ("OTHER = 1", "cannot be loaded (AttributeError"),
        ("READER = 'rows'", "is no extract.reader.Reader but str"),
        (ROWS.replace('Reader("rows"', 'Reader("pdf"'), "there is a reader of the format pdf already"),
    ],
)
def test_a_reader_that_cannot_join_is_told_by_name_and_the_others_go_on(site: Path, code: str, problem: str) -> None:
    package(site, code, "solieu-bad")
    package(site, ROWS)
    said = reading(site, a__rows=TABLE, b__txt=PROSE)
    (fault,) = said["faults"]
    assert fault.startswith(f"reader rows of the package solieu-bad: {problem}")
    assert fault.endswith("Update or uninstall solieu-bad.")
    assert (said["a__rows"]["format"], said["b__txt"]["format"]) == ("rows", "text")
    assert "solieu-bad" in said["libraries"]


def test_two_packages_with_one_format_are_told(site: Path) -> None:
    package(site, ROWS, "rows-first")
    package(site, ROWS, "rows-second")
    said = reading(site, a__rows=TABLE)
    assert said["a__rows"]["format"] == "rows"
    assert [fault.split(":")[0] for fault in said["faults"]] == ["reader rows of the package rows-second"]


def test_a_reader_that_fails_to_look_costs_a_note(site: Path) -> None:
    package(site, ROWS.replace("return head.text is not None", "return head.txt is not None"))
    said = reading(site, b__txt=PROSE)
    assert said["b__txt"]["format"] == "text"
    (note,) = said["b__txt"]["notes"]
    assert note.startswith("reader rows of the package solieu-rows failed to look at it (AttributeError")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (ROWS.replace("rows = data", "rows = dato"), "failed to read it (NameError"),
        (ROWS.replace("return Pieces((Grid(tuple(cells)),))", "return cells"), "gave list and not Pieces"),
    ],
)
def test_a_reader_that_fails_costs_its_document(site: Path, code: str, told: str) -> None:
    package(site, code)
    said = reading(site, a__rows=TABLE, b__txt=PROSE)
    assert said["a__rows"]["error"].startswith("a.rows: reader rows of the package solieu-rows failed to read it (")
    assert told in said["a__rows"]["error"]
    assert said["b__txt"]["format"] == "text"


def test_a_part_that_is_missing_is_named_with_the_command_that_brings_it(site: Path) -> None:
    needs = 'needs=lambda: [Missing("the program rowscan", "apt-get install rowscan")]'
    package(site, ROWS.replace("order=Order.GUESS", f"order=Order.GUESS, {needs}"))
    said = reading(site, a__rows=TABLE, b__txt=PROSE)
    wanted = "a.rows: cannot be read without the program rowscan. run apt-get install rowscan."
    assert said["a__rows"] == {"error": wanted}
    assert said["b__txt"]["format"] == "text"


def test_a_build_reads_with_it_and_tells_of_one_that_cannot_join(site: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.rows").write_text(TABLE, encoding="utf-8")
    (corpus / "b.txt").write_text(PROSE, encoding="utf-8")
    package(site, ROWS)
    package(site, "1 / 0", "solieu-bad")
    done = run(site, "-m", "kb", "build", corpus, "--db", tmp_path / "k.db")
    assert done.returncode == 0, done.stderr
    assert "2 read, 0 unchanged" in done.stdout
    assert "reader rows of the package solieu-bad: cannot be loaded (ZeroDivisionError" in done.stdout + done.stderr
    with closing(sqlite3.connect(tmp_path / "k.db")) as db:
        formats = db.execute("select filename, format from documents order by 1").fetchall()
        of_rows = "document_id = (select id from documents where format = 'rows')"
        found = db.execute(f"select number from figures where {of_rows}")
        assert {number for (number,) in found} == {"1.204", "96.310"}
    assert formats == [("a.rows", "rows"), ("b.txt", "text")]


def test_another_version_of_a_package_of_readers_is_another_version_of_the_rules(site: Path) -> None:
    def version() -> str:
        return run(site, "-c", "from kb.versions import rules_version; print(rules_version())").stdout.strip()

    versions = [version()]
    package(site, ROWS)
    versions.append(version())
    old = site / "solieu_rows-1.2.dist-info"
    old.rename(site / "solieu_rows-1.3.dist-info")
    metadata = site / "solieu_rows-1.3.dist-info" / "METADATA"
    metadata.write_text(metadata.read_text(encoding="utf-8").replace("1.2", "1.3"), encoding="utf-8")
    versions += [version(), version()]
    assert len(set(versions)) == 3
    assert versions[2] == versions[3] != ""
