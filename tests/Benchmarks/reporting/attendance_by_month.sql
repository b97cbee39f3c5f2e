--{"measures":["attendance"],"dimensions":["month"],"pageSize":10000}
select r.month, sum(f.value) from mart.record r join mart.head h on h.name = r.name and h.version = r.version
join mart.attendance f on f.name = r.name and f.version = r.version join mart.engagement e on e.name = r.name and e.version = r.version
where r.type = 'Engagement' and not r.deleted and not exists (select from mart.link k join mart.head h on h.name = k.name and h.version = k.version where k.kind = 'SAME_AS' and not h.deleted and k.from_name = r.name) and r.state in ('HELD', 'REPORTED') and f.item = 0 and e.dated and e.public_event group by 1
