"""What is cited of a figure and of a comparison, in the words of a page, and what a page needs to offer it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from datasette.utils.asgi import Request

from kb.ask.citing import FORMATS, NAMES, Cited
from kb.ask.value_words import row_label
from kb.web.answer import Row, connection_of, labels_for, linked, script_version
from kb.web.as_of import as_of_now, comparison_mark, figure_mark
from kb.web.carried import citation_address
from kb.web.language import Words, words
from kb.web.ranking import side_label
from kb.web.site import Site


def offered(datasette: Site, here: str) -> dict[str, Any]:
    """What a page needs to offer its citation: the files by their names, and the script that copies."""
    files = {NAMES[one]: datasette.urls.path(citation_address(here, one)) for one in FORMATS}
    return {"citation_files": files, "copying": script_version("copy.js")}


def figure_cited(datasette: Site, request: Request, row: Row) -> Cited:
    """What is cited of a figure: ``row`` as :data:`kb.web.queries_evidence.FIGURE` gives it."""
    said = words(request)
    spoken = labels_for(said.language)
    today = _today()
    asked = as_of_now(connection_of(datasette), figure_mark(row))
    address = linked(datasette, request, f"/figure/{row['id']}", as_of=asked)
    title = row["title"] or row["filename"]
    source = [row["issuer"], title]
    if row["document_number"]:
        source.append(said("figure.cite_number", number=row["document_number"]))
    if row["issued_on"]:
        source.append(said("figure.cite_date", date=spoken.date_label(row["issued_on"])))
    if row["page"]:
        source.append(said("shared.page", n=row["page"]))
    head = ", ".join(part for part in source if part)
    quote, note = " ".join(row["quote"].split()), _stated(row, said)
    seen = said("cite.seen", date=spoken.date_label(today.isoformat()))
    return Cited(
        key=f"solieu-{row['id']}",
        is_report=True,
        title=title,
        sentence=f"{head}: «{quote}». {note}. {said['figure.cite_base']} {row['id']}, {address}, {seen}.",
        address=address,
        accessed=today,
        author=row["issuer"] or "",
        number=row["document_number"] or "",
        issued=row["issued_on"] or "",
        page=str(row["page"] or ""),
        note=note,
        quote=quote,
    )


def _stated(row: Row, said: Words) -> str:
    """What the figure says, with place and period: ``Số trạm BTS: 690 trạm (Đắk Nông, 6 tháng đầu năm 2024)``."""
    spoken = labels_for(said.language)
    value = row_label(row, spoken)
    if row["status"] != "actual":
        value = f"{value}, {spoken.STATUSES.get(row['status'], row['status'])}"
    measured = row["metric_en" if said.language == "en" else "metric"] or row["subject"]
    places = dict.fromkeys((row["owner"], row["place"], row["province"]))
    where = ", ".join(filter(None, (*places, spoken.period_label(row["period_effective"]))))
    what = f"{measured}: {value}" if measured else value
    return f"{what} ({where})" if where else what


def comparison_cited(datasette: Site, request: Request, shown: Mapping[str, Any]) -> Cited:
    """What is cited of a comparison: ``shown`` is what its page shows."""
    said = words(request)
    spoken = labels_for(said.language)
    today = _today()
    metric, view, built = shown["metric"], shown["view"], (shown["built_at"] or "")[:10]
    asked = as_of_now(connection_of(datasette), comparison_mark(shown))
    address = linked(datasette, request, shown["here"], as_of=asked)
    title = said(
        "cite.comparison",
        name=metric[f"name_{said.language}"],
        side=side_label((view.item, view.level), spoken),
        status=spoken.STATUSES[view.status],
        year=view.year or said["compare.newest"],
        places=said[f"chart.{view.era}"],
        n=len(shown["comparison"].lines),
    )
    base = said("cite.base", date=spoken.date_label(built) if built else "—")
    seen = said("cite.seen", date=spoken.date_label(today.isoformat()))
    return Cited(
        key=f"solieu-{metric['id']}-{view.year or 'newest'}",
        is_report=False,
        title=title,
        sentence=f"{title}. {base}, {address}, {seen}.",
        address=address,
        accessed=today,
        language=said.language,
        issued=built,
        note=base,
    )


def _today() -> date:
    return datetime.now(UTC).date()
