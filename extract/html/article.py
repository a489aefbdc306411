"""Which part of a web page is the report: menus, related links, hidden elements are left out, prose not in silence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.html.tree import Node, ancestors, text_of
from extract.inline import count_letters

NEVER = frozenset({
    "head", "title", "script", "style", "noscript", "template", "iframe", "svg", "canvas", "button", "select",
    "option", "textarea", "input", "object", "embed", "video", "audio", "map", "area", "progress", "meter",
})  # fmt: skip
_AROUND = frozenset(("nav", "aside", "footer", "dialog"))
_AROUND_NAMES = re.compile(
    r"(?:^|[-_ ])(?:menus?|nav|navbar|navigation|breadcrumbs?|sidebar|related|lien-?quan|comments?|binh-?luan|share|"
    r"social|footer|cookies?|banner|advert\w*|ads|popup|modal|toolbar|pagination|paging|widget|topbar|login|search|"
    r"contentinfo|complementary|skip-?link|other-?news|tin-?khac)(?:[-_ ]|$)"
)
_ABOUT_NAMES = re.compile(
    r"(?:^|[-_ ])(?:luot-?xem|views?|view-?counts?|hits|(?:post|entry|article|news)-?meta|meta|tags?|tu-?khoa|"
    r"ngay-?dang|(?:publish\w*|post|created?|news)-?(?:date|time)|date-?time|pub-?date|rating|vote|font-?size)"
    r"(?:[-_ ]|$)"
)
"""What a site says about its article: the day, the number of readers. Short, and no figure of the report."""
_MOST_ABOUT = 150
_HIDDEN = re.compile(r"display:none|visibility:hidden|mso-hide:all|mso-element:(?:header|footer)\b")
_RUNNING_HEADS = ("header", "footer")
"""What LibreOffice writes as the title of the elements that hold a page's head and foot."""
_ARTICLE_NAMES = re.compile(
    r"(?:^|[-_ ])(?:article|post|entry|content|noi-?dung|bai-?viet|chi-?tiet|detail|main|news|body)(?:[-_ ]|$)"
)
_PASSAGE = frozenset(("table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl"))
_CONTAINERS = _PASSAGE | {"body", "div", "section", "center", "form", "main", "article", "td", "font", "span"}
_SHARE = 0.6
"""An element named like an article is one where it holds this share of the page's prose."""
_SHARE_UNNAMED = 0.85
_MARK = re.compile(r"[\[(]?[0-9]{1,3}[\])]?|[*†‡]")
_LETTERHEAD = 60
_MOST_OUTSIDE = 0.02
_MOST_DROPPED = 0.2
"""An element named like a menu that holds more than this share of the page's prose is none."""


@dataclass(frozen=True, slots=True)
class Article:
    """``root`` indexes the node to read, ``dropped`` those to pass over, ``title`` a headline outside of the root."""

    root: int
    dropped: frozenset[int]
    title: int | None
    notes: tuple[str, ...]


def find_article(nodes: list[Node]) -> Article:
    """The report's element of a page."""
    body = next((n for n in nodes if n.tag in ("body", "frameset")), nodes[0])
    never = {n.index for n in nodes if n.tag in NEVER or _is_hidden(n)}
    whole = _prose(nodes, never, links=True)
    dropped = never | {n.index for n in nodes if _is_around(nodes, n, whole)}
    prose = _prose(nodes, dropped, links=False)
    if prose[body.index] < _prose(nodes, never, links=False)[body.index] / 2 or not prose[body.index]:
        # What looks like menus is most of the page: better a menu too much than the text lost.
        dropped, prose = never, whole
    around = _prose(nodes, never, links=False)[body.index] - prose[body.index] if dropped != never else 0
    every = _prose(nodes, dropped, links=True)
    links = [a - b for a, b in zip(every, prose, strict=True)]
    root = _named(nodes, prose, links, body) or _densest(nodes, prose, links, body)
    root = _with_notes(nodes, root, dropped)
    outside = prose[body.index] - prose[root.index]
    notes: tuple[str, ...] = ()
    if outside > _MOST_OUTSIDE * prose[body.index] and prose[body.index]:
        notes = (f"{outside} letters of the page outside of its article were left out",)
    if around > _MOST_OUTSIDE * (prose[body.index] + around):
        notes += (f"{around} letters of the page that look like menus or other news were left out",)
    return Article(root.index, frozenset(dropped), _headline(nodes, dropped, root), notes)


def _is_hidden(node: Node) -> bool:
    return bool(
        "hidden" in node.attributes
        or node.said("aria-hidden") == "true"
        or _HIDDEN.search(node.style)
        or (node.tag == "div" and node.said("title") in _RUNNING_HEADS)
    ) and node.tag not in ("html", "body")


