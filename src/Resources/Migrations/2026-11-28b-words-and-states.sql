-- Trigrams know no part of two letters, which most Korean words have. So the pairs of letters of every word stand in an index too, asked
-- for such parts only. A text too long for such an index has the mark '*', by which each search looks into it.
create function search_pairs(words text) returns tsvector language sql immutable parallel safe cost 100 as $$
    select case when length(words) > 50000 then array_to_tsvector(array['*']) else (
        select array_to_tsvector(array_agg(substr(w, n, 2)))
        from unnest(string_to_array(words, ' ')) w, generate_series(1, greatest(length(w) - 1, 1)) n where w <> '') end
$$;

-- As before (2026-11-28-lists.sql), with the state beside: a list of one value and one state, in order of name, is in one index.
create or replace function list_by(table_name text, variadic fields text[]) returns void language plpgsql as $$
declare
    listed text := table_name || '_listed';
    removes text;
    adds text;
begin
    select string_agg(format('delete from %I where field = %L and value = any (old.%I) and name = old.name;', listed, f, f), E'\n'),
        string_agg(format('select %L, v, new.state, new.update_time, new.name from unnest(new.%I) v', f, f), ' union ')
        into removes, adds from unnest(fields) f;
    execute format('drop table if exists %I', listed);
    execute format('create table %I (field text not null, value text not null, state text not null, update_time timestamptz not null, name text not null)', listed);
    execute format($f$
        create or replace function %1$I() returns trigger language plpgsql as $t$
        begin
            if tg_op <> 'INSERT' then
                %2$s
            end if;
            if tg_op <> 'DELETE' then
                insert into %3$I (field, value, state, update_time, name) %4$s;
            end if;
            return null;
        end $t$ $f$, listed || '_keep', removes, listed, adds);
    execute format('create or replace trigger keep_listed after insert or delete or update of name, state, update_time, %s on %I for each row execute function %I()',
        (select string_agg(quote_ident(f), ', ') from unnest(fields) f), table_name, listed || '_keep');
    execute format('insert into %I (field, value, state, update_time, name) %s', listed,
        (select string_agg(format('select %L, v, r.state, r.update_time, r.name from %I r, unnest(r.%I) v', f, table_name, f), ' union ') from unnest(fields) f));
    execute format('alter table %I add primary key (field, value, name)', listed);
    execute format('create index on %I (field, value, update_time, name)', listed);
    execute format('create index on %I (field, value, state, name)', listed);
end $$;

create function index_words(table_name text) returns void language plpgsql as $$
begin
    execute format('create index on %I using gin (search_pairs(search))', table_name);
end $$;

alter function create_resource(text) rename to create_listed_resource;
create function create_resource(table_name text) returns void language plpgsql as $$
begin
    perform create_listed_resource(table_name);
    perform index_words(table_name);
end $$;

-- Tables of a service that ran before.
select index_words(c.table_name) from information_schema.columns c
where c.table_schema = current_schema() and c.column_name = 'index_version';
select list_by(t.event_object_table, variadic array_agg(t.event_object_column::text))
from information_schema.triggered_update_columns t
where t.event_object_schema = current_schema() and t.trigger_name = 'keep_listed' and t.event_object_column not in ('name', 'update_time')
group by t.event_object_table;
