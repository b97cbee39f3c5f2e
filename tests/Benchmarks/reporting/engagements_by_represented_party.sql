--{"measures":["engagements"],"dimensions":["represented_party"],"pageSize":10000}
select coalesce(k.key, ''), count(*) from mart.record r join mart.head h on h.name = r.name and h.version = r.version
left join mart.dimension_key k on k.name = r.name and k.version = r.version and k.dimension = 'represented_party'
where r.type = 'Engagement' and not r.deleted and (r.visibility = 'PUBLIC' or r.workspace = '' or (r.visibility = 'EMBARGOED' and r.visible_from <= current_date) or (r.visibility = 'SHARED' and r.shared_with && array[]::text[])) and not exists (select from mart.link k join mart.head h on h.name = k.name and h.version = k.version where k.kind = 'SAME_AS' and not h.deleted and k.from_name = r.name) and r.state in ('HELD', 'REPORTED') group by 1