def _is_around(nodes: list[Node], node: Node, whole: list[int]) -> bool:
    if not node.tag or node.tag in ("html", "body", "main", "article"):
        return False
    total = max(whole[0], 1)
    if node.tag in _AROUND:
        return whole[node.index] <= total / 2
    if node.tag == "header" and not any(a.tag in ("article", "main") for a in ancestors(nodes, node)):
        return whole[node.index] <= total / 2
    if _AROUND_NAMES.search(node.names):
        return whole[node.index] <= _MOST_DROPPED * total
    return bool(_ABOUT_NAMES.search(node.names)) and whole[node.index] <= min(_MOST_ABOUT, _MOST_DROPPED * total)


def _prose(nodes: list[Node], dropped: set[int], links: bool) -> list[int]:
    """Letters below each node without the dropped elements, without those in links to other pages unless ``links``."""
    count = [0] * len(nodes)
    index = 0
    silent_until = 0
    while index < len(nodes):
        node = nodes[index]
        if index in dropped:
            index = node.end
            continue
        if not links and node.tag == "a" and node.said("href") and "#" not in node.said("href"):
            silent_until = max(silent_until, node.end)
        if not node.tag and index >= silent_until:
            count[index] = count_letters(node.text)
        index += 1
    for node in reversed(nodes):
        if node.parent >= 0:
            count[node.parent] += count[node.index]
    return count


def _named(nodes: list[Node], prose: list[int], links: list[int], body: Node) -> Node | None:
    need = max(_SHARE * prose[body.index], 1)
    found = [n for n in nodes[body.index + 1 : body.end] if n.tag and prose[n.index] >= need and _is_article(n)]
    best = min(found, key=lambda n: (prose[n.index], n.index), default=None)
    # A letterhead set before the innermost content belongs to the report; a line with a date and links does not.
    for outer in reversed(found):
        if best is not None and outer.index < best.index and outer.end >= best.end:
            more, linked = prose[outer.index] - prose[best.index], links[outer.index] - links[best.index]
            if more >= _LETTERHEAD and more > 2 * linked:
                best = outer
    return best


def _is_article(node: Node) -> bool:
    if node.tag in ("main", "article") or node.said("itemprop").lower() == "articlebody":
        return True
    return node.tag in ("div", "section", "td") and bool(_ARTICLE_NAMES.search(node.names))


def _densest(nodes: list[Node], prose: list[int], links: list[int], body: Node) -> Node:
    here = body
    while True:
        inner = [n for n in nodes[here.index + 1 : here.end] if n.parent == here.index and n.tag in _CONTAINERS]
        best = max(inner, key=lambda n: prose[n.index], default=None)
        if best is None or not prose[here.index] or prose[best.index] < _SHARE_UNNAMED * prose[here.index]:
            break
        if prose[here.index] - prose[best.index] > links[here.index] - links[best.index]:
            break  # what stands beside it is prose as well: perhaps the letterhead
        here = best
    while here.index != body.index and (here.tag in _PASSAGE or here.tag in ("font", "span")):
        here = nodes[here.parent]
    return here


def _with_notes(nodes: list[Node], root: Node, dropped: set[int]) -> Node:
    """The element that also holds the footnotes which marks inside ``root`` link to: templates set them behind it."""
    wanted: set[str] = set()
    for node in nodes[root.index : root.end]:
        name = node.said("href").partition("#")[2] if node.tag == "a" else ""
        if name and _MARK.fullmatch(text_of(nodes, node.index, node.end)):
            wanted.add(name)
    for node in nodes[root.end :] if wanted else ():
        if node.said("id") not in wanted and (node.tag != "a" or node.said("name") not in wanted):
            continue
        around = [node, *ancestors(nodes, node)]
        if any(outer.index in dropped for outer in around):
            continue
        common = next((outer for outer in around if outer.index < root.index and outer.end >= root.end), root)
        root = common if common.tag not in ("html", "") else root
    return root


def _headline(nodes: list[Node], dropped: set[int], root: Node) -> int | None:
    """The first ``h1`` in front of the article, unless the article repeats it."""
    start = text_of(nodes, root.index, root.end)[:1500].casefold()
    for node in nodes[: root.index]:
        if node.tag != "h1" or node.end > root.index:
            continue
        if any(a.index in dropped for a in (node, *ancestors(nodes, node))):
            continue
        words = text_of(nodes, node.index, node.end)
        if words and words.casefold() not in start:
            return node.index
    return None
