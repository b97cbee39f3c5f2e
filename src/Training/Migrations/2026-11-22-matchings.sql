select create_resource('matchings');
alter table matchings
    add column "edition" text not null default '',
    add column parties text[] not null default '{}';
create index on matchings (edition, name);
create index on matchings using gin (parties);
