select create_resource('country_presentations');
alter table country_presentations
    add column "level" text not null default '',
    add column "session" text not null default '',
    add column "participant" text not null default '',
    add column "presenter" text not null default '',
    add column topics text[] not null default '{}';
