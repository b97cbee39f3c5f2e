-- Assets and their introductions, support rounds with proposals and decisions, councils.
select create_resource('system_assets');
alter table system_assets
    add column "kind" text not null default '',
    add column parties text[] not null default '{}',
    add column topics text[] not null default '{}';

select create_resource('introductions');
alter table introductions
    add column "asset" text not null default '',
    add column "target" text not null default '',
    add column "program" text not null default '',
    add column "project" text not null default '',
    add column open_preconditions text[] not null default '{}',
    add column parties text[] not null default '{}',
    add column topics text[] not null default '{}';
create index on introductions (asset, name);

select create_resource('rounds');
alter table rounds
    add column "program" text not null default '',
    add column "council" text not null default '',
    add column areas text[] not null default '{}',
    add column parties text[] not null default '{}',
    add column topics text[] not null default '{}';
create index on rounds (program, name);

select create_resource('proposals');
alter table proposals
    add column "area" text not null default '',
    add column "order" bigint not null default 0,
    add column parties text[] not null default '{}',
    add column topics text[] not null default '{}';
create index on proposals using gin (parties);

select create_resource('councils');
alter table councils
    add column "program" text not null default '',
    add column "convener" text not null default '',
    add column people text[] not null default '{}';
create index on councils using gin (people);

select create_resource('decisions');
alter table decisions
    add column "outcome" text not null default '',
    add column "proposal" text not null default '',
    add column "project" text not null default '',
    add column "council" text not null default '',
    add column "rank" bigint not null default 0,
    add column "historical" boolean not null default false;
create index on decisions (project);
-- Live work has one rank once in a round and decides once on a proposal, however many write at once.
create unique index decisions_rank on decisions (parent, "rank") where "rank" > 0 and not historical and delete_time is null;
create unique index decisions_proposal on decisions (proposal) where proposal <> '' and not historical and delete_time is null;

alter table projects
    add column "round" text not null default '',
    add column "area" text not null default '',
    add column "order" bigint not null default 0;
create index on projects (round, name);

alter table engagements
    add column introductions text[] not null default '{}';
create index on engagements using gin (introductions);
