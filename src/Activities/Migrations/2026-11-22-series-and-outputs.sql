-- Series of editions, experts sent, exhibits at road shows, outputs of projects.
select create_resource('series');
alter table series
    add column "program" text not null default '',
    add column "rhythm" text not null default '',
    add column "missing" bigint not null default 0,
    add column editions text[] not null default '{}',
    add column parties text[] not null default '{}',
    add column topics text[] not null default '{}';
create index on series using gin (editions);

select create_resource('expert_dispatches');
alter table expert_dispatches
    add column "person" text not null default '',
    add column "sender" text not null default '',
    add column "host" text not null default '',
    add column "program" text not null default '',
    add column "project" text not null default '',
    add column topics text[] not null default '{}';
create index on expert_dispatches (person, name);
create index on expert_dispatches (project, name);

select create_resource('exhibits');
alter table exhibits
    add column "exhibitor" text not null default '',
    add column "project" text not null default '',
    add column assets text[] not null default '{}',
    add column topics text[] not null default '{}';
create index on exhibits (exhibitor, name);

select create_resource('outputs');
alter table outputs
    add column "kind" text not null default '',
    add column "became" text not null default '',
    add column assets text[] not null default '{}',
    add column parties text[] not null default '{}',
    add column topics text[] not null default '{}';

alter table delegations add column "direction" text not null default '';
alter table engagements add column "mode" text not null default '';
