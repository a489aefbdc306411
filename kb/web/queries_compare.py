"""Every SQL statement of the pages that compare: front, comparison, province, coverage. All of them read."""

BUILT = "select max(finished_at) as built_at from runs"

BASE = """
select
    (select count(*) from documents where status = 'ok' and duplicate_of is null and replaced_by is null)
        as documents,
    (select count(*) from documents where status <> 'ok') as failed,
    (select sum(figure_count) from documents where status = 'ok') as figures,
    (select count(distinct place_id) from documents where status = 'ok') as provinces,
    (select count(distinct figure_id) from corrections
        where state in ('active', 'confirmed', 'stale') and figure_id <> '') as reviewed,
    (select max(finished_at) from runs) as built_at
"""

# A province that goes on, or that others went into, is one with them: there never were 64 provinces.
METRICS = """
select m.id, m.group_id, m.group_vi, m.group_en, m.name_vi, m.name_en, m.unit, c.provinces
from metrics m
join (
    select metric_id, sum(old) + sum(old = 0) as provinces, sum(latest) as latest
    from (
        select k.metric_id, count(distinct iif(p.merged_into is null, null, k.place_id)) as old, count(*) as latest
        from kept_profile k
        join places p on p.id = k.place_id
        group by k.metric_id, coalesce(p.merged_into, p.id)
    )
    group by metric_id
) c on c.metric_id = m.id
order by c.provinces desc, c.latest desc, m.sort_key
"""

PLACES = "select * from places order by sort_key"

PROVINCES = """
select p.id, p.name, d.documents, d.figures, coalesce(c.metrics, 0) as metrics, d.newest
from (
    select place_id, count(*) as documents, sum(figure_count) as figures, max(issued_on) as newest
    from documents
    where status = 'ok' and duplicate_of is null and replaced_by is null and place_id is not null
    group by place_id
) d
join places p on p.id = d.place_id
left join (
    select place_id, count(distinct metric_id) as metrics from kept_coverage where results > 0 group by place_id
) c on c.place_id = p.id
order by p.sort_key
"""

METRIC = "select * from metrics where id = :metric"

# Metrics that sound alike and count something else: the same first word of the id, the same unit, reported somewhere.
NEIGHBOURS = """
select m.id, m.name_vi, m.name_en, count(distinct c.place_id) as provinces
from metrics m
join kept_coverage c on c.metric_id = m.id and c.results > 0
where m.id <> :metric and m.unit = :unit and m.id like :stem escape '!'
group by m.id
order by provinces desc, m.sort_key
limit 8
"""

SIDES = """
select item, level, status, substr(as_of, 1, 4) as year, count(distinct place_id) as provinces
from kept_timeline
where metric_id = :metric
group by item, level, status, substr(as_of, 1, 4)
"""

SIDE_SIZES = """
select item, level, count(*) as provinces from kept_profile where metric_id = :metric group by item, level
"""

# How many people stand for a figure, 0 where nobody judged it: in no kept row, as a second yes changes no value.
PEOPLE = "coalesce((select o.people from figures_overruled o where o.figure_id = {}), 0) as people"

SIDE_ROWS = f"""
select t.*, p.name as province, {PEOPLE.format("t.figure_id")}
from kept_timeline t
join places p on p.id = t.place_id
where t.metric_id = :metric and t.item is :item and t.level is :level and t.status = :status
"""

OTHER_LEVELS = f"""
select t.*, p.name as province, {PEOPLE.format("t.figure_id")}
from kept_profile k
cross join kept_timeline t on t.metric_id = k.metric_id and t.item is k.item and t.level is k.level
    and t.place_id = k.place_id and t.figure_id = k.figure_id
join places p on p.id = t.place_id
where k.metric_id = :metric and k.item is :item and k.level is not :level
order by p.sort_key
limit :limit
"""

# Departments, operators, banks of all provinces: no province's values, and ranked among themselves.
OWNERS = f"""
select k.*, p.name as province, {PEOPLE.format("k.figure_id")}
from kept_owners k
join places p on p.id = k.place_id
where k.metric_id = :metric and k.item is :item and k.level is :level and (:owner = '' or k.owner = :owner)
order by k.not_ranked is not null, k.rank is null, k.rank, k.owner, p.sort_key
limit :limit
"""

# Of each place its latest target: beside a single max() SQLite takes the other columns from that row.
SIDE_TARGETS = """
select t.*, p.name as province, max(t.target_as_of)
from kept_targets t
join places p on p.id = t.place_id
where t.metric_id = :metric and t.item is :item and t.level is :level
group by t.place_id
order by p.sort_key
"""

CONFLICTS = """
select place_id, status, period_effective, numbers, filenames
from kept_conflicts
where metric_id = :metric and item is :item and level is :level and status = :status
    and (:year = '' or period_effective like :year || '%')
"""

