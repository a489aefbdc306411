"""The base as a file: opened, made by ``schema.sql`` and ``views.sql``, and changed in whole transactions only."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Protocol

from extract.document import SolieuError
from kb.field_sql import filled
from rules.code_systems import load_code_systems
from rules.indices import load_index_components
from rules.language.letters import sort_key
from rules.language.provinces import load_places

SCHEMA_FILE = Path(__file__).parent / "schema.sql"
VIEWS_FILE = Path(__file__).parent / "views.sql"
LATEST_FILE = Path(__file__).parent / "latest.sql"
_TABLE = re.compile(r"^create (virtual )?table", re.IGNORECASE | re.MULTILINE)
_APPLICATION = 0x50111E0
"""Stands in the file's head, so that a base of another program is never taken for ours and emptied."""
REBUILD = "Run solieu build: it reads the documents again, corrections stay in their files"
_DOCUMENTS_BEFORE = "documents_before"
_OUTLASTING = ("corrections_files", _DOCUMENTS_BEFORE)


class ShareLike(Protocol):
    """What a rate is the share of; :class:`rules.catalogue.ShareOf` is one."""

    @property
    def numerator(self) -> str | None: ...
    @property
    def denominators(self) -> tuple[tuple[str, ...], ...]: ...
    @property
    def other_denominators(self) -> tuple[str, ...]: ...


