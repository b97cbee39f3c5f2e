select name, type, title, state, edtf, body from mart.record where name = 'countries/XA' and version = 1;
select r.name, r.type, r.title, r.state, r.edtf, r.body from mart.record r join mart.head h on h.name = r.name and h.version = r.version where r.countries @> array['countries/XA'];
select r.name, r.type, r.title, r.state, r.edtf, r.body from mart.record r join mart.head h on h.name = r.name and h.version = r.version
where r.name in (select distinct unnest(x.publications || x.program) from mart.record x where x.countries @> array['countries/XA']);
