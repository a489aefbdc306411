"""The SQL statements of the pages on what sources say differently. They read."""

STATED = """
select f.id as figure_id, f.number, f.value, f.value_max, f.denominator, f.unit, f.qualifier, f.kind, f.subject,
    f.place, f.quote, f.page, f.filename, f.title, f.issued_on, f.document_id, f.doubt, f.reviewed, f.people, f.flags,
    f.comparable, f.basis, f.province, f.place_id, f.period_effective, d.doc_type, d.issuer
from figures_of_provinces f
join documents d on d.id = f.document_id
where f.metric_id = :metric and f.place_id = :place and f.item is :item and f.level is :level
    and f.status = :status and f.period_effective is :period
order by f.issued_on, f.document_id, f.seq
limit :limit
"""

# Between documents that have no value in common, or else: of one that states several values itself, mostly parts.
ALL = """
select k.*, m.name_vi, m.name_en, p.name as province, p.sort_key
from kept_conflicts k
join metrics m on m.id = k.metric_id
join places p on p.id = k.place_id
where (k.documents_agreeing < k.documents) = :between
order by k.spread desc, p.sort_key, m.sort_key
limit :limit
"""
