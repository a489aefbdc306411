"""The pages that only a static copy has: its search, and what it has and lacks. Made of pages of the application."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup, escape
from selectolax.lexbor import LexborHTMLParser, LexborNode

from kb.labels import date_label
from kb.publish.addresses import SEARCH, Address
from kb.publish.copying import Copy
from kb.publish.search_index import FOLDER
from kb.web.language import LANGUAGES, Words

SCRIPT = Address("/solieu/copy-search.js")
_BROWSER = Path(__file__).with_name("browser")
_ABOUT = "/copy"
_SAID = (
    *("hint", "searching", "title", "nothing", "failed", "all", "first", "many", "passages", "metrics", "page"),
    "there",
)


def write_own_pages(copy: Copy, day: str) -> dict[str, tuple[str, str]]:
    """Write them as the application would have, before links are made relative; the notice at the foot of every page,
    by language: its words and the file that it leads to. ``day`` is that of the base."""
    file = copy.root / SCRIPT.file
    file.parent.mkdir(exist_ok=True)
    file.write_bytes((_BROWSER / "search.js").read_bytes())
    copy.written.add(SCRIPT)
    notices: dict[str, tuple[str, str]] = {}
    for language in LANGUAGES:
        said = Words(language)
        shown = date_label(day) if day else "?"
        about = Address(_ABOUT, (), language)
        _write(copy, Address(SEARCH, (), language), said["shared.search_label"], _search(said))
        _write(copy, about, said["copy.title"], _about(said, copy, shown))
        notices[language] = (said("copy.notice", day=shown), about.file)
    return notices


def _search(said: Words) -> Markup:
    up = "../" if said.language == "en" else ""
    words = {name: said[f"copy.{'results' if name == 'title' else name}"] for name in _SAID}
    return Markup(
        '<div id="tim-trong-ban-sao" role="status" data-index="{}" data-pages="{}" data-words="{}"></div>'
        '<noscript><p>{}</p></noscript><script src="{}" defer></script>'
    ).format(f"{up}{FOLDER}/", up, json.dumps(words, ensure_ascii=False), said["copy.no_script"], SCRIPT.path)


def _about(said: Words, copy: Copy, day: str) -> Markup:
    # These two pages are copied besides those that were fetched.
    has = [said("copy.pages", n=copy.pages + len(LANGUAGES)), said["copy.searched"], said["copy.data"]]
    lacks = [said[f"copy.{name}"] for name in ("queries", "combined", "answers", "review", "originals")]
    if copy.left:
        lacks.append(said("copy.limit", n=copy.left))
    lists = ((said["copy.has"], has), (said["copy.lacks"], lacks))
    return Markup("<p>{}</p>{}").format(said("copy.lead", day=day), Markup("").join(_list(*one) for one in lists))


def _list(title: str, rows: Sequence[str]) -> Markup:
    said = Markup("").join(Markup("<li>{}</li>").format(row) for row in rows)
    return Markup("<h2>{}</h2><ul>{}</ul>").format(title, said)


def _write(copy: Copy, address: Address, title: str, content: Markup) -> None:
    """A page like that of an empty search, with a title and a content of its own."""
    like = Address(SEARCH, (), address.language)
    page = LexborHTMLParser((copy.root / like.file).read_bytes())
    main = _one(page, "main")
    for child in list(main.iter(include_text=True)):
        child.decompose()
    crumbs = Markup('<p class="crumbs"><a href="{}">{}</a></p><h1>{}</h1>{}').format(
        Address("/", (), address.language).asked, Words(address.language)["shared.front"], title, content
    )
    for node in LexborHTMLParser(f"<body>{crumbs}</body>").css("body > *"):
        main.insert_child(node)
    _one(page, "title").inner_html = str(escape(title))
    other = _one(page, "a.language")
    other.attrs["href"] = Address(address.path, (), "vi" if address.language == "en" else "en").asked
    if address != like:
        copy.pages += 1
        copy.written.add(address)
    (copy.root / address.file).write_text(page.html or "", encoding="utf-8")


def _one(page: LexborHTMLParser, selector: str) -> LexborNode:
    """The only node of a page that a selector finds."""
    (node,) = page.css(selector)
    return node
