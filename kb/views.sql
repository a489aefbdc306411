-- What people read. Views are dropped and made anew at each build, so that a new wording reaches an old base.
-- Search tables and their triggers stay: they hold an index that is costly to make again.
--
-- What stands in braces is a list of fields, made of kb/fields.py by kb/field_sql.py, which says how such a list is
-- written.
--
-- Writers: use `insert … on conflict do update` or delete and insert, never `insert or replace`: a replaced row
-- fires no delete trigger, and its words would stay in the index.

drop view if exists figures_changed;
drop view if exists figure_checks;
drop view if exists timeline;
drop view if exists coverage;
drop view if exists conflicts;
drop view if exists with_footnotes;
drop view if exists profile;
drop view if exists targets;
drop view if exists compare_years;
drop view if exists compare;
drop view if exists compare_owners;
drop view if exists figures_of_provinces;
drop view if exists figures_doubted;
drop view if exists figures_compared;
drop view if exists figures_of_things;
drop view if exists figures_comparable;
drop view if exists figures_final;
drop view if exists figures_laid;
drop view if exists corrections_by_figure;

-- The corrections in force, one row a figure: of each field its latest event. `fields` names what the person said,
-- with a space before and behind each name, so that ` value ` is not found in ` value_max `.
create view corrections_by_figure as
select
    figure_id,
    {each corrected: max(case when field = '<name>' then new end) as <name>},
    ' '
    {each corrected by name: || max(iif(field = '<name>' and state <> 'confirmed', '<name> ', ''))} as fields,
    max(field = 'decision' and lower(new) in ('xóa', 'xoá', 'drop')) as dropped,
    -- Who stands for what the figure says now: who said so last, and whoever said since that it is right.
    (
        select count(distinct lower(trim(said.reviewer)))
        from corrections said
        where said.figure_id = c.figure_id and said.state in ('active', 'confirmed', 'stale')
            and (said.field <> 'decision' or said.new in ('ok', 'drop'))
            and said.at >= (
                select coalesce(max(changed.at), '') from corrections changed
                where changed.figure_id = c.figure_id and changed.state in ('active', 'confirmed', 'stale')
                    and (changed.field <> 'decision' or changed.new = 'drop')
                    -- who writes what another wrote before has changed nothing
                    and changed.old is not changed.new
            )
            and not exists (
                select 1 from corrections since
                where since.figure_id = said.figure_id and since.field = 'decision' and said.field = 'decision'
                    and lower(trim(since.reviewer)) = lower(trim(said.reviewer))
                    and since.state in ('active', 'confirmed', 'stale')
                    and (since.at > said.at or (since.at = said.at and since.event > said.event))
            )
    ) as people
-- One level and no window, so that a figure's corrections are found by their index: a trigger asks once a correction.
from corrections c
where state in ('active', 'confirmed', 'stale')
    and field not in ('adopted', 'whole')
    -- Who is unsure, or only takes an earlier decision back (fix), has confirmed nothing.
    and not (field = 'decision' and new in ('unsure', 'fix'))
    and not exists (
        select 1 from corrections later
        where later.figure_id = c.figure_id and later.field = c.field
            and later.state in ('active', 'confirmed', 'stale')
            and (later.at > c.at or (later.at = c.at and later.event > c.event))
    )
group by figure_id;

-- The same, kept as a table: few rows that are found by their figure, where the view would be worked out each time.
create table if not exists figures_overruled (
    figure_id text primary key,
    {each corrected: <name> text},
    fields text not null,
    dropped integer not null,
    people integer not null
) without rowid;
create index if not exists figures_overruled_moved on figures_overruled(figure_id)
where (instr(fields, ' metric_id ') > 0 or instr(fields, ' place_id ') > 0);
delete from figures_overruled;
insert into figures_overruled select * from corrections_by_figure;

-- Figures that the machine missed and a person added from the document: made of corrections.jsonl at each build, as
-- `corrections` is. Their fields are what they began with, corrections are laid over them as over all others.
create table if not exists figures_added (
    figure_row integer primary key,         -- below 0, where no row of `figures` is
    id text not null unique,                -- 'H-' + 10 characters: from the source, as that of a figure
    document_id text not null,
    seq integer not null,                   -- of the figure before it
    {each added: <declared>},
    found_as text                           -- the figure that the machine reads there by now: then that one holds
);
create index if not exists figures_added_document on figures_added(document_id);

