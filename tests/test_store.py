"""The base: ids from the source, whole transactions, the same content in whatever order documents come."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from extract.document import Block, Cell, Document, Footnote, SolieuError, Source, Table
from kb.build.documents import File, put, remove
from kb.build.reading import rows_of
from kb.fields import SAID
from kb.identity import MOST_ROWS, document_id, figure_id, identity_of, keys_of, row_id
from kb.lock import BusyError, writing
from kb.records import Reading
from kb.store import open_base, read_base, set_state, state, transaction, write_indices, write_metrics, write_places
from rules.catalogue import load_catalogue
from rules.figure import Evidence, Exclusion, Figure, Findings, Leftover, Letterhead, Relation
from rules.indices import load_index_components
from rules.language.fold import bare_letters
from rules.language.letters import sort_key
from rules.language.provinces import load_places, place_called

LETTER = Letterhead(issuer="UBND tỉnh Quảng Nam", number="12/BC-UBND", issued_on="2024-06-05", place="Quảng Nam")
INDEXES = ("runs", "build_state", "passages_fts", "figures_fts", "sqlite_stat1", "sqlite_stat4")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_base(tmp_path / "kb.db")) as opened:
        with transaction(opened):
            write_places(opened)
        yield opened


def document(words: str, sha256: str) -> Document:
    """Lines of prose, then a table of one row and a footnote."""
    lines = [*words.split("\n"), "Tỉnh\t41", "Chú thích 7"]
    text = "\n".join(lines)
    blocks: list[Block] = []
    start = 0
    for line in lines[:-2]:
        blocks.append(Block("paragraph", start, start + len(line), page=1, trail=("I. Hạ tầng",)))
        start += len(line) + 1
    cells = (start, start + 5)
    blocks.append(Block("table_cell", cells[0], cells[0] + 4, table=0, row=0, column=0))
    blocks.append(Block("table_cell", cells[1], cells[1] + 2, table=0, row=0, column=1))
    start = cells[1] + 3
    blocks.append(Block("footnote", start, len(text), footnote="1"))
    table = Table(cells[0], cells[1] + 2, 1, 2, (Cell(len(lines) - 2, 0, 0), Cell(len(lines) - 1, 0, 1)))
    notes = (Footnote("1", (len(blocks) - 1,), (len(lines[0]),)),)
    return Document(Source(Path("x"), "x", sha256, "text"), text, tuple(blocks), (table,), notes, 1)


def figure(document: Document, number: str, **fields: object) -> Figure:
    """A figure at the first place of its number."""
    start = document.text.index(number)
    block = next(i for i, b in enumerate(document.blocks) if b.start <= start < b.end)
    values: dict[str, object] = dict(
        dict.fromkeys(("value_max", "denominator", "metric", "item", "level", "period", "footnote", "part_of", "box")),
        start=start,
        end=start + len(number),
        number=number,
        value=Decimal(number.replace(".", "")),
        unit="trạm",
        qualifier="exact",
        kind="count",
        status="actual",
        subject="trạm",
        place="Quảng Nam",
        place_id="49-old",
        marks=(),
        in_table=False,
        quote=document.block_text(document.blocks[block]),
        block=block,
        page=1,
        rule="test",
        confidence=0.9,
        anchor=f"anchor of {number}",
    )
    return Figure(**{**values, **fields})  # type: ignore[arg-type]


def reading(words: str = "Có 2.128 trạm, trong đó 500 trạm 4G\nKhông số", sha256: str = "a" * 64) -> Reading:
    made = document(words, sha256)
    first = figure(made, "2.128", marks=("1",), evidence=(Evidence("unit", "counted", 9, 13),))
    figures = (first, figure(made, "500", part_of=0), figure(made, "41", in_table=True))
    four = made.text.index("4G")
    seven = made.text.index("7")
    return rows_of(
        made,
        Findings(
            figures,
            (Exclusion(four, four + 1, "4", "name", 0),),
            (Leftover(seven, seven + 1, "7", len(made.blocks) - 1),),
            LETTER,
            (
                Relation(1, (0,), "part_of", (figures[0].end + 7, figures[1].start - 1), "some"),
                Relation(0, (1, 2), "total", how="above"),
                Relation(2, (), "announces", counts=(3, 4)),
            ),
        ),
    )


def file(name: str, sha256: str = "a" * 64) -> File:
    return File(f"corpus/{name}", name, sha256, None, "{}", "v1", "ok", None)


def write(db: sqlite3.Connection, name: str, sha256: str = "a" * 64, words: str | None = None) -> None:
    with transaction(db):
        put(db, file(name, sha256), reading(words, sha256) if words else reading(sha256=sha256))


def dump(db: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables that hold content, those of figures with the hidden rowid that the index hangs on."""
    tables = [row[0] for row in db.execute("select name from sqlite_master where type = 'table' order by name")]
    return {
        table: sorted(db.execute(f"select {'rowid, ' * (table == 'figures')}* from {table}").fetchall(), key=repr)
        for table in tables
        if not table.startswith(INDEXES)
    }


