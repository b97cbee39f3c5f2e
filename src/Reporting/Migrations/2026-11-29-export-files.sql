-- Files that exports made as operations leave until they expire; whichever replica is asked has them here.
create table export_file (
    id uuid primary key,
    asker text not null,
    workspace text not null,
    file_name text not null,
    content_type text not null default '',
    done boolean not null default false,
    expire_time timestamptz not null
);
create index on export_file (expire_time);

create table export_part (
    id uuid not null references export_file on delete cascade,
    part integer not null,
    data bytea not null,
    primary key (id, part)
);
