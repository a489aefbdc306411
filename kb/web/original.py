"""``/document/ID/original``: the file that was read, as it was read. A page that is printed in it is one click away.

Given out only where the base may be downloaded too, only where nothing in it is masked on these pages, and only while
its bytes are those that were read. The address holds a document's id, never a path. Only a PDF is opened by the
browser, all else is saved.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from datasette.utils.asgi import Request, Response

from extract.document import ReadError
from extract.member import container, digest, on_disk
from kb.web import queries_document as queries
from kb.web.answer import Row, ask, base_file, missing
from kb.web.language import words
from kb.web.site import Site

MOST_BYTES = 64 * 1024 * 1024
"""Larger files are not given out: an answer is held in memory."""


async def original(datasette: Site, request: Request) -> Response:
    """The file, or a page that says why it is not to be had."""
    said = words(request)
    document_id = request.url_vars["document"]
    found = await ask(datasette, queries.FILE, document=document_id)
    if not found:
        return await missing(datasette, request, said("document.unknown", id=document_id))
    if not may_be_had(datasette, found[0]):
        return await missing(datasette, request, said["document.not_given"])
    body = await asyncio.to_thread(_bytes, base_file(datasette).parent / found[0]["path"], found[0]["sha256"])
    if body is None:
        return await missing(datasette, request, said["document.file_gone"])
    pdf = found[0]["format"] == "pdf"
    how = "inline" if pdf else "attachment"
    headers = {"content-disposition": f"{how}; filename*=UTF-8''{quote(found[0]['filename'], safe='')}"}
    answer: Any = Response
    kind = "application/pdf" if pdf else "application/octet-stream"
    return cast(Response, answer(body, headers=headers, content_type=kind))


def may_be_had(datasette: Site, file: Row) -> bool:
    """Whether an original is given out: where the base itself is, which is on this machine only, and where no page
    hides what it shows."""
    return bool(datasette.setting("allow_download")) and not file["masked"]


async def address_of(datasette: Site, document_id: str) -> str:
    """The address of a document's file, where a page may offer it and it still lies there; else empty."""
    file = (await ask(datasette, queries.FILE, document=document_id))[0]
    path = base_file(datasette).parent / file["path"]
    there = may_be_had(datasette, file) and (path.is_file() or container(path) is not None)
    return datasette.urls.path(f"/document/{document_id}/original") if there else ""


def _bytes(path: Path, sha256: str) -> bytes | None:
    """What the file holds; None where it is gone, another one by now, or too large."""
    try:
        if digest(path) != sha256:
            return None
        with on_disk(path) as file:
            return file.read_bytes() if file.stat().st_size <= MOST_BYTES else None
    except (OSError, ReadError):
        return None
