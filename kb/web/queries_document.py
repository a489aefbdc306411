"""The SQL statements of a document's page, by name. All of them read."""

DOCUMENT = """
select d.*, p.name as province, o.filename as original,
    (select count(*) from passages where document_id = d.id) as passage_count,
    (select count(*) from exclusions where document_id = d.id) as exclusion_count,
    (select count(*) from leftovers where document_id = d.id) as leftover_count
from documents d
left join places p on p.id = d.place_id
left join documents o on o.id = d.duplicate_of
where d.id = :document
"""

# A part of a document, so that the longest stays one page that opens at once.
PASSAGES = """
select id, seq, kind, page, text, char_start, char_end, table_seq, footnote, cells
from passages
where document_id = :document and seq >= :first and seq < :last
order by seq
"""

FIGURES = """
select id, passage_id, passage_start, number, value, value_max, denominator, unit, qualifier, kind, status,
    metric_id, metric, metric_en, metric_group, item, subject, place, level, period_effective, marks, flags, reviewed
from figures_final
where document_id = :document
order by seq
"""

# A table that began in the part before is drawn from its own rows only.
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
