"""What the words say about a percentage and what it is the share of: ``612/640 đạt 95,63%``, ``3,4 tỷ/212 tỷ; tỷ lệ
1,6%``, ``61.204 trong số 84.370 hồ sơ, chiếm 72,54%``, ``đạt 106% kế hoạch (45.000 lao động)``.

A percentage may be told in several ways at once; they are given in the order in which they count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.catalogue import Catalogue, ShareOf
from rules.figure import Relation
from rules.language.wording import Wording
from rules.relations.passages import Passage, Scene, Stated

# Between a fraction and the percentage that only says it again stands its noun, a mark, and no other thing.
_AGAIN = Wording(r"[^.;:()\d]{0,90}?\s*[,;(=~–-]?\s*(?:{says_again}[\s:]*)*\s*", 0)
_LINK = Wording(r"(?:{share_links}|[=~(])[^\w]*(?:{link_goes_on}|\W*)$", 0)
_PLAN = Wording(r"\s*%?\s*{share_of_a_plan}")
_OTHER_PLAN = Wording(r"\s*%?\s*{share_of_another_time}")
_OVER = Wording(r"[^.;()\d]{0,40}(?:/|\b{out_of}\b)\s*(?:{total_number}\s*)?", 0)
_SHARE_FOLLOWS = Wording(r"[^.;()\d]{0,60}?[,(]?\s*{share_verbs}(?: {rates}| {with})?\s*", 0)
_SHARE_BEHIND = Wording(r"[^.;()\d]{0,80}?[,(]?\s*(?:{share_verbs}|{as_much_as})(?: {with})?(?: {rates})?\s*", 0)
_ALONE = re.compile(r"[^();\d]{0,40}\)")
_OF_IN_BRACKETS = Wording(
    r"\s*%?\s*(?:{held_against}\s+)?(?:{total}\s+)?{whole_of_a_share}\b"
    r"(?:{of_a_year} \d{4}|[^.;()\d]){0,60}\(\s*(?:(?!{no_whole_in_brackets}\b)[^\W\d]+\s+){0,4}"
)
"""From a share to its whole behind it, that alone stands in brackets: ``kế hoạch năm (``, ``số đã phê duyệt (``."""
_OF_TOTAL = Wording(r"\s*%?\s*{share_leads_to}?\s*{in_the_total}[^.;()\d]{0,30}", 0)
"""``chiếm 5,0% trên tổng số``."""
_PLANNED = Wording(r"\b{planned}\b")
_DONE = Wording(r"[^.;()\d]{0,40}?,\s*(?:{until_now}\s+)*{done}(?:\s+{done_goes_on})?\s*")
_TOLD_BY = Wording(r"{share_of_it}", 0)


def find(scene: Scene, catalogue: Catalogue) -> Iterator[Relation]:
    """The shares of a document with what they are of, and those that are of a plan or of something not printed."""
    for passage in scene.passages:
        for at, share in enumerate(passage.figures):
            if not share.percent:
                continue
            if plan := _PLAN.match(passage.text, share.end):
                yield passage.relation("share_of_a_plan", share, span=plan.span())
            if share.kind == "rate" and share.figure.value_max is None and share.figure.denominator is None:
                yield from _printed(passage, at, share, plan is not None, catalogue)
                if _is_of_another(share, catalogue):
                    yield passage.relation("share_of_another", share)


def _is_of_another(share: Stated, catalogue: Catalogue) -> bool:
    """Whether its own words say that it is the share of something else than its metric is a share of."""
    of = _share_of(share, catalogue)
    subject = share.figure.subject.lower()
    return of is not None and any(words in subject for words in of.unless)


def _printed(passage: Passage, at: int, share: Stated, plan: bool, catalogue: Catalogue) -> Iterator[Relation]:
    """The counts beside a percentage that the words say it is made of."""
    figures = passage.figures
    first, part = (figures[at - 2] if at > 1 else None), (figures[at - 1] if at else None)
    behind = figures[at + 1] if at + 1 < len(figures) else None
    if first and part:
        for way in (_over, _part_of_it, _of_a_plan):
            yield from way(passage, first, part, share, plan)
    if part and behind:
        yield from _of_brackets(passage, part, share, behind)
    if part and not plan:
        yield from _of_its_whole(passage, part, share, catalogue)
        yield from _again(passage, part, share)
    if behind and behind.figure.denominator is not None and passage.text[share.end : behind.start].strip(" %") == "(":
        yield passage.relation("share_again", share, [behind], (share.end, behind.start))


def _over(passage: Passage, part: Stated, whole: Stated, share: Stated, plan: bool) -> Iterator[Relation]:
    """``3,4 tỷ đồng/212 tỷ; tỷ lệ 1,6%``"""
    if plan or part.percent or whole.percent or "change" in (part.kind, whole.kind):
        return
    then = passage.text[whole.end : share.start]
    if _OVER.fullmatch(passage.text, part.end, whole.start) and _AGAIN.fullmatch(then) and _LINK.search(then):
        yield passage.relation("share", share, [part, whole], (part.end, share.start), "over")


def _part_of_it(passage: Passage, whole: Stated, part: Stated, share: Stated, plan: bool) -> Iterator[Relation]:
    """``84.370 hồ sơ, trong đó 61.204 hồ sơ trực tuyến, chiếm 72,54%``"""
    if plan or part.figure.part_of != whole.index:
        return
    then = (part.end, share.start)
    if _SHARE_FOLLOWS.fullmatch(passage.text, *then) and _TOLD_BY.search(passage.text, *then):
        yield passage.relation("share", share, [part, whole], then, "part")


def _of_a_plan(passage: Passage, whole: Stated, part: Stated, share: Stated, plan: bool) -> Iterator[Relation]:
    """``Chỉ tiêu là 9.074 căn, đã hoàn thành 3.176 căn, đạt 35% chỉ tiêu``"""
    start, end = passage.sentence(share)
    if passage.table is not None or not start <= whole.start < share.start < end:
        return
    # The plan is said of the whole itself, not of what stands before it.
    lead = re.split(r"[,;:]", passage.text[start : whole.start])[-1]
    if (
        _DONE.fullmatch(passage.text, whole.end, part.start)
        and _SHARE_BEHIND.fullmatch(passage.text, part.end, share.start)
        and _PLANNED.search(lead)
        and not _OTHER_PLAN.match(passage.text, share.end)
    ):
        yield passage.relation("share", share, [part, whole], (whole.end, share.start), "plan")


def _of_brackets(passage: Passage, part: Stated, share: Stated, whole: Stated) -> Iterator[Relation]:
    """``47.900 lao động, đạt 106,4% kế hoạch (45.000 lao động)``"""
    if passage.table is not None or part.unit.split()[:1] != whole.unit.split()[:1]:
        return
    between = (share.end, whole.start)
    if not _SHARE_BEHIND.fullmatch(passage.text, part.end, share.start):
        return
    in_brackets = _OF_IN_BRACKETS.fullmatch(passage.text, *between) and _ALONE.match(passage.text, whole.end)
    if in_brackets or _OF_TOTAL.fullmatch(passage.text, *between):
        yield passage.relation("share", share, [part, whole], between, "behind")


def _of_its_whole(passage: Passage, part: Stated, share: Stated, catalogue: Catalogue) -> Iterator[Relation]:
    """What ``512 sản phẩm, …, trong đó 466 sản phẩm lên sàn, đạt 91%`` is the share of."""
    if passage.table is not None or not _SHARE_BEHIND.fullmatch(passage.text, part.end, share.start):
        return
    whole = next((one for one in passage.figures if one.index == part.figure.part_of), None)
    of = _share_of(share, catalogue)
    if whole is None and of is not None and part.figure.metric in (None, of.numerator):
        # ``đã giải quyết 1.075 hồ sơ, đúng hạn 1.066 hồ sơ, đạt 99,2%``
        counted = (one for one in reversed(passage.figures) if (one.figure.metric,) in of.denominators)
        whole = next((one for one in counted if one.start < part.start), None)
    if whole is not None and passage.sentence(whole) == passage.sentence(share):
        yield passage.relation("share", share, [part, whole], (part.end, share.start), "whole")


def _share_of(share: Stated, catalogue: Catalogue) -> ShareOf | None:
    metric = catalogue.by_id.get(share.figure.metric or "")
    return metric.share if metric else None


def _again(passage: Passage, fraction: Stated, share: Stated) -> Iterator[Relation]:
    """The percentage only repeats the fraction before it: ``612/640 dịch vụ, đạt 95,63%``."""
    if fraction.figure.denominator is None or "/" not in fraction.figure.number:
        return
    between = passage.text[fraction.end : share.start]
    if "\n" not in between and _AGAIN.fullmatch(between) and _LINK.search(between):
        yield passage.relation("share_again", share, [fraction], (fraction.end, share.start))
