"""The order of work of a build, on one page: from files to a base that holds whole documents only."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import sqlite3
import traceback
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from extract.readers import registry
from kb.build import difference
from kb.build.child import Limits
from kb.build.documents import File, Status, put, remove
from kb.build.outcome import Outcome, Progress, Summary
from kb.build.reading import Job
from kb.build.runs import begin_run, end_run
from kb.build.worker import Reply, read_documents
from kb.corpus import Found, Listing, Refused, list_documents
from kb.labels_en import SUSPICIONS
from kb.latest import is_behind
from kb.lock import WORK, writing
from kb.originals import clear_copies, keep
from kb.records import Reading
from kb.sources import LETTERHEAD
from kb.store import (
    corrections_files,
    documents_before,
    drop_unused,
    open_base,
    set_documents_before,
    set_state,
    state,
    transaction,
    write_indices,
    write_metrics,
    write_places,
)
from kb.versions import checks_version, rules_version
from rules.language.provinces import load_places


@dataclass(frozen=True, slots=True)
class _Task:
    """A file with what its row will say of it."""

    found: Found | Refused
    path: str
    sha256: str
    entry: str


_LIMITS = Limits()
_NOBODY = Progress()


def build(
    paths: Sequence[Path],
    base: Path,
    limits: Limits = _LIMITS,
    retry: bool = False,
    progress: Progress = _NOBODY,
) -> Summary:
    """Read what is new or changed under ``paths`` into the base at ``base``.

    ``retry`` reads the unchanged documents again that failed before. Raises SolieuError where nothing can be done at
    all: a mistake in ``sources.toml`` or the catalogue, a base that is no base, another build at work.
    """
    base = Path(os.path.abspath(base))  # noqa: PTH100
    # 1. The one writer, before anything is looked at: what is listed must be what is written.
    with contextlib.ExitStack() as held:
        held.enter_context(writing(base))
        clear_copies(base)
        # 2. Every entry of the folders, answered for. A mistake in sources.toml ends the build here.
        listing = list_documents(list(paths), base)
        db = held.enter_context(contextlib.closing(open_base(base)))
        version = rules_version()
        summary = Summary(str(base), version, [], listing.ignored, listing.warnings, listing.missing)
        run = begin_run(db, version)
        # 3. The places and metrics first: figures point at them.
        changed = _write_catalogue(db, version)
        # 4. What is unchanged is left alone: same bytes, same word of sources.toml, same rules.
        todo = _compare(db, base, listing, version, retry, summary)
        gone = _gone(db, base, listing)
        if todo or gone:
            difference.begin(db)
        progress.begin(len(todo))
        # 5. Documents whose files are gone, only under what was given: first, so that a renamed file takes over
        #    the ids at once. Then the rest is read in workers and written as it comes, one transaction each.
        with contextlib.closing(_read(db, base, todo, limits, version)) as read:
            for outcome in itertools.chain(_remove(db, base, gone), read):
                summary.outcomes.append(outcome)
                progress.done(outcome)
        # 6. What people decided, laid over what was read.
        #    An interrupted build may have read documents and not come to this.
        pending = difference.is_pending(db, run)
        changed = changed or bool(todo or gone) or pending
        changed = _replay_corrections(db, base, listing, changed, summary) or changed
        # 7. Only now is it known which metrics no figure needs any more; the planner learns the new sizes.
        if changed:
            with transaction(db):
                _drop_old(db, version)
            db.execute("analyze")
        if todo or gone or pending:
            with transaction(db):
                summary.difference = difference.settle(db, run)
        # 8. What the figures say against each other, once all of them are in.
        _check(db, changed)
        # 9. What a person should know though nothing failed.
        _look_over(db, version, summary)
        summary.warnings += _left_behind(db, base, listing)
        end_run(db, run, summary)
    return summary


def _write_catalogue(db: sqlite3.Connection, version: str) -> bool:
    """The tables that come from the rules' data; not even loaded while the rules are the same."""
    if state(db, "rules") == version:
        return False
    from rules.catalogue import load_catalogue

    catalogue = load_catalogue()
    groups = {group.id: (group.name_vi, group.name_en) for group in catalogue.groups}
    with transaction(db):
        write_places(db)
        write_metrics(db, catalogue, groups)
        write_indices(db)
    return True


def _drop_old(db: sqlite3.Connection, version: str) -> None:
    if state(db, "rules") == version:
        return
    from rules.catalogue import load_catalogue

    drop_unused(db, "metrics", [metric.id for metric in load_catalogue()])
    drop_unused(db, "places", [place.id for place in load_places()])
    set_state(db, "rules", version)


