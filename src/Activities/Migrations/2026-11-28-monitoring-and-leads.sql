-- Leads, bids and contracts; tenders, milestones, status reports and indicators of projects.
select create_resource('leads');
alter table leads
    add column "customer" text not null default '',
    add column attributed text[] not null default '{}',
    add column parties text[] not null default '{}',
    add column assets text[] not null default '{}',
    add column topics text[] not null default '{}';
create index on leads using gin (attributed);
create index on leads using gin (parties);

select create_resource('tenders');
alter table tenders
    add column "kind" text not null default '',
    add column "component" text not null default '',
    add column "awarded_bid" text not null default '';

select create_resource('bids');
alter table bids
    add column "lead" text not null default '',
    add column "tender" text not null default '',
    add column "bidder" text not null default '',
    add column "historical" boolean not null default false;
create index on bids (lead, name);
create index on bids (tender, name);
-- One bid wins a tender, however many are told so at once.
create unique index bids_won on bids (tender) where tender <> '' and state = 'WON' and not historical and delete_time is null;

select create_resource('contracts');
alter table contracts
    add column "kind" text not null default '',
    add column "supplier" text not null default '',
    add column "customer" text not null default '',
    add column "lead" text not null default '',
    add column "bid" text not null default '',
    add column "tender" text not null default '',
    add column "project" text not null default '',
    add column attributed text[] not null default '{}',
    add column assets text[] not null default '{}',
    add column topics text[] not null default '{}',
    add column "historical" boolean not null default false;
create index on contracts (lead, name);
create index on contracts (tender, name);
create index on contracts (project, name);
create index on contracts using gin (attributed);
-- One contract follows a bid.
create unique index contracts_bid on contracts (bid) where bid <> '' and not historical and delete_time is null;

select create_resource('milestones');
alter table milestones
    add column "component" text not null default '',
    add column "planned_from" date,
    add column "planned_to" date,
    add column "slip_days" bigint;
create index on milestones (planned_to, name);

select create_resource('status_reports');
alter table status_reports
    add column "health" text not null default '',
    add column "progress" bigint;

select create_resource('indicators');
alter table indicators
    add column "kind" text not null default '',
    add column "measure" text not null default '';

alter table ledger_entries add column "contract" text not null default '';
create index on ledger_entries (contract) where contract <> '';
