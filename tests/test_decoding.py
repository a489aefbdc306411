"""Bytes of a text in the encodings that offices have."""

from __future__ import annotations

import unicodedata

import pytest

from extract.decoding import decode
from extract.document import ReadError
from tests.test_oldfonts import WORDS, old


def windows_1258(text: str) -> bytes:
    """Vietnamese Windows: a vowel with its roof or horn is one byte, its tone another."""
    out = b""
    for letter in text:
        base, tones = "", ""
        for part in unicodedata.normalize("NFD", letter):
            if part in "\u0300\u0301\u0303\u0309\u0323":
                tones += part
            else:
                base = unicodedata.normalize("NFC", base + part)
        out += (base + tones).encode("cp1258")
    return out


@pytest.mark.parametrize("charset", ["TCVN3", "VNI", "VPS", "VISCII"])
def test_old_charsets_by_their_words(charset: str) -> None:
    found = decode(old(WORDS, charset).encode("latin-1"), "a.txt")  # type: ignore[arg-type]
    assert found.text == WORDS
    assert charset in found.notes[0]


def test_windows_1258() -> None:
    found = decode(windows_1258(WORDS), "a.txt")
    assert found.text == WORDS
    assert "Windows-1258" in found.notes[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_says_nothing(encoding: str) -> None:
    found = decode(WORDS.encode(encoding), "a.txt")
    assert (found.text, found.notes) == (WORDS, ())


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3", b"\x00"])
def test_one_bad_byte_is_told_and_takes_its_number_along(bad: bytes) -> None:
    data = WORDS.encode()
    at = data.index(b"204")
    found = decode(data[:at] + bad + data[at:], "a.txt")
    assert "1 bytes are no UTF-8" in found.notes[0]
    assert found.text == WORDS.replace("1.204", "\ufffd")
    letters = decode(data.replace("sở".encode(), b"s\xff", 1), "a.txt")
    assert letters.text == WORDS.replace("sở", "s\ufffd", 1)


@pytest.mark.parametrize(
    "data",
    [b"C\xe9ng ho\xb5 x\xb7 h\xe9i", "Le café était fermé à Genève. ".encode("latin-1") * 20, b"\x80\x81\xfe\xff" * 50],
    ids=["too short", "French", "no text"],
)
def test_what_is_in_no_encoding_for_sure_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="TCVN3") as error:
        decode(data, "a.txt")
    assert "UTF-8" in error.value.remedy