-- The person's word over the machine's. In branches, so that the many figures that nobody corrected, and those whose
-- metric and place nobody corrected, are still found by the indexes of `figures`; an empty correction of a field that
-- may be empty empties it.
create view figures_laid as
select
    f.rowid as figure_row, f.id, f.document_id, f.seq,
    {f.number … status_from}, f.evidence,
    'none' as reviewed, 0 as people, '' as corrected_fields
from figures f
where not exists (select 1 from figures_overruled o where o.figure_id = f.id)
union all
select
    f.rowid, f.id, f.document_id, f.seq,
    {laid over f: number … status_from; f.metric_id, f.place_id}, f.evidence,
    case when trim(p.fields) = '' then 'confirmed' else 'corrected' end, p.people, p.fields
-- Whose metric and place are the machine's: found by its indexes, however many figures were corrected.
from figures f
join figures_overruled p on p.figure_id = f.id
where p.dropped = 0 and not (instr(p.fields, ' metric_id ') > 0 or instr(p.fields, ' place_id ') > 0)
union all
select
    f.rowid, f.id, f.document_id, f.seq,
    {laid over f: number … status_from}, f.evidence,
    case when trim(p.fields) = '' then 'confirmed' else 'corrected' end, p.people, p.fields
-- A cross join, so that the few that people gave another metric or place are always found from this side.
from figures_overruled p
cross join figures f on f.id = p.figure_id
where p.dropped = 0 and (instr(p.fields, ' metric_id ') > 0 or instr(p.fields, ' place_id ') > 0)
union all
-- What a person added is the person's word in every field.
select
    a.figure_row, a.id, a.document_id, a.seq,
    {laid over a: number … status_from}, '[]',
    'added', p.people, ' '
    {each corrected by name: || '<name> '}
from figures_added a
cross join figures_overruled p on p.figure_id = a.id
where a.found_as is null and p.dropped = 0;

-- Every figure as it holds now, with the names that a reader needs. `as_of` is the last day of its period, else of the
-- day of issue as far as it is printed. `doubt` says why nobody should rely on it before a person looked, null where
-- nothing does: no comparison ranks or draws such a value, and none puts it before a sure one.
create view figures_final as
select
    id, {number … metric_id}, metric, metric_en, metric_group, {after metric_id … place_id}, province,
    {after place_id … period}, period_effective, as_of,
    {after period … page}, document_id, filename, title, issued_on, duplicate_of, replaced_by, seq,
    passage_id, passage_start, char_start, char_end, bbox, {rule … status_from}, evidence, metric_unit, better,
    reviewed, people,
    case
        when reviewed <> 'none' then null
        when suspicions <> '[]' then 'văn bản có vẻ bị đọc sai, cần xem lại'
        when flags like '%out_of_bounds%' then 'ngoài khoảng hợp lý, cần xem lại'
        when flags like '%"ocr"%' then 'đọc từ ảnh quét, cần xem lại'
        when iif(metric_id is null, record_confidence, confidence) < {sure} then 'máy chưa chắc, cần xem lại'
    end as doubt,
    {each corrected: iif(instr(corrected_fields, ' <name> '), 'person', 'machine') as <name>_by},
    trim(corrected_fields) as corrected_fields, figure_row
from (
    select
        l.*, m.name_vi as metric, m.name_en as metric_en, m.group_vi as metric_group, m.unit as metric_unit, m.better,
        p.name as province, d.filename, d.title, d.issued_on, d.duplicate_of, d.replaced_by,
        d.suspicions,
        coalesce(l.period, d.period) as period_effective, t.last_day as as_of
    from figures_laid l
    -- Every figure has its document; a left join lets SQLite stream the view and stop at a page's end.
    left join documents d on d.id = l.document_id
    left join metrics m on m.id = l.metric_id
    left join places p on p.id = l.place_id
    left join periods t on t.iso = coalesce(l.period, d.period, d.issued_on)
);

