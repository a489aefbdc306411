"""What the readers of a figure's kind share: the verdict that they reach, and what they look at more than once."""

from __future__ import annotations

import re
from decimal import Decimal

from rules.draft import Draft
from rules.figure import Kind
from rules.language.wording import Wording, Words

INDEX = Wording(r"\b{indices}\b|{pillars}")
ONE = Decimal(1)
Decision = tuple[Kind, str, Decimal, str]
"""Kind, unit, the factor of the unit (``7,5 tỷ``), and the name of the rule that decided."""
OF_PLANS = Words("things_of_plans")
_PER_THING = re.compile(r"\w/[^\W\d]")
_PER_HEADS = Wording(r"‰|/\s?(?:1\.000|10\.000|100|(?:1 )?{ten_thousand}|{areas}$)", re.NOFLAG)


def has_decimals(draft: Draft) -> bool:
    """Whether the number is printed with decimals (``1.0000`` too)."""
    exponent = draft.claim.number.value.as_tuple().exponent
    return isinstance(exponent, int) and exponent < 0


def is_per_thing(draft: Draft, unit: str) -> bool:
    """Whether the unit counts per heads or per area (``bác sĩ/10.000 dân``, ``người/km2``), or a number with decimals
    per another thing."""
    return bool(_PER_HEADS.search(unit) or (_PER_THING.search(unit) and has_decimals(draft)))
