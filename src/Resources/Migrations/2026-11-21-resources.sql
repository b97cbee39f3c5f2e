-- Tables every service has. Each is created once in the service's own database.
create extension if not exists pg_trgm;

-- The log: outbox, audit trail, history and feed in one. Written in the transaction of the row, never updated.
create table change (
    seq bigint generated always as identity primary key,
    xid xid8 not null default pg_current_xact_id(),
    resource_type text not null,
    name text not null,
    version bigint not null,
    kind text not null,
    actor text not null,
    on_behalf_of text not null default '',
    reason text not null default '',
    request_id text not null default '',
    traceparent text not null default '',
    recorded_time timestamptz not null default clock_timestamp(),
    known_on date,
    valid_on text not null default '',
    changed_paths text[] not null default '{}',
    body bytea not null,
    deleted boolean not null default false,
    hash bytea not null,
    unique (name, version)
);
-- The sequencer takes ranges of transaction ids; the log is read by seq.
create index change_by_xid on change (xid, seq);
create index change_by_type on change (resource_type, seq);

-- Dense positions in commit order, given after commit by the one sequencer. chain is the hash over all changes so far.
create table position (
    position bigint primary key,
    seq bigint not null unique references change (seq),
    chain bytea not null
);

-- One row: how far the sequencer got.
create table sequencer (
    only_row boolean primary key default true check (only_row),
    horizon xid8 not null default '0',
    position bigint not null default 0,
    chain bytea not null default '\x'
);
insert into sequencer default values;

-- How far each reader of the log got: the relay, and consumers of other services' logs.
create table cursor_position (
    reader text primary key,
    position bigint not null
);

-- Changes that could not be published or applied, kept for an operator.
create table parked (
    direction text not null check (direction in ('out', 'in')),
    source text not null,
    position bigint not null,
    event_type text not null,
    name text not null,
    reason text not null,
    change bytea not null,
    parked_time timestamptz not null default clock_timestamp(),
    attempts int not null default 1,
    primary key (direction, source, position)
);

-- A request id is unique per subject and method for 30 days; the insert is the check.
create table idempotency (
    subject text not null,
    method text not null,
    request_id text not null,
    digest bytea not null,
    answer bytea not null,
    created_time timestamptz not null default clock_timestamp(),
    primary key (subject, method, request_id)
);
create index idempotency_by_time on idempotency (created_time);

-- Who names whom: integrity, where-used, merge, refusal to delete.
create table reference (
    from_name text not null,
    field text not null,
    to_name text not null,
    verified boolean not null default true,
    primary key (from_name, field, to_name)
);
create index reference_by_target on reference (to_name);
create index reference_unverified on reference (to_name) where not verified;

-- Former and merged names keep answering.
create table alias (
    old_name text primary key,
    new_name text not null,
    created_time timestamptz not null default clock_timestamp()
);

-- Names owned by other services, kept by their messages.
create table name_index (
    name text primary key,
    version bigint not null,
    deleted boolean not null default false
);

-- One data key per person, wrapped by the master key. Erase deletes the row.
create table person_key (
    name text primary key,
    key_version int not null,
    wrapped bytea not null,
    created_time timestamptz not null default clock_timestamp()
);

-- Reads of personal fields and calls whose policy asks for it.
create table read_audit (
    id bigint generated always as identity primary key,
    read_time timestamptz not null default clock_timestamp(),
    actor text not null,
    method text not null,
    name text not null
);

-- Long-running work.
create table operation (
    name text primary key,
    kind text not null,
    done boolean not null default false,
    cancel_requested boolean not null default false,
    body bytea not null,
    create_time timestamptz not null default clock_timestamp()
);
create index operation_by_time on operation (create_time desc, name);

-- Makes the table of one resource type with the columns all types share.
create function create_resource(table_name text) returns void language plpgsql as $$
begin
    execute format('create table %I (
        name text primary key,
        version bigint not null,
        body bytea not null,
        hash bytea not null,
        index_version int not null,
        create_time timestamptz not null,
        update_time timestamptz not null,
        delete_time timestamptz,
        parent text not null default '''',
        state text not null default '''',
        countries text[] not null default ''{}'',
        known_on date,
        valid_from date,
        valid_to date,
        visibility text not null default ''INTERNAL'',
        shared_with text[] not null default ''{}'',
        visible_from date,
        identifiers text[] not null default ''{}'',
        search text not null default ''''
    )', table_name);
    execute format('create index on %I (parent, name)', table_name);
    execute format('create index on %I (state, name)', table_name);
    execute format('create index on %I (valid_from, name)', table_name);
    execute format('create index on %I using gin (countries)', table_name);
    execute format('create index on %I using gin (identifiers)', table_name);
    execute format('create index on %I using gin (search gin_trgm_ops)', table_name);
end $$;
