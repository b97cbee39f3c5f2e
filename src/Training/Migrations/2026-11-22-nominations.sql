select create_resource('country_invitations');
alter table country_invitations
    add column "answer" text not null default '',
    add column "party" text not null default '';
create index on country_invitations (party, name);

select create_resource('nominations');
alter table nominations
    add column "represents" text not null default '',
    add column "organization" text not null default '',
    add column "person" text not null default '',
    add column waiting_number bigint not null default 0;
create index on nominations (person, name);

alter table participants add column "nomination" text not null default '';