-- What may stand beside another figure of its metric, or of its thing: about a province or one organisation in it, no
-- change, from no second copy and no older version of a document, and no part of a whole of the same metric or thing,
-- item, level and place (of a region or the country every province is a part). `comparable` is the number to rank by (a fraction of a metric in %, or a rate
-- without a metric, becomes a percentage), `basis` the scale that it stands on: only one basis is compared at a time.
create view figures_comparable as
select
    f.*,
    case
        when iif(f.metric_id is null, f.kind = 'rate', f.metric_unit = '%') and f.unit <> '%'
            and cast(f.denominator as real) > 0
        then round(100.0 * f.value_num / cast(f.denominator as real), 4)
        else f.value_num
    end as comparable,
    case
        when f.kind = 'rank' then 'rank'
        when f.kind = 'frequency' then f.unit
        when f.unit = '%' or (
            iif(f.metric_id is null, f.kind = 'rate', f.metric_unit = '%') and cast(f.denominator as real) > 0
        ) then '%'
        when f.kind = 'score' and f.denominator is not null then '/' || f.denominator
        when f.kind = 'score' then iif(f.value_num <= 1, '/1', 'score')
        when f.unit = 'đồng' then 'đồng'
        else 'count'
    end as basis
from figures_final f
where f.place_id is not null
    and f.place_id in (select id from places where kind in ('province', 'city'))
    and f.kind <> 'change'
    and f.duplicate_of is null
    and f.replaced_by is null
    and not (
        f.part_of is not null
        and exists (
            select 1 from figures w
            where w.id = f.part_of and w.metric_id is f.metric_id and w.item is f.item and w.level is f.level
                and w.owner is f.owner and w.place_id is f.place_id
                and (f.metric_id is not null or w.thing = f.thing)
            union all
            -- A whole that a person added says all of its fields by that person's word, but for the place, which is
            -- its document's where nobody says another.
            select 1 from figures_added w join figures_overruled p on p.figure_id = w.id
            where w.id = f.part_of and w.found_as is null and p.metric_id is f.metric_id
                and nullif(p.item, '') is f.item and nullif(p.level, '') is f.level and nullif(p.owner, '') is f.owner
                and iif(p.place_id is null, w.place_id, nullif(p.place_id, '')) is f.place_id
        )
    );

create view figures_compared as
select * from figures_comparable where metric_id is not null;

-- Figures that no metric covers, by the thing that they count. Where a person said otherwise what is counted, the
-- machine's words for the thing do not hold any more.
create view figures_of_things as
select * from figures_comparable
where metric_id is null and thing <> '' and owner is null and status <> 'maximum'
    and unit_by = 'machine' and kind_by = 'machine' and subject_by = 'machine';

-- The same with one doubt more. Where a document tells several numbers of what is one thing by all its fields, each is
-- an addend, a channel's, a group's, and none is known to be the whole: none is ranked, but for one that people called
-- right, which only another of theirs can dispute. Whoever tells the numbers apart, by an item, a level, an
-- organisation, a whole, takes the doubt away. A rounding is no other number: each number reaches half of its last
-- digit up and down (all of its last digit but zeros where the words say about, over, nearly), and numbers whose
-- reaches have something in common, `shared_from` to `shared_to`, are one. One window and no join, as elsewhere.
create view figures_doubted as
select
    id, {number … metric_id}, metric, metric_en, metric_group, {after metric_id … place_id}, province,
    {after place_id … period}, period_effective, as_of,
    {after period … page}, document_id, filename, title, issued_on, duplicate_of, replaced_by, seq,
    passage_id, passage_start, char_start, char_end, bbox, {rule … status_from}, evidence, metric_unit, better,
    reviewed, people,
    case
        when doubt is not null then doubt
        when iif(reviewed = 'none', shared_from >= shared_to, judged_from >= judged_to)
        then 'văn bản nêu nhiều số khác nhau, chưa rõ số nào là tổng'
    end as doubt,
    {each corrected: <name>_by},
    corrected_fields, figure_row, comparable, basis
from (
    select *,
        max(comparable - reach) filter (where doubt is null) over told as shared_from,
        min(comparable + reach) filter (where doubt is null) over told as shared_to,
        max(comparable - reach) filter (where reviewed <> 'none') over told as judged_from,
        min(comparable + reach) filter (where reviewed <> 'none') over told as judged_to
    from (
        select *,
            -- What is printed otherwise (1/3, 1 triệu 26 nghìn) is exact, but for how its fraction was computed.
            coalesce(
                abs(comparable) / nullif(iif(denominator is null, cast(last_digits as integer), 0), 0)
                    * iif(qualifier = 'exact', 0.4999, 1),
                1e-6 * abs(comparable) + 1e-9
            ) as reach
        from (
            select *,
                case
                    when number glob '*[^0-9.,]*' then '0'
                    when qualifier = 'exact' then replace(replace(number, '.', ''), ',', '')
                    else rtrim(replace(replace(number, '.', ''), ',', ''), '0')
                end as last_digits
            from figures_compared
        )
    )
    window told as (
        partition by metric_id, place_id, item, level, owner, document_id, status, basis, period_effective, as_of
    )
);

