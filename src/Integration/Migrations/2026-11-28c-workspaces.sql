-- The workspace of who made a webhook: what it is told of.
alter table webhook add column workspace text not null default '';
-- That of who uploaded an import.
alter table import add column workspace text not null default '';
