"""The SQL statements of a figure's page, by name. All of them read."""

from kb.fields import CORRECTED

_MACHINE = ", ".join(f"g.{field.name} as machine_{field.name}" for field in CORRECTED)
FIGURE = f"""
select f.*, p.text as passage, p.kind as passage_kind, p.trail, p.seq as passage_seq, p.table_seq,
    p.char_start as passage_char_start, {_MACHINE},
    coalesce(g.number, f.number) as text_number, d.number as document_number, d.issuer, d.doc_type, d.url, d.format,
    d.period as document_period, d.pages
from figures_final f
left join figures g on g.id = f.id
join passages p on p.id = f.passage_id
join documents d on d.id = f.document_id
where f.id = :figure
"""

DROPPED = "select id from figures where id = :figure"

FOOTNOTES = """
select n.label, n.text, n.label = f.footnote as inside
from figures_final f
join footnotes n on n.document_id = f.document_id
where f.id = :figure
    and (n.label = f.footnote or n.label in (select value from json_each(f.marks)))
order by n.id
"""

# A footnote's sentence reads on from the sentence that bears its mark.
BEARER = """
select p.text, p.id = f.passage_id as same
from figures_final f
join footnotes n on n.document_id = f.document_id and n.label = f.footnote
join json_each(n.marks) m
join passages p on p.document_id = f.document_id and p.char_start <= m.value and p.char_end >= m.value
where f.id = :figure
order by p.seq
limit 1
"""

# The document and the whole come from the figure's row: what is joined to the view of all figures is looked for in all.
PARTS = """
select id, number, unit, subject, level, 'part' as relation
from figures_final
where document_id = :document and part_of = :figure
union all
select id, number, unit, subject, level, 'whole'
from figures_final
where id = :whole
"""

CORRECTIONS = """
select field, old, new, reason, reviewer, at, state, event, batch
from corrections
where figure_id = :figure
order by at desc, event desc
"""

CHECKS = """
select rule, expected, found, message, message_en
from findings_checks
where (document_id = :document or document_id is null)
    and exists (select 1 from json_each(figure_ids) where value = :figure)
order by id
"""

# The same metric, place, owner, item, level, status and period, the figure itself among them.
SLOT = """
select id, number, value, value_max, denominator, comparable, basis, unit, qualifier, kind, status, marks, flags,
    reviewed, document_id, filename, title, issued_on, page, quote
from figures_compared
where metric_id = :metric and place_id = :place and item is :item and level is :level and owner is :owner
    and status = :status and period_effective is :period
order by id = :figure desc, issued_on desc, document_id, seq
limit 40
"""

# A table's head and the rows shortly above: a cell of these may reach down to the figure's row.
TABLE_ROWS = """
select seq, text, cells
from passages
where document_id = :document and table_seq = :table and seq <= :seq and cells is not null
    and (seq > :seq - 60 or seq < 12 + (
        select min(seq) from passages where document_id = :document and table_seq = :table
    ))
order by seq
"""

# Where figures stand in a passage, those that people struck out and added among them.
# By the document, which has an index: a passage is a part of one.
PLACES = """
select passage_start as start, passage_start + length(number) as end from figures
where passage_id = :passage and document_id = (select document_id from passages where id = :passage)
union all
select passage_start, passage_start + length(number) from figures_added
where passage_id = :passage and document_id = (select document_id from passages where id = :passage)
"""

# What may be printed on the page of a figure: a passage is kept with the page on which it begins.
PRINTED_AROUND = """
select p.id, p.text
from figures_laid f
join passages p on p.document_id = f.document_id and p.page between f.page - 1 and f.page
where f.id = :figure
order by p.seq
"""

# Where the figures of that page stand, and in which passages.
BOXES = """
select o.passage_id, o.bbox
from figures_laid f
join figures o on o.document_id = f.document_id and o.page = f.page and o.bbox is not null
where f.id = :figure
order by o.seq
"""

METRIC_NAMES = "select id, name_vi, name_en from metrics where id in (select value from json_each(:ids))"

# What a page's image is drawn from: nothing of it comes from the address but the figure's id.
IMAGE = """
select f.id, f.page, f.bbox, d.path, d.sha256, d.format, d.filename,
    d.personal > 0 and exists (
        select 1 from passages p
        where p.document_id = d.id and p.page between f.page - 1 and f.page and instr(p.text, '██')
    ) as masked
from figures_laid f
join documents d on d.id = f.document_id
where f.id = :figure
"""
