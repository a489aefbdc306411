"""Every SQL statement of the answers to questions. All of them read."""

# The metrics of a group that a place reports, or, where none is asked for, that most provinces report.
OF_GROUP = """
select m.*
from metrics m
join (
    select metric_id, count(distinct place_id) as provinces from kept_coverage
    where results > 0
        and (:old is null or place_id in (:old, :new) or place_id in (select id from places where merged_into = :new))
    group by metric_id
) c on c.metric_id = m.id
where m.group_id = :group
order by c.provinces desc, m.sort_key
limit :limit
"""

YEARS = """
select distinct substr(as_of, 1, 4) as year from kept_timeline
where metric_id = :metric and as_of is not null and status = 'actual'
"""

SIDES_OF_PLACES = """
select item, level, status, count(distinct place_id) as provinces
from kept_timeline
where metric_id = :metric and place_id in (select value from json_each(:places))
group by item, level, status
"""
