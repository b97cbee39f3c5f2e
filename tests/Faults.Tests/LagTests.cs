using EGovPlatform.Testing;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.Faults.Tests;

/// <summary>
/// From the commit of a change to that of its position, to its arrival at the broker, and to the commit of what Reporting makes of it, at 70 %
/// and at 30 % of the writes that the platform takes, beside <see cref="LagFloor"/> at the former rate. Prints figures for tests/bench.sh lag,
/// which judges them; not part of a normal run.
/// </summary>
public sealed class LagTests
{
    private const int Rounds = 3;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    [Fact(Explicit = true)]
    public async Task A_committed_change_is_soon_in_reports()
    {
        using var safe = new Safe();
        await using var site = await Installation.StartAsync(safe, replicas: 1, settings: Load.Unlimited);
        await site.ConfigurePostgresAsync("track_commit_timestamp = on");
        await site.ReadyAsync();
        await using var countries = NpgsqlDataSource.Create(site.Database("countries"));
        await using var reporting = NpgsqlDataSource.Create(site.Database("reporting"));
        await using var floor = await LagFloor.CreateAsync(site);
        await using var tap = await LagTap.StartAsync(site);
        using var load = new Load(site);
        await load.ClosedAsync(Warm);
        var peak = (await load.ClosedAsync(Length)).Count(a => a.Code == StatusCode.OK) / Length.TotalSeconds;
        var (busy, calm, least) = (new List<Load.Answer>(), new List<Load.Answer>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            least.AddRange(await floor.RunAsync(0.7 * peak, Length));
            busy.AddRange(await RunAsync(0.7 * peak));
            busy.AddRange(await RunAsync(0.7 * peak));
            least.AddRange(await floor.RunAsync(0.7 * peak, Length));
            calm.AddRange(await RunAsync(0.3 * peak));
        }

        var committed = await Commits.OfAsync(countries, "select name, pg_xact_commit_timestamp(xmin) from change where name like 'agreements/load-%' and version = 1");
        var numbered = await Commits.OfAsync(countries, "select name, pg_xact_commit_timestamp(p.xmin) from change c join position p using (seq) where name like 'agreements/load-%' and version = 1");
        var reported = await Commits.OfAsync(reporting, "select name, pg_xact_commit_timestamp(xmin) from mart.record where name like 'agreements/load-%'");
        FaultLog.Tell("peak_writes_per_second", peak);
        FaultLog.Tell("writes_at_70_percent", busy.Count);
        Tell("numbered_at_30_percent", Till(numbered, calm));
        Tell("at_the_broker_at_30_percent", Till(tap.Heard, calm));
        Tell("reported_at_30_percent", Till(reported, calm));
        Tell("numbered_at_70_percent", Till(numbered, busy));
        Tell("at_the_broker_at_70_percent", Till(tap.Heard, busy));
        Tell("reported_at_70_percent", Till(reported, busy));
        Tell("floor", least);
        FaultLog.Tell("p99_vs_floor", Percentiles.Of(Till(reported, busy), 0.99) / Percentiles.Of(least, 0.99));

        async Task<IEnumerable<Load.Answer>> RunAsync(double rate)
        {
            await ReportedAsync();
            var answers = await load.OpenAsync(rate, Length);
            await ReportedAsync();
            return answers.Where(a => a.Code == StatusCode.OK);
        }

        // Milliseconds from the commit of each.
        IEnumerable<double> Till(Dictionary<string, DateTime> then, IEnumerable<Load.Answer> answers) => answers.Select(a => (then[a.Name] - committed[a.Name]).TotalMilliseconds);

        Task ReportedAsync() => Eventually.Async("all changes to be reported", async () =>
            await new Store(site, "countries").ScalarAsync<long>("select count(*) from change")
            == await Checks.ReportedAsync(site, "countries"));
    }

    private static void Tell(string what, IEnumerable<double> milliseconds)
    {
        FaultLog.Tell($"{what}_p50_ms", Percentiles.Of(milliseconds, 0.5));
        FaultLog.Tell($"{what}_p99_ms", Percentiles.Of(milliseconds, 0.99));
    }
}
