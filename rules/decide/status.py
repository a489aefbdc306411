"""Result or target, expected or at most: decided from what is said at four heights, with all of it kept.

The figure's own words and the header of its column speak first, then the time that they name (``đến năm 2030`` lies
ahead), the lead of its list and the section around it, the figure whose footnote it stands in, and last the kind of the
document: the goals of a plan are goals where nothing says otherwise. What is said farther out yields to what is said
nearer, and stays in the evidence, so that one sees whether all agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.decide.sections import Section, body_begins, is_ahead, sections
from rules.decide.status_cells import said_by_table
from rules.decide.status_words import asked_before, said_in_sentence
from rules.document_kind import says_what_shall_be
from rules.draft import Decided, Draft
from rules.figure import Evidence, Origin, Status
from rules.language.calendar import before
from rules.language.periods import Time, find_times
from rules.language.wording import Wording
from rules.scene import Scene
from rules.table_cells import CellContext

_BARE_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d{2}(?![\d.,/-])")
_STILL_SO = Wording(r"(?:\s+(?!{still_so}\b)[^\W\d]+){0,3}\s+{still_so}\b")
_LEAD_RESULTS = Wording(r"(?<!\w)(?:{actual_headings}|{actual_before})(?!\w)")
_LEAD_GOALS = Wording(r"(?<!\w)(?:{strive}|{goals}|{ahead_headings}|{demand})(?!\w)")
_LEAD_FORECASTS = Wording(r"(?<!\w)(?:{forecast_before}|{forecast_headings})(?!\w)")


def decide(draft: Draft, scene: Scene) -> Decided[Status]:
    """Whether the figure is a result, a target, a maximum or a forecast. The first of the evidence has decided; in a
    footnote the sections are silent."""
    said = list(_said(draft, scene))
    if not said:
        return Decided("actual")
    evidence = tuple(entry for one in said for entry in one.evidence)
    return Decided(said[0].value, said[0].origin, evidence)


def _said(draft: Draft, scene: Scene) -> Iterator[Decided[Status]]:
    """What each height says, the nearest first."""
    if draft.claim.is_outset(draft.text):
        # "nâng từ 27 lên 34 mô hình": where a goal starts from is there
        yield Decided("actual", "sentence")
    table = said_by_table(draft)
    value = draft.cell is not None and draft.cell.is_value
    if table is not None and value:
        yield _as_table(table, draft)
    if sentence := said_in_sentence(draft):
        yield _as_sentence(sentence, draft)
    if table is not None and not value:
        yield Decided("actual") if table.value == "maximum" else _as_table(table, draft)
    if draft.footnote is not None:
        if scene.bearer is not None and scene.bearer.status == "forecast":
            yield Decided("forecast", "footnote")
        return
    if _is_there(draft):
        yield Decided("actual", "sentence", (draft.said("status", "actual_there", *draft.claim.sentence),))
    section = scene.stage.once(sections).get(draft.block)
    expected = section is not None and section.status == "forecast"
    if section is not None and expected:
        yield _by_section(section)  # money that is expected to be spent is no goal, though its year lies ahead
    if timed := _by_time(draft, scene):
        yield _as_table(timed, draft) if timed.origin == "table" else timed
    if asked := asked_before(draft):
        yield asked
    if lead := _by_lead(draft, scene):
        yield lead
    if section is not None and not expected:
        yield _by_section(section)
    if (document := _by_document(draft, scene)) is not None:
        yield document


def _is_there(draft: Draft) -> bool:
    """``rà soát 40 trường hợp chưa kích hoạt``: what a task deals with is there, by what is said to be so with it."""
    if draft.kind not in ("count", "rate") or draft.unit == "%" or draft.cell is not None:
        return False
    return bool(_STILL_SO.match(draft.text, draft.claim.end))


def _as_table(said: Decided[Status], draft: Draft) -> Decided[Status]:
    entry = Evidence("status", f"{said.value}_table", draft.start, draft.end, "table")
    return Decided(said.value, said.origin, said.evidence or (entry,))


def _as_sentence(said: Decided[Status], draft: Draft) -> Decided[Status]:
    entry = draft.said("status", f"{said.value}_sentence", *draft.claim.sentence)
    return Decided(said.value, said.origin, said.evidence or (entry,))


def _by_time(draft: Draft, scene: Scene) -> Decided[Status] | None:
    """A time ahead of what the document can tell of is a goal's; in a plan, one that is over is a result's."""
    now = scene.setting.now
    if draft.cell is not None and draft.cell.is_value:
        return _by_times_of_table(draft.cell, scene)
    low, start = draft.claim.segment[0], draft.claim.number.start
    own = draft.claim.own
    times = [t for t in find_times(draft.text, now) if t.iso and t.role != "reference" and not t.of_plan]
    near = [t for t in times if (low <= t.start and t.end <= start) or (own[0] <= t.start and t.end <= own[1])]
    if not near:
        return None
    time = max(near, key=lambda t: (t.end <= start, t.end))
    if is_ahead(time, draft.text, now):
        return _timed(draft, "target", "ahead", time)
    if says_what_shall_be(scene.setting.kind) and before(time.iso, scene.setting.period or now.end):
        return _timed(draft, "actual", "over", time)
    return None


def _by_times_of_table(cell: CellContext, scene: Scene) -> Decided[Status] | None:
    """In a plan, a table whose header, row or caption names a time that is over tells of results."""
    now, wanted = scene.setting.now, says_what_shall_be(scene.setting.kind)
    for words in (*reversed(cell.headers), cell.row_time, cell.row_name, cell.section, cell.caption):
        times = [time for time in find_times(words, now) if time.iso and time.role != "reference"]
        years = [time.iso for time in times if time.iso] or _BARE_YEAR.findall(words)
        if years and wanted and before(years[-1], scene.setting.period or now.end):
            return Decided("actual", "table")
        if years:
            return Decided("target", "table") if any(is_ahead(time, words, now) for time in times) else None
    return None


def _timed(draft: Draft, status: Status, rule: str, time: Time) -> Decided[Status]:
    return Decided(status, "sentence", (draft.said("status", f"{status}_{rule}", time.start, time.end),))


def _by_lead(draft: Draft, scene: Scene) -> Decided[Status] | None:
    """What the paragraph says that opens the figure's list, by the words that stand first in it."""
    lead = scene.lead
    if not lead:
        return None
    ways: tuple[tuple[Status, Wording], ...] = (
        ("actual", _LEAD_RESULTS),
        ("target", _LEAD_GOALS),
        ("forecast", _LEAD_FORECASTS),
    )
    found = [(match.start(), status) for status, words in ways if (match := words.search(lead))]
    if not found:
        return None
    status = min(found)[1]
    at = scene.stage.document.text.rfind(lead, 0, draft.start)
    entry = Evidence("status", f"{status}_lead", max(at, 0), max(at, 0) + (len(lead) if at >= 0 else 0), "list")
    return Decided(status, "list", (entry,))


def _by_section(section: Section) -> Decided[Status]:
    entry = section.evidence()
    origin: Origin = "list" if entry.height == "list" else "heading"
    return Decided(section.status, origin, (entry,))


def _by_document(draft: Draft, scene: Scene) -> Decided[Status] | None:
    """A plan, a resolution, a directive says what shall be, behind its opening words."""
    if not says_what_shall_be(scene.setting.kind):
        return None
    told = scene.stage.once(sections)
    if draft.block < max(min(told, default=0), scene.stage.once(body_begins)):
        return None
    return Decided("target", "letterhead", (Evidence("status", "target_document", 0, 0, "document"),))
