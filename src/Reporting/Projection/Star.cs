using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Training.V1;
using Google.Protobuf;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>The facts of one record, by type. A type without facts of its own has none.</summary>
internal static class Star
{
    public static IEnumerable<MartRow> Of(IMessage message) => message switch
    {
        Engagement e => StarActivities.Of(e),
        Delegation d => StarActivities.Of(d),
        FollowUp f => StarActivities.Of(f),
        Round r => StarRounds.Of(r),
        Project p => StarRounds.Of(p),
        Proposal p => StarRounds.Of(p),
        Decision d => [StarRounds.Of(d)],
        Introduction i => [StarRounds.Of(i)],
        ExchangeRate r => StarDeals.Of(r),
        LedgerEntry e => StarDeals.Of(e),
        Lead l => StarDeals.Of(l),
        Bid b => [StarDeals.Of(b)],
        Contract c => StarDeals.Of(c),
        Link l => [new MartRow("link", ("from_name", l.From), ("to_name", l.To), ("kind", MessageFields.ShortEnum(l, "kind")))],
        Series s => StarActivities.Of(s),
        CourseEdition c => StarTraining.Of(c),
        Session s => StarTraining.Of(s),
        Participant p => StarTrainingPeople.Of(p),
        Nomination n => [StarTrainingPeople.Of(n)],
        CountryInvitation i => [StarTrainingPeople.Of(i)],
        Evaluation e => [StarTrainingPeople.Of(e)],
        EvaluationResponse r => [StarTrainingPeople.Of(r)],
        Certificate c => [StarTrainingPeople.Of(c)],
        ActionPlan p => StarTrainingPeople.Of(p),
        Matching m => StarTrainingPeople.Of(m),
        Agreement a => StarCountries.Of(a),
        CooperationCenter c => [new MartRow("center", ("country", c.PartnerCountry), ("closed", c.State == CooperationCenterState.Closed))],
        Country c => StarCountries.Of(c),
        Organization o => StarCountries.Of(o),
        Place p => [new MartRow("organization", ("country", p.Country), ("parent", p.ParentPlace))],
        Person p => [new MartRow("person", ("country", p.Country))],
        Position p => StarCountries.Of(p),
        Publication p => StarPublications.Of(p),
        _ => [],
    };

    /// <summary>Someone named in the record.</summary>
    public static MartRow Named(int item, string person, string position, string role, string represents) =>
        new("person_named", ("item", item), ("person", person), ("position", position), ("role", role), ("represents", represents));

    /// <summary>The four columns of a number, with bounds derived from its qualifier.</summary>
    public static (string, object?)[] Number(string prefix, Count? count)
    {
        var known = count is null ? new Count { Qualifier = Qualifier.Unknown } : count.Clone();
        Values.CountRules.Normalize(known);
        return
        [
            (prefix + "value", known.HasValue ? known.Value : null),
            (prefix + "qualifier", MessageFields.ShortEnum(known, "qualifier")),
            (prefix + "lower", known.HasLower ? known.Lower : null),
            (prefix + "upper", known.HasUpper ? known.Upper : null),
        ];
    }

    /// <summary>The number of those who came, or nothing when none is stated: announced is not attended.</summary>
    public static Count? Attended(IEnumerable<Count> counts) => counts.FirstOrDefault(c => c.Basis == CountBasis.Attended);
}