-- What may stand beside another province's figure: a department's or an operator's own figure is no province's.
create view figures_of_provinces as
select * from figures_doubted where owner is null;

-- The latest actual value of each metric, place, item and level: the latest period, then the latest document, then
-- the unit that the metric is counted in, then the surest reading, in tenths, all alike from 0.875 on but for what
-- a person added: of two that are as sure as each other the one that the document states first.
create view compare as
select
    metric_id, metric, item, level, place_id, province, number, value, value_max, denominator, comparable, basis,
    unit, qualifier, kind, period, period_effective, as_of, footnote, marks, flags, confidence, doubt, reviewed,
    document_id, filename, title, issued_on, page, quote, id as figure_id,
    metric_group, metric_unit, better
from (
    select *, row_number() over (
        partition by metric_id, place_id, item, level
        order by doubt is null desc, as_of desc, issued_on desc, unit = metric_unit desc,
            {tenths} desc, document_id, seq
    ) as latest
    from figures_of_provinces
    where status = 'actual'
)
where latest = 1;

-- The latest actual value of each metric, organisation, place, item and level, with its rank among the organisations
-- of all places on the scale that most of them stand on.
create view compare_owners as
select
    owner, place_id, province, metric_group, metric_id, metric, item, level, number, value, value_max, denominator,
    comparable, basis, unit, qualifier, kind, better,
    case when not_ranked is null and better <> 'none' then rank() over (
        partition by metric_id, item, level, not_ranked order by iif(better = 'lower', comparable, -comparable)
    ) end as rank,
    case when not_ranked is null then count(*) over (partition by metric_id, item, level, not_ranked) end as ranked,
    not_ranked, period, period_effective, as_of, footnote, marks, flags, confidence, doubt, reviewed,
    document_id, filename, title, issued_on, page, quote, figure_id
from (
    select *, case
            when basis <> main_basis then 'khác đơn vị hoặc thang đo'
            else coalesce(doubt, iif(as_of is null, 'không rõ kỳ', null))
        end as not_ranked
    from (
        select *,
            first_value(basis) over (partition by metric_id, item, level order by on_basis desc, basis) as main_basis
        from (
            select *, count(*) over (partition by metric_id, item, level, basis) as on_basis
            from (
                select *, id as figure_id, row_number() over (
                    partition by metric_id, place_id, owner, item, level
                    order by doubt is null desc, as_of desc, issued_on desc, unit = metric_unit desc,
                        {tenths} desc, document_id, seq
                ) as latest
                from figures_doubted
                where status = 'actual' and owner is not null
            )
            where latest = 1
        )
    )
);

-- Each latest value with its rank among the provinces that report the same thing on the same scale. What cannot be
-- ranked says why in `not_ranked`. A metric of which neither more nor less is better has no rank.
create view profile as
select
    place_id, province, metric_group, metric_id, metric, item, level, number, value, value_max, denominator,
    comparable, basis, unit, qualifier, kind, better,
    case when not_ranked is null and better <> 'none' then rank() over (
        partition by metric_id, item, level, not_ranked
        order by iif(better = 'lower', comparable, -comparable)
    ) end as rank,
    case when not_ranked is null then count(*) over (partition by metric_id, item, level, not_ranked) end as ranked,
    not_ranked, period, period_effective, as_of, footnote, marks, flags, confidence, doubt, reviewed,
    document_id, filename, title, issued_on, page, quote, figure_id
from (
    select *, case
        when basis <> main_basis then 'khác đơn vị hoặc thang đo'
        when doubt is not null then doubt
        when as_of is null then 'không rõ kỳ'
        when as_of < date(newest, '-1 year') then 'cũ hơn số mới nhất trên một năm'
        -- Ranks and scores are given out anew each time: those of two times say nothing of each other.
        when kind in ('rank', 'score') and substr(as_of, 1, 4) <> edition then 'của lần đánh giá khác'
    end as not_ranked
    from (
        select *,
            max(as_of) over whole as newest,
            first_value(substr(as_of, 1, 4)) over (
                partition by metric_id, item, level order by on_basis desc, basis, in_year desc, as_of desc
            ) as edition,
            first_value(basis) over (partition by metric_id, item, level order by on_basis desc, basis) as main_basis
        from (
            -- Each window in a query of its own: SQLite looks a metric up by its index through one partition only.
            select *, sum(doubt is null and as_of is not null) over (
                partition by metric_id, item, level, basis, substr(as_of, 1, 4)
            ) as in_year
            from (select *, count(*) over (partition by metric_id, item, level, basis) as on_basis from compare)
        )
        window whole as (partition by metric_id, item, level)
    )
);