def _compare(
    db: sqlite3.Connection, base: Path, listing: Listing, version: str, retry: bool, summary: Summary
) -> list[_Task]:
    """The files that must be read; those that need not be are noted as unchanged."""
    columns = "path, sha256, entry, rules_version, status, error, figure_count"
    before = {row[0]: row[1:] for row in db.execute(f"select {columns} from documents")}
    entries: list[Found | Refused] = [*listing.found, *listing.refused]
    todo: list[_Task] = []
    for found in entries:
        path = _stored(found.path, base)
        entry = json.dumps(found.entry, ensure_ascii=False, sort_keys=True) if isinstance(found, Found) else "{}"
        task = _Task(found, path, _hash_of(found), entry)
        sha256, old_entry, old_version, status, error, figures = before.get(path, (None,) * 6)
        same = (task.sha256, entry, version) == (sha256, old_entry, old_version)
        if isinstance(found, Refused):
            same = same and error == found.error
        if same and (status == "ok" or not retry) and (task.sha256 or isinstance(found, Refused)):
            summary.outcomes.append(Outcome(found.name, "unchanged", status, error, figures))
        else:
            todo.append(task)
    return todo


def _read(
    db: sqlite3.Connection, base: Path, todo: list[_Task], limits: Limits, version: str
) -> Generator[Outcome, None, None]:
    """Read the files and write each as it comes; what was refused at the door is written without being opened."""
    tasks: dict[str, _Task] = {}
    for task in todo:
        if isinstance(task.found, Refused):
            file = _file(task, version, "error", task.found.error)
            yield _put(db, base, task, file, Reply(Job("", task.found.name), None, "error", task.found.error))
        else:
            tasks[str(task.found.path)] = task
    jobs = [
        Job(path, task.found.name, {key: word for key, word in task.found.entry.items() if key in LETTERHEAD})
        for path, task in tasks.items()
        if isinstance(task.found, Found)
    ]
    folder = base.with_name(base.name + WORK)
    with contextlib.closing(read_documents(jobs, limits, folder)) as replies:
        for reply in replies:
            task = tasks[reply.job.path]
            yield _put(db, base, task, _file(task, version, reply.status, reply.error), reply)


def _file(task: _Task, version: str, status: Status, error: str | None) -> File:
    found = task.found
    url = found.entry.get("url") if isinstance(found, Found) else None
    return File(task.path, found.filename, task.sha256, url, task.entry, version, status, error)


def _put(db: sqlite3.Connection, base: Path, task: _Task, file: File, reply: Reply) -> Outcome:
    """Write one document. Rows that the base refuses are a fault of ours, and cost the document only."""
    reading, bug = reply.reading, reply.bug
    if reading and reading.document.sha256 != file.sha256:
        # It was saved anew while the build ran: the row tells which bytes were read.
        file = replace(file, sha256=reading.document.sha256)
    # First: a kill between the two leaves the document to be read again, never an original without its mask.
    keep(base, file.path, file.sha256, reading.originals if reading else ())
    try:
        with transaction(db):
            change = put(db, file, reading)
    except (sqlite3.IntegrityError, sqlite3.InterfaceError, ValueError, OverflowError) as error:
        bug = "".join(traceback.format_exception(error))
        message = f"{reply.job.name}: internal error, the base refuses its rows ({error})"
        file = replace(file, status="error", error=f"{message}. Report it with the log beside the base.")
        reading = None
        with transaction(db):
            change = put(db, file, None)
    return Outcome(
        name=reply.job.name,
        did="read",
        status=file.status,
        error=file.error,
        figures=len(reading.figures) if reading else 0,
        gained=len(change.gained),
        lost=len(change.lost),
        seconds=reply.seconds,
        notes=_notes(reading) if reading else (),
        bug=bug,
    )


def _gone(db: sqlite3.Connection, base: Path, listing: Listing) -> list[tuple[str, str]]:
    """Path and name of what stood under the given folders or in the given archives, and is there no longer or is
    ignored now, and of given files that are gone. A given folder that is not there takes nothing out: it is a slip, or
    a disk that is not mounted."""
    here = {_stored(found.path, base) for found in listing.found}
    here |= {_stored(refused.path, base) for refused in listing.refused}
    gone = {_stored(path, base) for path in (*listing.gone, *listing.given)}
    archives = [path for path in listing.gone if path.suffix.lower() == ".zip"]
    roots = _roots((*listing.given, *archives), base)
    return [
        (path, name)
        for path, name in db.execute("select path, filename from documents order by path")
        if path not in here and (path in gone or any(path.startswith(root) for root in roots))
    ]


def _roots(paths: Iterable[Path], base: Path) -> tuple[str, ...]:
    """What the stored paths begin with of all that lies under these."""
    return tuple(_stored(path / "_", base).removesuffix("_") for path in paths)


