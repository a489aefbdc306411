"""How the messages of the review say a field and its word, in Vietnamese and in English."""

from __future__ import annotations

from kb.review_numbers import written
from kb.review_state import NUMBERS
from kb.review_values import CHOICES, shown_choice

NAMES = {
    "value": "giá trị", "value_max": "giá trị lớn nhất", "denominator": "mẫu số", "unit": "đơn vị",
    "qualifier": "mức độ chính xác", "kind": "loại", "status": "trạng thái", "metric_id": "chỉ tiêu",
    "item": "mục con", "place": "nơi", "place_id": "mã nơi", "level": "cấp", "period": "kỳ", "decision": "quyết định",
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


def movement(name: str, seen: str, now: str) -> tuple[str, str]:
    """What a field said when the person saw it and what it says now, in both languages."""
    return (
        f"{NAMES[name]} khi xuất là “{said(name, seen)}”, nay là “{said(name, now)}”",
        f"{name} was {seen or 'empty'}, is {now or 'empty'}",
    )
