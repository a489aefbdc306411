"""A zip file is looked over before anything in it is unpacked.

The sizes in the directory of a zip file bound what comes out of it: zipfile stops at the declared size and then finds
the checksum wrong, so a file that lies there is refused as damaged.
"""

from __future__ import annotations

import io
import re
import zipfile

from extract.document import ReadError

MOST_PARTS = 5_000
MOST_BYTES = 512 * 1024 * 1024
"""Unpacked bytes of all parts together; the XML of a report of 500 pages is below 20 MB."""
MOST_RATIO = 200
"""Unpacked to packed size of one part; Word's own XML reaches 40."""
RATIO_COUNTS_FROM = 1024 * 1024

BOMB = "do not open it; ask the sender for the document itself"
DAMAGED = "open it in Word, save it anew as DOCX, or ask for it again"


def open_zip(data: bytes, place: str) -> zipfile.ZipFile:
    """The zip file in ``data``, once its directory has shown it harmless.

    Raises ReadError where it is damaged, locked, or would unpack to more than a document can hold.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadError(place, "is a damaged or cut-off zip file", DAMAGED) from error
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise ReadError(place, f"is a zip file of {len(parts)} parts, more than {MOST_PARTS}", BOMB)
    if sum(part.file_size for part in parts) > MOST_BYTES:
        raise ReadError(place, f"would unpack to more than {MOST_BYTES // 1024 // 1024} MB", BOMB)
    seen: set[str] = set()
    for part in parts:
        if part.file_size > RATIO_COUNTS_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise ReadError(place, f"holds a part that unpacks to over {MOST_RATIO} times its size", BOMB)
        if part.flag_bits & 1:
            raise ReadError(place, "is protected with a password", "open it, save it without a password")
        name = part.filename
        if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/") or name in seen:
            raise ReadError(place, "holds a part with a false or doubled path", BOMB)
        seen.add(name)
    return archive
