"""What kind of document it is: does it tell of what was reached, or say what shall be?"""

from __future__ import annotations

from typing import Literal

from rules.figure import Letterhead
from rules.language.wording import Wording, Words

DocumentKind = Literal["report", "plan", "resolution", "directive", "form", "press"]

_PLANS = Words("plan_types")
_RESOLUTIONS = Words("resolution_types")
_DIRECTIVES = Words("directive_types")
_DECISIONS = Words("decision_types")
_OF_A_PLAN = Words("named_plans")
_TELLS = Wording(r"\s*{title_accounts}\b")
# "Quy hoạch phát triển rừng giai đoạn 2014-2020", "Đại Lộc: một số chỉ tiêu nhiệm kỳ 2020 - 2025"
_GOALS_OF_A_SPAN = Wording(
    r"^(?:{plan_types}|{spatial_plans})\b[^.;:]*\b{spans_of_plans}\s+\d{4}|\b{goals}\s+{spans_of_plans}\s+\d{4}"
)
_TELLS_RESULTS = Words("actual_headings")
_ANNEX = Wording(r"\s*{captions}\b")


def kind_of(head: Letterhead, opening: str) -> DocumentKind:
    """The kind by the type that the letterhead names, and by the title where the type leaves it open: a decision may
    give a plan, a resolution may approve a report. What has neither type nor issuer is a form where it opens as an
    annex, a plan where its headline names one with its years, or the goals of a term, else what the press writes.
    ``opening`` are its first words."""
    title, doc_type = head.title or "", head.doc_type or ""
    if doc_type:
        if _TELLS.match(title):
            return "report"
        if _PLANS.search(doc_type) or (_DECISIONS.search(doc_type) and _OF_A_PLAN.search(title)):
            return "plan"
        if _RESOLUTIONS.search(doc_type):
            return "resolution"
        return "directive" if _DIRECTIVES.search(doc_type) else "report"
    if _ANNEX.match(opening):
        return "form"
    if head.issuer:
        return "report"
    headline = opening.strip().partition("\n")[0]
    return "plan" if _GOALS_OF_A_SPAN.search(headline) and not _TELLS_RESULTS.search(headline) else "press"


def says_what_shall_be(kind: DocumentKind) -> bool:
    """Whether the figures of such a document are goals where nothing says otherwise."""
    return kind in ("plan", "resolution", "directive")
