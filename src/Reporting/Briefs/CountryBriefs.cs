using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Projection;
using EGovPlatform.Training.V1;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Briefs;

/// <summary>One country over all services, as of the dates asked for.</summary>
public sealed class CountryBriefs(MartReader mart)
{
    private static readonly string[] Types =
    [
        "Agreement", "CooperationCenter", "NationalPlan", "Organization", "Delegation", "Engagement", "CourseEdition",
        "Participant", "Person", "PartnerRequest", "FollowUp", "Project", "Introduction", "Round",
    ];

    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND, INVALID_FIELD.</exception>
    public Task<CountryBrief> GetAsync(GetCountryBriefRequest request, Caller caller, CancellationToken cancellation)
    {
        var times = new ReportTimes { ValidOn = request.ValidOn, KnownOn = request.KnownOn, RecordedOn = request.RecordedOn };
        var scope = RecordScope.Read(times, caller, prefix: "");
        var words = Words.In(request.LanguageCode);
        return mart.ReadAsync(async connection =>
        {
            // The country itself is open to whoever asks for what is open about it.
            var subject = await CountryAsync(connection, request.Name, scope with { Caller = Caller.System("reporting") }, cancellation);
            var brief = new CountryBrief { Country = request.Name, Names = { MessageFields.Names(subject.Message) } };
            var concerned = await BriefRow.ReadAsync(connection, scope, Types, subject.Where, cancellation);
            foreach (var row in concerned.Where(r => r.Visible))
            {
                Add(brief, row, words);
            }

            var named = concerned.Where(r => r.Visible).SelectMany(r => r.Publications.Append(r.Program)).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
            var others = await BriefRow.ReadAsync(connection, scope, ["Program", "Publication"], sql => sql.Add("r.name = any (").Add(named, NpgsqlDbType.Array | NpgsqlDbType.Text).Add(")"), cancellation);
            foreach (var row in others.Where(r => r.Visible))
            {
                (row.Type == "Program" ? brief.Programs : brief.Publications).Add(row.ToEntry(words));
            }

            brief.LeftOut = concerned.Concat(others).Count(r => !r.Visible);
            brief.Warnings.Add(CrossRecordWarnings.Of(brief));
            brief.Positions.Add(await MartReader.PositionsAsync(connection, cancellation));
            return brief;
        }, cancellation);
    }

    private static void Add(CountryBrief brief, BriefRow row, Words words)
    {
        switch (row.Message)
        {
            case Participant { Person.Length: 0 }:
                brief.PrivatePeople++;
                break;
            case Participant:
                break;
            case Organization { Kind: OrganizationKind.CountryGroup } group when group.Members.Any(m => m.Party == brief.Country):
                brief.Memberships.Add(row.ToEntry(words));
                break;
            case Organization:
                break;
            case Activities.V1.FollowUp when row.State is "DONE" or "CONVERTED" or "DROPPED":
                break;
            default:
                Section(brief, row.Type).Add(row.ToEntry(words));
                break;
        }
    }

    private static ICollection<BriefEntry> Section(CountryBrief brief, string type) => type switch
    {
        "Agreement" => brief.Agreements,
        "CooperationCenter" => brief.CooperationCenters,
        "NationalPlan" => brief.NationalPlans,
        "Delegation" => brief.Delegations,
        "Engagement" => brief.Engagements,
        "CourseEdition" => brief.Courses,
        "Person" => brief.People,
        "PartnerRequest" => brief.PartnerRequests,
        "FollowUp" => brief.OpenFollowUps,
        "Introduction" => brief.Introductions,
        "Round" => brief.Rounds,
        _ => brief.Projects,
    };

    private static Task<Subject> CountryAsync(NpgsqlConnection connection, string name, RecordScope scope, CancellationToken cancellation) =>
        name.StartsWith("countries/", StringComparison.Ordinal) && name.Length == "countries/XX".Length
            ? Subject.ReadAsync(connection, name, scope, cancellation)
            : throw Errors.InvalidField("name", "RESOURCE_NAME", $"'{name}' is not a name like countries/PE.");
}