class CodeLike(Protocol):
    """What an official system calls a metric; :class:`rules.catalogue.Code` is one."""

    @property
    def system(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def match(self) -> str: ...


class ItemLike(Protocol):
    """A sub-key of a metric; :class:`rules.catalogue.Item` is one."""

    @property
    def name(self) -> str: ...


class ExampleLike(Protocol):
    """A sentence with one marked number; :class:`rules.catalogue.Example` is one."""

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class MetricLike(Protocol):
    """What the base keeps of a metric; :class:`rules.catalogue.Metric` is one."""

    @property
    def id(self) -> str: ...
    @property
    def name_vi(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def better(self) -> str: ...
    @property
    def total(self) -> str: ...
    @property
    def low(self) -> object: ...
    @property
    def high(self) -> object: ...
    @property
    def description(self) -> str: ...
    @property
    def share(self) -> ShareLike | None: ...
    @property
    def ranked_among(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def wordings(self) -> tuple[str, ...]: ...
    @property
    def codes(self) -> Sequence[CodeLike]: ...
    @property
    def items(self) -> Sequence[ItemLike]: ...
    @property
    def examples(self) -> Sequence[ExampleLike]: ...
    @property
    def near_misses(self) -> Sequence[ExampleLike]: ...


def open_base(path: Path) -> sqlite3.Connection:
    """Open a base to write it, making it where there is none. Raises SolieuError where the file is something else.

    A base made by another schema is emptied: it is derived from the corpus, the next build fills it again. Where its
    corrections lie and which documents it had stays known (:func:`documents_before`).
    """
    db = sqlite3.connect(path, isolation_level=None)
    try:
        _claim(db, path)
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = normal")
        db.execute("pragma busy_timeout = 10000")
        # Of its own SQLite keeps 2 MB: a hundred thousand corrections then read the same pages again and again.
        db.execute("pragma cache_size = -16000")
        make_tables(db)
        db.execute("pragma foreign_keys = on")
    except sqlite3.DatabaseError as error:
        db.close()
        if isinstance(error, sqlite3.OperationalError):
            remedy = "Close what else uses it and check the rights of its folder"
            raise SolieuError(str(path), f"the base cannot be written ({error})", remedy) from error
        remedy = "Name another base with --db, or delete this file and build again"
        raise SolieuError(str(path), f"it is no sound SQLite base ({error})", remedy) from error
    except SolieuError:
        db.close()
        raise
    return db


def read_base(path: Path) -> sqlite3.Connection:
    """Open a base to read it only, rows by name. Raises SolieuError where there is none, and where another version of
    Solieu made it: its tables may lack what is asked for, or mean another thing by it."""
    if not path.is_file():
        raise SolieuError(str(path), "there is no base", "Make it with solieu build")
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    try:
        db.execute("select 1 from documents limit 1")
        ours = is_of_this_version(db)
    except sqlite3.DatabaseError as error:
        db.close()
        raise SolieuError(str(path), f"it is no base of Solieu ({error})", "Make one with solieu build") from error
    if not ours:
        db.close()
        raise SolieuError(str(path), "it was made by another version of Solieu", REBUILD)
    return db


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of the block or nothing of it. Foreign keys are checked at the end, so that rows may be moved inside."""
    db.execute("begin immediate")
    try:
        db.execute("pragma defer_foreign_keys = on")
        yield
        db.execute("commit")
    except BaseException:
        if db.in_transaction:
            db.execute("rollback")
        raise


def state(db: sqlite3.Connection, key: str) -> str | None:
    """What this base was made with (``schema``, ``views``, ``rules``), None where that is not known."""
    row = db.execute("select value from build_state where key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def is_of_this_version(db: sqlite3.Connection) -> bool:
    """Whether the base has the tables and views of this version; :func:`open_base` makes them anew in any other."""
    return _made_with(db) == _versions()


def is_ours(db: sqlite3.Connection) -> bool:
    """Whether a database is a base of Solieu, of whatever version."""
    return bool(db.execute("pragma application_id").fetchone()[0] == _APPLICATION)


def documents_before(db: sqlite3.Connection) -> list[str]:
    """The paths of the documents that stood in the base when it was emptied for another version of Solieu, as far as
    nobody has built them since."""
    known: list[str] = json.loads(state(db, _DOCUMENTS_BEFORE) or "[]")
    return known


def set_documents_before(db: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Note which of them nobody has built yet; none leave no trace."""
    left = sorted(set(paths))
    if left:
        set_state(db, _DOCUMENTS_BEFORE, _json(left))
    else:
        db.execute("delete from build_state where key = ?", (_DOCUMENTS_BEFORE,))


def set_state(db: sqlite3.Connection, key: str, value: str) -> None:
    """Note what the base was made with."""
    db.execute(
        "insert into build_state(key, value) values (?, ?) on conflict(key) do update set value = excluded.value",
        (key, value),
    )


def corrections_files(db: sqlite3.Connection, existing: bool = True) -> list[Path]:
    """The ``corrections.jsonl`` of the folders that this base was built from; those that do not exist yet as well
    where not ``existing``."""
    folder = Path(db.execute("pragma database_list").fetchone()[2]).parent
    files = [folder / file for file in json.loads(state(db, "corrections_files") or "[]")]
    return [file for file in files if file.is_file() or not existing]


def write_places(db: sqlite3.Connection) -> None:
    """The table of provinces as in ``rules/language/provinces.tsv``; within the caller's transaction."""
    columns = ("id", "code", "name", "full_name", "kind", "valid_from", "valid_to", "merged_into", "sort_key")
    rows = [
        (p.id, p.code, p.name, p.full_name, p.kind, p.valid_from, p.valid_to, p.merged_into, sort_key(p.name))
        for p in load_places()
    ]
    _upsert(db, "places", columns, rows)


def write_metrics(db: sqlite3.Connection, metrics: Iterable[MetricLike], groups: dict[str, tuple[str, str]]) -> None:
    """The catalogue with its codes; ``groups`` are their Vietnamese and English names by id. Within the caller's
    transaction."""
    metrics = tuple(metrics)
    columns = (
        *("id", "name_vi", "name_en", "unit", "kind", "group_id", "group_vi", "group_en"),
        *("better", "total", "low", "high", "description", "share", "ranked_among", "sort_key"),
        *("source", "wordings", "items", "examples", "near_misses"),
    )
    rows = [
        (
            *(m.id, m.name_vi, m.name_en, m.unit, m.kind, m.group, *groups[m.group]),
            *(m.better, m.total, str(m.low), str(m.high), m.description or None),
            *(_share(m.share), m.ranked_among, sort_key(m.name_vi)),
            *(m.source or None, _json(m.wordings), _json([item.name for item in m.items])),
            *(_json([[one.text, one.start, one.end] for one in said]) for said in (m.examples, m.near_misses)),
        )
        for m in metrics
    ]
    _upsert(db, "metrics", columns, rows)
    systems = load_code_systems()
    codes = [
        (code.system, systems[code.system].version, code.code, m.id, code.match) for m in metrics for code in m.codes
    ]
    _replace(db, "metric_codes", ("system", "version", "code", "metric_id", "match"), codes)


def write_indices(db: sqlite3.Connection) -> None:
    """What composite indices are made of, and the systems of codes; within the caller's transaction."""
    systems = [(one.id, one.name_vi, one.name_en, one.version) for one in load_code_systems().values()]
    _replace(db, "code_systems", ("id", "name_vi", "name_en", "version"), systems)
    components = [
        (one.index, one.version, one.code, one.parent, one.name, None if one.maximum is None else float(one.maximum))
        for one in load_index_components()
    ]
    columns = ("index_id", "version", "code", "parent", "name", "maximum")
    _replace(db, "index_components", columns, components)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _share(share: ShareLike | None) -> str | None:
    if share is None:
        return None
    keys = ("numerator", "denominators", "other_denominators")
    return json.dumps({key: getattr(share, key) for key in keys})


def drop_unused(db: sqlite3.Connection, table: str, known: Iterable[str]) -> None:
    """Take out metrics or places that the data no longer name, unless a document read earlier still points there."""
    used = {
        "metrics": "select metric_id from figures where metric_id is not null",
        "places": "select place_id from figures where place_id is not null"
        " union select place_id from documents where place_id is not null",
    }[table]
    gone = {row[0] for row in db.execute(f"select id from {table}")} - set(known)
    gone -= {row[0] for row in db.execute(used)}
    db.executemany(f"delete from {table} where id = ?", [(one,) for one in sorted(gone)])


def _upsert(db: sqlite3.Connection, table: str, columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    """Write the rows that are new or differ: an unchanged one must not wake the triggers of the search index."""
    before = {row[0]: row for row in db.execute(f"select {', '.join(columns)} from {table}")}
    changed = [row for row in rows if before.get(row[0]) != row]
    if changed:
        # loaded here only: a build with nothing to do must not wait for it
        from sqlite_utils import Database

        Database(db).table(table).upsert_all([dict(zip(columns, row, strict=True)) for row in changed], pk="id")


def _replace(db: sqlite3.Connection, table: str, columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    """Make a table hold these rows and no others; nothing is written where it does."""
    names = ", ".join(columns)
    if set(db.execute(f"select {names} from {table}")) == set(rows):
        return
    db.execute(f"delete from {table}")
    db.executemany(f"insert into {table}({names}) values ({', '.join('?' * len(columns))})", rows)


def _claim(db: sqlite3.Connection, path: Path) -> None:
    application = db.execute("pragma application_id").fetchone()[0]
    if is_ours(db):
        return
    tables = {row[0] for row in db.execute("select name from sqlite_master where type = 'table'")}
    if application or (tables and not {"documents", "passages", "figures"} <= tables):
        raise SolieuError(str(path), "it is the base of another program", "Name another file with --db")
    db.execute(f"pragma application_id = {_APPLICATION}")


def make_tables(db: sqlite3.Connection) -> None:
    """Tables, views and triggers as the files have them, each made anew only where its file changed.

    A table of ``views.sql`` or ``latest.sql`` (an index of search, kept rows) belongs to the schema: it cannot be
    changed under its rows.
    """
    versions, have = _versions(), _made_with(db)
    if have == versions:
        return
    schema, views = _scripts()
    with transaction(db):
        if have["schema"] != versions["schema"]:
            kept = _outlasting(db)
            _empty(db)
            _run(db, schema)
            for key, value in kept.items():
                set_state(db, key, value)
        kinds = "select type, name from sqlite_master where type in ('view', 'trigger')"
        for kind, name in db.execute(kinds).fetchall():
            db.execute(f'drop {kind} if exists "{name}"')
        _run(db, views)
        if have["schema"] == versions["schema"]:
            # The views may say something else now, and what is kept says what they say.
            db.execute(
                "insert into metrics_stale select distinct metric_id from figures"
                " where metric_id is not null and metric_id not in (select metric_id from metrics_stale)"
            )
        note_versions(db)


def note_versions(db: sqlite3.Connection) -> None:
    """Note that the base has the tables and views of this version."""
    for key, value in _versions().items():
        set_state(db, key, value)


def _versions() -> dict[str, str]:
    """What a base of this version says that it was made with."""
    schema, views = _scripts()
    return {"schema": _schema_version(schema, views), "views": _hash(views)}


def _made_with(db: sqlite3.Connection) -> dict[str, str | None]:
    known = db.execute("select 1 from sqlite_master where name = 'build_state'").fetchone()
    return {key: state(db, key) if known else None for key in ("schema", "views")}


def _outlasting(db: sqlite3.Connection) -> dict[str, str]:
    """What a base that is emptied keeps to know: where people's corrections lie, and which documents it had. A build
    is given some folders; those of others must not be gone without a word."""
    tables = ("build_state", "documents")
    columns = {(table, row[1]) for table in tables for row in db.execute(f"pragma table_info({table})")}
    kept: dict[str, str] = {}
    if {("build_state", "key"), ("build_state", "value")} <= columns:
        kept = {key: known for key in _OUTLASTING if (known := state(db, key)) is not None}
    if ("documents", "path") in columns:
        here = [row[0] for row in db.execute("select path from documents")]
        kept[_DOCUMENTS_BEFORE] = _json(sorted({*here, *json.loads(kept.get(_DOCUMENTS_BEFORE, "[]"))}))
    return kept


@cache
def _scripts() -> tuple[str, str]:
    """What makes the tables of the base, and what is made anew over them."""
    return script(SCHEMA_FILE), script(VIEWS_FILE) + script(LATEST_FILE)


def script(path: Path) -> str:
    """One of the SQL files beside this one, its lists of fields filled in."""
    return filled(path.read_text(encoding="utf-8"))


def _schema_version(schema: str, views: str) -> str:
    return _hash(schema + "".join(one for one in _statements(views) if _TABLE.search(one)))


def _empty(db: sqlite3.Connection) -> None:
    """Drop everything; virtual tables first, they take their shadow tables with them."""
    kinds = "select type, name from sqlite_master where type in ('view', 'trigger', 'table')"
    things = db.execute(f"{kinds} order by type = 'table', sql not like 'create virtual%'").fetchall()
    for kind, name in things:
        if not name.startswith("sqlite_"):
            db.execute(f'drop {kind} if exists "{name}"')


def _run(db: sqlite3.Connection, script: str) -> None:
    """Run a script inside the transaction (``executescript`` would end it)."""
    for statement in _statements(script):
        db.execute(statement)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
