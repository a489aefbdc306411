"""Every SQL statement of the pages, by name. All of them read; what compares reads the views of ``views.sql``."""

BASE = """
select
    (select count(*) from documents where status = 'ok' and duplicate_of is null) as documents,
    (select count(*) from documents where status <> 'ok') as failed,
    (select count(*) from figures) as figures,
    (select count(distinct place_id) from documents where status = 'ok') as provinces,
    (select count(*) from passages) as passages,
    (select count(distinct figure_id) from corrections where state in ('active', 'confirmed', 'stale')) as reviewed,
    (select max(finished_at) from runs) as built_at
"""

# Counted on the figures themselves, by an index: a signpost, not a comparison.
METRICS = """
select m.group_id, m.group_vi, m.id, m.name_vi, m.unit, r.provinces, r.figures
from metrics m
join (
    select metric_id, count(distinct place_id) as provinces, count(*) as figures
    from figures
    where status = 'actual' and kind <> 'change' and metric_id is not null and place_id is not null
    group by metric_id
) r on r.metric_id = m.id
order by r.provinces desc, r.figures desc, m.sort_key
"""

PROVINCES = """
select p.id, p.name, q.name as merged_into, count(d.id) as documents, sum(d.figure_count) as figures,
    max(d.issued_on) as newest
from documents d
join places p on p.id = d.place_id
left join places q on q.id = p.merged_into
where d.status = 'ok' and d.duplicate_of is null
group by p.id
order by p.sort_key
"""

DOCUMENTS = """
select id, filename, title, period, issued_on, figure_count, status, error, duplicate_of
from documents
where status = 'ok'
order by issued_on desc, filename
limit :limit
"""

FAILED = """
select id, filename, title, period, issued_on, figure_count, status, error, duplicate_of
from documents
where status <> 'ok'
order by filename
"""

METRIC = "select * from metrics where id = :metric"

COMPARED = "select * from profile where metric_id = :metric"

COMPARED_YEAR = "select * from compare_years where metric_id = :metric and year = :year"

YEARS = """
select year, item, level, count(*) as provinces
from compare_years
where metric_id = :metric
group by year, item, level
order by year desc
"""

TARGETS = """
select place_id, province, item, level, target, target_value, target_comparable, target_qualifier, unit,
    target_period, target_as_of, result, result_figure_id, difference, reached, document_id, filename, page, quote,
    figure_id
from targets
where metric_id = :metric
order by province, target_as_of
"""

FOOTNOTES = """
select figure_id, footnote, relation, footnote_text
from with_footnotes
where metric_id = :metric
"""

CONFLICTS = """
select place_id, item, level, status, numbers, filenames, period_effective
from conflicts
where metric_id = :metric
"""

SILENT = """
select p.id, p.name
from places p
where p.id in (select place_id from documents where status = 'ok')
    and p.id not in (
        select place_id from figures where metric_id = :metric and place_id is not null
    )
order by p.sort_key
"""

PLACE = """
select p.*, q.name as successor
from places p
left join places q on q.id = p.merged_into
where p.id = :place
"""

PLACE_VALUES = """
select v.*
from profile v
join metrics m on m.id = v.metric_id
where v.place_id = :place
order by m.group_vi, m.sort_key, v.item is not null, v.item, v.level is not null, v.level
"""

# The same without ranks, for a base too large to rank every metric within the time of one page.
PLACE_VALUES_UNRANKED = """
select v.*, null as rank, null as ranked, null as not_ranked
from compare v
where v.place_id = :place
order by v.metric_group, v.metric, v.item, v.level
"""

PLACE_TARGETS = """
select * from targets where place_id = :place order by target_as_of desc
"""

PLACE_DOCUMENTS = """
select id, filename, title, period, issued_on, figure_count, status, error, duplicate_of
from documents
where place_id = :place
order by issued_on desc, filename
"""
