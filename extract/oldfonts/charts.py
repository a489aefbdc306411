"""The charts of the charsets that Vietnam wrote in before Unicode, as tables for ``str.translate``.

A font of such a charset shows a Vietnamese letter where Latin-1 has another one, so a program that knows Latin-1 gives
``tØnh`` for ``tỉnh``. TCVN3 is TCVN 5712:1993 (the fonts ``.VnTime``), VISCII is RFC 1456, VPS and VNI follow their
makers' charts, as the Vietnamese Unicode project printed them. Positions that a chart leaves as in Latin-1 are here
too; ``·`` stands where it has no letter.
"""

from __future__ import annotations

from typing import Literal

Charset = Literal["TCVN3", "VNI", "VPS", "VISCII"]

_TCVN3 = (  # from 0xA1 on
    "ĂÂÊÔƠƯĐăâêôơưđẰ·····àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵ"
)
_VISCII = (  # from 0x80 on
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VPS = (  # from 0x80 on
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ··ỀỂỄỐỒỔỖýỷỵỚỜỞ ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕự"
    "ầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺßàáâãảạăçèéêẽìíîĩẴĐòóôõöƠụùúủüỶẼỳ"
)
_VISCII_LOW = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_VPS_LOW = {
    0x02: "Ạ",
    0x03: "Ậ",
    0x04: "Ặ",
    0x05: "Ẹ",
    0x06: "Ệ",
    0x10: "Ị",
    0x11: "Ọ",
    0x12: "Ộ",
    0x13: "Ợ",
    0x14: "Ụ",
    0x15: "Ự",
    0x19: "Ỵ",
    0x1C: "Ẫ",
    0x1D: "Ữ",
}
"""Capitals in the place of control characters."""
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_ROOF, _BREVE = "\u0302", "\u0306"
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT, "â": _ROOF, "ê": _BREVE,
    "á": _ROOF + _ACUTE, "à": _ROOF + _GRAVE, "å": _ROOF + _HOOK, "ã": _ROOF + _TILDE, "ä": _ROOF + _DOT,
    "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE, "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
"""VNI writes a letter and its mark one behind the other, as Unicode's combining marks do."""
_VNI_LETTERS = {"ñ": "đ", "ò": "ị", "ó": "ĩ", "æ": "ỉ", "ô": "ơ", "ö": "ư", "î": "ỵ"}


def _bytes(chart: str, start: int, low: dict[int, str]) -> dict[int, str]:
    """A chart of single bytes, keyed by what Latin-1 and Windows-1252 make of each byte."""
    table = dict(low)
    for byte, letter in enumerate(chart, start):
        if letter != "·":
            table[byte] = letter
            table[ord(bytes((byte,)).decode("cp1252", "ignore") or chr(byte))] = letter
    return table


def _vni() -> dict[int, str]:
    small = _VNI_MARKS | _VNI_LETTERS
    return {ord(key): mark for key, mark in small.items()} | {
        ord(key.upper()): mark.upper() for key, mark in small.items()
    }


CHARTS: dict[Charset, dict[int, str]] = {
    # What a PDF makes of the letters that lie on a soft hyphen and a middle dot, and of the micro sign.
    "TCVN3": _bytes(_TCVN3, 0xA1, {}) | {0x2212: "ư", 0x2219: "ã", 0x3BC: "à", 0x110: "é"},
    "VNI": _vni(),
    "VPS": _bytes(_VPS, 0x80, _VPS_LOW),
    "VISCII": _bytes(_VISCII, 0x80, _VISCII_LOW),
}
