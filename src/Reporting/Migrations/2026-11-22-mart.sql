-- The relational model of all services' records. Every row is a function of one change, so rows are only ever added:
-- duplicates and reordering change nothing, and a rebuild gives the same rows.
create schema mart;
comment on schema mart is 'Facts and dimensions of all services, projected from their change logs. Read only; rebuilt at any time. Join facts to mart.record by (name, version); mart.latest has the current versions.';

create table mart.record (
    name text not null,
    version bigint not null,
    service text not null,
    type text not null,
    position bigint not null,
    recorded_time timestamptz not null,
    deleted boolean not null,
    private boolean not null,
    known_on date,
    known_by date,
    edtf text,
    valid_edtf text,
    valid_from date,
    valid_to date,
    year text not null,
    quarter text not null,
    month text not null,
    title text not null,
    kind text not null,
    state text not null,
    program text not null,
    certainty text not null,
    visibility text not null,
    shared_with text[] not null,
    visible_from date,
    countries text[] not null,
    parties text[] not null,
    publications text[] not null,
    search text not null,
    body bytea not null,
    primary key (name, version)
);
create index on mart.record (type, name, version desc);
create index on mart.record using gin (countries);
create index on mart.record using gin (parties);
create index on mart.record using gin (search gin_trgm_ops);
comment on table mart.record is 'Every version of every record of every service. The version in force at a recorded time is the highest one recorded until then.';
comment on column mart.record.type is 'Type of the record, such as Engagement.';
comment on column mart.record.position is 'Position in the log of its service.';
comment on column mart.record.recorded_time is 'When this platform took the version: recorded time.';
comment on column mart.record.private is 'A private person or an erased record: only the name is kept, also of earlier versions.';
comment on column mart.record.known_on is 'First day on which the public may have known the record: known time. Null is unknown.';
comment on column mart.record.known_by is 'Day by which the public certainly knew it.';
comment on column mart.record.edtf is 'When it happened, as EDTF. Empty is unknown, null means the type has no date.';
comment on column mart.record.valid_edtf is 'When it is or was in effect, as EDTF: valid time. Empty is unknown, null means always.';
comment on column mart.record.valid_from is 'First possible day of valid_edtf; null when open or unknown.';
comment on column mart.record.valid_to is 'Last possible day of valid_edtf; null when open or unknown.';
comment on column mart.record.year is 'Group by year by the one rule: 2018, or undated within 2017 to 2018, or undated.';
comment on column mart.record.countries is 'Countries the record itself names.';
comment on column mart.record.parties is 'Organizations and places the record names; mart.record_country adds their countries.';
comment on column mart.record.publications is 'Publications the record rests on.';
comment on column mart.record.search is 'All its texts, lower case and without accents.';
comment on column mart.record.body is 'The record in protobuf, without personal parts.';

create view mart.latest as
    select distinct on (name) * from mart.record order by name, version desc;
comment on view mart.latest is 'Current version of each record, deleted ones included.';

create table mart.engagement (
    name text not null, version bigint not null, primary key (name, version),
    held boolean not null,
    dated boolean not null,
    public_event boolean not null,
    country text not null,
    delegation text not null
);
comment on table mart.engagement is 'Meetings, seminars, forums.';
comment on column mart.engagement.dated is 'The day is certain.';
comment on column mart.engagement.public_event is 'A forum or seminar.';

create table mart.attendance (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    basis text not null,
    counted text not null,
    value bigint,
    qualifier text not null,
    lower bigint,
    upper bigint
);
comment on table mart.attendance is 'Numbers of people at engagements, one row per number; item 0 is the one that counts as attended, UNKNOWN where none is stated.';

create table mart.delegation (
    name text not null, version bigint not null, primary key (name, version),
    sent boolean not null,
    stated_value bigint,
    stated_qualifier text not null,
    stated_lower bigint,
    stated_upper bigint,
    identified_value bigint,
    identified_qualifier text not null,
    identified_lower bigint,
    identified_upper bigint,
    reconciliation text not null
);
comment on table mart.delegation is 'Delegations with the meetings stated for them and those identified.';
comment on column mart.delegation.reconciliation is 'Stated against identified, in words.';

create table mart.leg (
    name text not null, version bigint not null, key text not null, primary key (name, version, key),
    travel_order int not null,
    country text not null,
    sent boolean not null
);
comment on table mart.leg is 'Stays of delegations.';

create table mart.agreement (
    name text not null, version bigint not null, primary key (name, version),
    concluded boolean not null,
    signed_edtf text not null
);
comment on table mart.agreement is 'Agreements; concluded ones were signed at least.';

