"""The command line. Each command is imported when it is asked for: a build with nothing to read starts at once."""

from __future__ import annotations

import ast
import errno
import importlib
import importlib.util
import os
import sqlite3
import sys
from pathlib import Path
from typing import Any

import click

from extract.document import SolieuError

_COMMANDS = {
    "ask": "kb.web.asking_cli:ask",
    "build": "kb.build.cli:build",
    "check": "kb.check.cli:check",
    "compare": "kb.ask.cli:compare",
    "diff": "kb.build.diff_cli:diff",
    "doctor": "kb.doctor:doctor",
    "explain": "kb.ask.explain_cli:explain",
    "init": "kb.build.begin:init",
    "mcp": "kb.ask.mcp_cli:serve_tools",
    "metrics": "kb.ask.cli:metrics",
    "publish": "kb.publish.cli:publish_command",
    "review": "kb.review.cli:review",
    "score": "kb.score.cli:score",
    "search": "kb.ask.cli:search",
    "serve": "kb.web.cli:serve",
    "versions": "kb.ask.versions_cli:versions",
    "watch": "kb.build.watch_cli:watch",
}
"""Where each command stands. One whose file is not there is not offered."""


class Commands(click.Group):
    """The commands of the table above, imported one by one when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands that there are."""
        return [name for name, place in _COMMANDS.items() if importlib.util.find_spec(place.split(":")[0])]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, None where there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module, attribute = _COMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(module), attribute)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in the help. Each first sentence is read from its file: loading all of them to show it
        takes three times as long as everything else of the help."""
        names = self.list_commands(ctx)
        room = formatter.width - 6 - max(map(len, names))
        with formatter.section("Commands"):
            formatter.write_dl([(name, _as_told(name).get_short_help_str(room)) for name in names])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what went wrong in a known way is one sentence and exit code 2, no traceback."""
        try:
            return super().invoke(ctx)
        except SolieuError as error:
            click.echo(str(error), err=True)
            sys.exit(2)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(141)
        except (OSError, sqlite3.OperationalError) as error:
            if not (told := _told(error)):
                raise
            click.echo(told, err=True)
            sys.exit(2)
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            sys.exit(130)


def _told(error: OSError | sqlite3.OperationalError) -> str:
    """What the disk or its rights refuse, in one sentence; empty for what may be a fault of ours."""
    kept = "What was committed before is kept, the same command goes on from there"
    if isinstance(error, sqlite3.OperationalError):
        remedy = next((remedy for words, remedy in _OF_SQLITE.items() if words in str(error)), "")
        return f"The base: {error}. {remedy}. {kept}." if remedy else ""
    remedy = _OF_THE_SYSTEM.get(error.errno or 0, "")
    place = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "The disk"
    return f"{place}: {error.strerror}. {remedy}. {kept}." if remedy else ""


_ROOM, _RIGHTS = "Free some room on the disk", "Make the folder writable, or name another place"
_OF_SQLITE = {
    "disk is full": _ROOM,
    "disk I/O error": "Free some room on the disk and look whether it is sound",
    "readonly database": _RIGHTS,
    "unable to open database file": _RIGHTS,
    "database is locked": "Close what else writes it",
}
"""What SQLite says, and what to do."""
_OF_THE_SYSTEM = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _ROOM),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), _RIGHTS),
    errno.EIO: "Look whether the disk is sound",
    errno.ENOENT: "Check the path",
    errno.ENOTDIR: "Check the path",
}


def _as_told(name: str) -> click.Command:
    """A command with what it says of itself and nothing else, without running its file: its ``short_help`` and the
    text below its function. StopIteration where no such function stands there: a test asks for all of them."""
    module, attribute = _COMMANDS[name].split(":")
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return click.Command(name)
    tree = ast.parse(Path(spec.origin).read_bytes())
    function = next(one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == attribute)
    given = [word for call in function.decorator_list if isinstance(call, ast.Call) for word in call.keywords]
    short = next((ast.literal_eval(word.value) for word in given if word.arg == "short_help"), None)
    return click.Command(name, help=ast.get_docstring(function), short_help=short)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="solieu", prog_name="solieu")
def main() -> None:
    """Solieu reads reports of Vietnamese provinces, pulls out every figure and keeps where each one came from.

    Put reports into the folder corpus, run "solieu build", then "solieu serve" to look at the figures.
    """