def test_ids_never_change() -> None:
    """Corrections hold on to these: who changes them orphans what people decided."""
    identity = identity_of("UBND tỉnh Quảng Nam", "12/BC-UBND", "2024-06-05", "a" * 64)
    assert identity == "ubndtinhquangnam|12bcubnd|2024-06-05"
    assert document_id(identity) == "D-ENAZBHM39C"
    assert figure_id(identity, "anchor", "2.128", 0) == "F-9Z1E5Y0QCF"
    assert identity_of("UBND", None, "2024-06-05", "a" * 64) == "sha256:" + "a" * 64


def test_spellings_of_a_letterhead_are_one_identity() -> None:
    assert bare_letters("ỦY BAN NHÂN DÂN") == bare_letters("uỷ ban  nhân dân") == "uybannhandan"
    assert bare_letters("Số: 04 -BC/BCĐ") == "so04bcbcd"


def test_copies_with_the_same_bytes_are_told_apart_by_counting() -> None:
    keys = keys_of("i", ["a", "a", "b", "a", "b"])
    assert keys == ["i", "i|a", "i|b", "i|a|copy2", "i|b|copy2"]


def test_row_ids_fit_into_javascript() -> None:
    assert 0 <= row_id("D-0000000000", MOST_ROWS - 1) < 2**53
    assert row_id("D-A", 1) == row_id("D-A", 0) + 1
    with pytest.raises(ValueError, match="at most"):
        row_id("D-A", MOST_ROWS)


def test_a_document_is_written_with_all_of_its_rows(db: sqlite3.Connection) -> None:
    write(db, "a.txt")
    figures = db.execute(
        "select seq, number, value, value_num, part_of, place_id, marks, evidence from figures order by seq"
    )
    first = db.execute("select id from figures where seq = 0").fetchone()[0]
    assert figures.fetchall() == [
        (0, "2.128", "2128", 2128.0, None, "49-old", '["1"]', '[["unit", "counted", 9, 13]]'),
        (1, "500", "500", 500.0, first, "49-old", "[]", "[]"),
        (2, "41", "41", 41.0, None, "49-old", "[]", "[]"),
    ]
    assert db.execute("select kind, text, trail, cells from passages order by seq").fetchall() == [
        ("paragraph", "Có 2.128 trạm, trong đó 500 trạm 4G", '["I. Hạ tầng"]', None),
        ("paragraph", "Không số", '["I. Hạ tầng"]', None),
        ("table_row", "Tỉnh | 41", "[]", "[[0, 1, 1, 0, 0, 4], [1, 1, 1, 0, 7, 9]]"),
        ("footnote", "Chú thích 7", "[]", None),
    ]
    assert db.execute("select label, text, marks from footnotes").fetchall() == [("1", "Chú thích 7", "[35]")]
    assert db.execute("select text, reason from exclusions").fetchall() == [("4", "name")]
    assert db.execute("select text from leftovers").fetchall() == [("7",)]
    assert db.execute("select place_id, figure_count, status from documents").fetchall() == [("49-old", 3, "ok")]


def test_every_number_stands_where_its_passage_says(db: sqlite3.Connection) -> None:
    write(db, "a.txt")
    cut = "select f.number, substr(p.text, f.passage_start + 1, length(f.number)) from figures f join passages p"
    assert all(number == found for number, found in db.execute(f"{cut} on p.id = f.passage_id"))


def test_passages_hold_the_whole_text(db: sqlite3.Connection) -> None:
    write(db, "a.txt")
    text = list(document("Có 2.128 trạm, trong đó 500 trạm 4G\nKhông số", "a").text)
    rebuilt = ["\n"] * len(text)
    for words, start, end, cells in db.execute("select text, char_start, char_end, cells from passages"):
        plain = "\t".join(words[cell[4] : cell[5]] for cell in json.loads(cells)) if cells else words
        rebuilt[start:end] = plain
    assert rebuilt == text


