"""How the messages of the review say a field and its word, in Vietnamese and in English."""

from __future__ import annotations

from collections.abc import Mapping

from kb.fields import ASKED, FIELD
from kb.review.merge import Clash
from kb.review.values import cell_of, shown_choice

NAMES = {**{field.name: field.vi for field in ASKED}, "decision": "quyết định", "added": "bổ sung"}


def said(name: str, word: str, metrics: Mapping[str, str]) -> str:
    """A word of the base for a Vietnamese reader: ``1.204``, ``trên``, ``tháng 6/2024``; ``trống`` for nothing.
    ``metrics`` are the names of the metrics by their ids."""
    if not word or (name, word) == ("marks", "[]"):
        return "trống"
    if name == "metric_id":
        return metrics.get(word, word)
    return cell_of(name, word) if name in FIELD else shown_choice(name, word)


def change(name: str, old: str, new: str, metrics: Mapping[str, str]) -> tuple[str, str]:
    """A change in both languages."""
    was = "" if name == "decision" and not old else f"“{said(name, old, metrics)}” → "
    vi = f"{NAMES[name]}: {was}“{said(name, new, metrics)}”"
    return vi, f"{name}: {old or 'empty'} → {new or 'empty'}"


def clash_words(clash: Clash, who: str, metrics: Mapping[str, str]) -> tuple[str, str]:
    """What a field said when the person saw it, what they ask for, what it says now and by whom, in both languages."""
    name, asked = clash.field, clash.asked
    seen, now = said(name, clash.seen, metrics), said(name, clash.now, metrics)
    yours = f", dòng này ghi “{said(name, asked, metrics)}”" if asked else ""
    yours_en = f", you ask for {asked}" if asked else ""
    vi = f"{NAMES[name]} khi xuất là “{seen}”{yours}, nay là “{now}”"
    en = f"{name} was {clash.seen or 'empty'}{yours_en}, is {clash.now or 'empty'}"
    return f"{vi} ({who or 'máy đọc lại'})", f"{en} ({who or 'read anew'})"
