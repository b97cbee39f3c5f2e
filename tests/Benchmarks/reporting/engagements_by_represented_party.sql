--{"measures":["engagements"],"dimensions":["represented_party"],"pageSize":10000}
select p.represents, count(distinct r.name) from mart.record r join mart.head h on h.name = r.name and h.version = r.version
join mart.person_named p on p.name = r.name and p.version = r.version
where r.type = 'Engagement' and not r.deleted and not exists (select from mart.link k join mart.head h on h.name = k.name and h.version = k.version where k.kind = 'SAME_AS' and not h.deleted and k.from_name = r.name) and r.state in ('HELD', 'REPORTED') and p.represents <> '' group by 1
