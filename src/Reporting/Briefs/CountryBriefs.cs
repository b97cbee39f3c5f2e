using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
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
        return mart.ReadAsync(async connection =>
        {
            var brief = new CountryBrief { Country = request.Name };
            brief.Names.Add(await NamesAsync(connection, request.Name, cancellation));
            var concerned = await RowsAsync(connection, scope, Types, "exists (select from record_country c where c.name = r.name and c.version = r.version and c.country = ", request.Name, cancellation);
            foreach (var row in concerned.Where(r => r.Visible))
            {
                Add(brief, row);
            }

            var named = concerned.Where(r => r.Visible).SelectMany(r => r.Publications.Append(r.Program)).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
            var others = await RowsAsync(connection, scope, ["Program", "Publication"], "(r.name = any (", named, cancellation);
            foreach (var row in others.Where(r => r.Visible))
            {
                (row.Type == "Program" ? brief.Programs : brief.Publications).Add(row.ToEntry());
            }

            brief.LeftOut = concerned.Concat(others).Count(r => !r.Visible);
            brief.Warnings.Add(CrossRecordWarnings.Of(brief));
            brief.Positions.Add(await MartReader.PositionsAsync(connection, cancellation));
            return brief;
        }, cancellation);
    }

    private static void Add(CountryBrief brief, BriefRow row)
    {
        switch (row.Message)
        {
            case Participant { Person.Length: 0 }:
                brief.PrivatePeople++;
                break;
            case Participant:
                break;
            case Organization { Kind: OrganizationKind.CountryGroup } group when group.Members.Any(m => m.Party == brief.Country):
                brief.Memberships.Add(row.ToEntry());
                break;
            case Organization:
                break;
            case Activities.V1.FollowUp { State: Activities.V1.FollowUpState.Done or Activities.V1.FollowUpState.Converted or Activities.V1.FollowUpState.Dropped }:
                break;
            default:
                Section(brief, row.Type).Add(row.ToEntry());
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

    private static async Task<List<BriefRow>> RowsAsync(
        NpgsqlConnection connection, RecordScope scope, string[] types, string condition, object value, CancellationToken cancellation)
    {
        var sql = await scope.BeginAsync(connection, types, cancellation);
        sql.Add("select r.name, r.type, r.certain, r.visible, r.program, r.publications, m.body from v r join mart.record m on m.name = r.name and m.version = r.version where not r.private and ")
            .Add(condition).Add(value, value is string ? NpgsqlDbType.Text : NpgsqlDbType.Array | NpgsqlDbType.Text).Add(value is string ? ")" : "))")
            .Add(" order by r.type, r.valid_from nulls last, r.name");
        await using var command = sql.Command(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<BriefRow>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(new BriefRow(
                reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetBoolean(3), reader.GetString(4),
                reader.GetFieldValue<string[]>(5), Bodies.Parse(reader.GetString(1), reader.GetFieldValue<byte[]>(6))));
        }

        return rows;
    }

    private static async Task<IEnumerable<Name>> NamesAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        if (!name.StartsWith("countries/", StringComparison.Ordinal) || name.Length != "countries/XX".Length)
        {
            throw Errors.InvalidField("name", "RESOURCE_NAME", $"'{name}' is not a name like countries/PE.");
        }

        await using var command = new NpgsqlCommand("select body from mart.latest where name = $1 and type = 'Country' and not deleted", connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(cancellation) is byte[] body ? Country.Parser.ParseFrom(body).Names : throw Errors.NotFound(name);
    }
}
