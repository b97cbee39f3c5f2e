-- Rooms with their bookings, and registrations for engagements.
select create_resource('rooms');
alter table rooms
    add column "venue" text not null default '',
    add column "place" text not null default '',
    add column equipment text[] not null default '{}';

select create_resource('bookings');
alter table bookings add column "engagement" text not null default '';

select create_resource('registrations');
alter table registrations
    add column "person" text not null default '',
    add column "represents" text not null default '',
    add column waiting_number bigint not null default 0;
