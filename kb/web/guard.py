"""What stands before every page: which host names and which requests are answered, the password, and the headers of
safety."""

from __future__ import annotations

import hmac
import os
import re
import socket
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Awaitable, Callable, Container, MutableMapping
from functools import cached_property
from ipaddress import ip_address
from typing import Any

from extract.document import SolieuError
from kb.web.patience import Patience
from kb.web.safe_csv import SAFE, SafeCsv

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

USER = "solieu"
PASSWORD = "SOLIEU_PASSWORD"
HOSTS = "SOLIEU_HOSTS"
"""More names by which other machines may ask for this one, parted by commas."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
FEWEST_LETTERS = 12
GUARDED = "solieu.guarded"
"""Where a request's scope says that it has come through a guard."""

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
# A comparison without what stands around it: any page may hold it in a frame, which can do nothing but be looked at.
EMBEDDED = OURS.replace("frame-ancestors 'none'", "frame-ancestors *")
# A picture of ours brings its own style along.
PICTURES = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
# A file that was read: nothing runs in it, and nothing keeps the browser from showing its pages.
FILES = "script-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
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
    "/differ",
    "/suggest",
    "/help",
    "/embed/",
)


_READING = ("GET", "HEAD")
_WRITING = re.compile(r"/review/do/(?:check|apply)")
"""The only addresses that take anything; they hold it against its origin and its token."""
_INSIDE = re.compile(r"/-/(?:databases|threads)(?:\.json)?/?")
"""Datasette's addresses that tell where files lie and what runs on this machine."""


def guard(app: App, hosts: Container[str], password: str | None = None, patience: Patience | None = None) -> App:
    """The application behind its guard. ``hosts`` are the names that a request may ask for, which keeps another site's
    page from reading a base on this machine; ``password`` is asked of every request (None: of none), and who gives a
    wrong one is made to wait by ``patience``."""
    patience = patience or Patience()

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        path = scope["path"]
        writing = bool(_WRITING.fullmatch(path))
        if _host(headers.get(b"host", "")) not in hosts:
            await answer(send, 421, f"This host name is not served here. Name it in {HOSTS} and start again.\n")
        elif password is not None and not await _let_in(scope, headers, password, patience, send):
            return
        elif scope["method"] not in _READING and not (writing and scope["method"] == "POST"):
            allowed = "POST" if writing else ", ".join(_READING)
            await answer(send, 405, "This address only answers questions.\n", (b"allow", allowed.encode()))
        elif _INSIDE.fullmatch(path):
            await answer(send, 404, "There is no such page.\n")
        else:
            await app({**scope, GUARDED: True}, receive, _safe(send, path))

    return guarded


class Names(Container[str]):
    """By what other machines may ask for this one: its own names, those of ``SOLIEU_HOSTS``, and any address in
    numbers. A page of another site that has its name lead here asks for that name, and is not answered."""

    @cached_property
    def _own(self) -> frozenset[str]:
        name = socket.gethostname().lower()
        said = os.environ.get(HOSTS, "").lower().split(",")
        own = {*LOOPBACK, name, f"{name.split('.')[0]}.local", socket.getfqdn().lower()}
        return frozenset(own | {one.strip() for one in said if one.strip()})

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        try:
            ip_address(name)
        except ValueError:
            return name in self._own
        return True


def sound(password: str | None) -> str | None:
    """The password, None where there is none. Raises SolieuError where it is too short to be one."""
    if password and len(password) < FEWEST_LETTERS:
        problem = f"the password has fewer than {FEWEST_LETTERS} characters and can be guessed"
        raise SolieuError(PASSWORD, problem, "Take a longer one, some words in a row")
    return password or None


async def _let_in(
    scope: Scope, headers: MutableMapping[bytes, str], password: str, patience: Patience, send: Send
) -> bool:
    """Whether a request has the password; if not, it is answered here."""
    address = str((scope.get("client") or ("?",))[0])
    given = headers.get(b"authorization", "")
    if given and (left := patience.wait(address)):
        text = f"Sai mật khẩu nhiều lần: hãy chờ {left} giây. Too many wrong passwords: wait {left} seconds.\n"
        await answer(send, 429, text, (b"retry-after", str(left).encode()))
        return False
    if given and _knows(given, password):
        patience.right(address)
        return True
    if given:
        patience.wrong(address)
    await answer(send, 401, "Cần mật khẩu.\n", (b"www-authenticate", b'Basic realm="solieu", charset="UTF-8"'))
    return False


def _safe(send: Send, path: str) -> Send:
    """``send`` with the headers of safety; a CSV that is not ours goes through :class:`kb.web.safe_csv.SafeCsv`."""
    rows = SafeCsv() if path.endswith(".csv") else None

    async def sent(message: Message) -> None:
        nonlocal rows
        if message["type"] == "http.response.start":
            added = _headers(path, message["status"])
            given = [(name.lower(), value) for name, value in message.get("headers", [])]
            if any(name == SAFE for name, _ in given):
                rows = None
            taken = {SAFE, *(name for name, _ in added), *((b"content-length",) if rows else ())}
            message = {**message, "headers": [one for one in given if one[0] not in taken] + added}
        elif message["type"] == "http.response.body" and rows:
            more = message.get("more_body", False)
            message = {**message, "body": rows.take(message.get("body", b""), more)}
        await send(message)

    return sent


def _headers(path: str, status: int) -> list[tuple[bytes, bytes]]:
    # A failure is told on Datasette's own page, also under our addresses.
    ours = status in (200, 404) and (path == "/" or path.startswith(OUR_PATHS))
    headers = [
        (b"content-security-policy", _policy(path, ours).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
    ]
    if ours:
        headers.append((b"cache-control", b"private, max-age=5"))
    elif path.startswith("/solieu/"):
        headers.append((b"cache-control", b"private, max-age=3600"))
    return headers


def _policy(path: str, ours: bool) -> str:
    if path.endswith("/original") and path.startswith("/document/"):
        return FILES
    if not ours:
        return DATASETTE
    if path.startswith("/embed/"):
        return EMBEDDED
    return PICTURES if path.endswith(".svg") else OURS


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


async def answer(send: Send, status: int, text: str, *headers: tuple[bytes, bytes]) -> None:
    """Answer a request with a line of plain text."""
    plain = (b"content-type", b"text/plain; charset=utf-8")
    await send({"type": "http.response.start", "status": status, "headers": [plain, *headers]})
    await send({"type": "http.response.body", "body": text.encode()})
