"""Every SQL statement of the pages that list who is within a bound. All of them read."""

# By metric, item and level how many provinces are at a percentage, of how many whose newest value is sure.
SIDES = """
select m.id, m.name_vi, m.name_en, m.group_id, m.group_vi, m.group_en, k.item, k.level,
    count(*) as provinces, sum(t.comparable >= :least) as reaching
from kept_profile k
cross join kept_timeline t on t.metric_id = k.metric_id and t.item is k.item and t.level is k.level
    and t.place_id = k.place_id and t.figure_id = k.figure_id
join metrics m on m.id = k.metric_id
where t.basis = '%' and t.doubt is null and t.as_of is not null and m.unit = '%' and m.kind = 'rate'
    and m.better = 'higher' and t.qualifier not in ('nearly', 'under', 'max')
group by m.id, k.item, k.level
having reaching > 0
order by reaching desc, provinces desc, m.sort_key, k.item is not null, k.item, k.level is not null, k.level
limit :limit
"""
