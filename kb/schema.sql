-- The base. Derived from corpus/: deleted and rebuilt it holds the same content.
-- Printed numbers and exact values are TEXT: a NUMERIC column would turn 6.100 into 6.1.

create table if not exists runs (
    id integer primary key,
    started_at text not null,
    finished_at text,
    solieu_version text not null,
    rules_version text not null,
    read integer not null default 0,
    unchanged integer not null default 0,
    removed integer not null default 0,
    failed integer not null default 0,
    figures integer not null default 0,
    figures_gained integer not null default 0,
    figures_lost integer not null default 0,
    figures_changed integer not null default 0
);

create table if not exists places (
    id text primary key,            -- 'QNM' style is not used: '49-old' / '48' (statistical office code; '-old' = one of the 63)
    code text not null,
    name text not null,
    full_name text not null,
    kind text not null,             -- province | city | country
    valid_from text,
    valid_to text,
    merged_into text references places(id),
    sort_key text not null          -- SQLite sorts Đ after Y
);

create table if not exists metrics (
    id text primary key,
    name_vi text not null,
    name_en text not null,
    unit text not null,
    kind text not null,
    group_id text not null,
    group_vi text not null,
    group_en text not null,
    better text not null,           -- higher | lower | none
    total text not null,            -- sum | mean | never
    low text,
    high text,
    description text,
    share text,                     -- of a rate: JSON, the metrics that it is the share of
    ranked_among text not null default 'provinces',     -- of a rank: provinces | region
    sort_key text not null,
    source text,                    -- the official system or document that it was seen in
    wordings text,                  -- JSON: the noun phrases by which officials call it
    items text not null default '[]',           -- JSON: the names of its sub-keys
    examples text not null default '[]',        -- JSON [[sentence, start, end], …]: our own, with a number that is it
    near_misses text not null default '[]'      -- the same, with a number that looks like it and is something else
);

-- Systems that number what is reported: forms, criteria of indices, statistics.
create table if not exists code_systems (
    id text primary key,
    name_vi text not null,
    name_en text not null,
    version text not null           -- its year or decision, empty where none was seen
) without rowid;

create table if not exists metric_codes (
    system text not null,
    version text not null,
    code text not null,
    metric_id text not null references metrics(id),
    match text not null,            -- exact | related
    primary key (system, version, code, metric_id)
) without rowid;

-- Groups and criteria of composite indices: scores compare only as shares of the maximum, within one version.
create table if not exists index_components (
    index_id text not null,
    version text not null,
    code text not null,
    parent text,
    name text not null,
    maximum real,
    primary key (index_id, version, code)
) without rowid;

-- The days of each period that stands in the base, of documents, figures, days of issue and corrections.
create table if not exists periods (
    iso text primary key,           -- 2024, 2024-H1, 2024-Q3, 2024-06, 2024-06-05, or two of these with a / between
    first_day text not null,
    last_day text not null
) without rowid;

create table if not exists documents (
    id text primary key,            -- 'D-' + 10 characters of base32 of its identity
    filename text not null,
    path text not null unique,      -- relative to the folder of kb.db
    sha256 text not null,
    format text,
    title text,
    doc_type text,
    number text,
    issuer text,
    issued_on text,                 -- as exact as printed: 2025-12 where the day was left blank
    place text,
    place_id text references places(id),
    period text,
    pages integer,
    url text,
    identity text not null,         -- issuer + number + date, else the content hash
    duplicate_of text references documents(id),
    replaced_by text references documents(id),  -- a newer version of the same report
    entry text not null default '{}',       -- what sources.toml says of it, as JSON
    status text not null check (status in ('ok', 'empty', 'error')),
    error text,
    notes text not null default '[]',
    suspicions text not null default '[]',  -- what makes it look misread as a whole, as JSON
    characters integer not null default 0,
    personal integer not null default 0,    -- how much in it is of a person's own: masked, kept beside the base only
    figure_count integer not null default 0,
    rules_version text not null,
    checked text                    -- what its own checks saw, hashed; null where they have not run since it was written
);

-- What a document is like, short enough to know another version of it by: kb/likeness.py.
create table if not exists sketches (
    document_id text primary key references documents(id),
    sketch text not null
) without rowid;

-- Documents that people's decisions speak of and whose bytes are gone, and the documents that they are by now: made of
-- corrections.jsonl and of what the documents are like, at each build anew.
create table if not exists document_names (
    sha256 text not null,
    document_id text not null references documents(id),
    how text not null,              -- adopted: a person said so | alike
    primary key (sha256, document_id)
) without rowid;

create table if not exists passages (
    id integer primary key,
    document_id text not null references documents(id),
    seq integer not null,
    kind text not null,             -- heading | paragraph | list_item | table_row | footnote
    page integer,
    trail text not null default '[]',
    text text not null,
    char_start integer not null,
    char_end integer not null,
    table_seq integer,
    footnote text,
    cells text                      -- of a table row: JSON [[column, columns, rows, is_header, start, end], …] into text
);

create table if not exists footnotes (
    id integer primary key,
    document_id text not null references documents(id),
    label text not null,
    text text not null,
    marks text not null default '[]',       -- offsets at which the mark stands
    passage_id integer references passages(id)
);

