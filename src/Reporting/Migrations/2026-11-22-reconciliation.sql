-- What reconciliations, warnings and the cross-check are computed from.
create table mart.reconciliation (
    name text not null, version bigint not null, field_path text not null, primary key (name, version, field_path),
    counted text not null,
    item_type text not null,
    exhaustive boolean not null,
    listed int not null,
    stated_value bigint,
    stated_qualifier text not null,
    stated_lower bigint,
    stated_upper bigint,
    identified_lower bigint not null,
    identified_upper bigint,
    missing_lower bigint,
    missing_upper bigint,
    state text not null,
    text text not null
);
comment on table mart.reconciliation is 'Every stated list, and every number with parts, of every record: the total printed against what is written down below it.';
comment on column mart.reconciliation.field_path is 'Where it stands in the record, such as agencies or participants[0].';
comment on column mart.reconciliation.item_type is 'Collection that all resolved items belong to, such as countries; empty when mixed or unresolved.';
comment on column mart.reconciliation.identified_lower is 'How many different items are known at least: listed, and known to exist without a name.';
comment on column mart.reconciliation.identified_upper is 'Null when open.';
comment on column mart.reconciliation.missing_lower is 'How many stated items are not identified, at least. Null when that cannot be told.';
comment on column mart.reconciliation.state is 'COMPLETE, SHORT, POSSIBLY_SHORT, EXCESS or NOT_STATED.';

create table mart.stated_count (
    name text not null, version bigint not null, field_path text not null, primary key (name, version, field_path),
    counted text not null,
    basis text not null,
    value bigint,
    qualifier text not null,
    lower bigint,
    upper bigint,
    mixed boolean not null,
    stated text not null
);
comment on table mart.stated_count is 'Every number of things or people in every record.';
comment on column mart.stated_count.mixed is 'Others than those counted are among them, so the number of those counted does not follow.';
comment on column mart.stated_count.stated is 'The number in words, such as about 120.';

create table mart.warning (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    rule text not null,
    field_path text not null,
    message text not null
);
comment on table mart.warning is 'What the owners'' rules found odd in one record. What is odd across records is computed when asked.';

create table mart.named (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    field_path text not null,
    party text not null,
    role text not null,
    printed text not null,
    certainty text not null,
    publications text[] not null
);
create index on mart.named (party, name);
comment on table mart.named is 'Everyone and everything a record names together with the words printed: parties, listed items, members, funders.';
comment on column mart.named.party is 'The record it was taken to mean; empty when nobody has said.';
comment on column mart.named.publications is 'Publications the naming was read in, by the sources of the field, else of the record.';

create table mart.organization_name (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    text text not null,
    key text not null,
    language text not null,
    kind text not null,
    edtf text not null,
    publications text[] not null
);
comment on table mart.organization_name is 'Names of organizations.';
comment on column mart.organization_name.key is 'The name without case, accents and punctuation.';
comment on column mart.organization_name.edtf is 'When it was in use, as EDTF; empty is unknown.';
comment on column mart.organization_name.publications is 'Publications in which it was read, where a source says so.';

create table mart.organization_succession (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    kind text not null,
    edtf text not null,
    predecessor text not null,
    successor text not null
);
comment on table mart.organization_succession is 'Who came after whom: one row for each pair of a change of identity.';

create table mart.publication (
    name text not null, version bigint not null, primary key (name, version),
    publisher text not null,
    published_edtf text not null,
    language text not null
);
comment on table mart.publication is 'Published texts.';

create table mart.position (
    name text not null, version bigint not null, primary key (name, version),
    person text not null,
    title text not null,
    title_key text not null,
    organization text not null,
    unit text not null,
    observed_edtf text not null
);
comment on table mart.position is 'Posts as they were seen.';

create table mart.money (
    name text not null, version bigint not null, field_path text not null, primary key (name, version, field_path),
    kind text not null,
    amount numeric,
    currency text not null,
    qualifier text not null,
    lower numeric,
    upper numeric,
    part_of text not null,
    split_known boolean not null
);
comment on table mart.money is 'Every sum of money in every record. Kinds are never added to one another.';
comment on column mart.money.amount is 'Null when unknown.';
comment on column mart.money.part_of is 'The larger sum it is part of.';
comment on column mart.money.split_known is 'Whether its division is known.';

create table mart.round (
    name text not null, version bigint not null, primary key (name, version),
    program text not null,
    chosen boolean not null,
    council text not null
);
comment on table mart.round is 'Support rounds.';
comment on column mart.round.chosen is 'The projects are chosen.';

create table mart.round_area (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    key text not null,
    kind text not null,
    printed text not null
);
comment on table mart.round_area is 'Kinds of support a round offers.';

create table mart.project (
    name text not null, version bigint not null, primary key (name, version),
    round text not null,
    area text not null,
    cancelled boolean not null
);
comment on table mart.project is 'Projects. Leads and targets are in mart.named and mart.project_target.';

create table mart.project_target (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    target text not null,
    printed text not null,
    sub_national boolean not null
);
comment on table mart.project_target is 'Countries, places and organizations a project is for; no row where none is stated.';

create table mart.decision (
    name text not null, version bigint not null, primary key (name, version),
    round text not null,
    proposal text not null,
    project text not null,
    council text not null,
    outcome text not null,
    rank int not null
);
comment on table mart.decision is 'What was decided on proposals.';

create table mart.introduction (
    name text not null, version bigint not null, primary key (name, version),
    asset text not null,
    target text not null,
    stage text not null,
    open_preconditions int not null
);
comment on table mart.introduction is 'Systems on their way into other countries.';

create table mart.follow_up_result (
    name text not null, version bigint not null, primary key (name, version),
    became text not null
);
comment on table mart.follow_up_result is 'Follow-ups that became a record.';

-- Rows are only ever added, so reading the owners' logs from the start fills what is new and changes nothing else.
delete from cursor_position where reader like 'from:%';
