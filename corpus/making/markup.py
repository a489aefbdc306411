"""The small markup that the sample reports are written in: a TOML head, then one block a line, each figure annotated.

``{{number; unit; metric; subject; option; …}}`` is a figure; only the number is printed. ``-`` is no metric.
Options: ``k=`` kind, ``st=`` status, ``q=`` qualifier, ``l=`` level, ``p=`` period, ``v=`` value, ``x=`` its factor
(money in tỷ đồng ``x=1e9``, a fall ``x=-1``), ``pl=`` place,
``#name`` a label, ``of=name`` part of that figure, ``?`` optional, ``note=``.
``^[name]`` sets a footnote mark, which belongs to the figure before it in its clause; ``^[name]: words`` is its body.
``<<>>`` is a page break inside a sentence (text only).
``= ``, ``== ``, ``## ``, ``### ``, ``- `` open a document type, title line, headings and list items. ``{p=2023}`` at
the head of a line is the period of its figures. A table stands between ``!table widths`` and ``!end``; ``! `` opens a
header row, ``| `` a row, ``|[unit; metric; subject; …] `` a row with defaults, ``!col 3 …`` defaults of a column;
the cell ``<`` goes on from the left, ``^^`` from above.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path

from sample import Figure, Grid, Line, Mark, MarkupError, Report, Span, TableCell, Torn

KEYS = {
    "k": "kind",
    "st": "status",
    "q": "qualifier",
    "l": "level",
    "p": "period",
    "v": "value",
    "pl": "place",
    "of": "of",
    "x": "times",
    "note": "note",
}
INLINE = re.compile(r"\{\{(?P<figure>.*?)\}\}|\^\[(?P<mark>\w+)\]|(?P<torn><<>>)")


def parse_options(words: list[str], where: str) -> tuple[dict[str, str], str | None, bool]:
    """Fields, label and optionality of the words between the semicolons."""
    given: dict[str, str] = {}
    name, optional = None, False
    for word in words:
        key, sign, value = word.partition("=")
        if word.startswith("#"):
            name = word[1:]
        elif word == "?":
            optional = True
        elif sign and key.strip() in KEYS:
            given[KEYS[key.strip()]] = value.strip()
        elif word:
            raise MarkupError(f"{where}: unknown option {word!r}")
    return given, name, optional


def parse_fields(words: list[str], where: str) -> tuple[dict[str, str], str | None, bool]:
    """Unit, metric, subject by their place, then the options by their key."""
    plain: dict[str, str] = {}
    rest = list(words)
    for key in ("unit", "metric", "subject"):
        if not rest or re.match(r"#|\?$|(k|st|q|l|p|v|pl|of|x|note)\s*=", rest[0]):
            break
        if value := rest.pop(0):
            plain[key] = value
    given, name, optional = parse_options(rest, where)
    return plain | given, name, optional


def parse_spans(text: str, under: list[dict[str, str]], where: str) -> list[Span]:
    """Words, figures and marks of a line; ``under`` are defaults, the strongest first."""
    spans: list[Span] = []
    at = 0
    for found in INLINE.finditer(text):
        if found.start() > at:
            spans.append(text[at : found.start()])
        at = found.end()
        if found["mark"]:
            spans.append(Mark(found["mark"]))
        elif found["torn"]:
            spans.append(Torn())
        else:
            number, *words = [w.strip() for w in found["figure"].split(";")]
            given, name, optional = parse_fields(words, where)
            for layer in under:
                given = layer | given
            spans.append(Figure(number, given, name, [], optional))
    if at < len(text):
        spans.append(text[at:])
    give_marks(spans)
    return spans


def give_marks(spans: list[Span]) -> None:
    """Each mark goes to the nearest figure before it, unless a clause ends between the two."""
    nearest: Figure | None = None
    for span in spans:
        if isinstance(span, Figure):
            nearest = span
        elif isinstance(span, Mark) and nearest:
            nearest.marks.append(span.name)
        elif isinstance(span, str) and re.search(r"[;:]|\. ", span):
            nearest = None


def parse_line(raw: str, where: str) -> Line:
    """One line that is no table."""
    kinds = {"== ": "title", "= ": "doctype", "### ": "heading2", "## ": "heading1", "- ": "item"}
    kind = next((k for p, k in kinds.items() if raw.startswith(p)), "paragraph")
    text = raw.split(" ", 1)[1] if kind not in ("paragraph", "item") else raw
    under: list[dict[str, str]] = []
    if found := re.match(r"\{([^{}]*)\}", text):
        under = [parse_fields([w.strip() for w in found[1].split(";")], where)[0]]
        text = text[found.end() :].lstrip()
    return Line(kind, parse_spans(text, under, where))


def parse_table(lines: list[tuple[str, str]]) -> Grid:
    """The lines from ``!table`` up to ``!end``, each with its place in the file."""
    widths = [float(w) for w in lines[0][1].split()[1:]]
    columns: dict[int, dict[str, str]] = {}
    rows: list[tuple[bool, list[str], dict[str, str], str]] = []
    for where, raw in lines[1:]:
        if raw.startswith("!col "):
            _, number, words = raw.split(" ", 2)
            columns[int(number) - 1] = parse_fields([w.strip() for w in words.split(";")], where)[0]
            continue
        defaults: dict[str, str] = {}
        body = raw[1:]
        if found := re.match(r"\[(.*?)\]", body):
            defaults = parse_fields([w.strip() for w in found[1].split(";")], where)[0]
            body = body[found.end() :]
        cells = [c.strip() for c in body.split("|")]
        if len(cells) != len(widths):
            raise MarkupError(f"{where}: {len(cells)} cells, {len(widths)} columns")
        rows.append((raw.startswith("!"), cells, defaults, where))
    origin: dict[tuple[int, int], TableCell] = {}
    for r, (header, cells, defaults, where) in enumerate(rows):
        for c, words in enumerate(cells):
            if words == "<":
                cell = origin[r, c] = origin[r, c - 1]
                cell.column_span = max(cell.column_span, c - cell.column + 1)
            elif words == "^^":
                cell = origin[r, c] = origin[r - 1, c]
                cell.row_span = max(cell.row_span, r - cell.row + 1)
            else:
                spans = parse_spans(words, [defaults, columns.get(c, {})], where)
                origin[r, c] = TableCell(r, c, spans, header)
    unique = list({id(c): c for c in origin.values()}.values())
    return Grid(widths, unique, len(rows), sum(header for header, *_ in rows))


def number_notes(report: Report) -> None:
    """Footnotes get their printed numbers in the order in which their marks stand."""
    for block in report.blocks:
        lines = [block.spans] if isinstance(block, Line) else [c.spans for c in block.cells]
        for spans in lines:
            for span in spans:
                if isinstance(span, Mark):
                    report.labels.setdefault(span.name, str(len(report.labels) + 1))
    if set(report.labels) != set(report.notes):
        raise MarkupError(f"{report.name}: marks and bodies differ: {set(report.labels) ^ set(report.notes)}")


def parse(path: Path) -> Report:
    """Read a source file. Raises :class:`MarkupError` on a slip, with its line."""
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    report = Report(path.stem, tomllib.loads(head), [], {}, {})
    offset = head.count("\n") + 2
    table: list[tuple[str, str]] | None = None
    for number, raw in enumerate(body.splitlines(), offset + 1):
        where, raw = f"{path.name}:{number}", raw.rstrip()
        if table is not None:
            if raw == "!end":
                report.blocks.append(parse_table(table))
                table = None
            elif raw:
                table.append((where, raw))
        elif raw.startswith("!table"):
            table = [(where, raw)]
        elif found := re.match(r"\^\[(\w+)\]: (.*)", raw):
            report.notes[found[1]] = parse_line(found[2], where).spans
        elif raw and not raw.startswith("//"):
            report.blocks.append(parse_line(raw, where))
    number_notes(report)
    return report


def value_of(number: str) -> Decimal:
    """A printed Vietnamese number: points group by three, a comma is the decimal mark, ``0.8`` is a decimal."""
    number = number.replace("−", "-")
    if re.fullmatch(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?", number):
        return Decimal(number.replace(".", "").replace(",", "."))
    return Decimal(number.replace(",", "."))
