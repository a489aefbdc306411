"""What the readers of a figure's kind share: the verdict that they reach, and what they look at more than once."""

from __future__ import annotations

import re
from decimal import Decimal

from rules.draft import Draft
from rules.figure import Kind

INDEX = re.compile(
    r"\b(?:chỉ số|điểm|DTI|PAPI|PCI|SIPAS|PAR|trụ cột|giá trị|xếp hạng)\b|chính quyền số|kinh tế số|xã hội số",
    re.IGNORECASE,
)
ONE = Decimal(1)
Decision = tuple[Kind, str, Decimal, str]
"""Kind, unit, the factor of the unit (``7,5 tỷ``), and the name of the rule that decided."""
OF_PLANS = frozenset(["chỉ tiêu", "mục tiêu", "kế hoạch", "nhiệm vụ", "giải pháp", "điểm", "tỉnh", "huyện", "xã"])


def has_decimals(draft: Draft) -> bool:
    """Whether the number is printed with decimals (``1.0000`` too)."""
    exponent = draft.claim.number.value.as_tuple().exponent
    return isinstance(exponent, int) and exponent < 0
