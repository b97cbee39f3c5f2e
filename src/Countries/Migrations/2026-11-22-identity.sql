-- Names in the form searches compare, for suggesting duplicates.
alter table organizations add column name_keys text[] not null default '{}';
alter table people add column name_keys text[] not null default '{}';
alter table places add column name_keys text[] not null default '{}';
create index on organizations using gin (name_keys);
create index on people using gin (name_keys);
create index on places using gin (name_keys);

-- When a post was last seen, for the alarm on stale ones.
alter table positions
    add column seen_on date,
    add column organization text not null default '';
create index on positions (person, organization, seen_on);
create index on positions (seen_on, name);
