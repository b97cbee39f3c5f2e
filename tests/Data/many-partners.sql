-- Fills organizations and agreements with ROWS made-up records each, in bulk: for measuring lists and checking their plans.
-- Names are made of syllables; everything follows from the row's number, so that every run gives the same records.
-- Bodies are the protobuf that the service reads back; the change log stays empty.
create function pg_temp.pb(field int, value bytea) returns bytea language sql immutable as $$
    select case when field < 16 then set_byte('\x00', 0, field * 8 + 2)
            else set_byte(set_byte('\x0000', 0, (field * 8 + 2) % 128 + 128), 1, (field * 8 + 2) / 128) end
        || case when length(value) < 128 then set_byte('\x00', 0, length(value))
            else set_byte(set_byte('\x0000', 0, length(value) % 128 + 128), 1, length(value) / 128) end
        || value
$$;
create function pg_temp.pb(field int, value text) returns bytea language sql immutable as $$ select pg_temp.pb(field, convert_to(value, 'UTF8')) $$;
create function pg_temp.pb(field int, value int) returns bytea language sql immutable as $$ select set_byte(set_byte('\x0000', 0, field * 8), 1, value) $$;
create function pg_temp.syllable(n bigint) returns text language sql immutable as $$
    select substr('bdfghjklmnprstvz', (n % 80 / 5)::int + 1, 1) || substr('aeiou', (n % 5)::int + 1, 1)
$$;
-- A word of its own for each number, and one of 400 that many share.
create function pg_temp.own_word(n bigint) returns text language sql immutable as $$
    select pg_temp.syllable(n) || pg_temp.syllable(n / 80) || pg_temp.syllable(n / 6400) || pg_temp.syllable(n / 512000)
$$;
create function pg_temp.shared_word(n bigint) returns text language sql immutable as $$
    select pg_temp.syllable(n * 7) || pg_temp.syllable(n * 31 + 3) || pg_temp.syllable(n / 80) || 'n'
$$;

-- Indexes and triggers are made once the rows are in.
create temp table dropped as select indexname, indexdef from pg_indexes where tablename in ('organizations', 'agreements') and indexname not like '%\_pkey';
do $$ declare i record; begin for i in select indexname from dropped loop execute format('drop index %I', i.indexname); end loop; end $$;
alter table organizations disable trigger keep_listed;
alter table agreements disable trigger keep_listed;

create temp table made as
select i, h, pg_temp.own_word(h) as word,
    (array['KH','VN','PE','PY','UY','AR','UZ','JM','KE','ET'] || c.codes)[h % 100 + 1] as country,
    (array['Ministry of','Agency for','Bureau of','Council on','City of','Institute of','Bank for','Fund for'])[h % 8 + 1] as head,
    timestamptz '2026-01-01' - make_interval(secs => h % 31536000) as time
from (select i, ((i::bigint * 7368787 + 12345) % 40960000)::int as h from generate_series(1, ROWS) i) n,
    (select array_agg(code order by code) as codes from countries, substr(name, 11) code where code not in ('KH','VN','PE','PY','UY','AR','UZ','JM','KE','ET','KR')) c;

insert into organizations (name, version, body, hash, index_version, create_time, update_time, countries, known_on, valid_from, visibility, search, kind, name_keys)
select name,
    1, pg_temp.pb(1, name) || pg_temp.pb(2, '"1"')
        || pg_temp.pb(6, pg_temp.pb(1, pg_temp.pb(1, 'names') || pg_temp.pb(2, 'publications/made-up-' || h % 1000) || pg_temp.pb(3, h % 9) || pg_temp.pb(4, 1)) || pg_temp.pb(3, pg_temp.pb(1, 3)))
        || pg_temp.pb(10, h % 12 + 1) || pg_temp.pb(12, pg_temp.pb(1, title) || pg_temp.pb(2, 'en')) || pg_temp.pb(12, pg_temp.pb(1, 'La ' || title) || pg_temp.pb(2, 'es'))
        || pg_temp.pb(13, 'countries/' || country),
    '\x00', 1000000, time, time, array[country], '2026-01-01', date '1990-01-01' + h % 10957, case when h % 10 = 0 then 'INTERNAL' else 'PUBLIC' end,
    lower(title || ' la ' || title || case when h % 1009 = 0 then ' 페루조달청 수원 시청' else '' end || ' ' || translate(name, '/-', '  ')),
    (array['GOVERNMENT','LOCAL_GOVERNMENT','UNIT','PUBLIC_CORPORATION','OTHER_PUBLIC','COURT','MULTILATERAL','COUNTRY_GROUP','CITY_NETWORK','COMPANY','ACADEMIC','CIVIL_SOCIETY'])[h % 12 + 1],
    array[lower(title), lower('la ' || title)]
from made, lateral (select 'organizations/' || word || '-' || i as name, head || ' ' || pg_temp.shared_word(h / 8 % 400) || ' ' || word as title) t;

insert into agreements (name, version, body, hash, index_version, create_time, update_time, state, countries, known_on, valid_from, valid_to, visibility, search, kind, parties, signed_from, signed_to)
select name,
    1, pg_temp.pb(1, name) || pg_temp.pb(2, '"1"')
        || pg_temp.pb(6, pg_temp.pb(1, pg_temp.pb(1, 'term') || pg_temp.pb(2, 'publications/made-up-' || h % 1000) || pg_temp.pb(3, h % 9) || pg_temp.pb(4, 1)) || pg_temp.pb(3, pg_temp.pb(1, 3)))
        || pg_temp.pb(10, h % 8 + 1) || pg_temp.pb(11, h % 5 + 1) || pg_temp.pb(13, pg_temp.pb(1, title) || pg_temp.pb(2, 'en')) || pg_temp.pb(14, title)
        || pg_temp.pb(15, pg_temp.pb(1, 'countries/KR')) || pg_temp.pb(15, pg_temp.pb(1, 'countries/' || country)) || pg_temp.pb(15, pg_temp.pb(1, party))
        || pg_temp.pb(17, pg_temp.pb(1, signed || '/' || signed + 1095)),
    '\x00', 1000000, time, time, (array['DRAFT','NEGOTIATED','SIGNED','IN_FORCE','SUSPENDED','EXPIRED','TERMINATED','SUPERSEDED'])[h % 8 + 1], array['KR', country], '2026-01-01', signed, signed + 1095,
    case when h % 10 = 0 then 'INTERNAL' else 'PUBLIC' end, lower(title || ' ' || translate(name, '/-', '  ')),
    (array['MEMORANDUM','AGREEMENT','JOINT_STATEMENT','FUNDING','RECORD_OF_DISCUSSION'])[h % 5 + 1], array['countries/KR', 'countries/' || country, party], signed, signed
from made, lateral (
    select 'agreements/' || word || '-' || i as name, 'Memorandum on ' || pg_temp.shared_word(h / 8 % 400) || ' ' || word as title,
        date '1990-01-01' + h % 10957 as signed, 'organizations/party-' || h % (ROWS / 100) as party) t;

alter table organizations enable trigger keep_listed;
alter table agreements enable trigger keep_listed;
select list_by('organizations', 'countries');
select list_by('agreements', 'countries', 'parties');
do $$ declare i record; begin for i in select indexdef from dropped loop execute i.indexdef; end loop; end $$;