def _left_behind(db: sqlite3.Connection, base: Path, listing: Listing) -> list[str]:
    """What to tell of documents that a base of another version had, whose folders no build was given since."""
    before = documents_before(db)
    if not before:
        return []
    given, roots = {_stored(path, base) for path in listing.given}, _roots(listing.given, base)
    left = [path for path in before if path not in given and not path.startswith(roots)]
    set_documents_before(db, left)
    # A member of an archive is there where its archive is.
    paths = map(PurePosixPath, left)
    there = [path for path in paths if any((base.parent / one).is_file() for one in (path, *path.parents))]
    if not there:
        return []
    folders = ", ".join(sorted({str(path.parent) for path in there}))
    problem = f"another version of Solieu had made it, and it is filled anew: what lies in {folders} is not in it yet"
    return [f"{base.name}: {problem}. Build that too."]


def _remove(db: sqlite3.Connection, base: Path, gone: list[tuple[str, str]]) -> Iterator[Outcome]:
    for path, name in gone:
        keep(base, path, "", ())
        with transaction(db):
            change = remove(db, path)
        yield Outcome(name, "removed", "ok", lost=len(change.lost))


def _replay_corrections(db: sqlite3.Connection, base: Path, listing: Listing, changed: bool, summary: Summary) -> bool:
    """Lay people's corrections over the figures, where there are any and they or the figures changed.

    Those of folders that were built earlier count too: a build of one folder must not forget the word of another.
    """
    known = {_stored(file, base) for file in corrections_files(db, existing=False) if file.parent.is_dir()}
    known |= {_stored(file, base) for file in listing.corrections}
    # A log that is not there yet counts: the first apply must know where to begin it.
    if state(db, "corrections_files") != json.dumps(sorted(known)):
        with transaction(db):
            set_state(db, "corrections_files", json.dumps(sorted(known)))
    now = {_stored(file, base): _hash(file) for file in corrections_files(db)}
    before: dict[str, str] = json.loads(state(db, "corrections") or "{}")
    gone = sorted(before.keys() - now.keys())
    # Who applied corrections may have been killed between them and what comparisons keep of them.
    if changed or before != now or is_behind(db):
        # The code of the review is loaded only where there is something to lay over.
        from kb.review.overlay import replay

        replay(db)
    problem = "the log of corrections is gone, and with it what people decided"
    summary.warnings += [f"{file}: {problem}. Put the file back and build again." for file in gone]
    summary.warnings += json.loads(state(db, "corrections_warnings") or "[]")
    summary.corrections = dict(
        db.execute("select state, count(*) from corrections where carried = 0 group by state order by state")
    )
    return before != now


def _check(db: sqlite3.Connection, changed: bool) -> None:
    """Let the checks see what changed; their code is loaded only where they have something to see."""
    if changed or state(db, "checks") != checks_version():
        from kb.check.run import check_base

        check_base(db)


def _look_over(db: sqlite3.Connection, version: str, summary: Summary) -> None:
    """Note the copies that comparisons leave out, documents of other folders that newer rules have not seen, and
    readers of other packages that could not join."""
    copies = "select c.filename, o.filename from documents c join documents o on o.id = c.duplicate_of"
    summary.copies = db.execute(f"{copies} order by c.path").fetchall()
    old = db.execute("select count(*) from documents where rules_version <> ?", (version,)).fetchone()[0]
    if old:
        problem = f"documents outside of what was given that were read with other rules: {old}"
        summary.warnings.append(f"{Path(summary.base).name}: {problem}. Build their folders too.")
    summary.warnings += registry().faults
    own = "select coalesce(sum(personal), 0), count(*) from documents where personal > 0"
    summary.personal, summary.personal_in = db.execute(own).fetchone()


def _stored(path: Path, base: Path) -> str:
    """A path relative to the base's folder: joined to that folder it leads to the file again, wherever both lie."""
    try:
        relative = os.path.relpath(path, base.parent)
    except ValueError:  # another drive of Windows
        relative = str(path)
    return os.fsencode(relative).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def _hash_of(found: Found | Refused) -> str:
    if isinstance(found, Refused):
        return ""
    return _hash(found.path) if found.sha256 is None else found.sha256


def _hash(path: Path) -> str:
    """The hash of a file's bytes; empty where it cannot be opened: the worker will say why."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _notes(reading: Reading) -> tuple[str, ...]:
    """What a person should know of how a document was read."""
    suspicious = [SUSPICIONS[name] for name in json.loads(reading.document.suspicions)]
    told = [f"it looks misread: {why}; no comparison shows its figures before somebody looked" for why in suspicious]
    return (*told, *json.loads(reading.document.notes), *reading.faults)
