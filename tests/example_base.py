"""A small base with the real schema and views, filled by hand: what the pages and the views are tested on.

``Base.say`` takes a sentence in which each number stands in ``[[ ]]``, and writes its passage and its figures.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from base64 import b32encode
from decimal import Decimal
from pathlib import Path
from typing import Any

from example_catalogue import METRICS, PLACES

from kb.latest import refresh
from kb.periods import add_periods
from kb.store import note_versions, script

KB = Path(__file__).parents[1] / "kb"


class Base:
    """A base that is being filled. ``connection`` is open and ``path`` may be served."""

    def __init__(self, path: Path | str = ":memory:") -> None:
        self.connection = sqlite3.connect(path)
        for name in ("schema.sql", "views.sql", "latest.sql"):
            self.connection.executescript(script(KB / name))
        note_versions(self.connection)
        for place_id, code, name, _, sort_key in PLACES:
            self.insert(
                "places",
                id=place_id,
                code=code,
                name=name,
                full_name=f"Tỉnh {name}",
                kind="province",
                valid_to="2025-06-30",
                merged_into=None,
                sort_key=sort_key,
            )
        for at, (metric, vi, en, unit, kind, group, group_vi, better) in enumerate(METRICS):
            self.insert(
                "metrics",
                id=metric,
                name_vi=vi,
                name_en=en,
                unit=unit,
                kind=kind,
                group_id=group,
                group_vi=group_vi,
                group_en=group.title(),
                better=better,
                total="never",
                sort_key=f"{at:03}",
            )
        self.seq: dict[str, int] = {}

    def insert(self, table: str, **values: Any) -> int:
        """Write one row, as the writers do with the days of its periods; gives its rowid."""
        add_periods(self.connection, (values.get(name) for name in ("period", "issued_on", "new")))
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        return self.connection.execute(f"insert into {table} ({names}) values ({marks})", values).lastrowid or 0

    def document(self, filename: str, place_id: str | None, period: str, issued_on: str, **more: Any) -> str:
        """Write a document that was read; gives its id."""
        place = next((name for key, _, name, _, _ in PLACES if key == place_id), None)
        document_id = "D-" + _letters(filename)
        row = {
            "title": f"Báo cáo chuyển đổi số tỉnh {place}",
            "status": "ok",
            "format": "pdf",
            "pages": 12,
            "doc_type": "Báo cáo",
            "issuer": f"UBND tỉnh {place}",
            "number": "12/BC-UBND",
        } | more
        self.insert(
            "documents",
            id=document_id,
            filename=filename,
            path=filename,
            sha256=_letters(filename),
            place=place,
            place_id=place_id,
            period=period,
            issued_on=issued_on,
            identity=filename,
            rules_version="1",
            **row,
        )
        self.seq[document_id] = 0
        return document_id

    def say(self, document_id: str, sentence: str, *figures: dict[str, Any], **passage: Any) -> list[str]:
        """Write a passage whose ``[[numbers]]`` are the figures given, in order; gives the ids of the figures."""
        text = sentence.replace("[[", "").replace("]]", "")
        start = self.seq[document_id] * 1000
        passage_id = self.insert(
            "passages",
            **{
                "document_id": document_id,
                "seq": self.seq[document_id],
                "kind": "paragraph",
                "page": 2,
                "text": text,
                "trail": json.dumps(["II. KẾT QUẢ", "1. Hạ tầng số"], ensure_ascii=False),
                "char_start": start,
                "char_end": start + len(text),
            }
            | passage,
        )
        self.seq[document_id] += 1
        place_id, place = self.connection.execute(
            "select place_id, place from documents where id = ?", (document_id,)
        ).fetchone()
        ids = []
        for at, (match, given) in enumerate(zip(re.finditer(r"\[\[(.+?)\]\]", sentence), figures, strict=True)):
            number = match[1]
            where = match.start() - 4 * at
            row = {
                "value": str(_value(number)),
                "unit": "%",
                "qualifier": "exact",
                "kind": "rate",
                "status": "actual",
                "metric_id": None,
                "subject": "",
                "place": place,
                "place_id": place_id,
                "quote": text,
                "page": 2,
                "in_table": 0,
                "rule": "metric phrase",
                "confidence": 0.92,
                "flags": "[]",
                "place_from": "letterhead",
                "period_from": "sentence" if given.get("period") else "letterhead",
                "level_from": "sentence",
                "status_from": "default",
            } | given
            figure_id = "F-" + _letters(f"{document_id} {text} {at}")
            self.insert(
                "figures",
                id=figure_id,
                document_id=document_id,
                seq=self.seq[document_id] * 10 + at,
                number=number,
                value_num=float(row["value"]),
                passage_id=passage_id,
                char_start=start + where,
                char_end=start + where + len(number),
                passage_start=where,
                anchor=_letters(text),
                occurrence=at,
                **row,
            )
            ids.append(figure_id)
        self.connection.execute(
            "update documents set figure_count = figure_count + ? where id = ?", (len(ids), document_id)
        )
        return ids

    def footnote(self, document_id: str, label: str, text: str, *figures: dict[str, Any]) -> list[str]:
        """Write a footnote's body and its figures; gives the ids of the figures."""
        given = [{"footnote": label} | figure for figure in figures]
        ids = self.say(document_id, text, *given, kind="footnote", footnote=label)
        passage_id = self.connection.execute("select max(id) from passages").fetchone()[0]
        self.insert(
            "footnotes",
            document_id=document_id,
            label=label,
            passage_id=passage_id,
            marks="[10]",
            text=text.replace("[[", "").replace("]]", ""),
        )
        return ids

    def correct(self, figure_id: str, field: str, new: str, *, state: str = "active", at: str = "2026-01-05") -> None:
        """A person's word on a field of a figure."""
        number = self.connection.execute("select count(*) from corrections").fetchone()[0]
        self.insert(
            "corrections",
            event=f"E-{number}",
            batch="B-1",
            hand_in="I-1",
            figure_id=figure_id,
            field=field,
            new=new,
            old="",
            reviewer="Lan",
            reason="đọc lại bản gốc",
            at=at,
            state=state,
        )

    def finish(self) -> None:
        """Write everything down, with the rows that pages read and the statistics that the planner reads."""
        self.connection.commit()
        refresh(self.connection)
        self.connection.execute("analyze")
        self.connection.commit()


def _letters(text: str) -> str:
    return b32encode(hashlib.sha256(text.encode()).digest()).decode()[:10]


def _value(number: str) -> Decimal:
    return Decimal(number.split("/")[0].replace(".", "").replace(",", "."))
