alter table sessions add column clash_keys text[] not null default '{}';
create index on sessions using gin (clash_keys);
alter table participants add column alumni boolean not null default false;
create index on participants (alumni, name) where alumni;

select create_resource('evaluations');
select create_resource('evaluation_responses');

select create_resource('certificates');
alter table certificates
    add column "kind" text not null default '',
    add column "participant" text not null default '',
    add column "number" text not null default '';
create index on certificates (participant, name);

select create_resource('action_plans');
alter table action_plans
    add column "participant" text not null default '',
    add column "organization" text not null default '',
    add column next_due date;
create index on action_plans (next_due, name);
