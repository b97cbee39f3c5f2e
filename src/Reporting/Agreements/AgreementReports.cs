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
    /// <summary>Types of record that come of agreements.</summary>
    internal static readonly string[] Work =
        ["Program", "Project", "Round", "Delegation", "Engagement", "Introduction", "FollowUp", "PartnerRequest", "CourseEdition", "Course", "CooperationCenter", "NationalPlan", "Participant", "Session", "CountryPresentation", "Proposal", "Decision", "Agreement"];

    private readonly string home = configuration["Home:Country"] ?? "countries/KR";

    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND, INVALID_FIELD.</exception>
    public Task<AgreementGraph> GraphAsync(GetAgreementGraphRequest request, Caller caller, CancellationToken cancellation)
    {
        var scope = RecordScope.Read(request.Times, caller);
        return mart.ReadAsync(async connection =>
        {
            var records = new RecordSet(connection, scope, "", duplicates: true, cancellation);
            var entries = await Entries.ReadAsync(records, Work);
            var graph = new AgreementGraph
            {
                Agreement = entries.Find(request.Name) ?? throw Errors.NotFound(request.Name),
                LeftOut = await RecordSet.LeftOutAsync(connection, scope, cancellation),
            };
            foreach (var (step, depth) in (await RecordGraph.ReadAsync(records)).From(request.Name).Where(s => entries.Find(s.Step.To) is not null))
            {
                graph.Nodes.Add(new GraphNode { Entry = entries.Find(step.To), Via = step.From, Link = step.Link, FieldPath = step.Field, Depth = depth });
            }

            graph.BetweenTheParties.Add(Between(request.Name, entries, graph.Nodes.Select(n => n.Entry.Name).Append(request.Name).ToHashSet(StringComparer.Ordinal)));
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
            var entries = await Entries.ReadAsync(records, Work);
            HashSet<string> parties = [.. request.Parties];
            if (request.Activity.Length > 0)
            {
                date = (entries.Find(request.Activity) ?? throw Errors.NotFound(request.Activity)).Date ?? new DateValue();
                parties = [.. entries.Parties(request.Activity)];
            }

            var graph = await RecordGraph.ReadAsync(records);
            var response = new FindCoveringAgreementsResponse { LeftOut = await RecordSet.LeftOutAsync(connection, scope, cancellation) };
            foreach (var name in entries.Names.Where(n => n.StartsWith("agreements/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                var agreement = entries.Message<Agreement>(name);
                var stated = request.Activity.Length > 0 && graph.From(name).Any(s => s.Step.To == request.Activity);
                var inForce = AgreementTerms.InForce(agreement, date);
                var shared = entries.Parties(name).Where(p => p != home && parties.Contains(p)).ToList();
                if (stated || (shared.Count > 0 && inForce != DateAnswer.No))
                {
                    response.Agreements.Add(new CoveringAgreement
                    {
                        Agreement = entries.Find(name),
                        Stated = stated,
                        InForce = inForce,
                        Ground = stated ? "A record says that it rests on it." : $"Both name {string.Join(", ", shared)}; nothing says that one rests on the other.",
                    });
                }
            }

            var sorted = response.Agreements.OrderByDescending(a => a.Stated).ToList();
            response.Agreements.Clear();
            response.Agreements.Add(sorted);
            response.Answer = sorted.Count(a => a.Stated) switch { 0 => CoverAnswer.NoneProved, 1 => CoverAnswer.One, _ => CoverAnswer.Several };
            return response;
        }, cancellation);
    }

    private IEnumerable<BriefEntry> Between(string agreement, Entries entries, HashSet<string> found)
    {
        var partners = entries.Countries(agreement).Where(c => c != home).ToHashSet(StringComparer.Ordinal);
        var signed = AgreementTerms.Signed(entries.Message<Agreement>(agreement));
        return entries.Names.Where(n => !found.Contains(n) && entries.Countries(n).Any(partners.Contains))
            .Select(n => entries.Find(n)!)
            .Where(e => signed is null || DateRules.Latest(e.Date) is not { } last || DateRules.Earliest(signed) is not { } first || last >= first)
            .OrderBy(e => e.Name, StringComparer.Ordinal).Take(RecordGraph.MaxNodes);
    }
}
