-- What records are grouped by where they may have several keys, each once: reports over many records need not sort them.
create table mart.dimension_key (
    name text not null, version bigint not null, dimension text not null, key text not null, primary key (name, version, dimension, key)
);
create index on mart.dimension_key (dimension, key);
create index on mart.topic (key, topic);
comment on table mart.dimension_key is 'Keys of a record in the dimensions funder, person, represented_party and topic, each once.';
comment on column mart.dimension_key.name is 'The record.';
comment on column mart.dimension_key.version is 'Its version; join on (name, version).';
comment on column mart.dimension_key.dimension is 'Name of the dimension in reports.';
comment on column mart.dimension_key.key is 'The key: a record name, a folded topic, or the words printed.';
insert into mart.dimension_key
    select name, version, 'topic', key from mart.topic where key <> ''
    union select name, version, 'person', person from mart.person_named where person <> ''
    union select name, version, 'represented_party', represents from mart.person_named where represents <> ''
    union select name, version, 'funder', coalesce(nullif(party, ''), printed) from mart.named where role = 'FUNDER' and party || printed <> '';
select mart_open_to_readers();
