using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Summaries;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.ReportingService.Quality;

/// <summary>
/// The way from request and training to contract. A record comes from an earlier stage when it names a record of one, or a
/// link joins the two, whichever way the link points.
/// </summary>
public sealed class Funnels(MartReader mart, IConfiguration configuration, TimeProvider time)
{
    private const int MaxNames = 100;

    // In order. Further stages are added where their records have types of their own.
    private static readonly (string Key, string Description, string[] Types, string Where)[] Stages =
    [
        ("requests", "Requests received from or made to partners.", ["PartnerRequest"], "true"),
        ("agreements", "Agreements signed at least.", ["Agreement"], "r.state in ('SIGNED', 'IN_FORCE', 'SUSPENDED', 'EXPIRED', 'TERMINATED', 'SUPERSEDED')"),
        ("meetings", "Engagements held.", ["Engagement"], "r.state in ('HELD', 'REPORTED')"),
        ("trainings", "Courses held or running.", ["CourseEdition"], "r.state in ('RUNNING', 'COMPLETED', 'EVALUATED', 'CLOSED')"),
        ("follow_ups", "Commitments that were not dropped.", ["FollowUp"], "r.state <> 'DROPPED'"),
        ("projects", "Projects that were not cancelled.", ["Project"], "r.state <> 'CANCELLED'"),
        ("introductions", "Systems on their way into other countries.", ["Introduction"], "true"),
        ("leads", "Leads to exports.", ["Lead"], "true"),
        ("contracts", "Contracts won.", ["Contract"], "true"),
    ];

    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD, INVALID_FILTER.</exception>
    public Task<Funnel> GetAsync(GetFunnelRequest request, Caller caller, CancellationToken cancellation)
    {
        var scope = RecordScope.Read(request.Times, caller);
        var setting = new SummarySetting(configuration["Home:Country"] ?? "countries/KR", DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), Naming.Now);
        return mart.ReadAsync(async connection =>
        {
            var records = new RecordSet(connection, scope, request.Filter, duplicates: false, cancellation, setting);
            var stages = new List<Dictionary<string, bool>>();
            foreach (var stage in Stages)
            {
                stages.Add((await records.ReadAsync(stage.Types, $"select r.name, r.certain from s r where {stage.Where} order by r.name")).ToDictionary(h => h.Name, h => h.Certain, StringComparer.Ordinal));
            }

            // One edge for each pair of records that hang together.
            var edges = await records.Whole().ReadAsync(RecordSet.AllTypes, """
                select s.name, s.certain, f.to_name from s join mart.reference f on f.name = s.name and f.version = s.version where s.type <> 'Link'
                union select k.from_name, s.certain, k.to_name from s join mart.link k on k.name = s.name and k.version = s.version
                """);
            var near = edges.SelectMany(e => new[] { (From: e.Name, To: e.Text(2)), (From: e.Text(2), To: e.Name) }).ToLookup(e => e.From, e => e.To, StringComparer.Ordinal);
            var funnel = new Funnel();
            foreach (var (i, stage) in Stages.Index())
            {
                var (earlier, later) = (stages.Take(i).ToList(), stages.Skip(i + 1).ToList());
                funnel.Stages.Add(new FunnelStage
                {
                    Key = stage.Key,
                    Description = stage.Description,
                    Records = stages[i].Count,
                    Possibly = stages[i].Count(r => !r.Value),
                    FromEarlier = stages[i].Keys.Count(name => near[name].Any(n => earlier.Any(s => s.ContainsKey(n)))),
                    LedOn = stages[i].Keys.Count(name => near[name].Any(n => later.Any(s => s.ContainsKey(n)))),
                    RecordNames = { stages[i].Keys.Take(MaxNames) },
                });
            }

            funnel.LeftOut = await RecordSet.LeftOutAsync(connection, scope, cancellation);
            funnel.Positions.Add(await MartReader.PositionsAsync(connection, cancellation));
            return funnel;
        }, cancellation);
    }
}