-- The same for each year by itself: the latest value that falls into it. Where few provinces have reported yet, the
-- year before compares more of them.
create view compare_years as
select
    year, place_id, province, metric_group, metric_id, metric, item, level, number, value, value_max, denominator,
    comparable, basis, unit, qualifier, kind, better,
    case when not_ranked is null and better <> 'none' then rank() over (
        partition by metric_id, year, item, level, not_ranked
        order by iif(better = 'lower', comparable, -comparable)
    ) end as rank,
    case when not_ranked is null then count(*) over (partition by metric_id, year, item, level, not_ranked) end as ranked,
    not_ranked, period, period_effective, as_of, footnote, marks, flags, confidence, doubt, reviewed,
    document_id, filename, title, issued_on, page, quote, figure_id
from (
    select *, case
        when basis <> main_basis then 'khác đơn vị hoặc thang đo'
        when doubt is not null then doubt
        when as_of is null then 'không rõ kỳ'
    end as not_ranked
    from (
        select *,
            first_value(basis) over (
                partition by metric_id, year, item, level order by on_basis desc, basis
            ) as main_basis
        from (
            select *, count(*) over (partition by metric_id, year, item, level, basis) as on_basis
            from (
                select *, row_number() over (
                    partition by metric_id, year, place_id, item, level
                    order by doubt is null desc, as_of desc, issued_on desc, unit = metric_unit desc,
                        {tenths} desc, document_id, seq
                ) as latest
                from (select *, id as figure_id, substr(as_of, 1, 4) as year from figures_of_provinces)
                where status = 'actual'
            )
            where latest = 1
        )
    )
);

-- Each target beside the latest result of the same metric, place, item, level and scale. `difference` is result less
-- target, in the unit of both. One window and no join, so that one metric or one place is read by its index.
create view targets as
select
    metric_group, metric_id, metric, item, level, place_id, province,
    number as target, value as target_value, comparable as target_comparable, qualifier as target_qualifier,
    unit, period_effective as target_period, as_of as target_as_of,
    result, result_value, result_comparable, result_qualifier, result_unit, result_period, result_as_of,
    round(result_comparable - comparable, 4) as difference,
    case
        when result_figure_id is null then null
        when better = 'lower' or qualifier in ('max', 'under') then iif(result_comparable <= comparable, 1, 0)
        else iif(result_comparable >= comparable, 1, 0)
    end as reached,
    better, marks, footnote, flags, confidence, doubt, reviewed, document_id, filename, title, page, quote,
    result_filename, result_quote, id as figure_id, result_figure_id
from (
    select *, row_number() over (
        partition by metric_id, place_id, item, level, basis, status, period_effective
        order by doubt is null desc, issued_on desc, unit = metric_unit desc,
            {tenths} desc, document_id, seq
    ) as latest
    from (
        select *,
            first_value(iif(status = 'actual', number, null)) over results as result,
            first_value(iif(status = 'actual', value, null)) over results as result_value,
            first_value(iif(status = 'actual', comparable, null)) over results as result_comparable,
            first_value(iif(status = 'actual', qualifier, null)) over results as result_qualifier,
            first_value(iif(status = 'actual', unit, null)) over results as result_unit,
            first_value(iif(status = 'actual', period_effective, null)) over results as result_period,
            first_value(iif(status = 'actual', as_of, null)) over results as result_as_of,
            first_value(iif(status = 'actual', filename, null)) over results as result_filename,
            first_value(iif(status = 'actual', quote, null)) over results as result_quote,
            first_value(iif(status = 'actual', id, null)) over results as result_figure_id
        from figures_of_provinces
        where status = 'target' or (status = 'actual' and doubt is null)
        window results as (
            partition by metric_id, place_id, item, level, basis
            order by status = 'actual' desc, as_of desc, issued_on desc, unit = metric_unit desc,
                {tenths} desc, document_id, seq
        )
    )
    where status = 'target'
)
where latest = 1;

