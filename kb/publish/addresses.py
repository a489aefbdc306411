"""Which addresses of the pages a static copy holds, and under which file each lies.

A page whose address asks for nothing is copied; of the choices that an address may make, those below. Free queries,
filters that can be combined at will, and what works on the base (review, suggestions) need a server and are not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from kb.web.language import Language
from rules.language.fold import bare_words

ORIGIN = "http://localhost"
"""By this name the copied application is asked; it never leaves."""
SEARCH = "/search"

_ID = r"[^/]+"
_PAGES: Sequence[tuple[re.Pattern[str], Sequence[frozenset[str]]]] = tuple(
    (re.compile(path), tuple(frozenset(one.split()) for one in choices))
    for path, choices in (
        ("/", ()),
        (r"/compare/[^/.]+", ("item level year", "status", "places", "tab")),
        ("/compare", ("thing",)),
        (r"/metric(?:/[^/.]+)?", ()),
        (rf"/figure/{_ID}", ()),
        (rf"/document/{_ID}", ("part",)),
        (rf"/document/{_ID}/changes", ("from",)),
        (r"/province/[^/.]+", ("group", "targets")),
        ("/coverage", ()),
        ("/targets", ("state year page",)),
        ("/reaching", ()),
        (r"/years/[^/.]+", ("item level",)),
        ("/differ", ("within",)),
        (r"/differ/[^/.]+", ("place period item level status",)),
        (rf"/help(?:/{_ID}|/pictures/{_ID})?", ()),
        (SEARCH, ()),
        (r"/solieu/[\w.-]+", ()),
    )
)
"""Each kind of page with the choices that are copied: of one set any, of two none together."""
_SPOTS = ("at", "passage")
"""What only says which part of a document is meant; the anchor says it, too."""
_IGNORED = ("lang", "v", "as_of", *_SPOTS)
"""A copy is one state of the base: an address that says which one it saw leads to the page of this one."""
_UNSAFE = re.compile(r"[^\w.-]", re.ASCII)
_LONGEST = 80
_FILES = re.compile(r"/(?:solieu|help/pictures)/")


@dataclass(frozen=True, slots=True)
class Address:
    """A page by its path, what is chosen of it (sorted), and its language. What is no page has no language of its own
    and stands as Vietnamese."""

    path: str
    chosen: tuple[tuple[str, str], ...] = ()
    language: Language = "vi"

    @property
    def asked(self) -> str:
        """What the application is asked for."""
        pairs = [*self.chosen, *((("lang", "en"),) if self.language == "en" else ())]
        return self.path + (f"?{urlencode(pairs)}" if pairs else "")

    @property
    def is_page(self) -> bool:
        """Whether it is a page, not a file that pages use."""
        return not _FILES.match(self.path)

    @property
    def is_figure(self) -> bool:
        """Whether it is the page of one figure: most pages are."""
        return self.path.startswith("/figure/")

    @property
    def file(self) -> str:
        """The file of the copy, below its root. A memory stick tells no ``A`` from ``a`` and holds some ten thousand
        files a folder: a figure lies in a folder by the letters that its id begins with."""
        if not self.is_page:
            return self.path[1:]
        steps = [_safe(step) for step in self.path.strip("/").split("/") if step] or ["index"]
        if self.is_figure:
            steps.insert(1, steps[1].lower()[2:4] or "_")
        if self.chosen:
            steps[-1] += "-" + _safe("-".join(f"{name}-{value}" for name, value in self.chosen))
        return ("en/" if self.language == "en" else "") + "/".join(steps) + ".html"

    def without(self, usual: Mapping[str, str]) -> Address:
        """The same where what the page shows anyway is not chosen."""
        kept = tuple(one for one in self.chosen if usual.get(one[0]) != one[1])
        return Address(self.path, kept, self.language)

    def is_copied(self) -> bool:
        """Whether it is among what a copy holds."""
        names = frozenset(name for name, _ in self.chosen)
        return any(
            path.fullmatch(self.path) and (not names or any(names <= one for one in choices))
            for path, choices in _PAGES
        )


def read_address(link: str, on: Address) -> tuple[Address, str] | None:
    """The address that a link on a page leads to, with its anchor; None where it leads out of the pages. Whether it is
    copied is not asked here."""
    parts = urlsplit(urljoin(ORIGIN + on.asked, link))
    if f"{parts.scheme}://{parts.netloc}" != ORIGIN:
        return None
    pairs = parse_qsl(parts.query)
    language: Language = "en" if ("lang", "en") in pairs else "vi"
    chosen = tuple(sorted((name, value) for name, value in pairs if name not in _IGNORED))
    address = Address(parts.path, chosen, language)
    return (address if address.is_page else Address(parts.path)), parts.fragment


def _safe(step: str) -> str:
    """A step of a path as a name that every file system takes; what had to be changed is told apart by a hash."""
    plain = _UNSAFE.sub("-", step)
    if plain == step and len(step) <= _LONGEST and not step.startswith("."):
        return step
    said = _UNSAFE.sub("-", bare_words(step))[: _LONGEST // 2].strip("-.")
    return f"{said}-{sha256(step.encode()).hexdigest()[:8]}"
