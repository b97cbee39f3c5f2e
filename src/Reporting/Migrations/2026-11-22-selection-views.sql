-- The same views over keys instead of all current versions: they are joined to many records.
create or replace view mart.chosen as
    select p.name, p.version, p.round, p.area from mart.project p where p.round <> '' and not p.cancelled
    union all
    select p.name, p.version, p.round, p.area from mart.proposal p
    where p.selected and not exists (
        select from mart.decision d join mart.record l on l.name = d.name and l.version = d.version and not l.deleted
        where d.proposal = p.name and d.project <> ''
        and not exists (select from mart.record newer where newer.name = d.name and newer.version > d.version));

create or replace view mart.allocation as
    with granted as (
        select k.name, m.field_path, m.kind, m.amount, m.currency, m.qualifier, m.lower, m.upper
        from mart.decision d
        join mart.record l on l.name = d.name and l.version = d.version and not l.deleted
        join mart.money m on m.name = d.name and m.version = d.version and m.field_path = 'granted' and (m.amount is not null or m.lower is not null)
        cross join lateral (values (d.project), (d.proposal)) k(name)
        where not exists (select from mart.record newer where newer.name = d.name and newer.version > d.version))
    select c.name, c.version, g.field_path, g.kind, g.amount, g.currency, g.qualifier, g.lower, g.upper
    from mart.chosen c join granted g on g.name = c.name
    union all
    select c.name, c.version, m.field_path, m.kind, m.amount, m.currency, m.qualifier, m.lower, m.upper
    from mart.chosen c
    join mart.money m on m.name = c.name and m.version = c.version and m.field_path ~ '^budget\[\d+\]$'
        and m.kind in ('CEILING', 'PLANNED', 'APPROVED', 'COMMITTED') and (m.amount is not null or m.lower is not null)
    where not exists (select from granted g where g.name = c.name);
