"""What is measured: the metric, its sub-key and the words that say it, for each figure in turn.

Order: the figure's own sentence (or row and headers), then what it was put beside (brackets, a list, a change of the
figure before), then the figure whose footnote it stands in, then the heading. Whatever inherits says so in its rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rules.decide.links import same_sentence
from rules.decide.respectively import share_out
from rules.draft import Draft
from rules.figure import Evidence
from rules.language.places import provinces_in
from rules.matching import Choice, Matcher, Scope, choose, fits, item_of
from rules.trace import Naming, Trace

MOST_SUBJECT = 16
"""Longest subject in words; a clause may run on for a page."""

_GENERIC = re.compile(
    r"^(?:[\s,;:()–|-]|năm|tỉnh|thành phố|chung|tổng|cộng|xếp|hạng|thứ|vị trí|điểm|số|giá trị|kết quả|đạt|của|"
    r"kỳ đánh giá|đánh giá|kỳ|và|có|với|là|toàn|cả|nước|thay đổi|tăng|giảm|so với|địa phương|trong|từ|lên|xuống|quý|"
    r"tháng|cùng|vùng|theo|thì|tại|trước đó|trong đó|chênh lệch|bậc|nay|đến|hiện|[\d./])*$",
    re.IGNORECASE,
)
# "mỗi xã bố trí 02 công chức": no total of the metric
_OF_EACH = re.compile(r"\b(?:mỗi|bình quân mỗi|trung bình mỗi)\s+(?!năm|tháng|tuần|ngày|quý)", re.IGNORECASE)
_OF_THOSE = re.compile(r"\s*(?:trong số đó|trong số này|số này|số đó)\b", re.IGNORECASE)
_LEVEL_ONLY = re.compile(
    r"^(?:[\s,;:()–-]|cấp|tỉnh|huyện|xã|thôn|và|là|đạt|đối với|của|khối|có|ở|cho|bản|khu phố|trong đó|tuyến|trung ương|"
    r"trở lên|còn|lại|gồm|số|tổng|phường|thị trấn|thành phố|thị xã|nội tỉnh|do|năm|nay|hiện|nhóm|tháng|quý|đến|"
    r"tăng|giảm|lên|xuống|từ|hết|mục tiêu|chỉ tiêu|kế hoạch|đề ra|"
    r"phấn đấu|dự kiến|ước|mới|riêng|trong khi|được|giao|chưa|vượt|so với|kết quả|thực hiện|hoàn thành|các|"
    r"cùng kỳ|trước|mức|[\d./])*$",
    re.IGNORECASE,
)


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
        before = _beside(drafts, index)
        bearer = bearer_of[index]
        outside = f"{title} | {drafts[bearer].sentence}" if bearer is not None else title
        naming = trace.begin(draft) if trace is not None else None
        own, lost = _own_choice(draft, drafts, index, matcher, trails[index], leads[index], outside, naming)
        inherited = None if own and _is_own(own, draft) else _inherit(draft, before, drafts, bearer, matcher)
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
        if draft.metric is None and _leans_forward(draft, behind, matcher):
            _take_over(draft, behind, matcher)
            if trace is not None:
                trace.namings[index].settle(draft, "leans_forward", behind)
    share_out(drafts, matcher)
    if trace is not None:
        trace.shared_out(drafts)
    for draft in drafts:
        draft.subject = draft.subject or _plain_subject(draft)


def _leans_forward(draft: Draft, behind: Draft, matcher: Matcher) -> bool:
    """``Kế hoạch giao 75%, kết quả 83,2% hộ gia đình …`` and ``15/18 sở, 16/18 huyện đã dùng biên lai điện tử``: a
    figure that names nothing, before the one that names it for both."""
    if not behind.metric or not same_sentence(draft, behind) or draft.kind != behind.kind:
        return False
    offices = all(d.claim.unit is not None and d.claim.unit.level is not None for d in (draft, behind))
    if draft.unit != behind.unit and not offices:
        return False
    listed = draft.claim.segment == behind.claim.segment and (draft.place != behind.place or offices)
    if draft.status != "target" and not listed:
        return False
    own = re.split(r",\s", draft.words(draft.claim.before))[-1] + " " + draft.words(draft.claim.behind)
    return bool(_LEVEL_ONLY.match(_without_place_words(own))) and _can(draft, behind.metric, matcher)


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
    scopes = _scopes(draft, drafts, index, trail, lead, title)
    cell = draft.cell
    around = (*trail, title, *((cell.all_headers, cell.section, cell.caption) if cell else (draft.text,)))
    return choose(matcher, scopes, draft.kind, draft.unit, fraction, around, naming.misfits if naming else None)


def _refused(lost: Sequence[Choice]) -> set[str]:
    """Metrics whose forbidden words stand in the figure's own claim: it must not inherit them either."""
    return {c.metric for c in lost if c.why_not == "without" and c.scope.origin == "sentence"}


