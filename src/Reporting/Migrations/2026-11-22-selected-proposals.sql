-- What a round chose may be on record as a project, or only as the proposal that was selected.
create table mart.proposal (
    name text not null, version bigint not null, primary key (name, version),
    round text not null,
    area text not null,
    selected boolean not null
);
comment on table mart.proposal is 'Proposals made in rounds. Leads and targets are in mart.named and mart.project_target.';

create view mart.chosen as
    select p.name, p.version, p.round, p.area from mart.project p where p.round <> '' and not p.cancelled
    union all
    select p.name, p.version, p.round, p.area from mart.proposal p
    where p.selected and not exists (
        select from mart.decision d join mart.latest l on l.name = d.name and l.version = d.version
        where d.proposal = p.name and d.project <> '' and not l.deleted);
comment on view mart.chosen is 'What rounds chose: projects, and selected proposals of which no project is on record. One row per version.';

create view mart.allocation as
    select c.name, c.version, m.field_path, m.kind, m.amount, m.currency, m.qualifier, m.lower, m.upper
    from mart.chosen c
    join (mart.decision d join mart.latest l on l.name = d.name and l.version = d.version and not l.deleted) on c.name in (d.project, d.proposal)
    join mart.money m on m.name = d.name and m.version = d.version and m.field_path = 'granted' and (m.amount is not null or m.lower is not null)
    union all
    select c.name, c.version, m.field_path, m.kind, m.amount, m.currency, m.qualifier, m.lower, m.upper
    from mart.chosen c
    join mart.money m on m.name = c.name and m.version = c.version and m.field_path ~ '^budget\[\d+\]$'
        and m.kind in ('CEILING', 'PLANNED', 'APPROVED', 'COMMITTED') and (m.amount is not null or m.lower is not null)
    where not exists (
        select from mart.decision d join mart.latest l on l.name = d.name and l.version = d.version and not l.deleted
        join mart.money g on g.name = d.name and g.version = d.version and g.field_path = 'granted' and (g.amount is not null or g.lower is not null)
        where c.name in (d.project, d.proposal));
comment on view mart.allocation is 'What each chosen project or proposal gets, as far as known: granted by a decision, else its own budget. Planned, approved and committed money is not added to one another.';

-- Fills the new table; what is there stays.
delete from cursor_position where reader like 'from:%';
