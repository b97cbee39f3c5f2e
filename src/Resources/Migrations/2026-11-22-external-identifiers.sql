-- Identifiers of other systems: one holder each among the live records of a type. Kept in the transaction of the row.
create table external_identifier (
    type text not null,
    scheme text not null,
    value text not null,
    name text not null,
    primary key (type, scheme, value)
);
create index external_identifier_by_name on external_identifier (name);