-- Figures that bear a footnote's mark (`bears`) or stand in a footnote's body (`inside`), with that footnote.
create view with_footnotes as
select
    f.id as figure_id, f.metric_id, f.metric, f.item, f.province, f.place, f.level, f.number, f.value, f.unit,
    f.qualifier, f.status, f.period_effective, f.label as footnote, f.relation, n.text as footnote_text, f.quote,
    f.page, f.subject, f.place_id, f.document_id, f.filename, f.title, f.flags, f.confidence, f.reviewed
from (
    select f.*, j.value as label, 'bears' as relation from figures_final f, json_each(f.marks) j where f.marks <> '[]'
    union all
    select f.*, f.footnote, 'inside' from figures_final f where f.footnote is not null
) f
join footnotes n on n.document_id = f.document_id and n.label = f.label;

-- The same thing said twice with different values: metric, place, item, level, status, period, kind and scale agree.
-- Where all print the same number, what a workbook's cell holds behind it (69,997 shown as 70,00) is no difference.
-- Windows and no `group by`, so that one metric or one place is read by its index.
create view conflicts as
select
    metric_group, metric_id, metric, item, level, place_id, province, status, kind, period_effective, basis,
    different_values, numbers, lowest, highest,
    iif(lowest = highest, 0, round(100.0 * (highest - lowest) / max(abs(lowest), abs(highest)), 2)) as spread,
    figures, documents, documents_agreeing, filenames, figure_ids
from (
    select *,
        sum(of_value = 1) over same as different_values,
        group_concat(iif(of_value = 1, number, null), ' · ') over same as numbers,
        min(comparable) over same as lowest,
        max(comparable) over same as highest,
        min(number) over same <> max(number) over same as differ_in_print,
        count(*) over same as figures,
        sum(of_document = 1) over same as documents,
        max(documents_of_value) over same as documents_agreeing,
        group_concat(iif(of_document = 1, filename, null), ' · ') over same as filenames,
        json_group_array(id) over same as figure_ids,
        row_number() over (
            partition by metric_id, place_id, item, level, status, period_effective, kind, basis
            order by document_id, seq
        ) as first
    from (
        select *, row_number() over (
            partition by metric_id, place_id, item, level, status, period_effective, kind, basis, document_id
            order by seq
        ) as of_document
        from (
            select *, row_number() over (
                partition by metric_id, place_id, item, level, status, period_effective, kind, basis, comparable
                order by document_id, seq
            ) as of_value, sum(of_both = 1) over (
                partition by metric_id, place_id, item, level, status, period_effective, kind, basis, comparable
            ) as documents_of_value
            from (
                select *, row_number() over (
                    partition by metric_id, place_id, item, level, status, period_effective, kind, basis, comparable,
                        document_id
                    order by seq
                ) as of_both
                from figures_of_provinces
                where status <> 'maximum'
            )
        )
    )
    window same as (
        partition by metric_id, place_id, item, level, status, period_effective, kind, basis
        order by document_id, seq rows between unbounded preceding and unbounded following
    )
)
where first = 1 and different_values > 1
    and (differ_in_print or highest - lowest > 0.01 * max(abs(lowest), abs(highest)));

-- Which province reports which metric: reported, target only, or not reported. Provinces that sent any document.
create view coverage as
select
    p.id as place_id, p.name as province, m.group_vi as metric_group, m.id as metric_id, m.name_vi as metric,
    case
        when coalesce(c.actual, 0) > 0 then 'reported'
        when coalesce(c.target, 0) > 0 then 'target only'
        else 'not reported'
    end as state,
    coalesce(c.figures, 0) as figures, coalesce(c.documents, 0) as documents, c.newest
from places p
join metrics m
left join (
    select
        place_id, metric_id, count(*) as figures, count(distinct document_id) as documents, max(as_of) as newest,
        sum(status = 'actual') as actual, sum(status = 'target') as target
    from figures_of_provinces
    group by place_id, metric_id
) c on c.place_id = p.id and c.metric_id = m.id
where p.id in (select place_id from documents where status = 'ok' and place_id is not null);

-- A metric over time: for each period the latest document's word, results, targets and forecasts apart.
create view timeline as
select
    metric_group, metric_id, metric, item, level, place_id, province, status, period_effective, as_of, number, value,
    value_max, denominator, comparable, basis, unit, qualifier, kind, marks, flags, confidence, doubt, reviewed,
    document_id, filename, title, issued_on, page, quote, id as figure_id
