"""Footnotes of a web page: which elements are marks, and where each body begins and ends.

Authors write them in many ways: links to and fro (also those that Word exports), a raised number with a list of notes
at the end, bracketed numbers. A raised number without a body is no mark: it is a power, or stays as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.html.tree import Node, ancestors, text_of
from extract.inline import raised

_LABEL = re.compile(r"[\[(]?\s*([0-9]{1,3}|[*†‡§]{1,3}|[a-z]|[ivx]{1,5})\s*[\])]?[.:]?")
_PLAIN_LABEL = re.compile(r"[\[(]?\s*([0-9]{1,3}|[*†‡§]{1,3})\s*[\])]?")
_LEADING = re.compile(r"\s*(?:[\[(]\s*([0-9]{1,3}|[*†‡§]{1,3})\s*[\])][.:]?|([0-9]{1,3})[.:)]?(?=\s)|([*†‡§]{1,3}))\s*")
_TARGET = re.compile(r"_?(?:ft|ed)n\d+$|(?:^|[-_])fn[-_:]?\d+$|(?:foot|end|cite)[-_]?note", re.IGNORECASE)
_NOTES = re.compile(
    r"(?:^|[-_ ])(?:(?:foot|end)?notes?|ftn|edn|fn)[-_]?\d*(?:$|[-_ ])|footnote|endnote|cuoc-?chu|chu-?thich|references"
)
_REFERENCE = re.compile(r"(?:foot|end)note[-_]?ref|fnref|note-?ref", re.IGNORECASE)
_INLINE = frozenset(["sup", "span", "a", "b", "i", "em", "strong", "font", "small", "u"])
_LIST = frozenset(("ol", "ul"))
_BLOCKS = frozenset(["p", "li", "div", "td", "dd", "section", "aside", "blockquote", "article", "tr"])
_UNIT = re.compile(r"(?:\b[kcdmh]?m|\bdam|\b10)\s*$")


@dataclass(slots=True)
class Body:
    """A body is ``nodes[start:end]``. ``cut`` says that its text still begins with the printed label."""

    label: str
    start: int
    end: int
    cut: bool


@dataclass(slots=True)
class Notes:
    """``marks`` element index -> label; ``bodies`` in reading order; ``skipped`` labels and back links."""

    marks: dict[int, str] = field(default_factory=dict)
    bodies: list[Body] = field(default_factory=list)
    skipped: set[int] = field(default_factory=set)


def find_notes(nodes: list[Node], root: Node, dropped: frozenset[int]) -> Notes:
    """The footnotes below ``root``."""
    live = list(_live(nodes, root, dropped))
    found = Notes()
    anchors = _anchors(live)
    _linked(nodes, live, anchors, found)
    _raised(nodes, live, found)
    found.bodies.sort(key=lambda body: body.start)
    _set_ends(nodes, root, found)
    _skip_back_links(nodes, anchors, found)
    return found


def without_label(text: str, label: str) -> int:
    """How many characters of ``text`` are its printed label, as in ``[5] …``, ``5. …`` or ``⁵ …``."""
    above = raised(label)
    if above != label and text.startswith(above):
        return len(above) + len(text[len(above) :]) - len(text[len(above) :].lstrip())
    lead = _LEADING.match(text)
    return lead.end() if lead and label in lead.groups() else 0


def _live(nodes: list[Node], root: Node, dropped: frozenset[int]) -> Iterator[Node]:
    index = root.index
    while index < root.end:
        if index in dropped:
            index = nodes[index].end
            continue
        yield nodes[index]
        index += 1


def _anchors(live: list[Node]) -> dict[str, Node]:
    anchors: dict[str, Node] = {}
    for node in live:
        for name in (node.said("id"), node.said("name") if node.tag == "a" else ""):
            if name:
                anchors.setdefault(name, node)
    return anchors


def _target(node: Node) -> str:
    return node.said("href").partition("#")[2] if node.tag == "a" else ""


def _whole_mark(nodes: list[Node], node: Node) -> Node:
    """The element that holds a mark and nothing else, with its brackets and its raising."""
    label = _bare(text_of(nodes, node.index, node.end))
    for outer in ancestors(nodes, node):
        if outer.tag not in _INLINE or _bare(text_of(nodes, outer.index, outer.end)) != label:
            break
        node = outer
    return node


def _bare(text: str) -> str:
    return text.strip(" []().:")


def _linked(nodes: list[Node], live: list[Node], anchors: dict[str, Node], found: Notes) -> None:
    known: dict[int, str] = {}
    for node in live:
        name = _target(node)
        label = _LABEL.fullmatch(text_of(nodes, node.index, node.end)) if name else None
        if not label:
            continue
        target = anchors.get(name)
        if target is None:
            if _TARGET.search(name) and "ref" not in name.lower():
                found.marks[_whole_mark(nodes, node).index] = label[1]
            continue
        block = _block(nodes, target)
        if target.index <= node.index or block is None or _block(nodes, node) is block:
            continue
        if any(n.tag in ("h1", "h2", "h3", "h4") for n in (target, *ancestors(nodes, target))):
            continue  # a list of contents
        found.marks[_whole_mark(nodes, node).index] = known.setdefault(target.index, label[1])
        start = _start(nodes, block, target)
        if all(body.start != start for body in found.bodies):
            found.bodies.append(Body(label[1], start, block.end, block.tag != "li"))


def _block(nodes: list[Node], node: Node) -> Node | None:
    if node.tag in _BLOCKS:
        return node
    return next((outer for outer in ancestors(nodes, node) if outer.tag in _BLOCKS), None)


def _start(nodes: list[Node], block: Node, target: Node) -> int:
    """Where the body of ``target`` begins: with its block, or in its midst where a block holds several notes."""
    return target.index if _before(nodes, block, target) else block.index


def _before(nodes: list[Node], block: Node, node: Node) -> str:
    """The last words of ``block`` in front of ``node``; only the last, as a block can be the whole report."""
    words = ""
    for other in reversed(nodes[max(block.index, node.index - 200) : node.index]):
        words = other.text + words
        if len(words.strip()) > 20:
            break
    return words.strip()


def _raised(nodes: list[Node], live: list[Node], found: Notes) -> None:
    """Raised or so named numbers without a link, where a body with the same label stands behind them."""
    candidates: dict[str, list[Node]] = {}
    covered_until = -1
    for node in live:
        if node.index < covered_until:
            continue
        if node.index in found.marks:
            covered_until = node.end
        elif node.tag == "sup" or _REFERENCE.search(node.said("class")):
            covered_until = node.end
            label = _PLAIN_LABEL.fullmatch(text_of(nodes, node.index, node.end))
            block = _block(nodes, node)
            if not label or block is None:
                continue
            before = _before(nodes, block, node)
            if not before or _in_body(found, node):
                continue
            if _REFERENCE.search(node.said("class")):
                found.marks[node.index] = label[1]
            if not (_UNIT.search(before) and node.tag == "sup"):
                candidates.setdefault(label[1], []).append(node)
    if not candidates:
        return
    last = max(node.index for group in candidates.values() for node in group)
    for body, lead in _unlinked_bodies(nodes, live, candidates, last):
        if any(other.start <= body.start < other.end for other in found.bodies):
            continue
        found.bodies.append(body)
        found.skipped.update(lead)
        for node in candidates[body.label]:
            if node.index < body.start:
                found.marks[node.index] = body.label


def _in_body(found: Notes, node: Node) -> bool:
    return any(body.start <= node.index < body.end for body in found.bodies)


def _unlinked_bodies(
    nodes: list[Node], live: list[Node], candidates: dict[str, list[Node]], last: int
) -> Iterator[tuple[Body, list[int]]]:
    seen: set[str] = set()
    for node in live:
        if node.tag not in ("p", "li", "div", "td", "dd") or _has_blocks(nodes, node):
            continue
        lead = _lead(nodes, node, last)
        if lead is None:
            continue
        label, skipped, cut = lead
        if label in candidates and label not in seen and candidates[label][0].index < node.index:
            seen.add(label)
            yield Body(label, node.index, node.end, cut), skipped


def _has_blocks(nodes: list[Node], node: Node) -> bool:
    return any(n.tag in _BLOCKS or n.tag in _LIST for n in nodes[node.index + 1 : node.end])


def _lead(nodes: list[Node], block: Node, last: int) -> tuple[str, list[int], bool] | None:
    """The label that a block begins with, the elements that print it, and whether it is printed as plain text."""
    inside = any(_is_notes(outer) for outer in (block, *ancestors(nodes, block)))
    for node in nodes[block.index + 1 : block.end]:
        if node.tag == "sup":
            label = _PLAIN_LABEL.fullmatch(text_of(nodes, node.index, node.end))
            behind = text_of(nodes, node.end, block.end)
            return (label[1], [node.index], False) if label and behind else None
        if not node.tag and node.text.strip():
            break
    plain = _LEADING.match(text_of(nodes, block.index, block.end))
    if plain and (inside or (plain[1] and block.index > last)):
        return plain[1] or plain[2] or plain[3], [], True
    if inside and block.tag == "li" and nodes[block.parent].tag == "ol":
        place = sum(1 for n in nodes[block.parent : block.index] if n.tag == "li" and n.parent == block.parent)
        start = nodes[block.parent].said("start")
        return str(place + (int(start) if start.isdigit() and len(start) < 6 else 1)), [], False
    return None


def _is_notes(node: Node) -> bool:
    return bool(_NOTES.search(node.names)) or "mso-element:footnote" in node.style


def _set_ends(nodes: list[Node], root: Node, found: Notes) -> None:
    """A body ends where the next begins, or with the element of the notes that it stands in."""
    for place, body in enumerate(found.bodies):
        following = found.bodies[place + 1].start if place + 1 < len(found.bodies) else root.end
        around = [n for n in ancestors(nodes, nodes[body.start]) if n.index > root.index and _is_notes(n)]
        marks = [index for index, label in found.marks.items() if label == body.label and index < body.start]
        holder = next((n for n in around if all(index < n.index for index in marks)), None)
        body.end = min(following, max(body.end, holder.end if holder else body.end))


def _skip_back_links(nodes: list[Node], anchors: dict[str, Node], found: Notes) -> None:
    for body in found.bodies:
        for node in nodes[body.start : body.end]:
            name = _target(node)
            if not name:
                continue
            target = anchors.get(name)
            words = text_of(nodes, node.index, node.end)
            backwards = target is not None and target.index < body.start
            if not (backwards or "ref" in name.lower()) or len(words) > 8:
                continue
            whole = _whole_mark(nodes, node)
            found.skipped.add(whole.index)
            if _bare(words) == body.label:
                body.cut = False
