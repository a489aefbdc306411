"""Every SQL statement of the page of targets. All of them read."""

from kb.web.queries_compare import PEOPLE

# A target of a year beside the result of that very year, of the same metric, item, level, place and scale: the latest
# that is sure. One that holds before the target's last day tells how far it is, not how it ended.
_TARGETS = f"""
select t.*, m.name_vi, m.name_en, m.group_id, m.group_vi, m.group_en, m.better, p.name as province,
    r.figure_id as result_id, r.value, r.value_max, r.denominator, r.unit as result_unit, r.qualifier, r.kind,
    r.period_effective, r.as_of, r.comparable, r.reviewed, r.flags,
    {PEOPLE.format("r.figure_id")},
    case
        when r.figure_id is null then 'open'
        when iif(
            m.better = 'lower' or t.target_qualifier in ('max', 'under'),
            r.comparable < t.target_comparable
                or (r.comparable = t.target_comparable and r.qualifier not in ('over')),
            r.comparable > t.target_comparable
                or (r.comparable = t.target_comparable and r.qualifier not in ('nearly', 'under'))
        ) then 'met'
        when r.as_of < t.target_as_of then 'behind'
        else 'missed'
    end as state
from kept_targets t
join metrics m on m.id = t.metric_id
join places p on p.id = t.place_id
left join kept_timeline r on r.rowid = (
    select one.rowid from kept_timeline one
    where one.metric_id = t.metric_id and one.item is t.item and one.level is t.level and one.place_id = t.place_id
        and one.status = 'actual' and one.doubt is null and one.as_of between :year || '-01-01' and :year || '-12-31'
        and (one.basis = '%') = (t.unit = '%') and (one.basis = 'đồng') = (t.unit = 'đồng')
    order by one.as_of desc, one.issued_on desc limit 1
)
where t.target_as_of between :year || '-01-01' and :year || '-12-31'
    and (:place is null or t.place_id in (select value from json_each(:place)))
    and (:group is null or m.group_id = :group)
    and (:metric is null or t.metric_id = :metric)
"""

STATES = f"select state, count(*) as targets from ({_TARGETS}) group by state"

TARGETS = f"""
select * from ({_TARGETS})
where state = :state
order by group_vi, metric_id, item, level, province
limit :limit offset :offset
"""

YEARS = """
select substr(target_as_of, 1, 4) as year, count(*) as targets
from kept_targets
where target_as_of is not null
group by year
order by year desc
"""

GROUPS = """
select distinct m.group_id, m.group_vi, m.group_en
from kept_targets t
join metrics m on m.id = t.metric_id
order by m.group_vi
"""
