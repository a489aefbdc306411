-- What comparisons need of the views, kept as rows by kb/latest.py so that a page of a large base need not rank a
-- million figures. A metric of which something changed stands in metrics_stale until its rows are made anew.
-- Runs behind views.sql; what is said of tables and triggers there holds here as well.

create table if not exists metrics_stale (metric_id text primary key) without rowid;

create table if not exists kept_timeline (
    metric_id text not null, item text, level text, place_id text not null, status text not null,
    period_effective text, as_of text, number text not null, value text not null, value_max text, denominator text,
    comparable real not null, basis text not null, unit text not null, qualifier text not null, kind text not null,
    marks text not null, flags text not null, confidence real not null, doubt text, reviewed text not null,
    document_id text not null, issued_on text, page integer, figure_id text not null
);

create table if not exists kept_profile (
    metric_id text not null, item text, level text, place_id text not null, figure_id text not null,
    rank integer, ranked integer, not_ranked text
);

create table if not exists kept_targets (
    metric_id text not null, item text, level text, place_id text not null, figure_id text not null,
    target_value text not null, target_comparable real not null, target_qualifier text not null, unit text not null,
    target_period text, target_as_of text, result_figure_id text, difference real, reached integer
);

create table if not exists kept_owners (
    metric_id text not null, item text, level text, owner text not null, place_id text not null,
    figure_id text not null, rank integer, ranked integer, not_ranked text, period_effective text, as_of text,
    number text not null, value text not null, value_max text, denominator text, comparable real not null,
    basis text not null, unit text not null, qualifier text not null, kind text not null, marks text not null,
    flags text not null, confidence real not null, reviewed text not null, document_id text not null, page integer
);

create table if not exists kept_conflicts (
    metric_id text not null, item text, level text, place_id text not null, status text not null,
    period_effective text, basis text not null, numbers text not null, filenames text not null, spread real,
    documents integer not null, documents_agreeing integer not null
);

create table if not exists kept_coverage (
    metric_id text not null, place_id text not null, year text,
    results integer not null, targets integer not null, forecasts integer not null, doubtful integer not null,
    documents integer not null
);

create table if not exists kept_common (
    metric_id text not null, item text, level text, place text not null, status text not null,
    period_effective text, as_of text, number text not null, value text not null, value_max text, denominator text,
    comparable real not null, unit text not null, qualifier text not null, kind text not null, flags text not null,
    reviewed text not null, document_id text not null, filename text not null, figure_id text not null
);

create index if not exists kept_common_metric on kept_common(metric_id, status);
create index if not exists kept_timeline_metric on kept_timeline(metric_id, item, level, place_id);
create index if not exists kept_timeline_place on kept_timeline(place_id, metric_id);
create index if not exists kept_owners_metric on kept_owners(metric_id, item, level);
create index if not exists kept_profile_metric on kept_profile(metric_id, place_id);
create index if not exists kept_profile_place on kept_profile(place_id, metric_id);
create index if not exists kept_targets_metric on kept_targets(metric_id, item, level);
create index if not exists kept_targets_place on kept_targets(place_id, metric_id);
create index if not exists kept_conflicts_metric on kept_conflicts(metric_id);
create index if not exists kept_conflicts_place on kept_conflicts(place_id, metric_id);
create index if not exists kept_coverage_metric on kept_coverage(metric_id, place_id);
create index if not exists kept_coverage_place on kept_coverage(place_id, metric_id);

-- Whatever changes what a comparison says marks its metric; kb/latest.py makes the kept rows of those anew.
create trigger if not exists stale_figure_new after insert on figures when new.metric_id is not null begin
    insert into metrics_stale select new.metric_id
    where not exists (select 1 from metrics_stale where metric_id = new.metric_id);
end;
create trigger if not exists stale_figure_gone after delete on figures when old.metric_id is not null begin
    insert into metrics_stale select old.metric_id
    where not exists (select 1 from metrics_stale where metric_id = old.metric_id);
end;
create trigger if not exists stale_figure_changed after update on figures begin
    insert into metrics_stale select id from metrics
    where id in (old.metric_id, new.metric_id) and id not in (select metric_id from metrics_stale);
end;
create trigger if not exists stale_person_said after insert on figures_overruled begin
    insert into metrics_stale select id from metrics
    where id in (
        new.metric_id,
        (select metric_id from figures where id = new.figure_id),
        (select metric_id from figures_added where id = new.figure_id)
    ) and id not in (select metric_id from metrics_stale);
end;
create trigger if not exists stale_person_unsaid after delete on figures_overruled begin
    insert into metrics_stale select id from metrics
    where id in (
        old.metric_id,
        (select metric_id from figures where id = old.figure_id),
        (select metric_id from figures_added where id = old.figure_id)
    ) and id not in (select metric_id from metrics_stale);
end;
create trigger if not exists stale_added_made after insert on figures_added when new.metric_id is not null begin
    insert into metrics_stale select new.metric_id
    where not exists (select 1 from metrics_stale where metric_id = new.metric_id);
end;
create trigger if not exists stale_added_changed after update on figures_added begin
    insert into metrics_stale select id from metrics
    where id in (old.metric_id, new.metric_id) and id not in (select metric_id from metrics_stale);
end;
create trigger if not exists stale_added_gone after delete on figures_added begin
    insert into metrics_stale select id from metrics
    where id in (old.metric_id, (select metric_id from figures_overruled where figure_id = old.id))
        and id not in (select metric_id from metrics_stale);
end;
create trigger if not exists stale_document_changed
after update of issued_on, period, duplicate_of, replaced_by, filename on documents begin
    insert into metrics_stale select distinct metric_id from figures
    where document_id = new.id and metric_id is not null and metric_id not in (select metric_id from metrics_stale);
    insert into metrics_stale select distinct metric_id from figures_overruled
    where figure_id in (
            select id from figures where document_id = new.id
            union all select id from figures_added where document_id = new.id
        )
        and metric_id <> '' and metric_id not in (select metric_id from metrics_stale);
end;
create trigger if not exists stale_metric_changed after update of unit, better on metrics
when old.unit is not new.unit or old.better is not new.better begin
    insert into metrics_stale select new.id where new.id not in (select metric_id from metrics_stale);
end;
