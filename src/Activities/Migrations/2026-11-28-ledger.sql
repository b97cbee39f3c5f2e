-- The money ledger, its periods, rates and approval rules.
select create_resource('ledger_entries');
alter table ledger_entries
    add column "kind" text not null default '',
    add column "currency" text not null default '',
    add column "amount" numeric,
    add column "activity" text not null default '',
    add column "component" text not null default '',
    add column "period" text not null default '',
    add column "corrects" text not null default '',
    add column "part_of" text not null default '',
    add column "revision" boolean not null default false,
    add column "payer" text not null default '',
    add column "receiver" text not null default '',
    add column "channel" text not null default '';
create index on ledger_entries (activity, kind, currency);
create index on ledger_entries (period, name);
create index on ledger_entries (part_of) where part_of <> '';
create index on ledger_entries (corrects) where corrects <> '';

select create_resource('accounting_periods');
alter table accounting_periods add column "currency" text not null default '';
-- Two periods never share a day, however many write at once.
alter table accounting_periods add constraint accounting_periods_days
    exclude using gist (daterange(valid_from, valid_to, '[]') with &&) where (delete_time is null and valid_from is not null and valid_to is not null);

select create_resource('exchange_rates');
alter table exchange_rates
    add column "kind" text not null default '',
    add column "base_currency" text not null default '',
    add column "quote_currency" text not null default '',
    add column "publisher" text not null default '';
create index on exchange_rates (base_currency, quote_currency, valid_to);

select create_resource('approval_rules');
alter table approval_rules
    add column "currency" text not null default '',
    add column "kinds" text[] not null default '{}';
create index on approval_rules using gin (kinds);
