"""The SQL statements of the feeds, by name. All of them read."""

# By the day of issue, for the base does not keep when it first saw a document: built anew it must hold the same.
_DOCUMENTS = """
select d.id, d.filename, d.title, d.issuer, d.number, d.issued_on, d.place, d.period, d.figure_count,
    exists (select 1 from documents o where o.replaced_by = d.id) as replaces
from documents d
where d.status = 'ok' and d.duplicate_of is null and d.issued_on is not null {also}
order by d.issued_on desc, d.id
limit :most
"""
DOCUMENTS = _DOCUMENTS.format(also="")
DOCUMENTS_OF_PLACE = _DOCUMENTS.format(also="and d.place_id = :place")

# One figure by its id: what is joined to the view of all figures is looked for in all.
FIGURE = """
select f.*, d.issuer
from figures_final f
join documents d on d.id = f.document_id
where f.id = :figure
"""

# `cross join` keeps the order: a few corrections, each with its figure, never all figures.
# What people changed: a decision that only agrees changes nothing, one on an earlier version was told there.
_CORRECTED = """
select c.event, c.figure_id, c.field, c.old, c.new, c.at
from corrections c
cross join figures f on f.id = c.figure_id
where c.old is not c.new and c.field <> 'decision' and c.carried = 0 and c.state not in ('reversed', 'orphan') {also}
order by c.at desc, c.event desc
limit :most
"""
CORRECTED = _CORRECTED.format(also="")
CORRECTED_OF_PLACE = _CORRECTED.format(also="and f.place_id = :place")
# Of both metrics, where a person said that it is another one.
CORRECTED_OF_METRIC = _CORRECTED.format(
    also="and (f.metric_id = :metric or (c.field = 'metric_id' and c.new = :metric))"
)

# What the last build read otherwise than the one before; what it read for the first time comes with its document.
_READ_ANEW = """
select b.figure_id, r.finished_at as at
from figures_before b
cross join runs r on r.id = b.run
cross join figures f on f.id = b.figure_id
where b.value is not null and r.finished_at is not null {also}
order by b.figure_id
limit :most
"""
READ_ANEW = _READ_ANEW.format(also="")
READ_ANEW_OF_PLACE = _READ_ANEW.format(also="and f.place_id = :place")
READ_ANEW_OF_METRIC = _READ_ANEW.format(also="and f.metric_id = :metric")

CHANGED = """
select field, old, new from figures_changed where figure_id = :figure and what = 'changed' order by field
"""

STATED = """
select figure_id from kept_timeline
where metric_id = :metric and issued_on is not null
order by issued_on desc, figure_id
limit :most
"""