# The country as the reports tell it, and regions that are no province: lines to hold a province against.
COMMON = f"""
select c.*, {PEOPLE.format("c.figure_id")} from kept_common c
where metric_id = :metric and status = :status and item is :item
    and coalesce(level, 'national') in ('national', coalesce(:level, ''))
order by place <> 'cả nước', as_of desc
limit 12
"""

# What reports say of the country, the newest of each metric first.
OF_COUNTRY = """
select c.*, m.name_vi, m.name_en, m.group_vi, m.group_en
from kept_common c
join metrics m on m.id = c.metric_id
where c.place = :place
order by m.group_vi, m.sort_key, c.item is not null, c.item, c.status, c.as_of desc
"""

SOURCES = """
select f.id, f.quote, f.page, d.id as document_id, d.filename, d.title, d.number as document_number, d.issuer,
    d.issued_on
from (
    select id, quote, page, document_id from figures where id in (select value from json_each(:ids))
    union all
    select id, quote, page, document_id from figures_added where id in (select value from json_each(:ids))
) f
join documents d on d.id = f.document_id
"""

FOOTNOTES = """
select f.id as figure_id, n.label as footnote, n.text as footnote_text,
    iif(n.label is f.footnote, 'inside', 'bears') as relation
from (
    select id, document_id, footnote, marks from figures where id in (select value from json_each(:ids))
    union all
    select id, document_id, footnote, '[]' from figures_added where id in (select value from json_each(:ids))
) f
join footnotes n on n.document_id = f.document_id
where (n.label is f.footnote or n.label in (select value from json_each(f.marks)))
order by n.id
"""

SILENT = """
select p.id, p.name
from places p
where p.id in (select place_id from documents where status = 'ok')
    and p.id not in (select place_id from kept_coverage where metric_id = :metric)
    and p.kind <> 'country'
order by p.sort_key
"""

PLACE = "select * from places where id = :place"

PLACE_VALUES = f"""
select t.metric_id, t.item, t.level, t.status, t.period_effective, t.as_of, t.number, t.value, t.value_max,
    t.denominator, t.comparable, t.basis, t.unit, t.qualifier, t.kind, t.marks, t.flags, t.reviewed, t.document_id,
    t.page, t.figure_id, {PEOPLE.format("t.figure_id")}
from json_each(:keys) k
cross join kept_timeline t on t.place_id = :place and t.metric_id = json_extract(k.value, '$[0]')
    and t.item is json_extract(k.value, '$[1]') and t.level is json_extract(k.value, '$[2]')
where t.status = 'actual'
order by t.metric_id, t.as_of
"""

PLACE_RANKS = """
select k.metric_id, k.item, k.level, k.figure_id, k.rank, k.ranked, k.not_ranked, m.name_vi, m.name_en, m.group_id,
    m.group_vi, m.group_en, m.sort_key
from kept_profile k
join metrics m on m.id = k.metric_id
where k.place_id = :place
order by m.group_vi, m.sort_key, k.item is not null, k.item, k.level is not null, k.level
"""

PLACE_TARGETS = """
select metric_id, item, level, figure_id, target_value, target_comparable, target_qualifier, unit, target_period,
    difference, reached, max(target_as_of)
from kept_targets
where place_id = :place
group by metric_id, item, level
"""

PLACE_DOCUMENTS = """
select id, filename, title, period, issued_on, figure_count, status, error, duplicate_of, replaced_by
from documents
where place_id = :place
order by issued_on desc, filename
limit 31
"""

PARTS_NEWEST = f"""
select t.*, p.name as province, {PEOPLE.format("t.figure_id")}
from kept_profile k
join kept_timeline t on t.place_id = k.place_id and t.metric_id = k.metric_id and t.figure_id = k.figure_id
join places p on p.id = k.place_id
where k.place_id in (select id from places where merged_into = :place)
order by t.metric_id, t.item, t.level, p.sort_key
"""

METRIC_LIST = """
select id, group_id, group_vi, group_en, name_vi, name_en, unit, kind, total, better
from metrics
order by group_vi, sort_key
"""

DOCUMENTS = """
select id, filename, title, period, issued_on, figure_count, status, error, duplicate_of, replaced_by
from documents
where status = 'ok'
order by issued_on desc, filename
limit :limit
"""

FAILED = """
select id, filename, title, period, issued_on, figure_count, status, error, duplicate_of, replaced_by
from documents
where status <> 'ok'
order by filename
limit 100
"""

COVERED = """
select place_id, metric_id, sum(results) as results, sum(targets) as targets, sum(forecasts) as forecasts,
    sum(doubtful) as doubtful, max(year) as newest
from kept_coverage
where (:year = '' or year = :year)
group by place_id, metric_id
"""

COVERED_YEARS = "select distinct year from kept_coverage where year is not null order by year desc"

DOCUMENT_STATES = """
select place_id, status, entry, filename, coalesce(substr(period, 1, 4), substr(issued_on, 1, 4)) as year
from documents
where duplicate_of is null and replaced_by is null and (place_id is not null or status <> 'ok')
"""
