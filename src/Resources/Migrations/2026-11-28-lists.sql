-- Lists filtered by one value of a column that holds several, such as a country, in order of name or of the last change.
-- Beside the table of records stands one with a row per value, so that one index answers filter, order and page at once.
-- A trigger keeps it in the transaction of the row, whoever writes it.
create function list_by(table_name text, variadic fields text[]) returns void language plpgsql as $$
declare
    listed text := table_name || '_listed';
    removes text;
    adds text;
begin
    select string_agg(format('delete from %I where field = %L and value = any (old.%I) and name = old.name;', listed, f, f), E'\n'),
        string_agg(format('select %L, v, new.update_time, new.name from unnest(new.%I) v', f, f), ' union ')
        into removes, adds from unnest(fields) f;
    execute format('drop table if exists %I', listed);
    execute format('create table %I (field text not null, value text not null, update_time timestamptz not null, name text not null, primary key (field, value, name))', listed);
    execute format('create index on %I (field, value, update_time, name)', listed);
    execute format($f$
        create or replace function %1$I() returns trigger language plpgsql as $t$
        begin
            if tg_op <> 'INSERT' then
                %2$s
            end if;
            if tg_op <> 'DELETE' then
                insert into %3$I (field, value, update_time, name) %4$s;
            end if;
            return null;
        end $t$ $f$, listed || '_keep', removes, listed, adds);
    execute format('create or replace trigger keep_listed after insert or delete or update of name, update_time, %s on %I for each row execute function %I()',
        (select string_agg(quote_ident(f), ', ') from unnest(fields) f), table_name, listed || '_keep');
    execute format('insert into %I (field, value, update_time, name) %s', listed,
        (select string_agg(format('select %L, v, r.update_time, r.name from %I r, unnest(r.%I) v', f, table_name, f), ' union ') from unnest(fields) f));
end $$;

-- Dates sort with unknown ones first: lists order by this expression, so the index is on it.
create function index_lists(table_name text) returns void language plpgsql as $$
begin
    execute format('drop index if exists %I', table_name || '_valid_from_name_idx');
    execute format('create index on %I (coalesce(valid_from, ''-infinity''::date), name)', table_name);
    execute format('create index on %I (update_time, name)', table_name);
    perform list_by(table_name, 'countries');
end $$;

alter function create_resource(text) rename to create_resource_table;
create function create_resource(table_name text) returns void language plpgsql as $$
begin
    perform create_resource_table(table_name);
    perform index_lists(table_name);
end $$;

-- Tables of a service that ran before.
select index_lists(c.table_name) from information_schema.columns c
where c.table_schema = current_schema() and c.column_name = 'index_version';
