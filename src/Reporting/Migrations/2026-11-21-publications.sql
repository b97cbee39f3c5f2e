-- Reporting's own resources.
select create_resource('publications');
alter table publications add column board text;
alter table publications add column publisher text;
alter table publications add column language_code text;
alter table publications add column published_from date;
alter table publications add column published_to date;
create index on publications (published_from, name);

-- How far the owners' logs were last seen to go. The position applied is in cursor_position, as for every reader.
create table projection_source (
    service text primary key,
    last_position bigint not null default 0,
    applied_time timestamptz not null default clock_timestamp()
);
