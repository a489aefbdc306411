"""The command that installs what is missing, as it works where this program is installed.

``pip install`` as it is written would reach another Python, or none: programs installed by pipx and by uv have an
environment of their own, and uv puts no pip into it.
"""

from __future__ import annotations

import os
import shlex
import sys
from importlib.util import find_spec
from pathlib import Path

_OF_PIPX = "pipx_metadata.json"
"""The file by which pipx knows an environment that it made; the environment bears the program's name."""


def command_here(command: str) -> str:
    """Steps of ``pip install`` and ``apt-get install`` as they work on this machine: in this environment, and for the
    root of the system."""
    return " && ".join(_step(one) for one in command.split(" && "))


def _step(command: str) -> str:
    if command.startswith("apt-get "):
        return command if os.geteuid() == 0 else f"sudo {command}"
    packages = command.removeprefix("pip install ")
    return command if packages == command else f"{_installer(Path(sys.prefix))} {packages}"


def _installer(environment: Path) -> str:
    if (environment / _OF_PIPX).is_file():
        return f"pipx inject {shlex.quote(environment.name)}"
    python = Path(sys.executable)
    beside = shlex.quote(str(python.relative_to(Path.cwd()) if python.is_relative_to(Path.cwd()) else python))
    return f"{beside} -m pip install" if find_spec("pip") else f"uv pip install --python {beside}"
