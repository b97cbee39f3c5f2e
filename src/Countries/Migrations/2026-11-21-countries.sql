-- One table per resource type; the columns below are what lists of it filter and sort by beyond the common ones.
select create_resource('countries');
alter table countries
    add column iso3 text not null default '',
    add column m49 text not null default '',
    add column regions text[] not null default '{}';
create index on countries using gin (regions);

select create_resource('organizations');
alter table organizations
    add column kind text not null default '',
    add column parent_organization text not null default '',
    add column members text[] not null default '{}',
    add column place text not null default '';
create index on organizations (parent_organization);
create index on organizations using gin (members);

select create_resource('people');
alter table people
    add column class text not null default '';

select create_resource('positions');
alter table positions
    add column person text not null default '',
    add column organizations text[] not null default '{}',
    add column rank text not null default '';
create index on positions (person);
create index on positions using gin (organizations);

select create_resource('agreements');
alter table agreements
    add column kind text not null default '',
    add column parties text[] not null default '{}',
    add column topics text[] not null default '{}',
    add column signed_from date,
    add column signed_to date,
    add column supersedes text not null default '';
create index on agreements using gin (parties);

select create_resource('cooperation_centers');
alter table cooperation_centers
    add column agreement text not null default '',
    add column supported_projects text[] not null default '{}';

select create_resource('places');
alter table places
    add column kind text not null default '',
    add column parent_place text not null default '';

select create_resource('national_plans');
alter table national_plans
    add column organization text not null default '',
    add column agreements text[] not null default '{}';
