using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Agreements;

/// <summary>What rests on an agreement, and which agreement an activity rests on.</summary>
public sealed class AgreementReports(MartReader mart, IConfiguration configuration)
{
    private const int ChunkOfPartners = 1000;
    private static readonly string[] Agreements = ["Agreement"];

    private readonly string home = configuration["Home:Country"] ?? "countries/KR";

    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND, INVALID_FIELD.</exception>
    public Task<AgreementGraph> GraphAsync(GetAgreementGraphRequest request, Caller caller, CancellationToken cancellation)
    {
        var scope = RecordScope.Read(request.Times, caller);
        return mart.ReadAsync(async connection =>
        {
            var records = new RecordSet(connection, scope, "", duplicates: true, cancellation);
            var way = await new RecordGraph(records).FromAsync(request.Name);
            var names = way.Select(r => r.Step.To).Append(request.Name).ToArray();
            var entries = await Entries.ReadAsync(records, names);
            var graph = new AgreementGraph
            {
                Agreement = entries.Find(request.Name) ?? throw Errors.NotFound(request.Name),
                LeftOut = await RecordSet.LeftOutAsync(connection, scope, cancellation, sql => RecordGraph.Naming(sql, names)),
            };
            foreach (var (_, step, depth) in way.Where(r => entries.Find(r.Step.To) is not null))
            {
                graph.Nodes.Add(new GraphNode { Entry = entries.Find(step.To), Via = step.From, Link = step.Link, FieldPath = step.Field, Depth = depth });
            }

            graph.BetweenTheParties.Add(await BetweenAsync(records, entries, request.Name));
            graph.Positions.Add(await MartReader.PositionsAsync(connection, cancellation));
            return graph;
        }, cancellation);
    }

    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND, INVALID_FIELD.</exception>
    public Task<FindCoveringAgreementsResponse> CoveringAsync(FindCoveringAgreementsRequest request, Caller caller, CancellationToken cancellation)
    {
        if (request.Activity.Length > 0 == request.Parties.Count > 0)
        {
            throw Errors.InvalidField("activity", "ACTIVITY_OR_PARTIES", "Name an activity, or parties with a date.");
        }

        var date = new DateValue { Edtf = request.Date };
        if (DateRules.Validate(date).FirstOrDefault() is { } violation)
        {
            throw Errors.InvalidField("date", violation.Rule, violation.Description);
        }

        var scope = RecordScope.Read(null, caller);
        return mart.ReadAsync(async connection =>
        {
            var records = new RecordSet(connection, scope, "", duplicates: true, cancellation);
            HashSet<string> parties = [.. request.Parties];
            IReadOnlySet<string> beneath = new HashSet<string>();
            if (request.Activity.Length > 0)
            {
                var activity = await Entries.ReadAsync(records, [request.Activity]);
                date = (activity.Find(request.Activity) ?? throw Errors.NotFound(request.Activity)).Date ?? new DateValue();
                parties = [.. activity.Parties(request.Activity)];
                beneath = await new RecordGraph(records).BeneathAsync(request.Activity);
            }

            // Everything is done with home; that alone is no tie.
            parties.Remove(home);
            var stated = await Entries.ReadAsync(records, beneath.Where(n => n.StartsWith("agreements/", StringComparison.Ordinal)));
            var possible = await Entries.OfPartiesAsync(records, Agreements, parties);
            var response = new FindCoveringAgreementsResponse
            {
                Answer = stated.Names.Count switch { 0 => CoverAnswer.NoneProved, 1 => CoverAnswer.One, _ => CoverAnswer.Several },
                LeftOut = await RecordSet.LeftOutAsync(connection, scope, cancellation, sql => Entries.OfParties(sql, Agreements, [.. parties])),
            };
            response.Agreements.Add(stated.Names.Select(n => Covering(stated, n, date, "A record says that it rests on it.", stated: true)));
            foreach (var name in possible.Names.Where(n => !beneath.Contains(n)))
            {
                var shared = possible.Parties(name).Where(parties.Contains).Distinct(StringComparer.Ordinal).ToList();
                var covering = Covering(possible, name, date, $"Both name {string.Join(", ", shared)}; nothing says that one rests on the other.", stated: false);
                if (shared.Count > 0 && covering.InForce != DateAnswer.No)
                {
                    response.Agreements.Add(covering);
                }
            }

            return response;
        }, cancellation);
    }

    private static CoveringAgreement Covering(Entries entries, string name, DateValue date, string ground, bool stated) =>
        new() { Agreement = entries.Find(name), Stated = stated, InForce = AgreementTerms.InForce(entries.Message<Agreement>(name), date), Ground = ground };

    // In chunks by name: what is of before the signing does not count, and only the date rules can tell.
    private async Task<List<BriefEntry>> BetweenAsync(RecordSet records, Entries way, string agreement)
    {
        var partners = way.Countries(agreement).Where(c => c != home).ToHashSet(StringComparer.Ordinal);
        var signed = DateRules.Earliest(AgreementTerms.Signed(way.Message<Agreement>(agreement)));
        var between = new List<BriefEntry>();
        for (var (after, more) = ("", partners.Count > 0); more;)
        {
            var chunk = await Entries.OfPartiesAsync(records, RecordGraph.Types, partners, after, ChunkOfPartners);
            between.AddRange(chunk.Names.Where(n => way.Find(n) is null && chunk.Countries(n).Any(partners.Contains))
                .Select(n => chunk.Find(n)!)
                .Where(e => signed is null || DateRules.Latest(e.Date) is not { } last || last >= signed));
            more = chunk.Names.Count == ChunkOfPartners && between.Count < RecordGraph.MaxNodes;
            after = chunk.Names.Count > 0 ? chunk.Names[^1] : "";
        }

        return between.Take(RecordGraph.MaxNodes).ToList();
    }
}
