"""Names that last: the ids of documents, figures and rows, made from the source and never from a result.

A document is known by issuer, number and date where its letterhead has all three, so that the same report as PDF and
as DOCX is one document; else by the hash of its bytes. A figure is known by its document, its sentence, its printed
number and which occurrence it is. People's corrections hold on to these ids: a change here orphans every one of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from rules.language.fold import bare_letters

# Crockford's base32: no I, L, O, U, so that an id can be read out over the telephone.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# 33 bits of document and 20 of row: together what JavaScript still holds exactly (53 bits).
_ROW_BITS = 20
_DOCUMENT_BITS = 33
MOST_ROWS = 1 << _ROW_BITS


def is_document(text: str, document_id: str, filename: str) -> bool:
    """Whether a person means this document: by its id, by its file's name or a part of it."""
    # Signs and blanks alone fold to nothing, and nothing is a part of every name.
    part = bare_letters(text)
    return text in (document_id, filename) or (bool(part) and part in bare_letters(filename))


def identity_of(issuer: str | None, number: str | None, issued_on: str | None, sha256: str) -> str:
    """What a document is known by: ``issuer|number|date`` folded where all three are known, else its content."""
    whole = bool(issuer and number and issued_on and len(issued_on) == len("2024-06-05"))
    if whole and issuer and number and bare_letters(issuer) and bare_letters(number):
        return f"{bare_letters(issuer)}|{bare_letters(number)}|{issued_on}"
    return f"sha256:{sha256}"


def is_known_by_content(identity: str) -> bool:
    """Whether no letterhead tells an identity."""
    return identity.startswith("sha256:")


def keys_of(identity: str, sha256s: Sequence[str]) -> list[str]:
    """One key for each document of the same identity, in the order of their file names.

    The first is known by the identity alone. The others are told apart by their content, and copies with the same
    content by counting: whatever comes first then keeps its ids when a copy is added or taken away behind it.
    """
    keys: list[str] = []
    for sha256 in sha256s:
        salted = f"{identity}|{sha256}" if keys else identity
        copies = sum(1 for key in keys if key == salted or key.startswith(f"{salted}|copy"))
        keys.append(f"{salted}|copy{copies + 1}" if copies else salted)
    return keys


def document_id(key: str) -> str:
    """``D-`` and ten characters, of a key from :func:`keys_of`."""
    return "D-" + _base32("document", key)


def figure_id(key: str, anchor: str, number: str, occurrence: int) -> str:
    """``F-`` and ten characters, of the document's key, the sentence's anchor, the printed number and which one."""
    return "F-" + _base32("figure", key, anchor, number, str(occurrence))


def added_id(identity: str, anchor: str, number: str, occurrence: int) -> str:
    """``H-`` and ten characters, of a figure that a person added: as :func:`figure_id`, of its document's identity."""
    return "H-" + _base32("added", identity, anchor, number, str(occurrence))


def added_row(figure: str) -> int:
    """The row of an added figure: below 0, where none of :func:`row_id` is."""
    return -1 - (int.from_bytes(hashlib.sha256(figure.encode()).digest()[:8], "big") >> 12)


def row_id(document: str, seq: int, attempt: int = 0) -> int:
    """An integer id of the row ``seq`` of a document: the same in whatever order documents come.

    ``attempt`` is raised by the caller where another document already holds these rows (once in millions of bases).
    """
    if not 0 <= seq < MOST_ROWS:
        raise ValueError(f"row {seq} of {document}: at most {MOST_ROWS} rows of a kind")
    digest = hashlib.sha256(f"{document}|{attempt}".encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> (64 - _DOCUMENT_BITS) << _ROW_BITS) | seq


def hash_of(parts: Iterable[bytes]) -> str:
    """A hexadecimal hash over several pieces; no two lists of pieces run into each other."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _base32(*parts: str) -> str:
    number = int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:7], "big") >> 6
    return "".join(_LETTERS[number >> shift & 31] for shift in range(45, -1, -5))
