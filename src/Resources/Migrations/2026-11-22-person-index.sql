-- Keyed digests of what a private person may be found by. Nothing in it can be read back; erase deletes the rows.
create table person_index (
    name text not null,
    digest bytea not null,
    primary key (digest, name)
);
create index person_index_by_name on person_index (name);
