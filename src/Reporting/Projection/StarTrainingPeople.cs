using EGovPlatform.Training.V1;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>
/// Facts of those who are invited, nominated, taught, and of what they take home. A person is the name of a record and
/// nothing more; an erased one still counts.
/// </summary>
internal static class StarTrainingPeople
{
    public static MartRow Of(CountryInvitation invitation) => new("country_invitation",
    [
        ("edition", StarTraining.EditionOf(invitation.Name)),
        ("party", invitation.Party),
        ("answer", MessageFields.ShortEnum(invitation, "answer")),
        .. Star.Number("quota_", StarTraining.Known(invitation.HasQuota ? invitation.Quota : null)),
    ]);

    public static MartRow Of(Nomination nomination) => new("nomination",
        ("edition", StarTraining.EditionOf(nomination.Name)),
        ("country", nomination.Country),
        ("party", nomination.Represents.Length > 0 ? nomination.Represents : nomination.Country),
        ("organization", nomination.Organization),
        ("nominated", nomination.State is not (NominationState.Unspecified or NominationState.Draft)),
        ("accepted", nomination.State is NominationState.Accepted or NominationState.Invited or NominationState.Arrived or NominationState.Completed),
        ("attended", nomination.State is NominationState.Arrived or NominationState.Completed),
        ("waiting", nomination.State == NominationState.Waitlisted),
        ("rejected", nomination.State == NominationState.Rejected),
        ("withdrawn", nomination.State == NominationState.Withdrawn),
        ("absent", nomination.State == NominationState.NoShow));

    public static IEnumerable<MartRow> Of(Participant participant)
    {
        yield return Star.Named(0, participant.Person, participant.Position, MessageFields.ShortEnum(participant, "role"), participant.Represents);
        yield return new("participant",
            ("edition", StarTraining.EditionOf(participant.Name)),
            ("country", participant.Country),
            ("party", participant.Represents.Length > 0 ? participant.Represents : participant.Country),
            ("organization", participant.Organization),
            ("role", MessageFields.ShortEnum(participant, "role")),
            ("basis", MessageFields.ShortEnum(participant, "basis")),
            ("attended", participant.Basis == Common.V1.CountBasis.Attended),
            ("alumni_consent", participant.Consents.Any(c => c is { Purpose: ConsentPurpose.Alumni, Given.Edtf.Length: > 0, Withdrawn: null or { Edtf.Length: 0 } })));
        foreach (var item in participant.Support.DistinctBy(s => s.Key, StringComparer.Ordinal))
        {
            yield return new("support",
                ("key", item.Key),
                ("kind", MessageFields.ShortEnum(item, "kind")),
                ("status", MessageFields.ShortEnum(item, "status")),
                ("payer", item.Payer?.Resource ?? ""));
        }
    }

    public static MartRow Of(Evaluation evaluation) => new("evaluation",
    [
        ("edition", StarTraining.EditionOf(evaluation.Name)),
        ("questions", evaluation.Questions.Count),
        .. Star.Number("asked_", StarTraining.Known(evaluation.HasAsked ? evaluation.Asked : null)),
    ]);

    /// <summary>That someone answered. Who, from where and what is told by the owner alone, which keeps small groups back.</summary>
    public static MartRow Of(EvaluationResponse response) => new("evaluation_response",
        ("edition", StarTraining.EditionOf(response.Name)),
        ("evaluation", string.Join('/', response.Name.Split('/').Take(6))));

    public static MartRow Of(Certificate certificate) => new("certificate",
        ("edition", StarTraining.EditionOf(certificate.Name)),
        ("participant", certificate.Participant),
        ("issued", certificate.State == CertificateState.Issued),
        ("revoked", certificate.State == CertificateState.Revoked));

    public static IEnumerable<MartRow> Of(ActionPlan plan)
    {
        yield return new("action_plan",
            ("edition", StarTraining.EditionOf(plan.Name)),
            ("country", plan.Country),
            ("organization", plan.Organization),
            ("submitted", plan.State is not (ActionPlanState.Unspecified or ActionPlanState.Draft)),
            ("approved", plan.State is ActionPlanState.Approved or ActionPlanState.Closed),
            ("reviews", plan.Reviews.Count));
        foreach (var goal in plan.Goals.DistinctBy(g => g.Key, StringComparer.Ordinal))
        {
            yield return new("action_goal",
                ("key", goal.Key),
                ("country", plan.Country),
                ("status", MessageFields.ShortEnum(goal, "status")),
                ("due_edtf", goal.Due?.Edtf ?? ""),
                ("observed", goal.Observations.Count > 0),
                ("outcome", goal.Outcome));
        }
    }

    public static IEnumerable<MartRow> Of(Matching matching) => matching.Meetings.Select((meeting, i) =>
    {
        var outcome = matching.Outcomes.FirstOrDefault(o => o.Official == meeting.Official && o.Company == meeting.Company);
        return new MartRow("business_meeting",
            ("item", i),
            ("edition", matching.Edition),
            ("company", matching.Companies.FirstOrDefault(c => c.Key == meeting.Company)?.Resource ?? ""),
            ("held", matching.State == MatchingState.Held && outcome?.Result != MeetingResult.NotHeld),
            ("mutual", meeting.Mutual),
            ("result", outcome is null ? "" : MessageFields.ShortEnum(outcome, "result")),
            ("lead", outcome?.Lead ?? ""));
    });
}
