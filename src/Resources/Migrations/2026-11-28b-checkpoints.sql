-- Whose record it is; empty is the installation's own workspace.
alter table change add column workspace text not null default '';

-- What the log was at a position, signed: whoever changes the log afterwards cannot sign it again.
create table checkpoint (
    number bigint primary key,
    position bigint not null,
    chain bytea not null,
    made_time timestamptz not null,
    signature bytea not null
);

-- The key that signs, sealed by the master key.
create table checkpoint_key (
    number int primary key,
    sealed bytea not null,
    create_time timestamptz not null
);
