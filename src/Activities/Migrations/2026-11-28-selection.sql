-- Score sheets, scores, conflicts, meetings of councils, rankings.
select create_resource('score_sheets');
alter table score_sheets add column version_number bigint not null default 0;

select create_resource('scores');
alter table scores
    add column "council" text not null default '',
    add column "member" text not null default '',
    add column "sheet" text not null default '',
    add column "round" text not null default '';
create index on scores (round);
create index on scores (parent);

select create_resource('conflicts');
alter table conflicts
    add column "kind" text not null default '',
    add column "council" text not null default '',
    add column "member" text not null default '',
    add column "proposal" text not null default '';

select create_resource('council_meetings');
alter table council_meetings
    add column "round" text not null default '',
    add column "quorum" text not null default '';

select create_resource('rankings');
alter table rankings
    add column "sheet" text not null default '',
    add column "digest" text not null default '';

-- Side by side: the key of a seat and the account that signs in for it.
alter table councils
    add column seats text[] not null default '{}',
    add column accounts text[] not null default '{}';
