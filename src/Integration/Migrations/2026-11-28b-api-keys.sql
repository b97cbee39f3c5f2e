-- Keys of programs. body is the key without its secrets and last use.
create table api_key (
    name text primary key,
    owner text not null,
    version bigint not null default 1,
    expire_time timestamptz not null,
    revoke_time timestamptz,
    last_use timestamptz,
    body bytea not null
);
create index api_key_by_owner on api_key (owner, name);

-- Their secrets: found by prefix, compared by SHA-256. A secret has 256 random bits, so a fast digest gives nothing away.
create table api_key_secret (
    prefix text primary key,
    api_key text not null references api_key (name) on delete cascade,
    number int not null,
    digest bytea not null,
    end_time timestamptz,
    unique (api_key, number)
);

-- What signs the tokens of keys: ES256 in PKCS 8, sealed with the platform's master key.
create table key_signer (
    number int primary key,
    sealed bytea not null,
    create_time timestamptz not null
);
