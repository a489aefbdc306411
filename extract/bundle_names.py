"""What the names inside a zip file say, as people read them.

The format knows two ways to write a name, CP437 of the first PC and UTF-8 with a flag, and programs hold to neither:
Windows writes the code page of its language (CP1258 in Vietnam), macOS writes UTF-8 without the flag, WinRAR adds the
true name in an extra field. (APPNOTE.TXT 4.4.4 bit 11, 4.6.9, appendix D.)
"""

from __future__ import annotations

import struct
import unicodedata
import zipfile
import zlib

from extract.syllables import WORD, is_marked

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
_CODE_PAGES = ("cp437", "cp1258")
"""In the order of trust: the later one must be better to be taken."""
LONGEST = 400
"""Letters of a name; file systems stop at 255 bytes a folder."""


def name_of(info: zipfile.ZipInfo) -> str:
    """The name of a member as it was meant, folders parted by ``/``, without what only a machine would see.

    Control letters, marks that turn the direction of writing and the like are shown as ``%07``. Never raises.
    """
    name = unicodedata.normalize("NFC", _decoded(info)).replace("\\", "/")
    return "".join(_visible(letter) for letter in name)


def leads_out(name: str) -> bool:
    """Whether a name does not stay inside its archive: absolute, of a drive, or with a way upwards."""
    return name.startswith("/") or name[1:2] == ":" or ".." in name.split("/")


def plain(name: str) -> str:
    """The name of a member as a path that stays below its archive: no empty steps, none upwards, none too long.

    >>> plain("./a//b.txt"), plain("../etc/passwd"), plain("/C:/x")
    ('a/b.txt', '%2E%2E/etc/passwd', 'C:/x')
    """
    steps = ["%2E%2E" if step == ".." else step for step in name.split("/") if step not in ("", ".")]
    path = "/".join(steps)
    return path if len(path) <= LONGEST else path[:LONGEST] + "…"


def _decoded(info: zipfile.ZipInfo) -> str:
    # orig_filename: filename ends at the first zero byte, and what follows it would never be seen.
    if info.flag_bits & _UTF8_FLAG:
        return info.orig_filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    if raw.isascii():
        return _extra(info.extra, raw) or info.orig_filename
    found = _extra(info.extra, raw) or _utf8(raw)
    return found or max((_in(page, raw) for page in _CODE_PAGES), key=_vietnamese)


def _extra(extra: bytes, raw: bytes) -> str:
    """The name in the field of Info-ZIP and WinRAR, which counts only while the plain name is the one that it had."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(body) > 5 and body[:1] == b"\x01":
            (crc,) = struct.unpack("<L", body[1:5])
            return _utf8(body[5:]) if crc == zlib.crc32(raw) else ""
    return ""


def _utf8(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _in(page: str, raw: bytes) -> str:
    return unicodedata.normalize("NFC", raw.decode(page, "replace"))


def _vietnamese(name: str) -> float:
    """How many of the words that are not plain ASCII are Vietnamese syllables, less what is no letter at all."""
    beyond = [letter for letter in name if not letter.isascii()]
    words = [word for word in WORD.findall(name) if not word.isascii()]
    strange = sum(not letter.isalpha() for letter in beyond)
    return (sum(map(is_marked, words)) - strange) / max(1, len(words) + strange)


def _visible(letter: str) -> str:
    if unicodedata.category(letter) == "Zs":
        return " "
    return letter if letter.isprintable() else "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))
