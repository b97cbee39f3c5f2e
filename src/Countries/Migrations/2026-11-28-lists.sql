-- Lists of a large table filtered by one of these, in order of name.
create index on organizations (kind, name);
create index on organizations (parent_organization, name);
drop index organizations_parent_organization_idx;
create index on agreements (kind, name);
create index on agreements (coalesce(signed_from, '-infinity'::date), name);
create index on places (kind, name);
select list_by('agreements', 'countries', 'parties');
