"""The SQL statements of a document's page, by name. All of them read."""

DOCUMENT = """
select d.*, p.name as province, o.filename as original, n.filename as newer,
    (select count(*) from passages where document_id = d.id) as passage_count,
    (select count(*) from exclusions where document_id = d.id) as exclusion_count,
    (select count(*) from leftovers where document_id = d.id) as leftover_count
from documents d
left join places p on p.id = d.place_id
left join documents o on o.id = d.duplicate_of
left join documents n on n.id = d.replaced_by
where d.id = :document
"""

OLDER = "select id, filename from documents where replaced_by = :document order by issued_on desc, path desc"

# A part of a document, so that the longest stays one page that opens at once.
PASSAGES = """
select id, seq, kind, page, text, char_start, char_end, table_seq, footnote, cells
from passages
where document_id = :document and seq >= :first and seq < :last
order by seq
"""

TABLE_ABOVE = """
select id, seq, kind, page, text, char_start, char_end, table_seq, footnote, cells
from passages
where document_id = :document and table_seq = :table and seq < :seq
order by seq
"""

SEQUENCE = "select id, seq, table_seq from passages where document_id = :document order by seq"

FIGURES = """
select f.id, f.passage_id, f.passage_start, f.char_end - f.char_start as length, f.number, f.value, f.value_max,
    f.denominator, f.unit, f.qualifier, f.kind, f.status, f.metric_id, f.metric, f.metric_en, m.group_id, m.group_vi,
    m.group_en, f.item, f.subject, f.place, f.level, f.period_effective, f.marks, f.flags, f.reviewed, f.people
from figures_final f
left join metrics m on m.id = f.metric_id
where f.document_id = :document
order by f.seq
"""

PASSAGE_OF_FIGURE = """
select p.seq from figures f join passages p on p.id = f.passage_id where f.id = :figure and f.document_id = :document
"""

PASSAGE = "select seq from passages where id = :passage and document_id = :document"

EXCLUSIONS = """
select text, reason, passage_id, char_start, char_end
from exclusions
where document_id = :document
order by char_start
"""

LEFTOVERS = """
select text, passage_id, char_start, char_end
from leftovers
where document_id = :document
order by char_start
"""

FOOTNOTES = """
select label, text, marks, passage_id
from footnotes
where document_id = :document
order by id
"""

# Who has reviewed the document as a whole, and whether its figures still say what they said then.
AS_A_WHOLE = "select reviewer, at, figures, holds from documents_reviewed where document_id = :document order by at"

# Where the file lies that was read, what its bytes were, and whether its text is masked here.
FILE = """
select d.filename, d.path, d.sha256, d.format,
    d.personal > 0 and exists (
        select 1 from passages p where p.document_id = d.id and instr(p.text, '██')
    ) as masked
from documents d
where d.id = :document
"""
