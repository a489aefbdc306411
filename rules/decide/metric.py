"""What is measured: the metric, its sub-key and the words that say it, for each figure in turn.

Order: the row of a form that all provinces fill in, then the figure's own sentence (or row and headers), what it was
put beside (brackets, a list, a change of the figure before), the figure whose footnote it stands in, and the heading.
Whatever inherits says so in its rule. At last the words around each figure are held against all metrics of the
catalogue (``rules/naming``): the best fit holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rules.catalogue import Metric
from rules.decide.inherit import leans_forward, leans_on
from rules.decide.respectively import share_of
from rules.decide.scopes import is_own, scopes_of
from rules.draft import Decided, Draft, How, Named
from rules.figure import Candidate, Evidence
from rules.forms.load import NO_METRIC, PER_CENT_SIGN
from rules.forms.read import form_row, of_a_part
from rules.language.mere_words import only_levels
from rules.language.wording import Wording
from rules.matching import Choice, Matcher, choose, item_of
from rules.naming.rank import LEAST_SHOWN, SHOWN
from rules.naming.shared import shared_rankings
from rules.naming.terms import padded
from rules.scene import Scene
from rules.table_cells import answers_of

# "mỗi xã bố trí 02 công chức": no total of the metric
_OF_EACH = Wording(r"\b{each}\s+(?!{recurring})")
_OF_THOSE = Wording(r"\s*{those}\b")
_SCORE = r"\d+[.,]\d+(?:\s*\(\s*\d+[.,]\d+\s*\))?"
# "PGI: 6,12 (4,07), 6,31 (4,48), 7,02 (2,16)"
_ROW_OF_SCORES = Wording(rf"(?<![\d.,]){_SCORE}(?:\s*(?:[,;]|{{and}})\s*{_SCORE}){{2,}}(?![\d.,]*\d|\s*[%/])")
LIKELY = 0.5
"""From this chance on the best metric of the ranking is a figure's metric."""
OVERRULES = 0.85
"""From this chance on it is so, though the figure leans on another that measures something else."""
NAMED = 0.42
"""From this chance on the best one is, where a whole wording of it stands about the number."""
NAMED_BY = 3
"""So many syllables such a wording has at least."""
NOT_REFUSED = 0.01
"""What a figure leans on lends it no metric below this chance: its words refuse that one."""
LEANING = 0.05
"""A change takes the metric of the figure before from this chance on."""
KEPT = 0.25
"""What the phrases of the catalogue chose is kept from this chance on, where no other is likely."""


def decide(draft: Draft, scene: Scene) -> Decided[Named]:
    """The metric that the figure's own words name, or that of the figure that it leans on; a row of things that is
    shared out goes before both. The trace is told what else was thought of."""
    own, lost = _own_choice(draft, scene)
    if of_form := _of_form(draft, scene):
        return of_form
    share = share_of(scene)
    if share is not None and share.metric is not None:
        return _shared(draft, share.metric, share.words)
    inherited = None if own and is_own(own, draft) else leans_on(draft, scene)
    if inherited is not None and draft.kind in ("count", "amount"):
        inherited = None if scene.drafts[inherited].metric in _refused(lost) else inherited
    if inherited is not None:
        return _taken_over(scene, inherited, "beside")
    if own is not None:
        return _own(draft, scene, own)
    if share is not None and share.first != scene.at and scene.drafts[share.first].metric is not None:
        return _taken_over(scene, share.first, "beside")
    return draft.fields.metric


def decide_from_behind(draft: Draft, scene: Scene) -> Decided[Named]:
    """The metric of the figure behind, where this one names nothing and leans on it."""
    leans = draft.metric is None and leans_forward(draft, scene)
    return _taken_over(scene, scene.at + 1, "leans_forward") if leans else draft.fields.metric