create table if not exists figures (
    id text primary key,            -- 'F-' + 10 characters: from the source, never from a result
    document_id text not null references documents(id),
    seq integer not null,
    number text not null,
    value text not null,
    value_max text,
    denominator text,
    value_num real not null,        -- the same value, to sort and draw by; never shown
    unit text not null,
    qualifier text not null,
    kind text not null,
    status text not null,
    metric_id text references metrics(id),
    item text,
    subject text not null,
    thing text not null default '',     -- what is counted, alike for all who count it; empty where the words leave it open
    place text not null,
    place_id text references places(id),
    level text,
    owner text,                     -- the organisation that it is limited to
    period text,
    footnote text,
    marks text not null default '[]',
    part_of text,
    in_table integer not null,
    quote text not null,
    page integer,
    bbox text,                      -- JSON [x0, top, x1, bottom] in points
    passage_id integer not null references passages(id),
    char_start integer not null,
    char_end integer not null,
    passage_start integer not null, -- where the number stands in its passage's text
    rule text not null,
    confidence real not null,
    record_confidence real not null default 1.0, -- of all but metric and period
    candidates text not null default '[]',       -- JSON [[metric, chance], …]
    in_doubt text not null default '[]',         -- JSON [[field, chance], …]
    flags text not null default '[]',
    place_from text not null,
    period_from text not null,
    level_from text not null,
    status_from text not null,
    anchor text not null,           -- the folded sentence, hashed: with number and occurrence it makes the id again
    occurrence integer not null,
    pattern text not null default '',       -- figures that were read alike have the same: kb/build/pattern.py
    evidence text not null default '[]'
);

create table if not exists exclusions (
    id integer primary key,
    document_id text not null references documents(id),
    text text not null,
    reason text not null,
    passage_id integer references passages(id),
    char_start integer not null,
    char_end integer not null
);

-- What the words of a document say about a figure and another: the machine's reading, found by the rules. One relation
-- with several others has a row for each, under the same number.
create table if not exists relations (
    id integer primary key,
    document_id text not null references documents(id),
    number integer not null,        -- which relation of its document
    relation text not null,         -- part_of | change | share | … : rules/relations/__init__.py
    how text not null default '',   -- the way of saying it, where there are several
    figure_id text not null,
    other_id text,                  -- null where no other is printed
    words text,                     -- null where no words say so (parts that only add up)
    char_start integer,
    char_end integer,
    counts text not null default '[]'       -- of a number whose things are listed: how many are
);

create table if not exists leftovers (
    id integer primary key,
    document_id text not null references documents(id),
    text text not null,
    passage_id integer references passages(id),
    char_start integer not null,
    char_end integer not null
);

-- What figures said before their documents were read again, of each run that read or took out something: what did not
-- change since is thrown away at the run's end. A figure that was not there before has an id only.
create table if not exists figures_before (
    figure_id text primary key,
    run integer not null,
    document_id text,
    filename text,
    seq integer,
    number text,
    quote text,
    {each compared: <name> text}    -- the fields as in figures
) without rowid;

-- Which schema, views and catalogue this base was made with: a build sees by it what to make anew.
create table if not exists build_state (
    key text primary key,
    value text not null
);

-- The person's word, replayed from corpus/corrections.jsonl at each build; latest event of a figure and field wins.
-- A decision on a figure of an older version holds for the same sentence of the newer one, too: there it is `carried`.
create table if not exists corrections (
    event text not null,
    batch text not null,            -- the export that was filled in
    hand_in text not null,          -- the file that was handed in: 'I-', its time and four letters
    figure_id text not null,
    document_id text,
    field text not null,            -- value, unit, … or 'decision'
    old text,
    new text,
    reason text,
    reviewer text,
    at text not null,
    state text not null,            -- active | confirmed | stale (all three hold) | conflict | orphan | reversed
    quote text,
    number text,
    carried integer not null default 0,
    primary key (event, figure_id)
);

-- Documents that somebody has reviewed as a whole: it holds as long as their figures say what they said then.
create table if not exists documents_reviewed (
    document_id text not null,
    reviewer text not null,
    event text not null,
    at text not null,
    figures integer not null,       -- how many it had when that was said
    holds integer not null,
    primary key (document_id, reviewer)
) without rowid;

-- What does not go together. `document_id` is null where several documents contradict each other.
create table if not exists findings_checks (
    id integer primary key,         -- a hash of the finding
    rule text not null,
    document_id text references documents(id),
    figure_ids text not null default '[]',
    expected text,
    found text,
    message text not null,
    message_en text not null default '',
    fault text,                     -- the one usual fault that would explain it: mark | separator | magnitude | …
    fault_figure_id text,           -- the figure that would bear it
    proposal text                   -- the same in words; never a value that anything reads
);

-- Which figures a finding ties together, to be found from the figure.
create table if not exists findings_figures (
    figure_id text not null,
    finding_id integer not null references findings_checks(id) on delete cascade,
    primary key (figure_id, finding_id)
) without rowid;

create index if not exists documents_identity on documents(identity);
create index if not exists documents_replaced on documents(replaced_by) where replaced_by is not null;
create index if not exists figures_metric on figures(metric_id, period, place_id, value_num);
create index if not exists figures_place on figures(place_id, metric_id, period);
create index if not exists figures_reported on figures(metric_id, place_id) where status = 'actual' and kind <> 'change';
-- By thing, of those that no metric covers: the list of things is read from the index alone.
create index if not exists figures_thing on figures(thing, metric_id, place_id);
create index if not exists figures_document on figures(document_id, seq);
create index if not exists figures_part on figures(part_of);
create index if not exists figures_pattern on figures(pattern);
create index if not exists metric_codes_metric on metric_codes(metric_id);
create index if not exists passages_document on passages(document_id, seq);
create index if not exists corrections_figure on corrections(figure_id);
create index if not exists footnotes_document on footnotes(document_id, label);
create index if not exists exclusions_document on exclusions(document_id);
create index if not exists relations_document on relations(document_id);
create index if not exists relations_figure on relations(figure_id);
create index if not exists relations_other on relations(other_id);
create index if not exists leftovers_document on leftovers(document_id);
create index if not exists findings_checks_document on findings_checks(document_id);
create index if not exists findings_figures_finding on findings_figures(finding_id);
