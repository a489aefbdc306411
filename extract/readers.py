"""The registry of readers: ours, room by room, and those of other packages. Whoever asks what can be read asks here.

To add a reader of ours, declare it in its room and name it in ``OURS``. A package of somebody else names its
:class:`~extract.reader.Reader` under the entry point group ``solieu.readers``.

Who is asked first: the lower ``order``; at the same order ours, in the order of ``OURS``, then the others by the names
of their packages. So a foreign reader takes a file that one of ours accepts only where its ``order`` says so. A name
of a format belongs to whoever comes first, ours before all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extract.foreign import join
from extract.html import READERS as HTML
from extract.images import READER as IMAGES
from extract.markdown import READER as MARKDOWN
from extract.office import READERS as OFFICE
from extract.pdf import READER as PDF
from extract.reader import Reader
from extract.sheets import CSV, ODS, XLS, XLSX
from extract.text import READER as TEXT

OURS: tuple[Reader, ...] = (PDF, *OFFICE, XLSX, XLS, ODS, *HTML, IMAGES, MARKDOWN, CSV, TEXT)


@dataclass(frozen=True, slots=True)
class Registry:
    """All readers in the order in which they are asked, the distributions whose versions decide what is read (the
    packages of foreign readers among them), and what kept a foreign reader out, as sentences for people."""

    readers: tuple[Reader, ...]
    libraries: tuple[str, ...]
    faults: tuple[str, ...] = ()

    def promised(self, ending: str) -> tuple[str, ...]:
        """The formats that a file's ending (``.docx``) promises."""
        return tuple(reader.format for reader in self.readers if ending in reader.endings)


@cache
def registry() -> Registry:
    """The readers of this installation. Loads no reader's libraries."""
    joined = join(frozenset(reader.format for reader in OURS))
    readers = tuple(sorted((*OURS, *joined.readers), key=lambda reader: reader.order))
    libraries = {*joined.packages, *(library for reader in readers for library in reader.libraries)}
    return Registry(readers, tuple(sorted(libraries)), joined.faults)
