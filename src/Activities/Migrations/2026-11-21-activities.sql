-- One table per resource type; the columns below are what lists of it filter and sort by beyond the common ones.
select create_resource('programs');
alter table programs
    add column "parent_program" text not null default '',
    add column parties text[] not null default '{}',
    add column topics text[] not null default '{}';
create index on programs using gin (parties);

select create_resource('projects');
alter table projects
    add column "kind" text not null default '',
    add column "program" text not null default '',
    add column parties text[] not null default '{}',
    add column topics text[] not null default '{}';
create index on projects (program, name);
create index on projects using gin (parties);

select create_resource('delegations');
alter table delegations
    add column "program" text not null default '',
    add column owners text[] not null default '{}',
    add column people text[] not null default '{}',
    add column topics text[] not null default '{}';
create index on delegations (program, name);
create index on delegations using gin (owners);
create index on delegations using gin (people);

select create_resource('engagements');
alter table engagements
    add column "kind" text not null default '',
    add column "delegation" text not null default '',
    add column "program" text not null default '',
    add column "place" text not null default '',
    add column "parent_engagement" text not null default '',
    add column parties text[] not null default '{}',
    add column people text[] not null default '{}',
    add column topics text[] not null default '{}';
create index on engagements (delegation, name);
create index on engagements (kind, valid_from, name);
create index on engagements using gin (parties);
create index on engagements using gin (people);

select create_resource('follow_ups');
alter table follow_ups
    add column "origin" text not null default '',
    add column "owner" text not null default '',
    add column "became" text not null default '',
    add column due_from date,
    add column due_to date,
    add column topics text[] not null default '{}';
create index on follow_ups (origin);
create index on follow_ups (due_to, name);

select create_resource('links');
alter table links
    add column "kind" text not null default '',
    add column "from" text not null default '',
    add column "to" text not null default '';
create index on links ("from", name);
create index on links ("to", name);

select create_resource('partner_requests');
alter table partner_requests
    add column "requester" text not null default '',
    add column "addressee" text not null default '',
    add column topics text[] not null default '{}';
create index on partner_requests (requester, name);
