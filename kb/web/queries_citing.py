"""The SQL statements behind citations and what changed since, by name. All of them read."""

# When the base last became what it is.
STATE = """
select max(at) from (select max(finished_at) as at from runs union all select max(at) from corrections)
"""

BUILDS = """
select count(*) filter (where finished_at > :since
        and read + removed + figures_gained + figures_lost + figures_changed > 0) as builds,
    max(finished_at) as last, min(started_at) as begun
from runs
"""

# A decision that only agrees changes nothing; what was taken back shows as the event that took it back.
CORRECTED = """
select c.figure_id, c.field, c.old, c.new, c.at, c.state
from json_each(:ids) shown
join corrections c on c.figure_id = shown.value
where c.at > :since and c.old is not c.new and c.state <> 'reversed'
order by c.at desc, c.event desc
limit :most
"""
