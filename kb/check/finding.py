"""What a check says: which figures do not go together, what was expected, and the single fault that explains it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kb.check.repairs import FAULTS, Repair, repairs
from kb.check.said import Said
from kb.check.texts import Told, load_texts, told

Holds = Callable[[Sequence[Said]], bool]
"""Whether figures go together; asked again with one of them repaired."""
_IDS = 2**53
"""So that every program that reads JSON keeps the id whole."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction. ``document`` is None where several documents contradict each other. ``message`` is Vietnamese,
    ``message_en`` the same in English."""

    rule: str
    document: str | None
    figures: tuple[str, ...]
    expected: str
    found: str
    message: str
    message_en: str
    fault: str | None = None
    fault_figure: str | None = None
    proposal: str | None = None

    @property
    def id(self) -> int:
        """The same for the same finding, in whatever order the base was built."""
        key = "\n".join((self.rule, self.document or "", *self.figures, self.expected, self.found))
        return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % _IDS


def finding(
    rule: str,
    figures: Iterable[Said],
    expected: str,
    found: str,
    message: Told,
    repair: Repair | None = None,
) -> Finding:
    """A finding about ``figures``, in their order; ``message`` is in both languages, without the proposal."""
    tied = list(dict.fromkeys(figures))
    documents = {said.document for said in tied}
    made = Finding(
        rule=rule,
        document=documents.pop() if len(documents) == 1 else None,
        figures=tuple(said.id for said in tied),
        expected=expected,
        found=found,
        message=message.vi,
        message_en=message.en,
    )
    if repair is None:
        return made
    proposal = told(
        "proposal", fault=load_texts().faults[repair.fault], change=f"{repair.said.number} → {repair.number}"
    )
    return replace(
        made,
        message=f"{message.vi} {proposal.vi}",
        message_en=f"{message.en} {proposal.en}",
        fault=repair.fault,
        fault_figure=repair.said.id,
        proposal=proposal.vi,
    )


def propose(
    figures: Sequence[Said], holds: Holds, labels: frozenset[str] = frozenset(), faults: Sequence[str] = FAULTS
) -> Repair | None:
    """The one usual fault of one figure after which they go together; None where there is none, or more than one of the
    same likelihood. ``labels`` are the footnotes' of the document, ``faults`` those that may be thought of."""
    fitting: dict[str, list[Repair]] = {}
    for said in dict.fromkeys(figures):
        for repair in repairs(said, labels, faults):
            changed = replace(said, number=repair.number, value=repair.value, step=repair.step)
            if repair.fault in faults and holds([changed if one.id == said.id else one for one in figures]):
                fitting.setdefault(repair.fault, []).append(repair)
    for fault in FAULTS:
        if fault in fitting:
            values = {(one.said.id, one.value) for one in fitting[fault]}
            return fitting[fault][0] if len(values) == 1 else None
    return None


def plain_as(value: Decimal, said: Said) -> str:
    """A computed value as ``said`` is printed: a sum of money in its millions or so, others as a number."""
    scale, words = said.scale
    return plain(value / scale) + words


def plain(value: Decimal, digits: int = 2) -> str:
    """A computed value as a Vietnamese reader writes it, with at most ``digits`` decimals: ``1,88``, ``1.679``."""
    rounded = round(value, digits)
    whole, _, rest = f"{abs(rounded):,f}".partition(".")
    rest = rest.rstrip("0")
    sign = "-" if rounded < 0 else ""
    return sign + whole.replace(",", ".") + (f",{rest}" if rest else "")
