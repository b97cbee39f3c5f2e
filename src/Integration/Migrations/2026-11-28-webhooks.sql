-- Where changes are sent. body is the webhook without its secret; roles, countries and organizations are what its owner could read by.
create table webhook (
    name text primary key,
    owner text not null,
    version bigint not null default 1,
    state int not null,
    roles int[] not null,
    countries text[] not null,
    organizations text[] not null,
    body bytea not null
);
create index webhook_by_owner on webhook (owner, name);

-- Secrets, sealed with the platform's master key. The one without an end is the newest.
create table webhook_secret (
    webhook text not null references webhook (name) on delete cascade,
    number int not null,
    sealed bytea not null,
    end_time timestamptz,
    primary key (webhook, number)
);

-- One event for one webhook. payload is what is signed and sent, byte for byte.
create table webhook_delivery (
    id bigint generated always as identity primary key,
    webhook text not null references webhook (name) on delete cascade,
    event_id text not null,
    event_type text not null,
    subject text not null,
    replay text not null,
    payload bytea not null,
    state int not null,
    attempts bytea[] not null default '{}',
    tries int not null default 0,
    create_time timestamptz not null,
    next_time timestamptz,
    leased_until timestamptz,
    unique (webhook, event_id, replay)
);
create index webhook_delivery_due on webhook_delivery (webhook, next_time) where next_time is not null;
create index webhook_delivery_by_webhook on webhook_delivery (webhook, id desc);
create index webhook_delivery_settled on webhook_delivery (create_time) where next_time is null;
