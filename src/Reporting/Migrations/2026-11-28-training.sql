-- Facts of training: who was invited, nominated, taught and what came of it. Counts and names of records, nothing private.
create table mart.edition_plan (
    name text not null, version bigint not null, primary key (name, version),
    course text not null,
    capacity_value bigint,
    capacity_qualifier text not null,
    capacity_lower bigint,
    capacity_upper bigint,
    parts int not null,
    statements int not null,
    postponed boolean not null,
    cancelled boolean not null,
    deadline_edtf text not null
);
comment on table mart.edition_plan is 'Editions of courses as planned, held or not.';
comment on column mart.edition_plan.capacity_value is 'Most people that are accepted; UNKNOWN where none is set.';
comment on column mart.edition_plan.statements is 'How often a date was stated for it; from 2 on the plan may have moved.';

create table mart.session (
    name text not null, version bigint not null, primary key (name, version),
    edition text not null,
    held boolean not null,
    cancelled boolean not null,
    value bigint,
    qualifier text not null,
    lower bigint,
    upper bigint
);
comment on table mart.session is 'Sessions with the number stated as attended, UNKNOWN where none is; mart.check_in has those counted one by one.';

create table mart.check_in (
    name text not null, version bigint not null, participant text not null, primary key (name, version, participant),
    present boolean not null,
    method text not null
);
comment on table mart.check_in is 'Who was at a session and who was not.';

create table mart.country_invitation (
    name text not null, version bigint not null, primary key (name, version),
    edition text not null,
    party text not null,
    answer text not null,
    quota_value bigint,
    quota_qualifier text not null,
    quota_lower bigint,
    quota_upper bigint
);
comment on table mart.country_invitation is 'Countries, places and organizations invited to an edition; a quota that is UNKNOWN was not set.';

create table mart.nomination (
    name text not null, version bigint not null, primary key (name, version),
    edition text not null,
    country text not null,
    party text not null,
    organization text not null,
    nominated boolean not null,
    accepted boolean not null,
    attended boolean not null,
    waiting boolean not null,
    rejected boolean not null,
    withdrawn boolean not null,
    absent boolean not null
);
comment on table mart.nomination is 'Nominations by how far they came; the state itself is in mart.record.';
comment on column mart.nomination.party is 'Whom the person stands for: a country, place or organization.';
comment on column mart.nomination.accepted is 'Has a seat: accepted, invited, arrived or completed.';
comment on column mart.nomination.absent is 'Accepted and did not come.';

create table mart.participant (
    name text not null, version bigint not null, primary key (name, version),
    edition text not null,
    country text not null,
    party text not null,
    organization text not null,
    role text not null,
    basis text not null,
    attended boolean not null,
    alumni_consent boolean not null
);
comment on table mart.participant is 'People who are on record one by one, by country, role and basis. Those of editions that only state a number are in mart.participation.';
comment on column mart.participant.alumni_consent is 'Consent to stand in the list of alumni was given and not taken back.';

create table mart.support (
    name text not null, version bigint not null, key text not null, primary key (name, version, key),
    kind text not null,
    status text not null,
    payer text not null
);
comment on table mart.support is 'Visa letters, travel, accommodation and so on of participants; their sums are in mart.money.';

create table mart.evaluation (
    name text not null, version bigint not null, primary key (name, version),
    edition text not null,
    questions int not null,
    asked_value bigint,
    asked_qualifier text not null,
    asked_lower bigint,
    asked_upper bigint
);
comment on table mart.evaluation is 'Evaluations with the number of people asked.';

create table mart.evaluation_response (
    name text not null, version bigint not null, primary key (name, version),
    edition text not null,
    evaluation text not null
);
comment on table mart.evaluation_response is 'That someone answered. What was answered, and by which group, stays with the owner, who keeps small groups back.';

create table mart.certificate (
    name text not null, version bigint not null, primary key (name, version),
    edition text not null,
    participant text not null,
    issued boolean not null,
    revoked boolean not null
);
comment on table mart.certificate is 'Certificates; the country is that of the participant.';

create table mart.action_plan (
    name text not null, version bigint not null, primary key (name, version),
    edition text not null,
    country text not null,
    organization text not null,
    submitted boolean not null,
    approved boolean not null,
    reviews int not null
);
comment on table mart.action_plan is 'Action plans of participants for their return.';

create table mart.action_goal (
    name text not null, version bigint not null, key text not null, primary key (name, version, key),
    country text not null,
    status text not null,
    due_edtf text not null,
    observed boolean not null,
    outcome text not null
);
comment on table mart.action_goal is 'Goals of action plans; an empty status means nothing was heard.';
comment on column mart.action_goal.observed is 'Something was seen of it after return.';

create table mart.business_meeting (
    name text not null, version bigint not null, item int not null, primary key (name, version, item),
    edition text not null,
    company text not null,
    held boolean not null,
    mutual boolean not null,
    result text not null,
    lead text not null
);
comment on table mart.business_meeting is 'Meetings of officials and companies as scheduled, with what came of them; lead is a record of Activities.';

-- Answers of evaluations were projected with their words; only that someone answered is to be here.
delete from mart.fact_source where name ~ '/evaluations/[^/]+/responses/';
delete from mart.warning where name ~ '/evaluations/[^/]+/responses/';
delete from mart.record where type = 'EvaluationResponse';

-- Fills the new tables; what is there stays.
delete from cursor_position where reader like 'from:%';