from (
    select *, row_number() over (
        partition by metric_id, place_id, item, level, status, period_effective
        order by doubt is null desc, issued_on desc, unit = metric_unit desc,
            {tenths} desc, document_id, seq
    ) as latest
    from figures_of_provinces
    where status <> 'maximum'
)
where latest = 1;

-- What the last build that read or took out something changed: a row for each figure that it gained or lost, and for
-- each field of a figure that says something else now. The machine's words only; corrections are not laid over them.
create view figures_changed as
select
    'lost' as what, filename, seq, number, quote, null as field, null as old, null as new, figure_id, document_id
from figures_before
where value is not null and figure_id not in (select id from figures)
union all
select 'gained', d.filename, f.seq, f.number, f.quote, null, null, null, f.id, f.document_id
from figures_before b
join figures f on f.id = b.figure_id
join documents d on d.id = f.document_id
where b.value is null
union all
select
    'changed', d.filename, f.seq, f.number, f.quote, j.key, json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]'),
    f.id, f.document_id
from figures_before b
join figures f on f.id = b.figure_id
join documents d on d.id = f.document_id
join json_each(json_object(
    {each compared: '<name>', json_array(b.<name>, f.<name>)}
)) j
where b.value is not null and json_extract(j.value, '$[0]') is not json_extract(j.value, '$[1]');

-- The figures that a check flags, with what it says of them: `figures` stays what the machine read.
create view figure_checks as
select
    c.figure_id, k.rule, k.message, k.expected, k.found, k.fault, iif(k.fault_figure_id = c.figure_id, k.proposal, null)
        as proposal,
    f.number, f.value, f.unit, f.metric_id, f.place_id, f.period, f.page, f.quote, f.document_id, d.filename,
    k.message_en, k.figure_ids, k.id as finding_id
from findings_figures c
join findings_checks k on k.id = c.finding_id
join figures f on f.id = c.figure_id
join documents d on d.id = f.document_id;

-- Search. Each word is indexed as printed and with đ written d; the tokenizer takes the other signs away, so that
-- every spelling of a query finds it. In a query đ may stand as d.
drop view if exists passages_searched;
create view passages_searched as
select id, text, replace(replace(text, 'đ', 'd'), 'Đ', 'D') as plain from passages;

create virtual table if not exists passages_fts using fts5(
    text, plain, content='passages_searched', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);

create trigger if not exists passages_fts_insert after insert on passages begin
    insert into passages_fts(rowid, text, plain)
    values (new.id, new.text, replace(replace(new.text, 'đ', 'd'), 'Đ', 'D'));
end;
create trigger if not exists passages_fts_delete after delete on passages begin
    insert into passages_fts(passages_fts, rowid, text, plain)
    values ('delete', old.id, old.text, replace(replace(old.text, 'đ', 'd'), 'Đ', 'D'));
end;
create trigger if not exists passages_fts_update after update of id, text on passages begin
    insert into passages_fts(passages_fts, rowid, text, plain)
    values ('delete', old.id, old.text, replace(replace(old.text, 'đ', 'd'), 'Đ', 'D'));
    insert into passages_fts(rowid, text, plain)
    values (new.id, new.text, replace(replace(new.text, 'đ', 'd'), 'Đ', 'D'));
end;

-- The words by which a figure is found come from several tables and from corrections. They are kept in a table of
-- their own, because an index over a view can only forget words that the view still says.
create table if not exists figures_searched (
    id integer primary key,         -- rowid of the figure
    text text not null,             -- its words, and behind them its keys
    plain text generated always as (replace(replace(text, 'đ', 'd'), 'Đ', 'D')) virtual
);

-- Behind the words stand keys that nobody types: place, metric, group, years and kind of document. By them a search
-- is narrowed inside the index, where a word with 100,000 hits would have to be looked up row by row.
drop view if exists figures_words;
create view figures_words as
select
    l.figure_row, l.id as figure_id, l.metric_id, l.place_id,
    l.subject || char(10) || coalesce(m.name_vi || char(10) || m.name_en || char(10), '') || coalesce(l.item || char(10), '')
        || l.place || char(10) || coalesce(p.name || char(10), '') || coalesce(l.owner || char(10), '') || l.number || ' ' || l.unit || char(10)
        || coalesce(l.period || char(10), '') || l.quote || char(10)
        || coalesce(' zpl' || replace(l.place_id, '-', ''), '')
        || coalesce(' zmt' || replace(l.metric_id, '_', '') || ' zgr' || replace(m.group_id, '_', ''), '')
        || coalesce(' zyr' || substr(coalesce(l.period, d.period), 1, 4), '')
        || coalesce(' zyr' || substr(coalesce(l.period, d.period), instr(coalesce(l.period, d.period), '/') + 1, 4), '')
        || coalesce(' zdk' || replace(lower(d.doc_type), ' ', ''), '') as text
