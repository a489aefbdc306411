"""The guides of docs/guides are walked through as people do: their commands in order, their addresses in the pages."""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from guide_pictures import PICTURES, take
from PIL import Image
from playwright.sync_api import Browser, Page
from served import faults, fits_a_phone
from test_readme import BLOCK, fill_in, run, serves
from test_web_english import leftovers

from kb.web.help_page import ADDRESS, GUIDES, rendered, source
from kb.web.language import LANGUAGES, Language

ROOT = Path(__file__).parent.parent
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LARGEST = 150_000
"""Bytes of a picture: a guide is read over slow lines too."""


def console(name: str, language: Language) -> list[str]:
    """The commands of a guide, in its order."""
    lines = [line for block in BLOCK.findall(source(name, language)) for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def prose(name: str, language: Language) -> str:
    """A guide without its blocks of commands."""
    return re.sub(r"^```.*?^```$", "", source(name, language), flags=re.DOTALL | re.MULTILINE)


def addresses(name: str, language: Language) -> list[str]:
    """The pages that a guide names; what the reader is to fill in is in capitals and not among them."""
    return [code for code in CODE.findall(prose(name, language)) if ADDRESS.match(code)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the reader of a guide has: the corpus, and the base built beside it, which knows it by that place."""
    folder = tmp_path_factory.mktemp("guides")
    shutil.copytree(ROOT / "corpus", folder / "corpus", ignore=shutil.ignore_patterns("making", "reviews"))
    built = run(f"{shlex.quote(sys.executable)} -m kb build", folder)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


@pytest.fixture(scope="module")
def site(serving: Callable[..., str], folder: Path) -> str:
    """The address of the served base."""
    return serving(folder / "kb.db")


@pytest.mark.parametrize("name", GUIDES)
def test_every_command_of_a_guide_does_what_it_says(
    name: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    commands = console(name, "vi")
    assert commands
    for command in commands:
        if command.startswith("solieu serve"):
            serves(command, tmp_path)
            continue
        done = run(command, tmp_path)
        # Where something is missing on this machine the doctor says so by its exit code; CI has all.
        missing = command == "solieu doctor" and os.environ.get("CI") != "true"
        assert done.returncode in ((0, 1) if missing else (0,)), f"{command}\n{done.stdout}{done.stderr}"
        if "solieu" in command:
            assert done.stdout.strip(), f"{command}: it says nothing"
        if command.endswith("review log"):
            assert "Lan" in done.stdout
        if written := re.search(r" review export .*-o (\S+\.csv)", command):
            fill_in(tmp_path / written[1])
            sign(tmp_path / written[1], re.search(r" --for (\w+)", command))


def sign(path: Path, whose: re.Match[str] | None) -> None:
    """Who was handed a file writes their name into each of its rows, as the guide asks."""
    if whose:
        text = path.read_text(encoding="utf-8-sig")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        (reviewer,) = (heading for heading in rows[0] if heading.endswith("(reviewer)"))
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(row | {reviewer: whose[1]} for row in rows)
        assert path.read_text(encoding="utf-8-sig") != text


@pytest.mark.parametrize("name", GUIDES)
def test_both_languages_show_the_same_commands_addresses_and_pictures(name: str) -> None:
    assert console(name, "vi") == console(name, "en")
    assert addresses(name, "vi") == addresses(name, "en")
    pictures = [re.findall(r"\]\((pictures/\S+)\)", source(name, language)) for language in LANGUAGES]
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GUIDES)
def test_every_address_of_a_guide_answers(site: str, name: str, language: Language) -> None:
    assert addresses(name, language)
    page = httpx.get(f"{site}/help/{name}?lang={language}", timeout=60)
    assert page.status_code == 200
    targets = set(re.findall(r'<(?:a href|img src)="(/[^"]*)"', page.text[page.text.index("<article") :]))
    assert len(targets) > len(set(addresses(name, language)))
    for target in sorted(targets):
        answer = httpx.get(site + target.replace("&amp;", "&"), timeout=60)
        assert answer.status_code == 200, target


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GUIDES)
def test_the_sql_of_a_guide_runs(site: str, name: str, language: Language) -> None:
    for sql in re.findall(r"^```sql\n(.*?)^```$", source(name, language), re.DOTALL | re.MULTILINE):
        answer = httpx.get(f"{site}/kb.json", params={"sql": sql, "_shape": "array"}, timeout=60)
        assert answer.json(), sql


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_leads_to_every_guide(site: str, language: Language) -> None:
    front = httpx.get(f"{site}/?lang={language}", timeout=60).text
    page = httpx.get(f"{site}/help?lang={language}", timeout=60).text
    ending = "?lang=en" if language == "en" else ""
    assert f'href="/help{ending}"' in front[front.index("<footer") :]
    assert all(f'href="/help/{name}{ending}"' in page for name in GUIDES)


@pytest.mark.parametrize("name", ["", *GUIDES])
def test_the_english_pages_are_english(site: str, name: str) -> None:
    page = httpx.get(f"{site}/help/{name}".rstrip("/") + "?lang=en", timeout=60)
    assert leftovers(page.text, []) == []


@pytest.mark.parametrize("path", ["nobody", "keeper.vi.md", "pictures/none.png", "pictures/..%2Fkeeper.vi.md"])
def test_what_is_no_guide_is_not_found(site: str, path: str) -> None:
    assert httpx.get(f"{site}/help/{path}", timeout=60).status_code == 404


@pytest.mark.parametrize("path", ["/help", "/help/analyst", "/help/reviewer?lang=en"])
def test_a_guide_is_for_every_eye_and_every_screen(screen: Page, site: str, path: str) -> None:
    screen.goto(site + path)
    found = []
    for scheme in ("light", "dark"):
        screen.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += faults(screen)
    assert not found
    assert fits_a_phone(screen)


def test_html_in_a_guide_is_text() -> None:
    text = "# <b>a</b>\n\n`<i>` <script>1</script> [x](javascript:alert(1))\n\n```console\n<u>\n```\n"
    html = rendered(text, "vi", str)
    assert not re.search(r"<(b|i|u|script)>", html) and "href" not in html


def test_every_picture_is_one_that_the_pages_still_give(chromium: Browser, site: str, tmp_path: Path) -> None:
    take(chromium, site, tmp_path)
    sizes = [{path.name: Image.open(path).size for path in folder.iterdir()} for folder in (PICTURES, tmp_path)]
    assert sizes[0] == sizes[1]


@pytest.mark.parametrize("path", sorted(PICTURES.iterdir()), ids=lambda path: path.name)
def test_a_picture_is_small_and_shown(path: Path) -> None:
    assert path.stat().st_size < LARGEST
    assert any(f"](pictures/{path.name})" in source(name, "vi") for name in GUIDES)
