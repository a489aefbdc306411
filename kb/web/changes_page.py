"""``/document/ID/changes``: which figures changed from the version before, or from another document, to this one."""

from __future__ import annotations

from datasette.utils.asgi import Request, Response

from kb.ask.changes import FIGURES, changes, difference
from kb.web import queries_document as queries
from kb.web.answer import Row, ask, fill, labels_for, missing
from kb.web.language import words
from kb.web.site import Site

MOST = 500
"""So many rows of a list are one page; the command lists all."""


async def changed(datasette: Site, request: Request) -> Response:
    """The figures that print another number, are new or are gone; ``?from=ID`` names the earlier document."""
    said = words(request)
    document = request.url_vars["document"]
    newer = await ask(datasette, queries.DOCUMENT, document=document)
    if not newer:
        return await missing(datasette, request, said("document.unknown", id=document))
    given = request.args.get("from")
    older = await _older(datasette, document, given)
    if older is None:
        told = said("document.unknown", id=given) if given else said("changes.only", name=newer[0]["filename"])
        return await missing(datasette, request, told)
    sides = [await ask(datasette, FIGURES, document=one["id"]) for one in (older, newer[0])]
    found = changes(*sides)
    spoken = labels_for(said.language)
    rises = {new["id"]: spoken.decimal_label(rise) for old, new in found.changed if (rise := difference(old, new))}
    context = {
        "older": older,
        "newer": newer[0],
        "changed": found.changed[:MOST],
        "new": found.new[:MOST],
        "gone": found.gone[:MOST],
        "counts": {"changed": len(found.changed), "new": len(found.new), "gone": len(found.gone), "same": found.same},
        "rises": {figure: rise if rise.startswith(("-", "−")) else f"+{rise}" for figure, rise in rises.items()},
        "most": MOST,
    }
    return await fill(datasette, request, "solieu_changes.html", context)


async def _older(datasette: Site, document: str, given: str | None) -> Row | None:
    """The document that is asked for, else the version before; None where there is none."""
    if given:
        found = await ask(datasette, queries.DOCUMENT, document=given)
        return found[0] if found and given != document else None
    before = await ask(datasette, queries.OLDER, document=document)
    return (await ask(datasette, queries.DOCUMENT, document=before[0]["id"]))[0] if before else None
