--{"measures":["engagements"],"dimensions":["year"],"pageSize":10000}
select r.year, count(*) from mart.record r join mart.head h on h.name = r.name and h.version = r.version
where r.type = 'Engagement' and not r.deleted and not exists (select from mart.link k join mart.head h on h.name = k.name and h.version = k.version where k.kind = 'SAME_AS' and not h.deleted and k.from_name = r.name) and r.state in ('HELD', 'REPORTED') group by 1