def decide_ranked(draft: Draft, scene: Scene) -> Decided[Named]:
    """The metric of all the catalogue that the words around fit best; what is not likely enough has none, but its
    candidates. A figure of each of many things, or an answer's share, measures nothing that has an id."""
    if _barred(draft, scene):
        return draft.fields.metric
    ranking = scene.stage.once(shared_rankings)[scene.at]
    candidates = tuple(
        Candidate(metric, round(chance, 2)) for metric, chance in ranking.best[:SHOWN] if chance >= LEAST_SHOWN
    )
    named, chosen = draft.fields.metric, draft.metric
    if named.value.how == "form":
        return replace(named, value=replace(named.value, candidates=candidates))
    best, chance = ranking.best[0] if ranking.best else ("", 0.0)
    least = LIKELY if named.value.how == "own" else OVERRULES
    lent = named.value.how != "beside" or ranking.chance(chosen or "") >= NOT_REFUSED
    leans = best != chosen and LIKELY <= chance < least and lent
    holds = (best == chosen or chance < LIKELY) and ranking.chance(chosen or "") >= KEPT
    if chosen is not None and (leans or holds):
        return replace(named, value=replace(named.value, candidates=candidates))
    likely = chance >= LIKELY or (chance >= NAMED and _is_named(draft, scene.stage.matcher.catalogue[best]))
    if not likely or _cannot_be(draft, scene.stage.matcher.catalogue[best]):
        return Decided(Named(candidates=candidates))
    item = item_of(scene.stage.matcher, best, [(text, 0) for text in _around(draft, scene)])
    found = Named(
        best, item, draft.cell.row_name if draft.here == "table" and draft.cell else "", "ranked", None, candidates
    )
    return Decided(found, draft.here, (draft.said("metric", best, draft.claim.number.start, draft.claim.end),))


def decide_beside(draft: Draft, scene: Scene) -> Decided[Named]:
    """The metric of the figure before, once that has one, where a figure that names nothing of its own says more of it:
    a change (``đạt 900 tỷ đồng, tăng 6% so với cùng kỳ``), whatever else the words around it fit, or the value of
    another time in brackets (``Tính minh bạch 6,25 điểm (6,15)``), which nothing else was likely for."""
    named = draft.fields.metric
    if draft.metric is not None and (draft.kind != "change" or named.value.how in ("form", "own")):
        return named
    if draft.metric is not None and scene.stage.matcher.catalogue[draft.metric].kind == "change":
        # "vốn FDI 2 tỷ USD, tăng trưởng 8%": growth has metrics of its own
        return named
    if draft.kind != "change" and not _opens_brackets(draft):
        return named
    if not only_levels(draft.words(draft.claim.before)) or (at := leans_on(draft, scene)) is None:
        return named
    other = scene.drafts[at]
    if draft.metric is not None and other.claim.segment != draft.claim.segment:
        return named
    if _barred(draft, scene) or scene.stage.once(shared_rankings)[scene.at].chance(other.metric or "") < LEANING:
        return named
    taken = _taken_over(scene, at, "beside")
    return replace(taken, value=replace(taken.value, candidates=named.value.candidates))


def _opens_brackets(draft: Draft) -> bool:
    """Whether it is the first number of the brackets that it stands in."""
    bracket = draft.claim.bracket
    return bracket is not None and not any(bracket[0] < other < draft.claim.number.start for other in draft.others)


def _of_form(draft: Draft, scene: Scene) -> Decided[Named] | None:
    """What the row of a form measures, or its share of the row above it, or nothing at all; None where it stands in no
    such row, or is of another kind than that."""
    row, catalogue = form_row(scene), scene.stage.matcher.catalogue
    if row is None or row.metric is None or _barred(draft, scene):
        return None
    evidence = draft.said("metric", f"{row.form} {row.code}", draft.claim.number.start, draft.claim.end)
    if row.metric == NO_METRIC or of_a_part(draft, scene):
        # the dossiers of a sector or an office are none of the whole's metric
        return Decided(Named(how="form"), "table", (evidence,))
    if row.metric not in catalogue.by_id:
        return None
    metric = catalogue[row.metric]
    if draft.kind == "rate" and metric.kind in ("count", "amount") and draft.unit == PER_CENT_SIGN:
        shares = (one for one in catalogue if one.share and one.share.numerator == metric.id)
        found = [one for one in shares if one.share and (row.whole,) in one.share.denominators]
        if len(found) != 1:
            return None
        metric = found[0]
    if draft.kind not in (metric.kind, "change"):
        return None
    if draft.kind == metric.kind and draft.denominator is None and not metric.low <= draft.value <= metric.high:
        return None
    words = draft.cell.row_name if draft.cell else ""
    return Decided(Named(metric.id, None, words, "form"), "table", (evidence,))


def _is_named(draft: Draft, metric: Metric) -> bool:
    """Whether a whole wording of the metric, of some length, stands in what is said about the number alone."""
    own = padded(draft.words(draft.claim.own))
    return any(len(wording.split()) >= NAMED_BY and padded(wording) in own for wording in metric.wordings)


