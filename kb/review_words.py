"""How the messages of the review say a field and its word, in Vietnamese and in English."""

from __future__ import annotations

from kb.review_merge import Clash
from kb.review_numbers import written
from kb.review_state import NUMBERS
from kb.review_values import CHOICES, shown_choice

NAMES = {
    "value": "giá trị", "value_max": "giá trị lớn nhất", "denominator": "mẫu số", "unit": "đơn vị",
    "qualifier": "mức độ chính xác", "kind": "loại", "status": "trạng thái", "metric_id": "chỉ tiêu",
    "item": "mục con", "place": "nơi", "place_id": "mã nơi", "level": "cấp", "period": "kỳ", "decision": "quyết định",
    "added": "bổ sung",
}  # fmt: skip


def said(name: str, word: str) -> str:
    """A word of the base for a Vietnamese reader: ``1.204``, ``trên``; ``trống`` for nothing."""
    if not word:
        return "trống"
    if name in NUMBERS:
        return written(word)
    return shown_choice(name, word) if name in CHOICES else word


def change(name: str, old: str, new: str) -> tuple[str, str]:
    """A change in both languages."""
    return f"{NAMES[name]}: “{said(name, old)}” → “{said(name, new)}”", f"{name}: {old or 'empty'} → {new or 'empty'}"


def clash_words(clash: Clash, who: str) -> tuple[str, str]:
    """What a field said when the person saw it, what they ask for, what it says now and by whom, in both languages."""
    name, asked = clash.field, clash.asked
    yours = f", dòng này ghi “{said(name, asked)}”" if asked else ""
    yours_en = f", you ask for {asked}" if asked else ""
    vi = f"{NAMES[name]} khi xuất là “{said(name, clash.seen)}”{yours}, nay là “{said(name, clash.now)}”"
    en = f"{name} was {clash.seen or 'empty'}{yours_en}, is {clash.now or 'empty'}"
    return f"{vi} ({who or 'máy đọc lại'})", f"{en} ({who or 'read anew'})"
