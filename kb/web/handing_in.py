"""What the page ``/review/do`` sends back: a review CSV that is only checked, or, in review mode, written.

Nothing is written unless ``solieu serve --review NAME`` was started: then with its token, from a page of this very
server, in NAME's name. All else is refused with a reason. The file goes the way of ``solieu review apply``.
"""

from __future__ import annotations

import asyncio
import codecs
import hmac
import secrets
import sqlite3
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from datasette.utils.asgi import Request, Response

from extract.document import SolieuError
from kb.review.file import ReviewFile, Row, read_file
from kb.review.receipt import OUTCOMES
from kb.review.write import Applied
from kb.review.write import apply as put
from kb.web.answer import base_file
from kb.web.site import Site

MOST_BYTES = 8_000_000
"""So large may a file be that a page sends: some thousand figures."""
SCOPE = "solieu.reviewing"
"""Where a request's scope says in which mode the server runs."""
TOKEN = "x-solieu-token"
_SOMEBODY = "?"
"""In whose name a file is checked: a check is nobody's decision."""


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The review mode of a server: who reviews, and the token that their page must send."""

    reviewer: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)


class NotTakenError(Exception):
    """A request that is refused, with the answer's status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


async def check(datasette: Site, request: Request) -> Response:
    """``POST /review/do/check``: what would become of each row. Nothing is written."""
    return await _answered(datasette, request, write=False)


async def apply(datasette: Site, request: Request) -> Response:
    """``POST /review/do/apply``: writes the rows that can be, and tells of each what became of it."""
    return await _answered(datasette, request, write=True)


def mode_of(request: Any) -> Reviewing | None:
    """The review mode of the server that a request came to; None where it only reads."""
    found = request.scope.get(SCOPE)
    return found if isinstance(found, Reviewing) else None


async def _answered(datasette: Site, request: Any, write: bool) -> Response:
    try:
        _refuse_strangers(request, write)
        data = await _body(request)
        if not data.startswith(codecs.BOM_UTF8):
            # The page sends nothing else; a workbook from a stranger would be unpacked here.
            raise NotTakenError(415, "Chỉ nhận tệp CSV của trang này. Only the CSV of the page is taken.")
        mode = mode_of(request)
        name = mode.reviewer if mode else _SOMEBODY
        return _json(await asyncio.to_thread(_applied, base_file(datasette), data, write, name))
    except NotTakenError as refused:
        return _json({"error": str(refused)}, refused.status)
    except SolieuError as error:
        return _json({"error": str(error)}, 409)
    except sqlite3.OperationalError as error:
        return _json({"error": f"Cơ sở dữ liệu đang bận, hãy thử lại. The base is busy, try again ({error})."}, 503)


def _refuse_strangers(request: Any, write: bool) -> None:
    """NotTakenError unless a page of this server asks, and one that may write where it wants to."""
    if request.method != "POST":
        raise NotTakenError(405, "Chỉ nhận POST. Only POST is taken.")
    # The guard before all pages has looked at Host; a page of another site bears its own name in Origin.
    own = f"{request.scheme}://{request.headers.get('host', '')}"
    if request.headers.get("origin", "") != own:
        raise NotTakenError(403, "Không phải trang của máy chủ này gửi. It was not sent by a page of this server.")
    if not write:
        return
    mode = mode_of(request)
    if mode is None:
        raise NotTakenError(
            403, "Máy chủ này chỉ để xem. This server only reads: start it with solieu serve --review NAME."
        )
    if not hmac.compare_digest(request.headers.get(TOKEN, "").encode(), mode.token.encode()):
        raise NotTakenError(
            403, "Sai khóa: hãy mở lại địa chỉ mà solieu serve đã in. Wrong token: open the address that was printed."
        )


async def _body(request: Any) -> bytes:
    """The body, as long as it is no longer than it may be."""
    data = bytearray()
    more = True
    while more:
        message: Mapping[str, Any] = await request.receive()
        if message["type"] != "http.request":
            raise NotTakenError(400, "Tệp gửi lên bị ngắt giữa chừng. It broke off.")
        data += message.get("body", b"")
        more = bool(message.get("more_body"))
        if len(data) > MOST_BYTES:
            raise NotTakenError(413, f"Hơn {MOST_BYTES:,} byte. More than {MOST_BYTES:,} bytes: hand in fewer at once.")
    return bytes(data)


def _applied(base: Path, data: bytes, write: bool, name: str) -> dict[str, Any]:
    """What ``review apply`` says of the file: by figure its outcome and both sentences, and the name of the hand-in."""
    with tempfile.TemporaryDirectory(prefix="solieu-") as folder:
        path = Path(folder) / "duyet.csv"
        path.write_bytes(data)
        file = read_file(path)
    if write:
        _refuse_other_names(file, name)
    done: Applied = put(base, file, write, partial=True, reviewer=name)
    ids = {row.number: row["id"] or _of_new(row) for row in file.rows}
    rows = [
        {
            "id": ids.get(one.row, ""),
            "outcome": one.outcome,
            "called": OUTCOMES[one.outcome],
            "vi": one.vi,
            "en": one.en,
        }
        for one in done.verdicts
    ]
    return {"written": done.written, "hand_in": done.hand_in, "rows": rows, "warnings": list(done.warnings)}


def _of_new(row: Row) -> str:
    """What the page knows a row by that adds a figure: it has no id before it is written."""
    return f"+{row['document']} {row['number']} {row['quote']}"


def _refuse_other_names(file: ReviewFile, name: str) -> None:
    """Who holds the token is NAME: what is handed in with it is nobody else's word."""
    others = {row["reviewer"] for row in file.rows} - {"", name}
    if others:
        raise NotTakenError(403, f"Máy chủ này nhận lời của {name}. This server takes the word of {name} only.")


def _json(said: Mapping[str, Any], status: int = 200) -> Response:
    answer: Any = Response
    return cast(Response, answer.json(said, status=status, headers={"cache-control": "no-store"}))
