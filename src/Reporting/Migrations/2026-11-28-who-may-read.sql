-- Programs that read the mart with SQL log in as members of the role egov_mart_reader, which sees what anyone may see:
-- records that are public now and were in that version. The service itself owns the tables and sees all.
do $$ begin
    create role egov_mart_reader nologin;
exception
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then raise notice 'An administrator has to create the role egov_mart_reader, then: select mart_open_to_readers();';
end $$;

-- Rows a reader may see, and the right to read. Does nothing while there is no such role. Called again after each swap.
create function mart_open_to_readers() returns void language plpgsql as $$
declare t record;
begin
    if not exists (select from pg_roles where rolname = 'egov_mart_reader') then
        return;
    end if;
    grant usage on schema mart to egov_mart_reader;
    grant select on all tables in schema mart to egov_mart_reader;
    for t in select c.relname, c.relkind from pg_class c where c.relnamespace = 'mart'::regnamespace and c.relkind in ('r', 'v') loop
        if t.relkind = 'v' then
            execute format('alter view mart.%I set (security_invoker = true)', t.relname);
            continue;
        end if;
        execute format('alter table mart.%I enable row level security', t.relname);
        execute format('drop policy if exists reader on mart.%I', t.relname);
        execute format('create policy reader on mart.%I for select to egov_mart_reader using (%s)', t.relname, case t.relname
            when 'head' then 'not deleted and not private and (visibility = ''PUBLIC'' or visibility = ''EMBARGOED'' and visible_from <= current_date)'
            when 'record' then 'not deleted and not private and (visibility = ''PUBLIC'' or visibility = ''EMBARGOED'' and visible_from <= current_date)'
                || ' and exists (select from mart.head h where h.name = record.name)'
            else format('exists (select from mart.record r where r.name = %1$I.name and r.version = %1$I.version)', t.relname) end);
    end loop;
end $$;

-- As before, and the readers' rights, which a new schema does not have.
create or replace function mart_swap() returns void language plpgsql as $$
declare
    v record;
    views text[] := '{}';
    schema_comment text := obj_description('mart'::regnamespace, 'pg_namespace');
begin
    -- In order of creation, so that a view finds those it rests on.
    for v in select c.oid, c.relname, obj_description(c.oid) as comment from pg_class c
        where c.relnamespace = 'mart'::regnamespace and c.relkind = 'v' order by c.oid loop
        views := views || format('create view mart.%I as %s', v.relname, pg_get_viewdef(v.oid))
            || format('comment on view mart.%I is %L', v.relname, v.comment);
    end loop;
    drop schema mart cascade;
    alter schema mart_next rename to mart;
    execute format('comment on schema mart is %L', schema_comment);
    for i in 1 .. coalesce(array_length(views, 1), 0) loop
        execute views[i];
    end loop;
    perform mart_open_to_readers();
end $$;

select mart_open_to_readers();

-- Records that a migration took out.
delete from mart.head h where not exists (select from mart.record r where r.name = h.name and r.version = h.version);
