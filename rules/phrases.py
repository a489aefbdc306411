"""The notation in which the catalogue writes how officials word a thing.

``thuê bao … (điện thoại thông minh|smartphone)`` says: *thuê bao*, then up to twelve words inside the clause, then one
of the two. ``(xã|)`` may be absent. :func:`parse_phrase` turns the notation into plain word sequences; how they are
laid on a text (case, tone placement, fillers, abbreviations) is the matcher's business.

>>> parse_phrase("trạm (thu phát sóng|thông tin) di động")
(('trạm thu phát sóng di động',), ('trạm thông tin di động',))
>>> parse_phrase("thuê bao … điện thoại (di động|) thông minh")
(('thuê bao', 'điện thoại di động thông minh'), ('thuê bao', 'điện thoại thông minh'))
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extract.document import SolieuError

GAP = "…"
MOST_VARIANTS = 1024
_PIECES = re.compile(r"[()|]|[^()|]+")


class PhraseError(SolieuError):
    """A phrase that is not in the notation; ``place`` is the phrase."""


@lru_cache(maxsize=4096)
def parse_phrase(text: str) -> tuple[tuple[str, ...], ...]:
    """Expand a phrase into its variants; each variant is its parts, in order, with a gap between two of them.

    In: the notation above (alternatives may be nested). Out: at least one variant, each with at least one part; a part
    is words joined by single blanks; no variant stands twice. Raises PhraseError where a bracket has no partner, a
    variant has no words, a gap opens or ends the phrase, or there are more than 1,024 variants.
    """
    if text.strip().startswith(GAP) or text.strip().endswith(GAP):
        raise PhraseError(text, f"a {GAP} opens or ends it", "Take it out, or put words there")
    for wrong, right in (("...", GAP), ("  ", " ")):
        if wrong in text:
            raise PhraseError(text, f"it holds “{wrong}”", f"Write “{right}”")
    pieces = _PIECES.findall(text)
    variants, end = _expand(text, pieces, 0)
    if end != len(pieces):
        raise PhraseError(text, "a ) has no ( before it", "Add it or take the ) out")
    parsed = dict.fromkeys(_split(text, variant) for variant in variants)
    return tuple(parsed)


def _expand(text: str, pieces: Sequence[str], start: int, depth: int = 0) -> tuple[list[str], int]:
    """The plain variants from the piece ``start`` to the bracket that closes this depth, and the piece where they
    end. Pieces are brackets, bars and what stands between them."""
    done: list[str] = []
    current = [""]
    position = start
    while position < len(pieces):
        piece = pieces[position]
        if piece == "(":
            inner, position = _expand(text, pieces, position + 1, depth + 1)
            if position == len(pieces):
                raise PhraseError(text, "a ( is never closed", "Add the )")
            current = [left + right for left in current for right in inner]
        elif piece == ")":
            break
        elif piece == "|" and depth == 0:
            raise PhraseError(text, "a | stands outside of brackets", "Write (a|b), or two phrases")
        elif piece == "|":
            done += current
            current = [""]
        else:
            current = [left + piece for left in current]
        if len(done) + len(current) > MOST_VARIANTS:
            raise PhraseError(text, f"it has more than {MOST_VARIANTS} variants", "Write two shorter phrases")
        position += 1
    return done + current, position


def _split(phrase: str, variant: str) -> tuple[str, ...]:
    # Beside an alternative that is absent, as in "sàn … (tham gia|)", a gap has nothing to lead to and falls away.
    parts = (" ".join(part.split()) for part in variant.split(GAP))
    words = tuple(part for part in parts if part)
    if not words:
        raise PhraseError(phrase, "a variant of it has no words", "Put a word outside of the brackets")
    return words
