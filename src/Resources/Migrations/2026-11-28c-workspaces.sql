-- Whose record it is; empty is the installation's own workspace, as is all that was written before.
alter function create_resource(text) rename to create_resource_listed;
create function create_resource(table_name text) returns void language plpgsql as $$
begin
    perform create_resource_listed(table_name);
    execute format('alter table %I add column workspace text not null default ''''', table_name);
end $$;

do $$
declare t record;
begin
    for t in select c.table_name from information_schema.columns c where c.table_schema = current_schema() and c.column_name = 'index_version' loop
        execute format('alter table %I add column workspace text not null default ''''', t.table_name);
    end loop;
end $$;

-- Who asked for the work; empty is the service itself.
alter table operation add column asker text not null default '';
alter table operation add column workspace text not null default '';
