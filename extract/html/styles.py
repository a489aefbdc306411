"""What an element of a web page means for the words inside: bold, centred, raised, a heading, an item of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extract.html.tables import GridBuilder
from extract.html.tree import Node
from extract.ordinals import printed
from extract.pieces import Paragraph, ParagraphKind

BLOCKS = frozenset({
    "html", "body", "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6",
    "section", "article", "main", "header", "footer", "blockquote", "pre", "table", "caption", "thead", "tbody",
    "tfoot", "tr", "td", "th", "figure", "figcaption", "address", "center", "form", "fieldset", "legend",
    "details", "summary", "hr", "aside", "nav", "hgroup", "menu", "frameset", "noframes",
})  # fmt: skip
"""Elements that begin and end a paragraph."""
_NO_SIGN = re.compile(r"list-style(?:-type)?:none")
_HEADING = re.compile(r"h[1-6]")
_BOLD = re.compile(r"font-weight:(?:bold|[6-9]00)")
_RAISED = re.compile(r"vertical-align:super")
_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLE_FORMS = {"lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
                "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman"}  # fmt: skip
OWN_LEAD = re.compile(r"[-–—+•●▪*§✓➢]|\(?(?:[0-9]{1,2}(?:\.[0-9]{1,2})*|[a-zđ]|[ivxIVX]{1,4})[.)/](?![0-9])")
"""An item that prints its own number or dash needs no other."""
_LONGEST_HEADING = 400
"""Some editors set whole paragraphs in ``h3`` for their looks."""


@dataclass(slots=True)
class Open:
    """An element that is being read, and what it means for the words inside."""

    node: Node
    bold: bool
    centred: bool
    height: str
    kind: ParagraphKind | None
    level: int | None
    lead: str = ""
    grid: GridBuilder | None = None
    is_header: bool = False
    counter: int = 0


def opened(node: Node, outer: Open | None) -> Open:
    """``node`` as it is begun inside ``outer``; what is said of neither comes from ``outer``."""
    style = node.style
    heading = _HEADING.fullmatch(node.tag)
    bold = node.tag in ("b", "strong", "th") or bool(heading) or bool(_BOLD.search(style))
    if "font-weight:normal" in style or "font-weight:400" in style:
        bold = False
    elif outer is not None:
        bold = bold or outer.bold
    aligned = node.said("align").lower() or next(iter(re.findall(r"text-align:([a-z]+)", style)), "")
    centred = aligned == "center" if aligned else node.tag == "center" or (outer is not None and outer.centred)
    height = outer.height if outer is not None else ""
    if node.tag in ("sup", "sub"):
        height = node.tag
    elif _RAISED.search(style):
        height = "sup"
    kind: ParagraphKind | None = "heading" if heading else outer.kind if outer is not None else None
    level = int(node.tag[1]) if heading else outer.level if outer is not None else None
    counter = _integer(node.said("start"), 1) - 1 if node.tag == "ol" else 0
    return Open(node, bold, centred, height, kind, level, counter=counter)


def sober(paragraph: Paragraph) -> Paragraph:
    """A paragraph that is too long for the heading that it was set as is none."""
    if paragraph.kind == "heading" and len(paragraph.text) > _LONGEST_HEADING:
        return replace(paragraph, kind=None, level=None)
    return paragraph


def item_lead(item: Node, around: Open | None) -> str:
    """The number or dash that a browser prints before an ``li`` of the list ``around``, with a blank behind it."""
    if _NO_SIGN.search(item.style) or (around is not None and _NO_SIGN.search(around.node.style)):
        return ""
    if around is None or around.node.tag != "ol":
        return "- "
    around.counter = _integer(item.said("value"), around.counter + 1)
    form = _LIST_FORMS.get(around.node.said("type"))
    styled = re.search(r"list-style(?:-type)?:([a-z-]+)", around.node.style)
    if styled:
        form = _STYLE_FORMS.get(styled[1], form)
    return f"{printed(around.counter, form)}. "


def _integer(said: str, default: int) -> int:
    return int(said) if re.fullmatch(r"-?[0-9]{1,6}", said.strip()) else default