def _scopes(
    draft: Draft, drafts: Sequence[Draft], index: int, trail: Sequence[str], lead: str, title: str
) -> list[Scope]:
    scopes: list[Scope] = []
    cell = draft.cell
    if cell is None or not cell.is_value:
        scopes.append(_sentence_scope(draft, drafts, index))
    if cell is not None:
        row = " | ".join(w for w in (cell.row_name, cell.header) if w)
        scopes.append(Scope(row, None, (0, len(row)), 0.5, origin="table"))
        if cell.unit is not None and cell.unit.family == "noun" and cell.unit.name.lower() not in row.lower():
            # "Cấp tỉnh | Tiếp nhận" in a table that counts "hồ sơ"
            counted = f"{row} {cell.unit.name}"
            scopes.append(Scope(counted, None, (0, len(counted)), origin="table"))
        if draft.kind in ("score", "rank", "change"):
            wide = " | ".join(w for w in (row, cell.section, cell.all_headers) if w)
            scopes.append(Scope(wide, None, (0, len(row)), -0.5, origin="table"))
    elif lead:
        scopes.append(Scope(lead, None, (0, 0), -0.5, origin="list"))
    own = re.split(r"[,;]\s", draft.words(draft.claim.before))[-1].strip(" ,;:(–-")
    if draft.inherits and draft.kind == "count" and own and draft.unit and not draft.unit.startswith("%"):
        # "1.524 DVCTT (toàn trình 866, một phần 658)": "DVCTT một phần"
        named = f"{draft.unit} {own}"
        scopes.insert(0, Scope(named, None, (0, len(named)), 0.5, origin="list"))
    if (draft.kind in ("score", "rank") or draft.unit in ("bậc", "điểm")) and _names_nothing(draft, drafts, index):
        above = [cell.caption] if cell is not None else [draft.text[: draft.claim.sentence[0]]]
        for heading in (*above, *reversed(trail[-2:]), title):
            if heading:
                scopes.append(Scope(heading, None, (0, len(heading)), -0.5, origin="heading"))
    return scopes


def _names_nothing(draft: Draft, drafts: Sequence[Draft], index: int) -> bool:
    """Whether row or claim names no thing of its own (``Năm 2022, tỉnh đạt 0,69 điểm``): only then does a heading
    speak for it; ``nhóm này đạt …`` and a row ``ICT Index`` are about something else."""
    if draft.cell is not None and draft.cell.is_value:
        words = f"{draft.cell.row_name} {draft.cell.header}"
    elif draft.unit == "bậc":
        return True
    else:
        words = re.split(r"[,;]\s", draft.words(draft.claim.before))[-1]
        before = drafts[index - 1] if index and same_sentence(drafts[index - 1], draft) else None
        if not words.strip(" ,;(") and before is not None and before.metric is None:
            return False
    return bool(_GENERIC.match(_without_place_words(words)))


def _sentence_scope(draft: Draft, drafts: Sequence[Draft], index: int) -> Scope:
    low, high = draft.claim.sentence
    claim = draft.claim
    # a bare share (``… 120.600 hồ sơ, chiếm 66,1%``) is about what the figure before it counts
    share = draft.unit == "%" and claim.lead.predicate and not draft.words(claim.before).strip(" ,;(")
    base = drafts[index - 1] if share and index and same_sentence(drafts[index - 1], draft) else None
    stops = tuple(
        d.claim.number.start - low
        for d in drafts[max(0, index - 20) : index + 20]
        if d is not draft and d is not base and d.block == draft.block and d.claim.sentence == claim.sentence
    )
    return Scope(
        text=draft.text[low:high],
        at=(claim.lead.start - low, claim.number.end - low),
        own=((base.claim.own[0] if base else claim.own[0]) - low, claim.own[1] - low),
        stops=stops,
        lead=_governing(draft, low),
        chained=bool(claim.lead.rank or claim.lead.direction or claim.lead.score)
        and not draft.words(claim.before).strip(" ,;("),
        prefer_before=claim.thing_before
        or ((claim.lead.predicate or claim.lead.rank or draft.unit in ("%", "điểm")) and not _thing_follows(draft)),
    )


def _governing(draft: Draft, low: int) -> tuple[int, int]:
    """The words before the first figure of a plain list that this figure goes on (offsets in its sentence)."""
    claim = draft.claim
    earlier = [o for o in draft.others if claim.segment[0] <= o < claim.number.start]
    if not earlier or claim.lead.words or draft.words(claim.before).strip(" ,;(và") or claim.bracket:
        return (0, 0)
    first = min(earlier)
    listed = all(draft.text[o:].lstrip("0123456789.,/ ")[:1].islower() for o in earlier)
    return (claim.segment[0] - low, first - low) if listed else (0, 0)


def _thing_follows(draft: Draft) -> bool:
    """``87,5% nhà văn hóa thôn …``: the thing stands right behind the number."""
    claim = draft.claim
    if claim.unit is not None and claim.unit.family == "noun":
        return True
    tail = draft.text[claim.end : claim.end + 3]
    return bool(re.match(r"\s[a-zà-ỹđA-ZĐ]", tail)) and not re.match(
        r"\s(?:so|và|trong|trở|theo|kế|với|vào|tại|năm|\(|tăng|giảm|cao|thấp|vượt|chỉ|mục|đối|trên)\b",
        draft.text[claim.end : claim.end + 8],
    )


