"""What can be seen of a file before anybody reads it: its first bytes, its first letters, the parts of a zip file."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What Office files begin with that are older than 2007, and newer ones that are locked."""
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_FLAT = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:\w+:)?document\s[^>]*?\boffice:mimetype=[\"']([^\"'>]*)", re.DOTALL
)
_FIELD = re.compile(r"([!-9;-~]+):[ \t]*(.*)")
_FEW = 200
"""Of so many bytes one may be zero in a text."""
_SENDERS = re.compile(r"From \S+ .*\n")  # the first line of a mail as mailboxes keep it


@dataclass(frozen=True)
class Head:
    """A file as its readers are asked about it: ``data`` are all its bytes, ``name`` is its name, for messages too.

    What costs something is looked up when it is first asked for, once for all readers.
    """

    data: bytes
    name: str

    @property
    def ending(self) -> str:
        """What its name ends in (``.csv``), in small letters. A name is only a hint: people rename files."""
        return PurePath(self.name).suffix.lower()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it but blanks, zero bytes and marks of an encoding."""
        return not self.data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe")

    def starts(self, *signs: bytes) -> bool:
        """Whether the file begins with one of ``signs``."""
        return self.data.startswith(signs)

    def holds_stream(self, *names: str) -> bool:
        """Whether it is an OLE file with a stream of one of these names."""
        return self.starts(OLE) and any(name.encode("utf-16-le") in self.data for name in names)

    @cached_property
    def archive(self) -> zipfile.ZipFile | None:
        """The zip file that it is, else None. Raises ReadError where it is damaged, locked or a bomb."""
        from extract.archive import open_zip

        return open_zip(self.data, self.name) if self.starts(*ZIP) else None

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The paths of a zip file's parts, none where it is no zip file. Raises ReadError as ``archive`` does."""
        return tuple(self.archive.namelist()) if self.archive else ()

    @cached_property
    def mimetype(self) -> str:
        """What a zip file says of itself in its part ``mimetype`` (OpenDocument, EPUB), else nothing."""
        if self.archive is None or "mimetype" not in self.parts:
            return ""
        return self.archive.read("mimetype")[:200].decode("ascii", "replace").strip()

    @cached_property
    def flat_mimetype(self) -> str:
        """What an OpenDocument file that is no zip file but one XML file says of itself; nothing of one with a DTD,
        which no program writes, and which could name other files."""
        found = _FLAT.match(self.start)
        return found[1] if found else ""

    @cached_property
    def text(self) -> str | None:
        """The first 64 KB as characters where they look like text in any encoding, else None. Only for looking at."""
        head = self.data[: 64 * 1024]
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = head.decode("utf-16", "replace")
        elif head.count(0) > 1 + len(head) // _FEW:
            even, odd = head[0::2].count(0), head[1::2].count(0)
            if max(even, odd) < len(head) // 5 or min(even, odd) > len(head) // 50:
                return None
            text = head.decode("utf-16-be" if even > odd else "utf-16-le", "replace")
        else:
            head = head.replace(b"\x00", b"")  # a program's slip in a text; any other file has more of them
            text = head.decode("utf-8-sig", "replace")
            if text.count("\ufffd") > 1 + len(text) // 1000:
                text = head.decode("latin-1")
        controls = sum(1 for c in text if ord(c) < 32 and c not in "\t\n\r\f\v\x1a\x1b")
        return None if controls > len(text) // 200 + 1 else text

    @cached_property
    def fields(self) -> dict[str, str]:
        """The header of the message that it is, as RFC 5322 writes e-mails and browsers write pages with all that
        belongs to them, by names in small letters; empty where it is no message."""
        found: dict[str, str] = {}
        name = ""
        for line in _SENDERS.sub("", self.start.lstrip("\ufeff\r\n \t"), count=1).splitlines():
            if not line.strip():
                break
            field = _FIELD.match(line)
            if line[0] in " \t" and name:
                found[name] += f" {line.strip()}"
            elif field:
                name = field[1].lower()
                found[name] = field[2].strip()
            else:
                return {}
        return found if "mime-version" in found or {"from", "date"} <= found.keys() else {}

    @property
    def start(self) -> str:
        """The first 8,192 characters of :attr:`text`; empty where it is no text."""
        return (self.text or "")[:8192]