def test_a_figure_that_contradicts_the_text_is_not_written_but_told(db: sqlite3.Connection) -> None:
    made = document("Có 2.128 trạm", "b" * 64)
    good = figure(made, "2.128")
    foreign = figure(made, "41", quote="Tỉnh Quảng Ngãi có 41 trạm", part_of=0)
    shifted = figure(made, "7", start=3, end=4)
    child = figure(made, "2.128", part_of=1, occurrence=1)
    with transaction(db):
        put(db, file("a.txt", "b" * 64), rows_of(made, Findings((good, foreign, shifted, child), (), (), LETTER)))
    assert db.execute("select number, part_of from figures").fetchall() == [("2.128", None), ("2.128", None)]
    assert json.loads(db.execute("select notes from documents").fetchone()[0]) == [
        f"internal error: the quote of 41 at {foreign.start} is not in the document",
        "internal error: the number 7 is not what stands at 3",
    ]


def test_a_row_quoted_with_its_headers_is_in_the_document(db: sqlite3.Connection) -> None:
    made = document("Chỉ số năm 2024", "b" * 64)
    quoted = figure(made, "41", quote="Chỉ số | Tỉnh | 41")
    assert not rows_of(made, Findings((quoted,), (), (), LETTER)).faults


def test_relations_lead_to_figures_and_go_with_them(db: sqlite3.Connection) -> None:
    columns = "r.number, relation, how, f.number, o.number, words, counts"
    query = (
        f"select {columns} from relations r join figures f on f.id = figure_id left join figures o on o.id = other_id"
    )
    write(db, "a.txt")
    expected = [
        (0, "part_of", "some", "500", "2.128", "trong đó", "[]"),
        (1, "total", "above", "2.128", "500", None, "[]"),
        (1, "total", "above", "2.128", "41", None, "[]"),
        (2, "announces", "", "41", None, None, "[3, 4]"),
    ]
    assert db.execute(f"{query} order by r.id").fetchall() == expected
    with transaction(db):
        remove(db, "corpus/a.txt")
    assert db.execute("select count(*) from relations").fetchone() == (0,)


def test_a_relation_of_a_figure_that_is_not_written_is_left_out() -> None:
    made = document("Có 2.128 trạm, trong đó 500 trạm 4G", "b" * 64)
    foreign = figure(made, "500", quote="not in the document")
    ties = (Relation(1, (0,), "part_of"), Relation(0, (), "announces"), Relation(2, (0, 1), "total"))
    findings = Findings((figure(made, "2.128"), foreign, figure(made, "41")), (), (), LETTER, ties)
    assert [(row.relation, row.number) for row in rows_of(made, findings).relations] == [("announces", 0)]


def test_an_id_that_is_taken_costs_no_figure(db: sqlite3.Connection) -> None:
    made = document("Có 2.128 trạm", "b" * 64)
    twins = tuple(figure(made, "2.128") for _ in range(3))
    with transaction(db):
        put(db, file("a.txt", "b" * 64), rows_of(made, Findings(twins, (), (), LETTER)))
    assert db.execute("select occurrence from figures order by seq").fetchall() == [(0,), (1,), (2,)]
    assert db.execute("select count(distinct id) from figures").fetchone() == (3,)


def test_the_order_of_work_leaves_no_trace(tmp_path: Path) -> None:
    """Copies by letterhead and by bytes, an annex and a stranger, in every order, some written twice or removed."""
    annex = "\n".join(f"Mục {number} có 9{number} điểm" for number in range(20))
    files = [("a.docx", "a"), ("b.pdf", "b"), ("c.pdf", "a"), ("d.txt", "d")]
    dumps = []
    for turn, order in enumerate(itertools.permutations(files)):
        with closing(open_base(tmp_path / f"{turn}.db")) as db:
            with transaction(db):
                write_places(db)
            write(db, "0.txt", "e" * 64)
            write(db, order[0][0], "f" * 64)
            for name, letter in order:
                write(db, name, letter * 64, f"Có 2.128 trạm, 500 và 4G\n{annex}" if letter == "d" else None)
            with transaction(db):
                remove(db, "corpus/0.txt")
            assert db.execute("pragma foreign_key_check").fetchall() == []
            dumps.append(dump(db))
    assert all(one == dumps[0] for one in dumps)
    with closing(read_base(tmp_path / "0.db")) as db:
        ids = {row["filename"]: row["id"] for row in db.execute("select filename, id from documents")}
        copies = {row["filename"]: row["duplicate_of"] for row in db.execute("select * from documents")}
    assert ids["a.docx"] == "D-ENAZBHM39C"
    assert copies == {name: None if name == "a.docx" else ids["a.docx"] for name in ids}


