-- Every ending of every word, cut after 12 letters: a part of a word, however short and in whatever script, is the beginning of one
-- of them. A text too long for such an index has the mark '*', by which each search looks into it.
-- Restricted, because a page of a list is no work for parallel workers, whose start costs more than the page.
create function search_ends(words text) returns tsvector language sql immutable parallel restricted cost 100 as $$
    select case when length(words) > 20000 then array_to_tsvector(array['*']) else (
        select array_to_tsvector(array_agg(substr(w, n, 12)))
        from unnest(string_to_array(words, ' ')) w, generate_series(1, length(w)) n where w <> '') end
$$;

-- Trigrams are asked for likeness only, by the tables whose records may be the same as others. They stand over an expression of their own,
-- else a search for a part of a word would read their long lists.
create function index_likeness(table_name text) returns void language plpgsql as $$
begin
    execute format('create index on %I using gin (lower(search) gin_trgm_ops)', table_name);
end $$;

create or replace function index_words(table_name text) returns void language plpgsql as $$
begin
    execute format('drop index if exists %I', table_name || '_search_idx');
    execute format('drop index if exists %I', table_name || '_search_pairs_idx');
    execute format('create index on %I using gin (search_ends(search))', table_name);
end $$;

select index_words(c.table_name) from information_schema.columns c
where c.table_schema = current_schema() and c.column_name = 'index_version';
drop function search_pairs;
