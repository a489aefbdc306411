"""Both READMEs under test: every command in a ``console`` block is run as it stands, on a base built from corpus/."""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from test_cli import commands

from kb.store import script

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.vi.md")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BATCH = re.compile(r"B-\d{8}-\d{6}-\w{4}")


def console(name: str) -> list[str]:
    """The commands of a README in its order; a line without ``$`` is what the command before it prints."""
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the reader of a README has before the first command: the corpus, the metadata, the environment."""
    prefix = Path(sys.prefix)
    if not (prefix / "bin" / "solieu").exists():
        pytest.fail("solieu is not installed in this environment: make test does that")
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "corpus", folder / "corpus", ignore=shutil.ignore_patterns("making"))
    shutil.copy(ROOT / "datasette_metadata.json", folder)
    (folder / ".venv").symlink_to(prefix)
    return folder


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command as a person types it, in a shell."""
    words = ["bash", "-c", command]
    return subprocess.run(words, cwd=folder, capture_output=True, encoding="utf-8", timeout=180, check=False)


def test_every_command_of_the_readme_does_what_it_says(folder: Path) -> None:
    """Once for both: that they show the same commands, and in the same order, is a test of its own."""
    assert console(READMES[0])
    batch = ""
    for command in console(READMES[0]):
        if command.startswith("git clone "):
            continue  # The address is the reader's own.
        if " serve" in command or "/datasette " in command:
            serves(command, folder)
            continue
        # make runs from the repository, and only says what it would do: the environment stands already.
        words = f"make -n {shlex.split(command)[-1]}" if command.startswith("make ") else BATCH.sub(batch, command)
        done = run(words, ROOT if command.startswith("make ") else folder)
        # Where something is missing on this machine the doctor says so by its exit code; CI has all.
        missing = words.endswith(" doctor") and os.environ.get("CI") != "true"
        assert done.returncode in ((0, 1) if missing else (0,)), f"{words}\n{done.stdout}{done.stderr}"
        assert done.stdout.strip(), f"{words}: it says nothing"
        if " review export " in command:
            batch = fill_in(folder / "quang-nam.csv")
        if " --apply" in command:
            assert "1 applied" in done.stdout
    log = (folder / "corpus" / "corrections.jsonl").read_text(encoding="utf-8").splitlines()
    said, taken_back = map(json.loads, log[-2:])
    assert (said["batch"], taken_back["reverses"]) == (batch, said["event"])


def fill_in(path: Path) -> str:
    """Say of the first figure that it is right, as a person does in Excel; the batch of the file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    (decision,) = (heading for heading in rows[0] if heading.endswith("(decision)"))
    rows[0][decision] = "đúng"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    (batch,) = (heading for heading in rows[0] if heading.endswith("(batch)"))
    return rows[0][batch]


def serves(command: str, folder: Path) -> None:
    """Start what serves pages on a port that is free, ask it for its front page, and end it as Ctrl-C does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [*shlex.split(command), "--port", str(port)]
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as server:
        try:
            page = front_page(port, server)
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=120)
    assert "Số liệu trong báo cáo của các tỉnh" in page, command


def front_page(port: int, server: subprocess.Popen[bytes]) -> str:
    """The page as soon as it is there; a server that has ended will not send one."""
    until = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=120) as answer:
                return str(answer.read().decode())
        except urllib.error.URLError:
            time.sleep(0.2)
    return ""


def test_both_readmes_show_the_same_commands() -> None:
    english, vietnamese = (console(name) for name in READMES)
    assert english == vietnamese


@pytest.mark.parametrize("name", READMES)
def test_every_command_stands_in_the_readme(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [command for command, _ in commands() if f"`{command}" not in text and f"{command} " not in text] == []


@pytest.mark.parametrize("name", (*READMES, "CONTRIBUTING.md"))
def test_links_and_targets_of_make_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    headings = {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in re.findall(r"^#+ (.+)$", text, re.M)}
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in headings, target
        elif "://" not in target:
            assert (ROOT / target).exists(), target
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z]+)[ `]", text):
        assert re.search(rf"^{target}:", makefile, re.M), f"make {target}"


@pytest.mark.parametrize("name", READMES)
def test_the_readme_names_columns_that_there_are(name: str) -> None:
    scripts = ("schema.sql", "views.sql", "latest.sql")
    schema = "".join(script(ROOT / "kb" / one) for one in scripts)
    text = (ROOT / name).read_text(encoding="utf-8")
    cells = [row.split("|")[1] for row in text.splitlines() if row.startswith("| `")]
    columns = [column for cell in cells for column in re.findall(r"`([a-z_]+)`", cell)]
    assert len(columns) > 15
    assert [column for column in columns if not re.search(rf"\b{column}\b", schema)] == []
