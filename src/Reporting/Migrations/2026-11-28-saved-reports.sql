-- Saved reports and what they answered.
select create_resource('report_definitions');
alter table report_definitions add column schedule_unit text;

select create_resource('snapshots');
alter table snapshots add column title text;
alter table snapshots add column digest text;
alter table snapshots add column report_definition text;
alter table snapshots add column taken_time timestamptz;
create index on snapshots (report_definition, taken_time desc);

-- A snapshot stays what it was taken as; only columns computed from it may change.
create function snapshot_stays() returns trigger language plpgsql as $$
begin
    raise exception 'Snapshot % never changes.', old.name using errcode = 'integrity_constraint_violation';
end $$;
create trigger snapshot_stays before update of body on snapshots for each row when (new.body is distinct from old.body) execute function snapshot_stays();