create table mart.course_edition (
    name text not null, version bigint not null, primary key (name, version),
    held boolean not null,
    course text not null,
    value bigint,
    qualifier text not null,
    lower bigint,
    upper bigint,
    countries_value bigint,
    countries_qualifier text not null,
    countries_listed int not null
);
comment on table mart.course_edition is 'Courses held, with participants attended and countries stated and listed.';

create table mart.participation (
    name text not null, version bigint not null, country text not null, primary key (name, version, country),
    held boolean not null,
    value bigint,
    qualifier text not null,
    lower bigint,
    upper bigint
);
comment on table mart.participation is 'Participants of a course by country; UNKNOWN where only the whole is stated.';

create table mart.follow_up (
    name text not null, version bigint not null, primary key (name, version),
    open boolean not null,
    due_edtf text not null,
    owner text not null,
    counterpart text not null,
    origin text not null
);
comment on table mart.follow_up is 'Commitments; open ones are not done, converted or dropped.';

create table mart.center (
    name text not null, version bigint not null, primary key (name, version),
    country text not null,
    closed boolean not null
);
comment on table mart.center is 'Cooperation centers.';

create table mart.country (
    name text not null, version bigint not null, language text not null, primary key (name, version, language),
    label text not null
);
comment on table mart.country is 'Names of countries by language.';

create table mart.organization (
    name text not null, version bigint not null, primary key (name, version),
    country text not null,
    parent text not null
);
comment on table mart.organization is 'Organizations and places with the country they lie in.';

create table mart.membership (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    party text not null,
    status text not null,
    edtf text not null
);
comment on table mart.membership is 'Members of organizations.';

create table mart.person (
    name text not null, version bigint not null, primary key (name, version),
    country text not null
);
comment on table mart.person is 'Office-holders. Private persons are not here.';

create table mart.person_named (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    person text not null,
    position text not null,
    role text not null,
    represents text not null
);
comment on table mart.person_named is 'Who is named in a record: heads, members, attendees, participants, speakers, holders of positions. Person is empty for a private participant.';

create table mart.link (
    name text not null, version bigint not null, primary key (name, version),
    from_name text not null,
    to_name text not null,
    kind text not null
);
create index on mart.link (from_name);
comment on table mart.link is 'How records relate. A record that is SAME_AS another is counted with the other.';

create table mart.fact_source (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    type text not null,
    field_path text not null,
    publication text not null,
    paragraph int,
    certainty text not null,
    ground text not null,
    digest text not null,
    value_json text not null,
    rival boolean not null
);
create index on mart.fact_source (publication, paragraph, name);
comment on table mart.fact_source is 'Where each fact was read. Paragraph counts from 1, 0 is the title line, null is unknown.';
comment on column mart.fact_source.rival is 'A value the source asserts that the record does not show.';

create view mart.record_country as
    select r.name, r.version, c.country
    from mart.record r cross join lateral (
        select unnest(r.countries) as country
        union
        select o.country from mart.latest l join mart.organization o on o.name = l.name and o.version = l.version
        where l.name = any (r.parties) and not l.deleted and o.country <> ''
    ) c;
comment on view mart.record_country is 'Countries of each version: those it names and those of the organizations and places it names.';

create view mart.duplicate as
    select k.from_name as name from mart.link k join mart.latest l on l.name = k.name and l.version = k.version
    where k.kind = 'SAME_AS' and not l.deleted;
comment on view mart.duplicate is 'Records that are the same as another record and so not counted themselves.';

-- An empty copy of the mart beside it.
create function mart_prepare() returns void language plpgsql as $$
declare t record;
begin
    drop schema if exists mart_next cascade;
    create schema mart_next;
    for t in select c.relname, obj_description(c.oid) as comment from pg_class c
        where c.relnamespace = 'mart'::regnamespace and c.relkind = 'r' loop
        execute format('create table mart_next.%1$I (like mart.%1$I including all)', t.relname);
        execute format('comment on table mart_next.%I is %L', t.relname, t.comment);
    end loop;
end $$;

-- Puts the copy in place of the mart: readers see the one or the other, never neither.
create function mart_swap() returns void language plpgsql as $$
declare
    v record;
    views text[] := '{}';
    schema_comment text := obj_description('mart'::regnamespace, 'pg_namespace');
begin
    -- In order of creation, so that a view finds those it rests on.
    for v in select c.oid, c.relname, obj_description(c.oid) as comment from pg_class c
        where c.relnamespace = 'mart'::regnamespace and c.relkind = 'v' order by c.oid loop
        views := views || format('create view mart.%I as %s', v.relname, pg_get_viewdef(v.oid))
            || format('comment on view mart.%I is %L', v.relname, v.comment);
    end loop;
    drop schema mart cascade;
    alter schema mart_next rename to mart;
    execute format('comment on schema mart is %L', schema_comment);
    for i in 1 .. coalesce(array_length(views, 1), 0) loop
        execute views[i];
    end loop;
end $$;
