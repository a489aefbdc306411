"""The metrics that a figure may measure, where the machine did not settle on one: shown numbered, chosen by number.

``1. Hồ sơ trễ hạn (dossiers_late) 42% · 2. …`` stands in the file; ``1``, the id or the name in the cell of the new
metric chooses it. A number means what the export showed, whatever the machine thinks of by now.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from kb.review.refused import RefusedError
from kb.review.state import Standing

Candidates = Sequence[tuple[str, float]]
_NUMBER = re.compile(r"(?:s[ốo] )?([0-9])[.)]?", re.IGNORECASE)
_SHOWN = re.compile(r"(?:^|· )([0-9])\. [^·]*\(([a-z][a-z0-9_]*)\) [0-9]+%")


def offered(metric: str | None, candidates: Candidates) -> Candidates:
    """Those that a person is asked to choose from: of a figure without a metric all, of one that has another all, none
    where the only one is the metric that it has."""
    return candidates if any(name != metric for name, _ in candidates) else ()


def offered_in(metric: str | None, stored: str) -> Candidates:
    """The same of the column ``candidates`` of the base."""
    return offered(metric, [(str(name), float(chance)) for name, chance in json.loads(stored)])


def candidates_cell(figure: Standing, names: Mapping[str, str]) -> str:
    """The cell that shows them, with the names that people know; empty where somebody said what the metric is."""
    if figure.now["metric_id"] != figure.machine["metric_id"]:
        return ""
    some = offered(figure.now["metric_id"], figure.candidates)
    return " · ".join(
        f"{at}. {names.get(name, name)} ({name}) {100 * chance:.0f}%" for at, (name, chance) in enumerate(some, 1)
    )


def by_number(text: str, cell: str, seen: Standing | None) -> str:
    """The metric that a number in the cell of the new metric means; any other text as it is. ``seen`` is what the
    export showed; without it the row's own ``cell`` tells. RefusedError where that many were not offered."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return text
    shown: dict[str, str] = dict(_SHOWN.findall(cell))
    if seen is not None:
        some = offered(seen.now["metric_id"], seen.candidates)
        shown = {str(at): name for at, (name, _) in enumerate(some, 1)}
    if match[1] in shown:
        return shown[match[1]]
    many = f"chỉ có {len(shown)} ứng viên" if shown else "dòng này không có ứng viên nào"
    many_en = f"the candidates are {len(shown)}" if shown else "the row has no candidates"
    raise RefusedError(
        f"không có ứng viên số {match[1]}: {many}. Hãy ghi mã hoặc tên chỉ tiêu",
        f"there is no candidate {match[1]}: {many_en}; write the id or the name of a metric",
    )