def test_an_annex_is_no_copy_of_its_report(db: sqlite3.Connection) -> None:
    report = document("Có 2.128 trạm và 500 máy", "a" * 64)
    annex = document("Có 86 xã và 97 thôn", "b" * 64)
    for name, made, numbers in (("report.txt", report, ("2.128", "500")), ("annex.txt", annex, ("86", "97"))):
        figures = tuple(figure(made, number) for number in numbers)
        with transaction(db):
            put(db, file(name, made.source.sha256), rows_of(made, Findings(figures, (), (), LETTER)))
    assert db.execute("select count(*), count(duplicate_of) from documents").fetchone() == (2, 0)


def test_a_draft_and_its_signed_report_are_one_in_every_order(tmp_path: Path) -> None:
    """The draft lacks number and day; another month's report has the same title, and other numbers."""
    title = "Kết quả cải cách hành chính năm 2024"
    signed = replace(LETTER, title=title)
    draft = replace(signed, number=None, issued_on="2024-06")
    heads = {
        "a.docx": draft,
        "b.docx": draft,
        "c.pdf": signed,
        "d.docx": draft,
        "e.docx": replace(draft, number="9/BC"),
    }
    dumps = []
    for turn, order in enumerate(itertools.permutations(heads)):
        with closing(open_base(tmp_path / f"{turn}.db")) as db:
            with transaction(db):
                write_places(db)
            for name in (*order, order[0]):
                first = 300 if name == "d.docx" else 100
                numbers = [str(first + step) for step in range(12)]
                made = document("Có " + ", ".join(f"{number} xã" for number in numbers), name[0] * 64)
                figures = tuple(figure(made, number) for number in numbers)
                with transaction(db):
                    put(db, file(name, name[0] * 64), rows_of(made, Findings(figures, (), (), heads[name])))
            dumps.append(dump(db))
            query = (
                "select c.filename, o.filename from documents c join documents o on o.id = c.duplicate_of order by 1"
            )
            assert db.execute(query).fetchall() == [("a.docx", "c.pdf"), ("b.docx", "c.pdf")]
            if turn == 0:
                with transaction(db):
                    remove(db, "corpus/c.pdf")
                assert db.execute(query).fetchall() == [("b.docx", "a.docx"), ("e.docx", "a.docx")]
    assert all(one == dumps[0] for one in dumps)


def test_a_failure_takes_the_place_of_what_was_read(db: sqlite3.Connection) -> None:
    write(db, "a.txt")
    failed = File("corpus/a.txt", "a.txt", "b" * 64, None, "{}", "v1", "error", "a.txt: it is broken. Save it again.")
    with transaction(db):
        change = put(db, failed, None)
    assert (len(change.gained), len(change.lost)) == (0, 3)
    assert db.execute("select status, format, sha256 from documents").fetchall() == [("error", None, "b" * 64)]
    assert db.execute("select count(*) from passages").fetchone() == (0,)


def test_what_breaks_inside_a_transaction_leaves_nothing(db: sqlite3.Connection) -> None:
    before = dump(db)
    broken = reading()
    said = dict(zip((field.name for field in SAID), broken.figures[0].said, strict=True)) | {"place_id": "nowhere"}
    orphan = broken.figures[0]._replace(said=tuple(said.values()))
    with pytest.raises(sqlite3.IntegrityError), transaction(db):
        put(db, file("a.txt"), Reading(broken.document, broken.passages, (), (orphan,), (), ()))
    assert dump(db) == before


def test_search_finds_what_was_written_and_forgets_what_was_removed(db: sqlite3.Connection) -> None:
    query = "select count(*) from passages_fts where passages_fts match 'tram'"
    write(db, "a.txt")
    write(db, "a.txt")
    assert db.execute(query).fetchone() == (1,)
    with transaction(db):
        remove(db, "corpus/a.txt")
    assert db.execute(query).fetchone() == (0,)
    db.execute("insert into passages_fts(passages_fts) values ('integrity-check')")
    db.execute("insert into figures_fts(figures_fts) values ('integrity-check')")


