"""What every page needs: rows of a named query, a template filled in the language asked for, a plain refusal."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from functools import cache, lru_cache, partial
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response
from jinja2 import Environment
from markupsafe import Markup

from kb import labels, labels_en
from kb.ask.value_words import row_label
from kb.fields import CORRECTED
from kb.web import queries_compare
from kb.web.language import Language, words
from kb.web.marking import marked
from kb.web.ranking import distance_label, reason_of, side_label, target_label, word_label
from kb.web.site import Database, Site

Row = Mapping[str, Any]
_OURS = ("metric_id", "place_id", "period", "number", "footnote", "part_of")
VIETNAMESE: dict[Language, str] = {"vi": "", "en": ' lang="vi"'}
"""The attribute of an element that holds nothing but words of a document, on a page in a language."""

_DOCUMENTS_WORDS = frozenset(field.name for field in CORRECTED if field.type == "text" and field.name not in _OURS)
"""Fields that hold words of a document."""


def database_name(datasette: Site) -> str:
    """The name under which Datasette serves the base: the only database that is not its own."""
    names = [name for name in datasette.databases if not name.startswith("_")]
    return str(names[0])


async def ask(datasette: Site, sql: str, **bound: object) -> list[Row]:
    """The rows of a named query, as dictionaries by column, within the site's time limit.

    It is asked right here, not in one of Datasette's threads: SQLite gives the interpreter away at each row, and where
    several pages are asked for at once, a query in a thread waits longer for it than it takes. Ours are short, each
    has its index; a search, the queue and whatever a person types into Datasette may be long and keep to the threads.
    """
    connection = connection_of(datasette)
    with sqlite_timelimit(connection, datasette.setting("sql_time_limit_ms")):
        cursor = connection.execute(sql, bound)
        rows = cursor.fetchall()
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in rows]


async def metric_asked(datasette: Site, request: Request) -> Row | Response:
    """The metric that the address names, or the page that says that there is none."""
    name = request.url_vars["metric"]
    rows = await ask(datasette, queries_compare.METRIC, metric=name)
    return rows[0] if rows else await missing(datasette, request, words(request)("compare.unknown", id=name))


def absolute(request: Request, path: str) -> str:
    """The whole address of a path of this site, as who asks has called it."""
    return f"{request.scheme}://{request.host}{path}"


def linked(datasette: Site, request: Request, path: str, **given: object) -> str:
    """The whole address of a page of this site, in the language of who asks; ``given`` are its parameters."""
    return absolute(request, datasette.urls.path(words(request).link(path, **given)))


def site_address(datasette: Site, request: Request) -> str:
    """The whole address that the front page is served at, without its last slash."""
    return absolute(request, datasette.urls.path("/").removesuffix("/"))


def connection_of(datasette: Site) -> sqlite3.Connection:
    """The connection that pages read the base with, for short questions."""
    return _connection(datasette.get_database(database_name(datasette)))


def base_file(datasette: Site) -> Path:
    """The file of the base that is served."""
    return Path(connection_of(datasette).execute("pragma database_list").fetchone()[2])


@cache
def script_version(name: str) -> str:
    """What changes in the address of a script of ours with it, so that no browser runs an older one from its store."""
    return hashlib.sha256((Path(__file__).parent / "static" / name).read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=4)
def _connection(database: Database) -> sqlite3.Connection:
    return database.connect()


def labels_for(language: Language) -> ModuleType:
    """How values and periods are written in a language."""
    return labels_en if language == "en" else labels


async def fill(
    datasette: Site, request: Request, template: str, context: Mapping[str, object], status: int = 200
) -> Response:
    """A page made of a template, with what every page needs."""
    html: Any = Response.html
    return cast(Response, html(rendered(datasette, request, template, context), status=status))


def rendered(datasette: Site, request: Request, template: str, context: Mapping[str, object]) -> str:
    """The text of a template, with what every template needs; what ``context`` names stands before that."""
    said = words(request)
    spoken = labels_for(said.language)
    own = partial(own_words, language=said.language)
    shared = {
        "w": said,
        "lang": said.language,
        "link": lambda path, **given: datasette.urls.path(said.link(path, **given)),
        "urls": datasette.urls,
        "elsewhere": datasette.urls.path(said.elsewhere),
        "base": database_name(datasette),
        "labels": spoken,
        "marked": marked,
        "row_label": partial(row_label, said=spoken),
        "target_label": partial(target_label, said=spoken),
        "side_label": partial(side_label, said=spoken, own=own),
        "distance_label": partial(distance_label, said=spoken),
        "documents_words": _DOCUMENTS_WORDS,
        "vi": Markup(VIETNAMESE[said.language]),
        "own": own,
        "named": lambda row, key="name": row[f"{key}_{said.language}"],
        "unit_of": lambda unit: known if (known := spoken.unit_label(unit)) != unit else own(unit),
        "owned": lambda given: {key: own(one) for key, one in given.items()},
        "json_list": json.loads,
        "reason_of": reason_of,
        "said": partial(word_label, said=spoken),
        "script_version": script_version,
    }
    return _templates(datasette).get_template(template).render({**shared, **context})


def own_words(text: object, language: Language) -> Markup:
    """Words of a document or of the catalogue among ours: they must not turn the direction of what stands beside them,
    and a voice that reads an English page must know that they are Vietnamese. Empty for nothing."""
    return Markup("<bdi{}>{}</bdi>").format(Markup(VIETNAMESE[language]), text) if text else Markup("")


@lru_cache(maxsize=4)
def _templates(datasette: Site) -> Environment:
    """Datasette's templates and ours, filled without awaiting each macro: that takes half the time of a long page."""
    return datasette.jinja_env.overlay(enable_async=False)


async def missing(datasette: Site, request: Request, message: str) -> Response:
    """What was asked for is not in the base: said on a page of ours, to a program in the form of Datasette's errors."""
    if request.path.endswith(".json"):
        json: Any = Response.json
        return cast(Response, json({"ok": False, "error": message, "status": 404}, status=404))
    return await fill(datasette, request, "solieu_missing.html", {"message": message}, status=404)
