"""The browser of the tests: a Chromium of the machine, or the one that playwright brings.

``python tests/browser.py`` brings one where there is none and it can be had, and says what it did; it never fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
UNWANTED = os.environ.get("SOLIEU_NO_BROWSER") == "1"
REMEDY = "apt-get install chromium, or .venv/bin/playwright install chromium"
SECONDS = 180


@cache
def find_browser() -> str | None:
    """The program to start: of the machine first, because playwright's own wants libraries that may be missing."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


def bring() -> str:
    """Brings a browser where there is none and one is wanted; gives what there is to say about it, if anything."""
    if UNWANTED or find_browser():
        return ""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False)
        failed = done.returncode != 0
    except subprocess.TimeoutExpired:
        failed = True
    if failed:
        return f"No Chromium here, and playwright could not bring one: tests of pages are left out. Remedy: {REMEDY}."
    return "Chromium was missing: playwright has brought its own."


if __name__ == "__main__":
    if said := bring():
        print(said, flush=True)
