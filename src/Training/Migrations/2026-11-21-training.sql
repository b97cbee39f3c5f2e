-- One table per resource type; the columns below are what lists of it filter and sort by beyond the common ones.
select create_resource('courses');
alter table courses
    add column "level" text not null default '',
    add column "program" text not null default '',
    add column parties text[] not null default '{}',
    add column topics text[] not null default '{}';
create index on courses using gin (parties);

select create_resource('course_editions');
alter table course_editions
    add column "agreement" text not null default '',
    add column "place" text not null default '',
    add column "country_group" text not null default '',
    add column parties text[] not null default '{}',
    add column topics text[] not null default '{}';
create index on course_editions (agreement, name);
create index on course_editions using gin (parties);

select create_resource('sessions');
alter table sessions
    add column "kind" text not null default '',
    add column "place" text not null default '',
    add column parties text[] not null default '{}',
    add column topics text[] not null default '{}';
create index on sessions (kind, name);

select create_resource('participants');
alter table participants
    add column "role" text not null default '',
    add column "basis" text not null default '',
    add column "person" text not null default '',
    add column "organization" text not null default '',
    add column "represents" text not null default '';
create index on participants (person, name);
