-- Uploaded files and what became of their rows. No personal data: such fields are refused before a row is kept.
create table import (
    name text primary key,
    version bigint not null default 1,
    body bytea not null,
    create_time timestamptz not null default clock_timestamp()
);
create index import_by_time on import (create_time desc, name desc);

-- One record of a file. read: as it was understood when uploaded; body: as it stands now; content: the record with its
-- references as printed; target: the record as it would be written.
create table import_row (
    import text not null references import (name) on delete cascade,
    number bigint not null,
    type text not null,
    given text not null,
    parent text not null,
    record text not null,
    outcome int not null,
    progress int not null,
    read bytea not null,
    body bytea not null,
    content bytea not null,
    target bytea not null default '',
    places text not null,
    written_order bigint,
    primary key (import, number)
);
create index import_row_by_record on import_row (import, record, number);
create index import_row_by_outcome on import_row (import, outcome, number);
create index import_row_by_progress on import_row (import, progress, number);
create index import_row_by_order on import_row (import, written_order) where written_order is not null;
create sequence import_order;

-- Names that rows give their records, so that other rows of the file can use them.
create table import_name (
    import text not null references import (name) on delete cascade,
    key text not null,
    record text not null,
    label text not null,
    primary key (import, key, record)
);
