-- What the ledger booked, rates, and the way from a lead over a bid to a contract.
create table mart.exchange_rate (
    name text not null, version bigint not null, primary key (name, version),
    base_currency text not null,
    quote_currency text not null,
    rate numeric not null,
    valid_from date not null,
    valid_to date not null,
    kind text not null,
    publisher text not null
);
create index on mart.exchange_rate (base_currency, quote_currency, valid_from);
comment on table mart.exchange_rate is 'Dated exchange rates by their publisher.';
comment on column mart.exchange_rate.base_currency is 'ISO 4217 code of the currency of which there is one unit.';
comment on column mart.exchange_rate.quote_currency is 'ISO 4217 code of the currency it is expressed in.';
comment on column mart.exchange_rate.rate is 'Units of the quote currency for one of the base currency.';
comment on column mart.exchange_rate.valid_from is 'Its day, or the first one of an average.';
comment on column mart.exchange_rate.valid_to is 'Its day, or the last one of an average.';
comment on column mart.exchange_rate.publisher is 'Who published it: a record, or the words printed.';

create table mart.money_day (
    name text not null, version bigint not null, field_path text not null, primary key (name, version, field_path),
    day_from date not null,
    day_by date not null
);
comment on table mart.money_day is 'The day each sum of mart.money is valued at, first and last possible one: its own, else that of its record. A sum that is not here has no day.';
comment on column mart.money_day.day_from is 'First possible day.';
comment on column mart.money_day.day_by is 'Last possible day.';

create table mart.money_equivalent (
    name text not null, version bigint not null, field_path text not null, currency text not null, primary key (name, version, field_path, currency),
    amount numeric not null,
    qualifier text not null,
    basis text not null
);
comment on table mart.money_equivalent is 'Sums of mart.money as printed or booked in another currency: the same money, never added to it.';
comment on column mart.money_equivalent.currency is 'ISO 4217 code.';
comment on column mart.money_equivalent.amount is 'The amount in that currency.';
comment on column mart.money_equivalent.basis is 'BOOKED with the rate of then, or PRINTED by the source.';

create table mart.ledger_entry (
    name text not null, version bigint not null, primary key (name, version),
    booked boolean not null,
    activity text not null,
    component text not null,
    payer text not null,
    receiver text not null,
    channel text not null,
    period text not null,
    contract text not null,
    corrects text not null,
    revision boolean not null
);
create index on mart.ledger_entry (activity);
comment on table mart.ledger_entry is 'Entries of the money ledger; the sum is in mart.money under the field money. Only booked ones count.';
comment on column mart.ledger_entry.booked is 'Whether it is in the books.';
comment on column mart.ledger_entry.activity is 'The record it is for.';
comment on column mart.ledger_entry.component is 'Key of the component of the budget; empty is the whole.';
comment on column mart.ledger_entry.payer is 'Who pays: a record, or the words printed; empty is unknown.';
comment on column mart.ledger_entry.receiver is 'Who gets it: a record, or the words printed; empty is unknown.';
comment on column mart.ledger_entry.channel is 'Body it flows through; empty for none.';
comment on column mart.ledger_entry.period is 'Accounting period; empty is the one of its date.';
comment on column mart.ledger_entry.contract is 'Contract it is paid under; empty for none.';
comment on column mart.ledger_entry.corrects is 'Entry it puts right; empty for none.';
comment on column mart.ledger_entry.revision is 'Whether it changes a budget.';

create table mart.lead (
    name text not null, version bigint not null, primary key (name, version),
    country text not null,
    customer text not null,
    found_edtf text not null
);
comment on table mart.lead is 'Leads to exports; how far each is stands in the state of its record.';
comment on column mart.lead.customer is 'Who may buy: a record, or the words printed; empty is unknown.';
comment on column mart.lead.found_edtf is 'When it was found, as EDTF; empty is unknown.';

create table mart.bid (
    name text not null, version bigint not null, primary key (name, version),
    lead text not null,
    tender text not null,
    bidder text not null,
    submitted_edtf text not null,
    rank int not null
);
create index on mart.bid (lead);
comment on table mart.bid is 'Bids with what they answer; offers are in mart.money.';
comment on column mart.bid.lead is 'The lead it follows; empty for none.';
comment on column mart.bid.tender is 'The tender it answers; empty for none.';
comment on column mart.bid.bidder is 'Who bids: a record, or the words printed; empty is unknown.';
comment on column mart.bid.submitted_edtf is 'When it was handed in, as EDTF; empty is unknown.';
comment on column mart.bid.rank is 'Rank from 1; 0 is unknown.';

create table mart.contract (
    name text not null, version bigint not null, primary key (name, version),
    kind text not null,
    signed boolean not null,
    signed_edtf text not null,
    country text not null,
    supplier text not null,
    customer text not null,
    lead text not null,
    bid text not null,
    tender text not null,
    project text not null
);
create index on mart.contract (lead);
comment on table mart.contract is 'Contracts with where they came from; their value is in mart.money.';
comment on column mart.contract.kind is 'EXPORT, PROCUREMENT and so on.';
comment on column mart.contract.signed is 'Signed at least.';
comment on column mart.contract.signed_edtf is 'When it was signed, as EDTF; empty is unknown.';
comment on column mart.contract.supplier is 'Who delivers: a record, or the words printed; empty is unknown.';
comment on column mart.contract.customer is 'Who buys: a record, or the words printed; empty is unknown.';
comment on column mart.contract.lead is 'The lead it came of; empty for none.';
comment on column mart.contract.bid is 'The bid that won it; empty for none.';
comment on column mart.contract.tender is 'The tender; empty for none.';
comment on column mart.contract.project is 'The project it is bought for; empty for none.';

create table mart.attribution (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    resource text not null,
    certainty text not null,
    ground text not null
);
comment on table mart.attribution is 'What leads and contracts are said to come from: trainings, visits, projects. Several may share one; nothing is divided among them.';
comment on column mart.attribution.resource is 'The record it is said to come from.';
comment on column mart.attribution.certainty is 'STATED, INFERRED, ASSUMED or DISPUTED.';
comment on column mart.attribution.ground is 'Why it is thought so.';
comment on table mart.dimension_key is 'Keys of a record in the dimensions attribution, funder, person, represented_party and topic, each once.';

select mart_comment_columns('name', 'The record.');
select mart_comment_columns('version', 'Its version; join on (name, version).');
select mart_comment_columns('item', 'Number of the row within the record, from 0.');
select mart_comment_columns('qualifier', 'EXACT, ABOUT, OVER, AT_LEAST, AT_MOST, RANGE or UNKNOWN.');
select mart_comment_columns('country', 'The country, as a record name; empty is unknown.');
select mart_comment_columns('field_path', 'The field of the record it stands in.');
select mart_comment_columns('kind', 'What it is.');
select mart_open_to_readers();

-- These types have a date now, which is in their rows. Read the logs once more: what is there stays.
delete from mart.record where type in ('LedgerEntry', 'Lead', 'Bid', 'Contract', 'Tender', 'ExchangeRate');
delete from cursor_position where reader like 'from:%';
