--{"measures":["engagements"],"dimensions":["country","kind"],"pageSize":10000}
select c.country, r.kind, count(*) from mart.record r join mart.head h on h.name = r.name and h.version = r.version
cross join lateral (
    select unnest(r.countries) as country
    union
    select o.country from unnest(r.parties) p(party) join mart.organization o on o.name = p.party join mart.head q on q.name = o.name and q.version = o.version where o.country <> '') c
where r.type = 'Engagement' and not r.deleted and (r.visibility = 'PUBLIC' or r.workspace = '' or (r.visibility = 'EMBARGOED' and r.visible_from <= current_date) or (r.visibility = 'SHARED' and r.shared_with && array[]::text[])) and not exists (select from mart.link k join mart.head h on h.name = k.name and h.version = k.version where k.kind = 'SAME_AS' and not h.deleted and k.from_name = r.name) and r.state in ('HELD', 'REPORTED') and c.country <> 'countries/KR' group by 1, 2
