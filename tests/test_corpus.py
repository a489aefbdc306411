"""The demo corpus is what it says: documents, sources, README and gold figures belong together and can be rebuilt."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from needs import left_out

from extract.office.kept import SUFFIX as CONVERTED
from extract.read import read
from extract.scan.store import SUFFIX as RECOGNISED

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
GOLD = ROOT / "tests" / "reports"
SOURCES = tomllib.loads((CORPUS / "sources.toml").read_text(encoding="utf-8"))
NAMES = [entry["file"] for entry in SOURCES["document"]]
FIELDS = {
    *("quote", "number", "nth", "value", "value_max", "denominator", "unit", "qualifier", "kind", "status", "metric"),
    *("subject", "place", "level", "period", "footnote", "marks", "part_of", "in_table", "optional"),
}


def gold_of(name: str) -> list[dict[str, Any]]:
    """The annotated figures of a document."""
    lines = (GOLD / f"{Path(name).stem}.figures.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def spaceless(text: str) -> str:
    """What two renderings of the same words share: all but white space."""
    return re.sub(r"\s+", "", text)


def test_sources_name_every_document_and_no_other() -> None:
    present = {p.name for p in CORPUS.iterdir() if p.name not in SOURCES["ignore"] and not p.name.startswith(".")}
    kept = {name for name in present if name.endswith((RECOGNISED, CONVERTED))}
    assert sorted(NAMES) == sorted(present - kept)
    assert {name.removesuffix(RECOGNISED).removesuffix(CONVERTED) for name in kept} <= set(NAMES)


def test_each_format_and_many_provinces_are_there() -> None:
    formats = Counter(Path(name).suffix for name in NAMES)
    assert formats[".pdf"] >= 4 and formats[".docx"] >= 4 and formats[".html"] >= 2 and formats[".txt"] >= 1
    assert formats[".doc"] and formats[".md"] and formats[".xlsx"] >= 2
    assert len({entry["place"] for entry in SOURCES["document"]}) >= 8
    assert all((CORPUS / name).stat().st_size < 150_000 for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_gold_stands_in_its_document(name: str) -> None:
    text = spaceless(read(CORPUS / name).text)
    rows = gold_of(name)
    assert len(rows) >= 15
    for row in rows:
        assert set(row) - {"note"} == FIELDS
        assert row["quote"].count(row["number"]) > row["nth"]
        assert spaceless(row["number"]) in text
        assert row["part_of"] is None or 0 <= row["part_of"] < len(rows)


@pytest.mark.parametrize("name", NAMES)
def test_quotes_stand_in_their_document(name: str) -> None:
    # A sentence that a page break or a footnote area tears apart may be joined in more than one way.
    text = spaceless(read(CORPUS / name).text)
    lost = [row["quote"] for row in gold_of(name) if spaceless(row["quote"]) not in text]
    assert len(lost) <= 2, lost


def test_gold_uses_the_metrics_of_the_catalogue() -> None:
    known = {p["id"] for path in (ROOT / "rules" / "metrics").glob("*.toml") for p in metrics_in(path)}
    if not known:
        pytest.skip("no metric catalogue yet")
    used = {row["metric"] for name in NAMES for row in gold_of(name) if row["metric"]}
    assert {m for m in used if not m.startswith("new:")} <= known


def metrics_in(path: Path) -> list[dict[str, Any]]:
    """The metrics of a catalogue file, whichever way it lists them."""
    loaded = tomllib.loads(path.read_text(encoding="utf-8"))
    entries = loaded.get("metric", [])
    return entries if isinstance(entries, list) else [{"id": key} for key in entries]


def test_readme_names_every_document_with_its_sources() -> None:
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    assert "không phải văn bản hành chính" in readme and "official" in readme
    public = tomllib.loads((CORPUS / "making" / "public-sources.toml").read_text(encoding="utf-8"))
    for name in NAMES:
        section = readme.split(f"### `{name}`", 1)[1].split("\n### ", 1)[0]
        head = (CORPUS / "making" / f"{Path(name).stem}.source").read_text(encoding="utf-8").split("+++\n")[1]
        for key in tomllib.loads(head)["sources"]:
            assert public[key]["title"] in section and public[key]["publisher"] in section
            assert public[key].get("url", "") in section


def rebuilt(folder: Path, *options: str) -> Path:
    """The corpus, built again into a folder."""
    command = [sys.executable, str(CORPUS / "making" / "make_corpus.py"), "--out", str(folder), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_rebuilding_gives_the_same_documents_and_gold(tmp_path: Path) -> None:
    rebuilt(tmp_path, "--no-pdf")
    for name in NAMES:
        gold = f"{Path(name).stem}.figures.jsonl"
        assert (tmp_path / gold).read_bytes() == (GOLD / gold).read_bytes()
        if name.endswith(".docx"):
            assert parts_of(tmp_path / name) == parts_of(CORPUS / name)
        elif not name.endswith((".pdf", ".doc")):
            assert (tmp_path / name).read_bytes() == (CORPUS / name).read_bytes()
    assert (tmp_path / "README.md").read_bytes() == (CORPUS / "README.md").read_bytes()


def parts_of(path: Path) -> dict[str, bytes]:
    """The parts of a DOCX by name."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_rebuilding_a_pdf_gives_the_same_words(tmp_path: Path, our_fonts: None) -> None:
    if shutil.which("soffice") is None:
        left_out("no LibreOffice: apt-get install libreoffice-writer-nogui")
    # Bytes differ with the version of LibreOffice and of the fonts; what is read must not.
    name = "nghe-an-ha-tang-so-2024.pdf"
    rebuilt(tmp_path, Path(name).stem)
    assert read(tmp_path / name).text == read(CORPUS / name).text


def test_what_needs_an_engine_is_read_without_one(tmp_path: Path) -> None:
    """A scan and a .doc have beside them what was recognised and converted: the first run needs nothing else."""
    (tmp_path / "tessdata").mkdir()
    bare = {"PATH": str(tmp_path), "HOME": str(tmp_path), "SOLIEU_CACHE": str(tmp_path / "cache")}
    environment = {**os.environ, **bare, "TESSDATA_PREFIX": str(tmp_path / "tessdata"), "PYTHONPATH": str(ROOT)}
    wanted = [CORPUS / name for name in NAMES if beside(CORPUS / name)]
    assert {path.suffix for path in wanted} == {".pdf", ".doc"}
    command = [sys.executable, "-m", "kb", "build", *map(str, wanted), "--db", str(tmp_path / "kb.db")]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(wanted)} read" in done.stdout


def beside(path: Path) -> list[Path]:
    """What is kept beside a sample."""
    places = [path.with_name(path.name + suffix) for suffix in (RECOGNISED, CONVERTED)]
    return [place for place in places if place.is_file()]


def test_an_old_text_is_in_the_letters_of_its_time() -> None:
    path = CORPUS / "ca-nuoc-cong-nghiep-2007.txt"
    assert "c«ng nghiÖp" in path.read_bytes().decode("latin-1")
    assert "sản xuất công nghiệp" in read(path).text.lower()