def test_a_base_of_another_schema_is_emptied(tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    with closing(open_base(path)) as db:
        with transaction(db):
            write_places(db)
        write(db, "a.txt")
        with transaction(db):
            set_state(db, "schema", "older")
    with closing(open_base(path)) as db:
        assert db.execute("select count(*) from documents").fetchone() == (0,)
        assert state(db, "schema") != "older"
    with closing(open_base(path)) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)


def test_a_file_that_is_no_base_of_ours_is_left_alone(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.db", tmp_path / "other.db"
    text.write_text("These are my notes, and there are quite a few of them. " * 40, encoding="utf-8")
    with closing(sqlite3.connect(other)) as db:
        db.execute("create table mine (id)")
    before = (text.read_bytes(), other.read_bytes())
    with pytest.raises(SolieuError, match=r"no sound SQLite base"):
        open_base(text)
    with pytest.raises(SolieuError, match=r"the base of another program"):
        open_base(other)
    assert (text.read_bytes(), other.read_bytes()) == before


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    with (
        writing(tmp_path / "kb.db"),
        pytest.raises(BusyError, match=r"another process writes it \(process \d+, since"),
        writing(tmp_path / "kb.db"),
    ):
        pass
    with writing(tmp_path / "kb.db"):
        pass


def test_codes_and_components_are_those_of_the_catalogue_and_written_once(db: sqlite3.Connection) -> None:
    catalogue = load_catalogue()
    groups = {group.id: (group.name_vi, group.name_en) for group in catalogue.groups}
    with transaction(db):
        write_metrics(db, catalogue, groups)
        write_indices(db)
    codes = sum(len(metric.codes) for metric in catalogue)
    assert db.execute("select count(*) from metric_codes").fetchone() == (codes,)
    assert db.execute("select count(*) from index_components").fetchone() == (len(load_index_components()),)
    lost = "select count(*) from metric_codes where system not in (select id from code_systems)"
    assert db.execute(lost).fetchone() == (0,)
    whole = "select maximum from index_components where index_id = 'dti' and code = '6'"
    assert db.execute(whole).fetchone() == (200.0,)
    before = db.total_changes
    with transaction(db):
        write_metrics(db, catalogue, groups)
        write_indices(db)
    assert db.total_changes == before
    with transaction(db):
        write_metrics(db, [replace(metric, codes=()) for metric in catalogue], groups)
    assert db.execute("select count(*) from metric_codes").fetchone() == (0,)


def test_places_are_63_then_34_and_the_country(db: sqlite3.Connection) -> None:
    assert len(load_places()) == 98
    old = "select count(*) from places where valid_to = '2025-06-30' and merged_into is not null"
    assert db.execute(old).fetchone() == (63,)
    assert db.execute("select count(*) from places where valid_from = '2025-07-01'").fetchone() == (34,)


@pytest.mark.parametrize(
    ("name", "when", "place"),
    [
        ("Quảng Nam", "2024-06", "49-old"),
        ("Quảng Nam", None, "49-old"),
        ("tỉnh quảng nam", "2026", "49-old"),
        ("Đà Nẵng", "2025-H1", "48-old"),
        ("Đà Nẵng", "2025-H2", "48"),
        ("TP. Hồ Chí Minh", "2023", "79-old"),
        ("Thừa Thiên Huế", "2024", "46-old"),
        ("Đăk Lăk", None, "66-old"),
        ("Đăk Lăk", "2026", "66"),
        ("Khánh Hoà", "2025-09-01", "56"),
        ("cả nước", "2024", "vn"),
        ("Tam Kỳ", "2024", None),
        (None, "2024", None),
    ],
)
def test_place_of_a_document(name: str | None, when: str | None, place: str | None) -> None:
    found = place_called(name, when)
    assert (found and found.id) == place


def test_names_sort_as_in_a_dictionary() -> None:
    names = ["Yên Bái", "Đà Nẵng", "Dĩ An", "Hà Nội", "Hạ Long", "Cần Thơ", "Cao Bằng", "Ân Thi", "An Giang", "Hà Nam"]
    in_order = [
        "An Giang",
        "Ân Thi",
        "Cao Bằng",
        "Cần Thơ",
        "Dĩ An",
        "Đà Nẵng",
        "Hà Nam",
        "Hà Nội",
        "Hạ Long",
        "Yên Bái",
    ]
    assert sorted(names, key=sort_key) == in_order
