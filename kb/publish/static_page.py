"""A page of the application as a page of a static copy: links are relative, what needs a server is taken out.

A form that chooses becomes links to the choices that were copied. A link to what was not copied becomes its words.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import escape
from selectolax.lexbor import LexborHTMLParser, LexborNode

from kb.publish.addresses import ORIGIN, SEARCH, Address, read_address

Lookup = Callable[[Address, str], str | None]
"""The file of an address with an anchor, below the root of the copy; None where it was not copied."""
_LINKS = (("a", "href"), ("link", "href"), ("script", "src"), ("img", "src"), ("form", "action"))
_SERVED = ("suggest.js",)
"""Scripts that ask the server while somebody types."""
_SERVED_PARTS = ("p.taking", "details:has(#ma-nhung)", ".cite-files", "a[type='application/atom+xml']")
"""What offers files that the server makes: pictures, a frame of one for other pages, citations, feeds."""
_TAKEN = ".take p, p.take, p.copying"
_OWN = re.compile(re.escape(ORIGIN) + r"(?:/(?:&amp;|[^\s\"'<>()»”,;}&])*)?")


def links_of(page: LexborHTMLParser) -> Iterator[str]:
    """The addresses that a page names, and those that its choosing forms can ask for by one choice."""
    for tag, attribute in _LINKS:
        for node in page.css(f"{tag}[{attribute}]"):
            yield node.attributes[attribute] or ""
    for form in page.css("form.choose[action]"):
        for _, _, address in _choices(form):
            yield address


def usual_choices(page: LexborHTMLParser) -> dict[str, str]:
    """What the choosing form of a page stands on: an address that chooses the same is the page itself."""
    usual: dict[str, str] = {}
    for select in page.css("form.choose select[name]"):
        options = select.css("option")
        chosen = next((one for one in options if "selected" in one.attributes), options[0] if options else None)
        if chosen is not None:
            usual[select.attributes["name"] or ""] = chosen.attributes.get("value") or ""
    return usual


def anchors_of(page: LexborHTMLParser) -> Iterator[str]:
    """All that can be jumped to on a page."""
    for node in page.css("[id]"):
        yield node.attributes["id"] or ""


def made_static(page: LexborHTMLParser, here: Address, lookup: Lookup, notice: tuple[str, str], home: str) -> str:
    """The page as a file. ``notice`` is a line of its foot and the file that it leads to; ``home`` is the address that
    the copy will have, empty where that is not known: addresses that are printed are its."""
    folder = posixpath.dirname(here.file)

    def relative(file: str) -> str:
        name, mark, anchor = file.partition("#")
        return quote(posixpath.relpath(name, folder or ".")) + (mark + quote(anchor) if mark else "")

    def found(link: str) -> str | None:
        read = read_address(link, here)
        if read is None:
            return link
        file = lookup(*read)
        return None if file is None else relative(file)

    for part in _SERVED_PARTS:
        for node in page.css(part):
            node.decompose()
    for tag, attribute in _LINKS[:-1]:
        for node in page.css(f"{tag}[{attribute}]"):
            _static_link(node, attribute, found(node.attributes[attribute] or ""))
    for node in page.css(_TAKEN):
        _without_files(node)
    # Behind the links of the page: those that a form becomes are relative already.
    for node in page.css("form[action]"):
        _static_form(node, found, relative, here)
    for node in page.css("[data-suggest]"):
        del node.attrs["data-suggest"]
    foot = page.css_first("footer")
    if foot is not None:
        line, file = notice
        foot.insert_child(_fragment(f'<p class="dim"><a href="{escape(relative(file))}">{escape(line)}</a></p>'))
    return _OWN.sub(lambda match: _printed(match[0], here, lookup, home), page.html or "")


def _static_link(node: LexborNode, attribute: str, target: str | None) -> None:
    if node.tag != "a":
        if target is None or target.endswith(_SERVED):
            node.decompose()
        else:
            node.attrs[attribute] = target
    elif target is not None:
        node.attrs[attribute] = target
    elif node.parent is not None and node.parent.tag == "nav" and _is_in(node, "header"):
        node.decompose()
    else:
        del node.attrs[attribute]


def _without_files(offer: LexborNode) -> None:
    """An offer of files of which some were not copied: what is left is its button, which copies from the page."""
    if all("href" in link.attributes for link in offer.css("a")):
        return
    for child in list(offer.iter(include_text=True)):
        if child.tag != "button":
            child.decompose()
    if not offer.css("button"):
        offer.decompose()


def _static_form(
    form: LexborNode,
    found: Callable[[str], str | None],
    relative: Callable[[str], str],
    here: Address,
) -> None:
    action = form.attributes["action"] or ""
    read = read_address(action, here)
    if "choose" in (form.attributes.get("class") or "").split():
        form.replace_with(_fragment(_as_links(form, found)))
    elif read is not None and read[0].path == SEARCH:
        form.attrs["action"] = relative(Address(SEARCH, (), here.language).file)
        for hidden in form.css("input[type=hidden]"):
            hidden.decompose()
    elif read is not None and read[0].path == here.path and form.css("[type=search]"):
        # A script of ours narrows the list at each key: what it sends leads back to the same page.
        form.attrs["action"] = relative(here.file)
    else:
        form.decompose()


def _as_links(form: LexborNode, found: Callable[[str], str | None]) -> str:
    """The choices of a form as links, a line for each of its lists."""
    lines: dict[str, list[str]] = {}
    for label, option, address in _choices(form):
        target = found(address)
        if target is not None:
            lines.setdefault(label, []).append(f'<a href="{escape(target)}">{escape(option)}</a>')
    chosen = {label: links for label, links in lines.items() if len(links) > 1}
    rows = "".join(f"<p>{escape(label)}: {' · '.join(links)}</p>" for label, links in chosen.items())
    return f'<nav class="chosen" aria-label="{escape(form.attributes.get("aria-label") or "")}">{rows}</nav>'


def _choices(form: LexborNode) -> Iterator[tuple[str, str, str]]:
    """Each option of a form's lists by itself: the list's label, the option's words, the address that it asks for."""
    action = form.attributes["action"] or ""
    language = [("lang", "en")] if form.css("input[name=lang]") else []
    for select in form.css("select[name]"):
        name = select.attributes["name"] or ""
        label = form.css_first(f'label[for="{select.attributes.get("id")}"]')
        for option in select.css("option"):
            value = option.attributes.get("value") or ""
            address = f"{action}?{urlencode([(name, value), *language])}"
            yield label.text(strip=True) if label else name, option.text(strip=True), address


def _printed(own: str, here: Address, lookup: Lookup, home: str) -> str:
    """An address that a page prints, as that of the copy; where the copy has none, the file's name below its root."""
    read = read_address(unescape(own), here)
    file = lookup(*read) if read else None
    return home.rstrip("/") + "/" + quote(file or "", safe="/#") if home else (file or "index.html")


def _is_in(node: LexborNode, tag: str) -> bool:
    above = node.parent
    while above is not None:
        if above.tag == tag:
            return True
        above = above.parent
    return False


def _fragment(html: str) -> Any:
    page = LexborHTMLParser(f"<body>{html}</body>")
    body = page.body
    assert body is not None and body.child is not None
    return body.child
