-- Staff see what is internal to their own workspace.
alter table mart.record add column workspace text not null default '';
comment on column mart.record.workspace is 'Workspace the record belongs to; empty is the installation''s own.';
create or replace view mart.latest as
    select r.* from mart.record r join mart.head h on h.name = r.name and h.version = r.version;
select mart_open_to_readers();