from figures_laid l
join documents d on d.id = l.document_id
left join metrics m on m.id = l.metric_id
left join places p on p.id = l.place_id;

create virtual table if not exists figures_fts using fts5(
    text, plain, content='figures_searched', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);

create trigger if not exists figures_searched_insert after insert on figures_searched begin
    insert into figures_fts(rowid, text, plain) values (new.id, new.text, new.plain);
end;
create trigger if not exists figures_searched_delete after delete on figures_searched begin
    insert into figures_fts(figures_fts, rowid, text, plain) values ('delete', old.id, old.text, old.plain);
end;

create trigger if not exists figures_fts_insert after insert on figures begin
    delete from figures_searched where id = new.rowid;
    insert into figures_searched(id, text) select figure_row, text from figures_words where figure_id = new.id;
end;
create trigger if not exists figures_fts_delete after delete on figures begin
    delete from figures_searched where id = old.rowid;
end;
create trigger if not exists figures_fts_update after update on figures begin
    delete from figures_searched where id in (old.rowid, new.rowid);
    insert into figures_searched(id, text) select figure_row, text from figures_words where figure_id = new.id;
end;
create trigger if not exists added_figure_made after insert on figures_added begin
    delete from figures_searched where id = new.figure_row;
    insert into figures_searched(id, text) select figure_row, text from figures_words where figure_id = new.id;
end;
create trigger if not exists added_figure_gone after delete on figures_added begin
    delete from figures_searched where id = old.figure_row;
end;
-- Most decisions change no word of these: what a figure is found by is written anew only where it is another.
create trigger if not exists correction_made after insert on corrections begin
    delete from figures_overruled where figure_id = new.figure_id;
    insert into figures_overruled select * from corrections_by_figure where figure_id = new.figure_id;
    delete from figures_searched
    where id in (
        select rowid from figures where id = new.figure_id
        union all select figure_row from figures_added where id = new.figure_id
    ) and text is not (select text from figures_words where figure_id = new.figure_id);
    insert into figures_searched(id, text)
    select figure_row, text from figures_words
    where figure_id = new.figure_id and figure_row not in (select id from figures_searched where id = figure_row);
end;
create trigger if not exists correction_taken_back after delete on corrections begin
    delete from figures_overruled where figure_id = old.figure_id;
    insert into figures_overruled select * from corrections_by_figure where figure_id = old.figure_id;
    delete from figures_searched
    where id in (
        select rowid from figures where id = old.figure_id
        union all select figure_row from figures_added where id = old.figure_id
    ) and text is not (select text from figures_words where figure_id = old.figure_id);
    insert into figures_searched(id, text)
    select figure_row, text from figures_words
    where figure_id = old.figure_id and figure_row not in (select id from figures_searched where id = figure_row);
end;
create trigger if not exists correction_changed after update on corrections begin
    delete from figures_overruled where figure_id = new.figure_id;
    insert into figures_overruled select * from corrections_by_figure where figure_id = new.figure_id;
    delete from figures_searched
    where id in (
        select rowid from figures where id = new.figure_id
        union all select figure_row from figures_added where id = new.figure_id
    ) and text is not (select text from figures_words where figure_id = new.figure_id);
    insert into figures_searched(id, text)
    select figure_row, text from figures_words
    where figure_id = new.figure_id and figure_row not in (select id from figures_searched where id = figure_row);
end;
create trigger if not exists figures_fts_metric_renamed after update of name_vi, name_en on metrics
when old.name_vi is not new.name_vi or old.name_en is not new.name_en begin
    delete from figures_searched where id in (select figure_row from figures_words where metric_id = new.id);
    insert into figures_searched(id, text) select figure_row, text from figures_words where metric_id = new.id;
end;
create trigger if not exists figures_fts_document_changed after update of period, doc_type on documents
when old.period is not new.period or old.doc_type is not new.doc_type begin
    delete from figures_searched where id in (select rowid from figures where document_id = new.id);
    insert into figures_searched(id, text)
    select figure_row, text from figures_words where figure_id in (select id from figures where document_id = new.id);
end;
