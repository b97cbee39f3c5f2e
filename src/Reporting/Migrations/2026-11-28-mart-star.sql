-- More of the star: the version in force of each record, states with their times, plans, topics, regions, series, promises.
create table mart.head (
    name text primary key,
    version bigint not null,
    deleted boolean not null,
    private boolean not null,
    visibility text not null,
    visible_from date
);
comment on table mart.head is 'The version in force of each record, deleted ones included: the highest there is, in whatever order they came.';
comment on column mart.head.deleted is 'Whether the record is deleted now.';
comment on column mart.head.private is 'Whether only its name is kept.';
comment on column mart.head.visibility is 'INTERNAL, SHARED, PUBLIC or EMBARGOED now.';
comment on column mart.head.visible_from is 'For EMBARGOED, the first day on which anyone may see it.';
insert into mart.head
    select distinct on (name) name, version, deleted, private, visibility, visible_from from mart.record order by name, version desc;

create table mart.transition (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    state text not null,
    stage text not null,
    effective_edtf text not null,
    effective_from date,
    effective_by date,
    known_edtf text not null,
    known_from date,
    known_by date,
    value bigint,
    qualifier text not null,
    lower bigint,
    upper bigint
);
comment on table mart.transition is 'Dated changes of state, oldest first, each with the days spent in the state before.';
comment on column mart.transition.state is 'The state entered, such as HELD.';
comment on column mart.transition.stage is 'The state left; empty for the first change.';
comment on column mart.transition.effective_edtf is 'When it took effect, as EDTF: valid time. Empty is unknown.';
comment on column mart.transition.effective_from is 'First day on which it may have taken effect; null is unknown.';
comment on column mart.transition.effective_by is 'Day by which it certainly had; null is unknown.';
comment on column mart.transition.known_edtf is 'When it was decided or announced, as EDTF: known time. Empty is unknown.';
comment on column mart.transition.known_from is 'First day on which it may have been known; null is unknown.';
comment on column mart.transition.known_by is 'Day by which it certainly was; null is unknown.';
comment on column mart.transition.value is 'Days spent in the stage before; null unless exactly known.';

create table mart.plan (
    name text not null, version bigint not null, primary key (name, version),
    plans int not null,
    planned_edtf text not null,
    value bigint,
    qualifier text not null,
    lower bigint,
    upper bigint
);
comment on table mart.plan is 'Records with planned dates: how far the plan moved.';
comment on column mart.plan.plans is 'How many plans are on record.';
comment on column mart.plan.planned_edtf is 'The plan stated last, as EDTF.';
comment on column mart.plan.value is 'Days from the first plan to the last, later is positive; null unless exactly known or when there is only one.';

create table mart.topic (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    topic text not null,
    key text not null
);
comment on table mart.topic is 'Topics of records.';
comment on column mart.topic.topic is 'As entered.';
comment on column mart.topic.key is 'Without case, accents and punctuation: topics that are the same have one key.';

create table mart.country_region (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    scheme text not null,
    code text not null,
    label text not null,
    level int not null,
    edtf text not null
);
comment on table mart.country_region is 'Regions countries lie in, several schemes side by side.';
comment on column mart.country_region.scheme is 'Scheme, such as M49, DAC or POLICY.';
comment on column mart.country_region.code is 'Code in the scheme; empty for names of policy.';
comment on column mart.country_region.label is 'English name in the scheme.';
comment on column mart.country_region.level is 'Depth in the scheme, 1 for the widest; 0 when it is flat.';
comment on column mart.country_region.edtf is 'When it held, as EDTF; empty means always.';

create table mart.series_edition (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    ordinal int not null,
    resource text not null,
    edtf text not null,
    cancelled boolean not null
);
create index on mart.series_edition (resource);
comment on table mart.series_edition is 'Editions of series.';
comment on column mart.series_edition.ordinal is 'Printed ordinal from 1; 0 is unknown.';
comment on column mart.series_edition.resource is 'The record it is; empty while there is none.';
comment on column mart.series_edition.edtf is 'When it was held, as EDTF; empty is unknown.';
comment on column mart.series_edition.cancelled is 'Known not to have been held.';

create table mart.promise (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    promise text not null,
    per text not null,
    edtf text not null,
    value bigint,
    qualifier text not null,
    lower bigint,
    upper bigint,
    progress_value bigint,
    progress_qualifier text not null,
    progress_lower bigint,
    progress_upper bigint,
    kept text not null
);
comment on table mart.promise is 'Quantities promised in agreements, with progress as stated.';
comment on column mart.promise.promise is 'What is promised.';
comment on column mart.promise.per is 'Per what, such as year; empty for once.';
comment on column mart.promise.edtf is 'For when, as EDTF; empty is unknown.';
comment on column mart.promise.kept is 'YES when the progress certainly reaches the promise, NO when it certainly does not, else UNKNOWN.';

create table mart.level (
    name text not null, version bigint not null, primary key (name, version),
    level text not null
);
comment on table mart.level is 'Level of courses: national, municipal and so on.';
comment on column mart.level.level is 'The level, such as MUNICIPAL.';

-- Over the version in force instead of a sort of all versions.
create or replace view mart.latest as
    select r.* from mart.record r join mart.head h on h.name = r.name and h.version = r.version;

create or replace view mart.duplicate as
    select k.from_name as name from mart.link k join mart.head h on h.name = k.name and h.version = k.version
    where k.kind = 'SAME_AS' and not h.deleted;

create index on mart.link (to_name);
create index on mart.fact_source (name, version) where rival;
create index on mart.person_named (person);
create index on mart.record (program) where program <> '';

-- Fills the new tables; what is there stays.
delete from cursor_position where reader like 'from:%';
