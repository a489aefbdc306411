"""The SQL statements of the review page, by name. All of them read; the queue itself is that of ``kb.review.queue``."""

PROGRESS = """
select
    (select coalesce(sum(figure_count), 0) from documents
        where status = 'ok' and duplicate_of is null and replaced_by is null) as figures,
    (select count(*) from figures_overruled where dropped = 0 and trim(fields) = '') as confirmed,
    (select count(*) from figures_overruled where dropped = 0 and trim(fields) <> '') as corrected,
    (select count(*) from figures_overruled where dropped = 0 and people > 1) as twice,
    (select count(*) from figures_overruled where dropped = 1) as dropped
"""

STATES = "select state, count(*) as corrections from corrections where carried = 0 group by state order by state"

DOCUMENTS = """
select d.id, d.filename, d.title, d.figure_count, p.name as province, count(o.figure_id) as reviewed,
    (select group_concat(w.reviewer, ', ') from documents_reviewed w where w.document_id = d.id and w.holds = 1)
        as as_a_whole
from documents d
left join places p on p.id = d.place_id
left join figures f on f.document_id = d.id and f.id in (select figure_id from figures_overruled)
left join figures_overruled o on o.figure_id = f.id
where d.status = 'ok' and d.duplicate_of is null and d.replaced_by is null and d.figure_count > 0
group by d.id
order by reviewed > 0 desc, d.filename
limit :limit
"""

PROVINCES = """
select p.id, p.name, count(*) as documents
from documents d
join places p on p.id = d.place_id
where d.status = 'ok' and d.duplicate_of is null and d.replaced_by is null
group by p.id
order by p.sort_key
"""

# What nobody's word can be laid over any more: a person must look.
TROUBLE = """
select c.state, c.figure_id, c.field, c.old, c.new, c.reason, c.reviewer, c.at, c.quote, c.number, d.filename,
    f.id as still_there
from corrections c
left join figures f on f.id = c.figure_id
left join documents d on d.id = c.document_id
where c.state in ('conflict', 'orphan', 'stale')
order by c.state = 'stale', c.at desc
limit :limit
"""

METRICS = "select id, name_vi, name_en from metrics order by sort_key"

# Why the checks doubt a figure, in both languages.
FINDINGS = """
select c.figure_id, k.message, k.message_en
from findings_figures c
join findings_checks k on k.id = c.finding_id
where c.figure_id in (select value from json_each(:ids))
order by c.figure_id, k.rule, k.id
"""

# Names are put in for the marks, so that the ids are constants and reach the index of the figures.
QUEUED = """
select id, number, value, value_max, denominator, unit, qualifier, kind, status, metric_id, metric, metric_en,
    item, subject, place, level, period_effective, passage_id, document_id, candidates, metric_id_by
from figures_final
where id in ({marks})
"""
