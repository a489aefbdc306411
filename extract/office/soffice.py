"""LibreOffice without a window: one file in, a DOCX or XLSX out, and nothing of it left behind.

Whatever the document asks for, it gets no macro, no link, no network and no profile of the user. Our process may be
killed at any moment: then LibreOffice dies with it, where the system can promise that (Linux).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from extract.reader import Missing

SECONDS = 120.0
"""What a conversion may take; a report of 200 pages takes 5 to 10."""
_MOST_MEMORY = 4 * 1024**3
_MOST_FILE = 512 * 1024 * 1024
_BEGIN_ANEW = 81
"""What the program itself ends with after it has set up a new profile: it wants to be started again."""
_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
)
NEEDED = Missing("LibreOffice", "apt-get install libreoffice-writer-nogui")
"""What is missing where there is no LibreOffice, and what brings it on Debian and Ubuntu."""
NEEDED_FOR_SHEETS = Missing("LibreOffice Calc", "apt-get install libreoffice-calc-nogui")
_CALC = "libsclo.so"

_NEVER = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
{items}
</oor:items>
"""
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Save/Document", "LoadPrinter", "false"),
    ("Writer/Content/Update", "Link", "2"),  # never
    ("Writer/Content/Update", "Field", "false"),
    ("Writer/Content/Update", "Chart", "false"),
)


class ConversionError(Exception):
    """LibreOffice made no file; the message says why, as the middle of a sentence."""


def program() -> Path | None:
    """LibreOffice's program, None where there is none. Behind the script of Linux stands the program itself."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    place = Path(found) if found else next((Path(one) for one in _ELSEWHERE if Path(one).is_file()), None)
    if place is None:
        return None
    itself = place.resolve().with_name("soffice.bin")
    return itself if sys.platform == "linux" and itself.is_file() else place


def calc() -> Path | None:
    """LibreOffice's program where it reads workbooks, which Linux brings in a package of its own; else None."""
    found = program()
    if found is None or sys.platform != "linux" or found.name != "soffice.bin":
        return found
    return found if found.with_name(_CALC).is_file() else None


def to_docx(data: bytes, ending: str, seconds: float = SECONDS) -> bytes:
    """The document in ``data`` as DOCX; ``ending`` (``.doc``) says what it is. Raises ConversionError."""
    return _converted(data, ending, "docx:MS Word 2007 XML", seconds)


def to_xlsx(data: bytes, ending: str, seconds: float = SECONDS) -> bytes:
    """The workbook in ``data`` as XLSX; ``ending`` (``.xlsb``) says what it is. Raises ConversionError."""
    return _converted(data, ending, "xlsx:Calc MS Excel 2007 XML", seconds)


def _converted(data: bytes, ending: str, target: str, seconds: float) -> bytes:
    found = program()
    if found is None:
        raise ConversionError("LibreOffice is not installed")
    folder = Path(tempfile.mkdtemp(prefix="solieu-office-"))
    try:
        (folder / f"document{ending}").write_bytes(data)
        _settle(folder / "profile")
        until = time.monotonic() + seconds
        code = _run(found, folder, target, until)
        if code == _BEGIN_ANEW:
            code = _run(found, folder, target, until)
        made = folder / "made" / f"document.{target.partition(':')[0]}"
        if not made.is_file():
            raise ConversionError(
                f"LibreOffice was ended by signal {-code}" if code < 0 else "LibreOffice cannot open it"
            )
        return made.read_bytes()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _settle(profile: Path) -> None:
    items = "\n".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse" oor:finalized="true">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_NEVER.format(items=items), encoding="utf-8")


def _run(found: Path, folder: Path, target: str, until: float) -> int:
    given = next(folder.glob("document.*"))
    command = [
        *(str(found), f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"),
        *("--convert-to", target, "--outdir", str(folder / "made"), str(given)),
    ]
    own = {"HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    quiet = subprocess.DEVNULL
    started = subprocess.Popen(  # a group of its own: what it starts besides is ended with it
        command, cwd=folder, env={**os.environ, **own}, stdin=quiet, stdout=quiet, stderr=quiet,
        process_group=0 if os.name == "posix" else None, preexec_fn=_confinement(),
    )  # fmt: skip
    try:
        return started.wait(max(0.1, until - time.monotonic()))
    except subprocess.TimeoutExpired as error:
        raise ConversionError(f"LibreOffice took longer than {SECONDS:g} seconds") from error
    finally:
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(started.pid, signal.SIGKILL)
        started.kill()
        started.wait()


def _confinement() -> Callable[[], None] | None:
    """What the started process does before it becomes LibreOffice: it binds its life to ours, leaves the network and
    bounds its memory. A system that forbids leaving the network has still the settings against links."""
    if sys.platform != "linux":
        return None
    import resource

    libc = ctypes.CDLL(None)
    death, no_net, own_user = 1, 0x40000000, 0x10000000  # PR_SET_PDEATHSIG, CLONE_NEWNET, CLONE_NEWUSER

    def confine() -> None:
        libc.prctl(death, signal.SIGKILL)
        if libc.unshare(no_net) != 0:
            libc.unshare(own_user | no_net)
        for limit, most in ((resource.RLIMIT_AS, _MOST_MEMORY), (resource.RLIMIT_FSIZE, _MOST_FILE)):
            soft, hard = resource.getrlimit(limit)
            known = [most, *(value for value in (soft, hard) if value != resource.RLIM_INFINITY)]
            resource.setrlimit(limit, (min(known), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    return confine
