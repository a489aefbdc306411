"""Every SQL statement of a metric's own page, and of the list of all metrics. All of them read."""

CODES = """
select c.system, s.name_vi as system_vi, s.name_en as system_en, c.version, c.code, c.match, i.name as component,
    i.maximum
from metric_codes c
join code_systems s on s.id = c.system
left join index_components i on i.index_id = c.system and i.version = c.version and i.code = c.code
where c.metric_id = :metric
order by c.match, c.system, length(c.code), c.code
"""

REPORTERS = """
select p.id, p.name, sum(c.results) as results, sum(c.targets) as targets, sum(c.forecasts) as forecasts,
    sum(c.doubtful) as doubtful, max(c.year) as newest
from kept_coverage c
join places p on p.id = c.place_id
where c.metric_id = :metric
group by p.id
order by p.sort_key
"""

OWNERS = "select count(distinct owner) as owners from kept_owners where metric_id = :metric"

ALL = """
select m.id, m.group_id, m.group_vi, m.group_en, m.name_vi, m.name_en, m.unit, m.share,
    coalesce(c.provinces, 0) as provinces,
    m.name_vi || ' ' || m.name_en || ' ' || m.id || ' ' || coalesce(m.wordings, '') as called
from metrics m
left join (
    select metric_id, count(distinct place_id) as provinces from kept_coverage where results > 0 group by metric_id
) c on c.metric_id = m.id
order by m.sort_key, m.id
"""

# What most provinces report, with a figure of it: of what is kept for the profiles, a row a province and metric.
MOST_REPORTED = """
select metric_id as a_metric, min(figure_id) as a_figure
from kept_profile
group by metric_id
order by count(distinct place_id) desc, metric_id
limit 1
"""
