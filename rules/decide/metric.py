"""What is measured: the metric, its sub-key and the words that say it, for each figure in turn.

Order: the figure's own sentence (or row and headers), then what it was put beside (brackets, a list, a change of the
figure before), then the figure whose footnote it stands in, then the heading. Whatever inherits says so in its rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rules.decide.inherit import beside, inherit, leans_forward
from rules.decide.respectively import share_out
from rules.decide.scopes import is_own, scopes_of
from rules.decide.subject import plain_subject
from rules.draft import Draft
from rules.figure import Evidence
from rules.matching import Choice, Matcher, choose, item_of
from rules.trace import Naming, Trace

# "mỗi xã bố trí 02 công chức": no total of the metric
_OF_EACH = re.compile(r"\b(?:mỗi|bình quân mỗi|trung bình mỗi)\s+(?!năm|tháng|tuần|ngày|quý)", re.IGNORECASE)
_OF_THOSE = re.compile(r"\s*(?:trong số đó|trong số này|số này|số đó)\b", re.IGNORECASE)


def name_metrics(
    drafts: Sequence[Draft],
    matcher: Matcher,
    trails: Sequence[Sequence[str]],
    leads: Sequence[str],
    title: str,
    bearer_of: Sequence[int | None],
    trace: Trace | None = None,
) -> None:
    """Set metric, item, subject, rule and evidence of every draft, in reading order; ``trace`` is told why."""
    for index, draft in enumerate(drafts):
        before = beside(drafts, index)
        bearer = bearer_of[index]
        outside = f"{title} | {drafts[bearer].sentence}" if bearer is not None else title
        naming = trace.begin(draft) if trace is not None else None
        own, lost = _own_choice(draft, drafts, index, matcher, trails[index], leads[index], outside, naming)
        inherited = None if own and is_own(own, draft) else inherit(draft, before, drafts, bearer, matcher)
        if inherited is not None and draft.kind in ("count", "amount") and inherited.metric in _refused(lost):
            inherited = None
        if own and inherited is None:
            _take(draft, own, matcher, trails[index])
        elif inherited is not None:
            _take_over(draft, inherited, matcher)
        if naming is not None:
            naming.own, naming.lost = own, lost
            naming.settle(draft, "beside" if inherited else "own" if own else "nothing", inherited)
    for index, (draft, behind) in reversed(list(enumerate(pairwise(drafts)))):
        if draft.metric is None and leans_forward(draft, behind, matcher):
            _take_over(draft, behind, matcher)
            if trace is not None:
                trace.namings[index].settle(draft, "leans_forward", behind)
    share_out(drafts, matcher)
    if trace is not None:
        trace.shared_out(drafts)
    for draft in drafts:
        draft.subject = draft.subject or plain_subject(draft)


def _own_choice(
    draft: Draft,
    drafts: Sequence[Draft],
    index: int,
    matcher: Matcher,
    trail: Sequence[str],
    lead: str,
    title: str,
    naming: Naming | None,
) -> tuple[Choice | None, list[Choice]]:
    each = draft.kind in ("count", "rate") and _OF_EACH.search(draft.words(draft.claim.before))
    if barred := each or _OF_THOSE.match(draft.text, draft.claim.end):
        if naming is not None:
            naming.barred = barred.group().strip()
        return None, []
    fraction = draft.denominator is not None
    scopes = scopes_of(draft, drafts, index, trail, lead, title)
    cell = draft.cell
    around = (*trail, title, *((cell.all_headers, cell.section, cell.caption) if cell else (draft.text,)))
    return choose(matcher, scopes, draft.kind, draft.unit, fraction, around, naming.misfits if naming else None)


def _refused(lost: Sequence[Choice]) -> set[str]:
    """Metrics whose forbidden words stand in the figure's own claim: it must not inherit them either."""
    return {c.metric for c in lost if c.why_not == "without" and c.scope.origin == "sentence"}


def _take(draft: Draft, choice: Choice, matcher: Matcher, trail: Sequence[str]) -> None:
    metric = matcher.catalogue[choice.metric]
    draft.metric = metric.id
    if metric.kind == "score" and draft.kind == "rate" and draft.denominator is None:
        draft.kind = "score"
    scope, found = choice.scope, choice.occurrence
    draft.subject = " ".join(scope.text[found.start : found.end].split())
    if scope.origin == "table" and draft.cell is not None:
        draft.subject = draft.cell.row_name or draft.subject
    draft.rule = f"{draft.rule}+{scope.origin}"
    draft.item = _item(draft, choice, matcher, trail)
    if scope.origin == "sentence":
        shift = draft.base + draft.claim.sentence[0]
        draft.evidence.append(Evidence("metric", metric.id, shift + found.start, shift + found.end))


def _item(draft: Draft, choice: Choice, matcher: Matcher, trail: Sequence[str]) -> str | None:
    metric = matcher.catalogue[choice.metric]
    if not metric.items:
        numbered = (
            metric.kind == "score" and draft.cell is not None and re.fullmatch(r"\d+(?:\.\d+)+", draft.cell.row_number)
        )
        return draft.cell.row_number if numbered and draft.cell else None
    texts = [(choice.scope.text, choice.occurrence.start)]
    if draft.cell is not None:
        texts += [(draft.cell.row_name, 0), (draft.cell.header, 0), (draft.cell.section, 0)]
    texts += [(heading, 0) for heading in reversed(trail)]
    return item_of(matcher, metric.id, texts)


def _take_over(draft: Draft, other: Draft, matcher: Matcher) -> None:
    draft.metric, draft.item, draft.subject = other.metric, other.item, other.subject
    if draft.metric and matcher.catalogue[draft.metric].kind == "score" and draft.kind == "rate":
        draft.kind = "score"
    draft.rule = f"{draft.rule}+beside"
    draft.evidence.append(Evidence("metric", "beside", other.start, other.end))
