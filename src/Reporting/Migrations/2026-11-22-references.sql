-- Who names whom, over all services, and which records are one.
create table mart.reference (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    field_path text not null,
    to_name text not null
);
create index on mart.reference (to_name);
comment on table mart.reference is 'Every field of every record that names another record.';

create table mart.merged (
    name text not null, version bigint not null, primary key (name, version),
    into_name text not null
);
comment on table mart.merged is 'Records that were merged into another, while they are.';

create view mart.redirect as
    with recursive way (name, into_name) as (
        select m.name, m.into_name from mart.merged m join mart.latest l on l.name = m.name and l.version = m.version
        union
        select w.name, m.into_name from way w join mart.merged m on m.name = w.into_name join mart.latest l on l.name = m.name and l.version = m.version)
    select w.name, w.into_name from way w
    where not exists (select from mart.merged m join mart.latest l on l.name = m.name and l.version = m.version where m.name = w.into_name);
comment on view mart.redirect is 'For each merged record the one that stands for it, however often it was merged on.';

create or replace view mart.record_country as
    select r.name, r.version, c.country
    from mart.record r cross join lateral (
        select unnest(r.countries) as country
        union
        select o.country from mart.latest l join mart.organization o on o.name = l.name and o.version = l.version
        where l.name = any (r.parties) and o.country <> ''
            and (not l.deleted or exists (select from mart.merged m where m.name = l.name and m.version = l.version))
    ) c;
