"""A base with one short report in our own words, and the gold lines that say exactly what stands in it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

from extract.assemble import assemble
from extract.document import Document, Source
from extract.pieces import Grid, GridCell, Note, Paragraph, Pieces
from kb.build.documents import File, put
from kb.build.reading import rows_of
from kb.score.rows import PLAIN
from kb.store import open_base, transaction, write_metrics, write_places
from rules.catalogue import load_catalogue
from rules.figure import Figure, Findings
from rules.letterhead import read_letterhead

PIECES = Pieces(
    [
        Paragraph("Năm 2022, toàn tỉnh có 1.250 trạm BTS, trong đó 310 trạm ở miền núi.", marks=((37, "1"),)),
        Note("1", (Paragraph("Huyện Mường Tè có 84 trạm."),)),
        Paragraph("- Đã lập 95-98 tổ tại 96 xã;", kind="list_item"),
        Paragraph("- Có 10/18 huyện đạt trên 72,5%.", kind="list_item"),
        Grid(tuple(GridCell(0, column, (Paragraph(text),)) for column, text in enumerate(("Hồ sơ", "84", "96")))),
    ]
)
DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(PLAIN),
    **dict.fromkeys(("value_max", "denominator", "metric", "level", "period", "footnote", "part_of")),
    "nth": 0,
    "unit": "trạm",
    "qualifier": "exact",
    "kind": "count",
    "status": "actual",
    "subject": "trạm",
    "place": "Lai Châu",
    "marks": [],
    "in_table": False,
    "optional": False,
}
GOLD: tuple[dict[str, Any], ...] = tuple(
    DEFAULTS | line
    for line in (
        {"quote": "có 1.250 trạm BTS", "number": "1.250", "value": 1250, "marks": ["1"], "metric": "bts_stations"},
        {"quote": "310 trạm ở miền núi", "number": "310", "value": 310, "part_of": 0, "period": "2022"},
        {"quote": "Tè có 84 trạm", "number": "84", "value": 84, "footnote": "1", "place": "huyện Mường Tè"},
        {"quote": "lập 95-98 tổ", "number": "95-98", "value": 95, "value_max": 98, "unit": "tổ", "period": "2022"},
        {"quote": "tổ tại 96 xã", "number": "96", "value": 96, "unit": "xã", "level": "commune"},
        {"quote": "10/18 huyện", "number": "10/18", "value": 10, "denominator": 18, "kind": "rate", "unit": "huyện"},
        {"quote": "trên 72,5%", "number": "72,5", "value": 72.5, "unit": "%", "kind": "rate", "qualifier": "over"},
        {"quote": "Hồ sơ\t84\t96", "number": "84", "value": 84, "unit": "hồ sơ", "in_table": True},
        {"quote": "Hồ sơ\t84\t96", "number": "96", "value": 96, "unit": "hồ sơ", "in_table": True, "optional": True},
    )
)
"""Nine figures: two of prose, one of a footnote, four of lists, two of a table, one of these optional."""


def make_base(folder: Path, figures: Iterable[dict[str, Any]] = GOLD, name: str = "lai-chau.txt") -> Path:
    """A base in which the rules are said to have found these figures, in this order, in the report above."""
    document = assemble(Source(Path(name), name, "a" * 64, "text"), PIECES)
    base = folder / "kb.db"
    found = tuple(_figure(document, line, at) for at, line in enumerate(figures))
    reading = rows_of(document, Findings(found, (), (), read_letterhead(document)))
    assert not reading.faults
    catalogue = load_catalogue()
    with closing(open_base(base)) as db, transaction(db):
        write_metrics(db, catalogue, {group.id: (group.name_vi, group.name_en) for group in catalogue.groups})
        write_places(db)
        put(db, File(name, name, "a" * 64, None, "{}", "v1", "ok", None), reading)
    return base


def write_gold(folder: Path, lines: Iterable[dict[str, Any]] = GOLD, name: str = "lai-chau.figures.jsonl") -> Path:
    """A gold file of these lines."""
    path = folder / name
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def _figure(document: Document, line: dict[str, Any], at: int) -> Figure:
    """The figure of a gold line; ``at`` keeps ids apart."""
    start = document.text.index(line["quote"]) + line["quote"].index(line["number"])
    block = next(index for index, one in enumerate(document.blocks) if one.start <= start < one.end)
    fields = {key: line[key] for key in line if key not in ("nth", "optional")}
    for key in ("value", "value_max", "denominator"):
        fields[key] = None if line[key] is None else Decimal(str(line[key]))
    fields |= {"marks": tuple(line["marks"]), "quote": line["quote"].replace("\t", " | ")}
    return Figure(
        **fields,
        start=start,
        end=start + len(line["number"]),
        item=None,
        place_id=None,
        block=block,
        page=None,
        box=None,
        rule="test",
        confidence=1.0,
        anchor=f"anchor {at}",
    )
