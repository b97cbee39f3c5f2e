-- The mart of :activities engagements, each with five people named and one number of people, straight into its tables.
set synchronous_commit = off;
insert into mart.record (name, version, service, type, position, recorded_time, deleted, private, known_on, known_by, edtf, valid_edtf, valid_from, valid_to, year, quarter, month,
    title, kind, state, program, certainty, visibility, shared_with, visible_from, countries, parties, publications, search, body)
select 'countries/' || code, 1, 'countries', 'Country', n, now(), false, false, null, null, null, null, null, null, 'undated', 'undated', 'undated',
    code, '', '', '', '', 'PUBLIC', '{}', null, array['countries/' || code], '{}', '{}', lower(code), '\x0a0c'::bytea || convert_to('countries/' || code, 'UTF8')
from (select n, chr(65 + n / 26) || chr(65 + n % 26) as code from generate_series(0, 199) n union select 1000, 'XA') c;
insert into mart.record (name, version, service, type, position, recorded_time, deleted, private, known_on, known_by, edtf, valid_edtf, valid_from, valid_to, year, quarter, month,
    title, kind, state, program, certainty, visibility, shared_with, visible_from, countries, parties, publications, search, body)
select name, 1, 'activities', 'Engagement', n, now(), false, false, day, day, day::text, day::text, day, day, to_char(day, 'YYYY'), to_char(day, 'YYYY-"Q"Q'), to_char(day, 'YYYY-MM'),
    'Engagement ' || n, (array['FORUM', 'SEMINAR', 'EXPERT_MEETING', 'HIGH_LEVEL_MEETING'])[1 + n % 4], (array['HELD', 'HELD', 'REPORTED', 'PLANNED'])[1 + n % 4],
    'programs/p' || n % 50, 'CONFIRMED', 'PUBLIC', '{}', null, array[country], array['organizations/o' || n % 500], array['publications/n' || n % 1000], 'engagement ' || n,
    '\x0a'::bytea || set_byte('\x00'::bytea, 0, length(name)) || convert_to(name, 'UTF8')
from (select n, 'engagements/e' || lpad(n::text, 8, '0') as name, date '2010-01-01' + (n % 5475) as day,
        case when n % 10000 = 0 then 'countries/XA' else 'countries/' || chr(65 + n % 200 / 26) || chr(65 + n % 200 % 26) end as country
    from generate_series(1, :activities) n) e;
insert into mart.head select name, version, deleted, private, visibility, visible_from from mart.record;
insert into mart.engagement select name, version, state <> 'PLANNED', true, kind in ('FORUM', 'SEMINAR'), countries[1], '' from mart.record where type = 'Engagement';
insert into mart.attendance select name, version, 0, 'ATTENDED', 'participants', position % 300, case when position % 3 = 0 then 'ABOUT' else 'EXACT' end,
    case when position % 3 <> 0 then position % 300 end, case when position % 3 <> 0 then position % 300 end from mart.record where type = 'Engagement';
insert into mart.person_named select r.name, r.version, i, 'people/p' || (r.position * 5 + i) % 100000, '', 'ATTENDEE', case when i % 2 = 0 then 'organizations/o' || (r.position + i) % 500 else r.countries[1] end
from mart.record r cross join generate_series(0, 4) i where r.type = 'Engagement';
insert into mart.topic select name, version, 0, 'topic ' || position % 40, 'topic ' || position % 40 from mart.record where type = 'Engagement';
insert into mart.dimension_key
    select name, version, 'topic', key from mart.topic union select name, version, 'represented_party', represents from mart.person_named union select name, version, 'person', person from mart.person_named;
vacuum analyze;
