"""What a reader of a file format says of itself. Each room of a format declares one; :mod:`extract.readers` lists them.

A declaration is loaded at every start of the program: what is heavy is imported inside ``read``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from extract.document import Source
from extract.head import Head
from extract.pieces import Pieces


class Order(IntEnum):
    """When a reader is asked whether a file is its own: the surer its sign, the earlier. Numbers between are free."""

    SIGNATURE = 10
    """Bytes that nothing else begins with."""
    CONTENT = 20
    """Told by looking inside: a part of a zip file, tags."""
    GUESS = 50
    """Text that looks like this format, and might be prose."""
    ANYTHING = 90
    """Takes whatever is left, so it is asked only when no refusal (:mod:`extract.refusals`) has a better word."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A part that a reader cannot do without and that is not installed. ``command`` is what installs it; ``what_vi``
    says ``what`` in Vietnamese, where that is more than a name."""

    what: str
    command: str
    what_vi: str = ""

    @staticmethod
    def package(name: str) -> Missing:
        """A Python package that is not there."""
        return Missing(f"the package {name}", f"pip install {name}", f"gói {name}")


_INSTALLERS = ("apt-get install", "pip install")


def one_command(parts: Iterable[Missing]) -> str:
    """One line for the shell that brings all ``parts``: each installer is called once, for all of its packages.

    >>> one_command(Missing("", f"{how} b") for how in ("apt-get install a", "pip install", "apt-get install c"))
    'apt-get install a b c && pip install b'
    """
    steps: dict[str, list[str]] = {}
    for part in parts:
        installer = next((one for one in _INSTALLERS if part.command.startswith(f"{one} ")), "")
        packages = steps.setdefault(installer or part.command, [])
        if installer:
            packages += [one for one in part.command.removeprefix(installer).split() if one not in packages]
    return " && ".join(" ".join((step, *packages)) for step, packages in steps.items())


def _nothing() -> Sequence[Missing]:
    return ()


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of one file format.

    - ``format``: its name, as ``documents.format`` of the base shows it (``docx``)
    - ``endings``: names of files that promise it, in small letters with the dot (``.docx``)
    - ``accepts``: whether a file is of this format, judged by content; may raise ReadError where it is, and damaged
    - ``read``: the pieces of a file that it accepted. Raises ReadError with a remedy where that cannot be done, with
      status ``empty`` where there is no text
    - ``order``: when it is asked, lowest first (:class:`Order`)
    - ``libraries``: distributions whose versions decide what is read; another version reads the documents anew
    - ``warm``: modules that a worker needs, imported once before the workers are forked
    - ``needs``: parts beyond Python packages that are not there (a program, a model) and without which no file is read,
      looked up when it is to read
    - ``wants``: parts that are not there and that some of its files need: ``read`` says so of a file that does, and
      ``solieu doctor`` of the machine. Loads nothing heavy
    """

    format: str
    endings: tuple[str, ...]
    accepts: Callable[[Head], bool]
    read: Callable[[Source, bytes], Pieces]
    order: int = Order.CONTENT
    libraries: tuple[str, ...] = ()
    warm: tuple[str, ...] = ()
    needs: Callable[[], Sequence[Missing]] = _nothing
    wants: Callable[[], Sequence[Missing]] = _nothing
