-- Who wants to be told what by e-mail. body is the subscription without its address, which is sealed with the platform's master key; roles,
-- countries and organizations are what its owner could read by. Of the token that confirms the mailbox only a digest is kept here.
create table notification_subscription (
    name text primary key,
    owner text not null,
    version bigint not null default 1,
    state int not null,
    roles int[] not null,
    countries text[] not null,
    organizations text[] not null,
    workspace text not null,
    body bytea not null,
    address bytea not null,
    confirm_digest bytea,
    confirm_until timestamptz,
    next_time timestamptz,
    leased_until timestamptz
);
create index notification_subscription_by_owner on notification_subscription (owner, name);
create index notification_subscription_due on notification_subscription (next_time) where next_time is not null;

-- What was put into a mail, for as long as it holds: nothing is told twice, whatever process asks.
create table notification_told (
    subscription text not null references notification_subscription (name) on delete cascade,
    kind int not null,
    record text not null,
    date text not null,
    primary key (subscription, kind, record, date)
);

-- Mails on their way and gone. Without a subscription they go to the operators. token is sealed, and gone once the mail is settled.
create table notification_mail (
    id bigint generated always as identity primary key,
    subscription text references notification_subscription (name) on delete cascade,
    owner text not null,
    kind int not null,
    notices bytea[] not null default '{}',
    token bytea,
    request_id uuid unique,
    state int not null default 1,
    attempts bytea[] not null default '{}',
    tries int not null default 0,
    create_time timestamptz not null,
    next_time timestamptz,
    leased_until timestamptz
);
create index notification_mail_due on notification_mail (next_time) where next_time is not null;
create index notification_mail_by_owner on notification_mail (owner, id desc);
create index notification_mail_by_subscription on notification_mail (subscription, id desc);
create index notification_mail_settled on notification_mail (create_time) where next_time is null;
