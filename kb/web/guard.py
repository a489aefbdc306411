"""What stands before every page: which host names are answered, the password, and the headers of safety."""

from __future__ import annotations

import hmac
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

USER = "solieu"

# Our pages run scripts of our own files only, never one that stands in a page. Datasette's own pages carry scripts and
# styles inside them.
OURS = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
DATASETTE = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
OUR_PATHS = (
    "/compare",
    "/metric",
    "/figure/",
    "/province/",
    "/document/",
    "/search",
    "/coverage",
    "/review",
    "/targets",
    "/reaching",
    "/years/",
    "/differ/",
    "/suggest",
)


def guard(app: App, hosts: Sequence[str] | None = None, password: str | None = None) -> App:
    """The application behind its guard. ``hosts`` are the names that a request may ask for (None: any), which keeps
    another site's page from reading a base on this machine; ``password`` is asked of every request (None: of none)."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if hosts is not None and _host(headers.get(b"host", "")) not in hosts:
            await _answer(send, 421, "This host name is not served here.\n")
            return
        if password is not None and not _knows(headers.get(b"authorization", ""), password):
            await _answer(send, 401, "Cần mật khẩu.\n", (b"www-authenticate", b'Basic realm="solieu", charset="UTF-8"'))
            return
        await app(scope, receive, _safe(send, scope["path"]))

    return guarded


def _safe(send: Send, path: str) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            added = _headers(path, message["status"])
            named = {name for name, _ in added}
            kept = [(name, value) for name, value in message.get("headers", []) if name.lower() not in named]
            message = {**message, "headers": kept + added}
        await send(message)

    return sent


def _headers(path: str, status: int) -> list[tuple[bytes, bytes]]:
    # A failure is told on Datasette's own page, also under our addresses.
    ours = status in (200, 404) and (path == "/" or path.startswith(OUR_PATHS))
    headers = [
        (b"content-security-policy", (OURS if ours else DATASETTE).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
    ]
    if ours:
        headers.append((b"cache-control", b"private, max-age=5"))
    elif path.startswith("/solieu/"):
        headers.append((b"cache-control", b"private, max-age=3600"))
    return headers


def _host(header: str) -> str:
    name = header.rsplit(":", 1)[0] if not header.endswith("]") else header
    return name.strip("[]").lower()


def _knows(header: str, password: str) -> bool:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        given = b64decode(token, validate=True)
    except NotBase64:
        return False
    return hmac.compare_digest(given, f"{USER}:{password}".encode())


async def _answer(send: Send, status: int, text: str, *headers: tuple[bytes, bytes]) -> None:
    plain = (b"content-type", b"text/plain; charset=utf-8")
    await send({"type": "http.response.start", "status": status, "headers": [plain, *headers]})
    await send({"type": "http.response.body", "body": text.encode()})
