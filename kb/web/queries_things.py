"""Every SQL statement of the pages that compare figures without a metric. All of them read."""

from kb.ask.things import ROWS as ROWS

# The same words may have a metric elsewhere, told by what stands around them.
METRICS = """
select m.id, m.name_vi, m.name_en, count(distinct f.place_id) as provinces
from figures f
join metrics m on m.id = f.metric_id
where f.thing = :thing
group by m.id
order by provinces desc, m.sort_key
limit 5
"""

SILENT = """
select p.id, p.name
from places p
where p.id in (select place_id from documents where status = 'ok')
    and p.id not in (select value from json_each(:told))
    and p.kind <> 'country'
order by p.sort_key
"""