def _cannot_be(draft: Draft, metric: Metric) -> bool:
    """Whether a metric that no phrase named is out of question: its value would be none that a province can have, or it
    is a rank in a cell, which is of the column that it stands beside."""
    if draft.kind == "rank" and draft.here == "table":
        return draft.metric is None
    plain = draft.kind == metric.kind and draft.denominator is None
    return plain and not metric.low <= draft.value <= metric.high


def _around(draft: Draft, scene: Scene) -> list[str]:
    cell = draft.cell
    own = [draft.sentence] if cell is None else [cell.row_name, cell.header, cell.section]
    return [*own, *reversed(scene.trail)]


def _barred(draft: Draft, scene: Scene) -> str:
    """The words for which no metric is looked for, "" where there are none: those of each of many things, the answers
    of a survey, and a row of scores of which none is named: they are of parts that nobody can tell."""
    each = draft.kind in ("count", "rate") and _OF_EACH.search(draft.words(draft.claim.before))
    those = each or _OF_THOSE.match(draft.text, draft.claim.end)
    if those:
        return those.group().strip()
    if draft.kind == "score" and draft.claim.unit is None and share_of(scene) is None:
        low, high = draft.claim.sentence
        for row in _ROW_OF_SCORES.finditer(draft.text, low, high):
            if row.start() <= draft.claim.number.start < row.end():
                return row.group().strip()
    return answers_of(draft.cell).strip() if draft.cell else ""


def _own_choice(draft: Draft, scene: Scene) -> tuple[Choice | None, list[Choice]]:
    """The metric that won among the words around the figure, and those that lost."""
    naming = scene.stage.trace.begin(scene.at, draft) if scene.stage.trace is not None else None
    if barred := _barred(draft, scene):
        if naming is not None:
            naming.barred = barred
        return None, []
    title, bearer, cell = scene.stage.title, scene.bearer, draft.cell
    outside = f"{title} | {bearer.sentence}" if bearer is not None else title
    around = (*scene.trail, outside, *((cell.all_headers, cell.section, cell.caption) if cell else (draft.text,)))
    fraction, misfits = draft.denominator is not None, naming.misfits if naming else None
    scopes = scopes_of(draft, scene, outside)
    own, lost = choose(scene.stage.matcher, scopes, draft.kind, draft.unit, fraction, around, misfits)
    if own is not None and _of_another_column(draft, own, scene.stage.matcher):
        lost, own = [own, *lost], None
    if naming is not None:
        naming.own, naming.lost = own, lost
    return own, lost


def _of_another_column(draft: Draft, own: Choice, matcher: Matcher) -> bool:
    """Whether the words that named the metric are one of many columns of its parts (``Tiếp cận đất đai``, ``Tính minh
    bạch``, …), and none that the figure stands in or beside."""
    cell, scope, found = draft.cell, own.scope, own.occurrence
    if cell is None or scope.origin != "table" or found.start < scope.own[1] or not cell.all_headers:
        return False
    if matcher.read(cell.result_header).phrases and scope.text.endswith(cell.result_header):
        return False
    return len({item for metric, item, *_ in matcher.read(cell.all_headers).items if metric == own.metric}) > 1


def _refused(lost: Sequence[Choice]) -> set[str]:
    """Metrics whose forbidden words stand in the figure's own claim: it must not inherit them either."""
    return {c.metric for c in lost if c.why_not == "without" and c.scope.origin == "sentence"}


def _own(draft: Draft, scene: Scene, choice: Choice) -> Decided[Named]:
    scope, found = choice.scope, choice.occurrence
    words = " ".join(scope.text[found.start : found.end].split())
    evidence: tuple[Evidence, ...] = ()
    if scope.origin == "table" and draft.cell is not None:
        words = draft.cell.row_name or words
    if scope.origin == "sentence":
        shift = draft.claim.sentence[0]
        evidence = (draft.said("metric", choice.metric, shift + found.start, shift + found.end),)
    named = Named(choice.metric, _item(draft, choice, scene.stage.matcher, scene.trail), words, "own")
    return Decided(named, scope.origin, evidence)


def _shared(draft: Draft, metric: str, span: tuple[int, int]) -> Decided[Named]:
    return Decided(
        Named(metric, None, draft.words(span), "shared_out"), "sentence", (draft.said("metric", metric, *span),)
    )


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


def _taken_over(scene: Scene, at: int, how: How) -> Decided[Named]:
    """What another figure measures is what this one measures."""
    other = scene.drafts[at]
    named = replace(other.fields.metric.value, how=how, other=at)
    return Decided(named, "beside", (Evidence("metric", "beside", other.start, other.end),))
