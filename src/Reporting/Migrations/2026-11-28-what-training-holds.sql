-- What the columns of the training tables hold.
comment on column mart.edition_plan.course is 'The course it is an edition of.';
comment on column mart.edition_plan.parts is 'Stretches it has; 0 when it is one.';
comment on column mart.edition_plan.postponed is 'Whether it is postponed.';
comment on column mart.edition_plan.deadline_edtf is 'Last day on which nominations are taken, as EDTF; empty is none or unknown.';
comment on column mart.check_in.present is 'Whether the participant was there.';
comment on column mart.check_in.method is 'How that was taken down.';
comment on column mart.country_invitation.party is 'The country or body invited.';
comment on column mart.country_invitation.answer is 'What it answered; empty is nothing yet.';
comment on column mart.country_invitation.quota_value is 'Places it was given; null is unknown.';
comment on column mart.nomination.party is 'Who nominated.';
comment on column mart.nomination.nominated is 'Whether the nomination was made to the host.';
comment on column mart.nomination.waiting is 'Whether it is on the waiting list.';
comment on column mart.nomination.rejected is 'Whether it was rejected.';
comment on column mart.nomination.withdrawn is 'Whether it was withdrawn.';
comment on column mart.participant.party is 'For whom the participant takes part.';
comment on column mart.participant.basis is 'What the record says of the person, such as ATTENDED.';
comment on column mart.support.key is 'Key of the support in the record.';
comment on column mart.support.status is 'How far it is.';
comment on column mart.support.payer is 'Who pays; empty is unknown.';
comment on column mart.evaluation.questions is 'How many questions it has.';
comment on column mart.evaluation.asked_value is 'How many people were asked; null is unknown.';
comment on column mart.evaluation_response.evaluation is 'The evaluation answered.';
comment on column mart.certificate.issued is 'Whether it was issued.';
comment on column mart.certificate.revoked is 'Whether it was revoked.';
comment on column mart.action_plan.submitted is 'Whether it was handed in.';
comment on column mart.action_plan.approved is 'Whether it was approved.';
comment on column mart.action_plan.reviews is 'How often it was looked at after the return.';
comment on column mart.action_goal.key is 'Key of the goal in the plan.';
comment on column mart.action_goal.status is 'How far it is.';
comment on column mart.action_goal.due_edtf is 'By when, as EDTF; empty is unknown.';
comment on column mart.action_goal.outcome is 'What came of it.';
comment on column mart.business_meeting.company is 'The company met.';
comment on column mart.business_meeting.mutual is 'Whether both sides had asked for it.';
comment on column mart.business_meeting.result is 'What came of it; empty is unknown.';
comment on column mart.business_meeting.lead is 'The lead it became; empty for none.';

select mart_comment_columns('edition', 'The edition of the course.');
select mart_comment_columns('participant', 'The participant, as a record name.');
select mart_comment_columns('organization', 'The organization, as a record name; empty is unknown.');
select mart_comment_columns('attended', 'Whether the person attended.');
select mart_comment_columns('cancelled', 'Whether it was cancelled.');
select mart_comment_columns('capacity_' || c, 'As ' || c || ', of the places there are.') from unnest(array['qualifier', 'lower', 'upper']) c;
select mart_comment_columns('quota_' || c, 'As ' || c || ', of the places given.') from unnest(array['qualifier', 'lower', 'upper']) c;
select mart_comment_columns('asked_' || c, 'As ' || c || ', of the people asked.') from unnest(array['qualifier', 'lower', 'upper']) c;
select mart_comment_columns(c, w) from (values
    ('name', 'The record.'), ('version', 'Its version; join on (name, version).'), ('item', 'Number of the row within the record, from 0.'), ('value', 'The number printed; null is unknown.'),
    ('qualifier', 'EXACT, ABOUT, OVER, AT_LEAST, AT_MOST, RANGE or UNKNOWN.'), ('lower', 'Least possible number; null is unknown.'), ('upper', 'Greatest possible number; null is open or unknown.'),
    ('held', 'Whether it took place, or is running.'), ('country', 'The country, as a record name; empty is unknown.'), ('kind', 'What it is.'), ('role', 'In which role.')) as x(c, w);
