"""The SQL statements by which pages compute what two figures of a document tell. All of them read."""

from kb.check.thirds import MEASURES

__all__ = ["MEASURES", "OF_DOCUMENT", "OF_PLACE", "OF_SIDE"]

# Rows of kept_timeline with their names. Left out is a rate that its words call the share of something else, and a slot
# of which documents say different things: which of them goes with the other figure is not known.
_STATED = """
select t.*, p.name as province, m.name_vi, m.name_en
from kept_timeline t
join places p on p.id = t.place_id
join metrics m on m.id = t.metric_id
where t.metric_id in (select value from json_each(:metrics))
    and not exists (select 1 from relations r where r.figure_id = t.figure_id and r.relation = 'share_of_another')
    and not exists (
        select 1 from kept_conflicts c
        where c.place_id = t.place_id and c.metric_id = t.metric_id and c.item is t.item and c.level is t.level
            and c.status = t.status and c.period_effective is t.period_effective and c.basis = t.basis
    )
"""
OF_SIDE = _STATED + "and t.item is :item and t.level is :level and t.status = :status order by t.document_id"
OF_PLACE = _STATED + "and t.place_id = :place and t.status = 'actual' order by t.document_id"

# The figures of one document, those of its organisations among them.
OF_DOCUMENT = """
select f.*, f.id as figure_id, m.name_vi, m.name_en
from figures_compared f
join metrics m on m.id = f.metric_id
where f.document_id = :document and f.metric_id in (select value from json_each(:metrics))
    and not exists (select 1 from relations r where r.figure_id = f.id and r.relation = 'share_of_another')
order by f.seq
"""
