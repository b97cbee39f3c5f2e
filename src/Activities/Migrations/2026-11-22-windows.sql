-- Days on which something is held or planned for, by which the radar finds what other agencies do there.
alter table engagements add column window_from date, add column window_to date;
create index on engagements (window_from, window_to);
alter table delegations add column window_from date, add column window_to date;
create index on delegations (window_from, window_to);