def _is_own(choice: Choice, draft: Draft) -> bool:
    if choice.scope.origin == "table" or (choice.scope.origin == "list" and choice.scope.own != (0, 0)):
        return True
    if choice.scope.origin != "sentence":
        return False
    low, high = choice.scope.own
    return choice.occurrence.start < high and choice.occurrence.end > low


def _beside(drafts: Sequence[Draft], index: int) -> Draft | None:
    """The figure that this one was put beside: before its bracket, or just before it in its sentence. What changes is
    the head of a chain (``đạt 14.820 tỷ đồng, bằng 97,4% dự toán, tăng 6,1%``: the first)."""
    draft = drafts[index]
    found: Draft | None = None
    for other in reversed(drafts[max(0, index - 12) : index]):
        if not same_sentence(other, draft):
            break
        bracket = draft.claim.bracket
        if bracket and other.claim.number.end > bracket[0] and draft.kind == "change":
            continue
        if found is not None and found.claim.segment != other.claim.segment:
            break
        found = other
        if draft.kind != "change" or not _goes_on(other) or (draft.unit == "bậc" and other.kind == "rank"):
            break
    return found


def _goes_on(draft: Draft) -> bool:
    """Whether a figure only says more of the one before it (``, bằng 97,4% dự toán``)."""
    blank = not draft.words(draft.claim.before).strip(" ,;(")
    return (
        blank
        and (draft.claim.lead.predicate or draft.claim.lead.rank or bool(draft.claim.lead.direction))
        and draft.unit in ("%", "hạng", "bậc", "điểm")
    )


def _inherit(
    draft: Draft, before: Draft | None, drafts: Sequence[Draft], bearer: int | None, matcher: Matcher
) -> Draft | None:
    own = draft.words(draft.claim.before) + " " + draft.words(draft.claim.behind)
    bare = bool(_LEVEL_ONLY.match(_without_place_words(own)))
    if before is not None and before.metric and _can(draft, before.metric, matcher):
        if draft.kind == "change" or draft.inherits or before.kind == "change" or draft.status == "maximum":
            return before
        if before.kind == draft.kind and before.unit == draft.unit and (bare or draft.claim.bracket):
            return before
        if bare and draft.unit in ("%", "điểm", "hạng", "bậc"):
            return before
    if bare and draft.kind in ("rate", "score", "rank") and (like := _same_kind(draft, drafts)) is not None:
        return like
    if draft.parent is not None and (whole := drafts[draft.parent]).metric and _can(draft, whole.metric or "", matcher):
        return whole if bare or draft.level is not None or draft.unit == "%" or draft.kind == "amount" else None
    if bearer is not None and drafts[bearer].metric and _can(draft, drafts[bearer].metric or "", matcher):
        target = drafts[bearer].unit == draft.unit and draft.status == "target"
        share = draft.unit == "%" and draft.parent == bearer
        return drafts[bearer] if target or share else None
    return None


def _same_kind(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """The last figure of the same kind and unit before this one in its sentence (``PAPI của A đạt …, xếp thứ …; của B
    đạt …``)."""
    for other in reversed(
        [d for d in drafts if same_sentence(d, draft) and d.claim.number.end < draft.claim.number.start]
    ):
        if other.kind == draft.kind and other.unit == draft.unit:
            return other if other.metric else None
    return None


def _without_place_words(words: str) -> str:
    for start, end, _ in reversed(provinces_in(words)):
        words = f"{words[:start]} {words[end:]}"
    return re.sub(
        r"\b(?:trên địa bàn(?: tỉnh)?|toàn tỉnh|hiện nay|đến nay|mục tiêu đề ra|mục tiêu|chỉ tiêu)\b",
        " ",
        words,
        flags=re.IGNORECASE,
    )


def _can(draft: Draft, metric: str, matcher: Matcher) -> bool:
    return fits(matcher.catalogue[metric], draft.kind, draft.unit, draft.denominator is not None)


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


def _plain_subject(draft: Draft) -> str:
    if draft.cell is not None and draft.cell.is_value:
        return draft.cell.row_name or draft.cell.header
    claim = draft.claim
    behind = draft.text[
        claim.unit.start if claim.unit and claim.unit.family == "noun" else claim.behind[0] : claim.behind[1]
    ]
    before = draft.words(claim.before)
    words = behind if _thing_follows(draft) and behind.strip() else before or behind
    words = re.split(r"[;.]\s|\btrong đó\b", words)[0]
    pieces = words.strip(" ,;:().").split()
    cut = pieces[:MOST_SUBJECT] if words is behind or behind.startswith(words) else pieces[-MOST_SUBJECT:]
    return " ".join(cut).strip(" ,;:().")
