using System.Globalization;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.Faults.Tests;

/// <summary>What must hold once all is mended. Numbers are those of the invariants in docs/reliability.md.</summary>
internal sealed class Checks(Site site, Watcher watcher)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(180);
    private static readonly string[] Owners = ["countries", "activities", "training", "integration"];

    /// <summary>
    /// I4, I11: waits until every committed change is numbered, sent, reported and watched, and every process says that it is
    /// ready. A process may say so last: what it missed came another way while its consumer was still on its way back.
    /// </summary>
    /// <returns>What was waited for last.</returns>
    public async Task<string> ConvergedAsync()
    {
        var last = "nothing";
        await Eventually.PassesAsync("all logs to be numbered, sent, reported and watched, all processes to be ready", async () =>
        {
            var missing = await Task.WhenAll([.. Owners.Select(MissingAsync), .. site.All.Select(MissingAsync)]);
            if (missing.FirstOrDefault(m => m.Length > 0) is { } first)
            {
                last = first;
                Assert.Fail(first);
            }
        }, Limit);
        return last;
    }

    /// <summary>How far Reporting has come in the log of a service.</summary>
    public static Task<long> ReportedAsync(Site site, string owner) =>
        new Store(site, "reporting").ScalarAsync<long>("select coalesce(max(position), 0) from cursor_position where reader = $1", $"from:{owner}");

    /// <summary>Everything that is not as it must be, in words.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(History history, Desk desk, Caller caller)
    {
        var found = new List<string>(history.Broken);
        await AcknowledgedAsync(history, desk, caller, found);
        found.AddRange(await LogsAsync());

        found.AddRange(site.All.SelectMany(r => r.Crashes().Select(line => $"{r.Name}: {line}")));
        var idle = await new Store(site, "countries").ScalarAsync<long>("select count(*) from pg_stat_activity where state = 'idle in transaction' and state_change < clock_timestamp() - interval '5 seconds'");
        Add(found, idle == 0, $"I10: {idle} transactions are idle");
        return found;
    }

    /// <summary>What is wrong with the logs, the rows they tell of, and what Reporting made of them.</summary>
    public async Task<IReadOnlyList<string>> LogsAsync()
    {
        var found = new List<string>();
        foreach (var owner in Owners)
        {
            await LogAsync(owner, found);
        }

        return found;
    }

    private async Task<string> MissingAsync(string owner)
    {
        var log = new Store(site, owner);
        var changes = await log.ScalarAsync<long>("select count(*) from change");
        var numbered = await log.ScalarAsync<long>("select coalesce(max(position), 0) from position");
        var sent = await log.ScalarAsync<long>("select coalesce(max(position), 0) from cursor_position where reader = 'relay'");
        var reported = await ReportedAsync(site, owner);
        return numbered != changes ? $"{owner} to number {changes} changes"
            : sent != changes ? $"{owner} to send {changes} changes"
            : reported != changes ? $"Reporting to have {changes} changes of {owner}"
            : owner == "countries" && watcher.Position != changes ? $"the watch to have {changes} changes"
            : "";
    }

    private static async Task<string> MissingAsync(Replica replica) => await replica.IsReadyAsync() ? "" : $"{replica.Name} to be ready (I11)";

    private static void Add(List<string> found, bool holds, string otherwise)
    {
        if (!holds)
        {
            found.Add(otherwise);
        }
    }

    private async Task AcknowledgedAsync(History history, Desk desk, Caller caller, List<string> found)
    {
        var countries = new Store(site, "countries");
        var missing = await countries.TextsAsync("select n from unnest($1::text[]) n where not exists (select 1 from agreements a where a.name = n and a.version = 1)", (object)history.Created.Keys.ToArray());
        Add(found, missing.Count == 0, $"I1: {missing.Count} acknowledged agreements are not there once, such as {missing.FirstOrDefault()}");
        foreach (var name in desk.Shared)
        {
            var raised = history.Raised.GetValueOrDefault(name);
            var read = await caller.CallAsync("GetAgreement", (invoker, options) => new AgreementService.AgreementServiceClient(invoker).GetAgreementAsync(new GetRequest { Name = name }, options));
            Add(found, read.Subject == raised.ToString(CultureInfo.InvariantCulture), $"I1: {name} was raised {raised} times and says {read.Subject}");
            var version = await countries.ScalarAsync<long>("select version from agreements where name = $1", name);
            Add(found, version == raised + 1, $"I7: {name} was raised {raised} times and has version {version}");
        }

        var booked = await new Store(site, "activities").ScalarAsync<long>("select count(*) from ledger_entries where activity = $1 and state = 'BOOKED'", desk.Project);
        Add(found, booked == history.Booked.Count, $"I7: {history.Booked.Count} bookings were acknowledged and {booked} are there");
        Add(found, history.Booked.Sum() <= Desk.Budget, $"I8: {history.Booked.Sum()} were booked of {Desk.Budget}");
    }

    private async Task LogAsync(string owner, List<string> found)
    {
        var store = new Store(site, owner);
        var gaps = await store.TextsAsync("select name from change group by name having min(version) <> 1 or max(version) <> count(*)");
        Add(found, gaps.Count == 0, $"I5: versions of {gaps.FirstOrDefault()} have gaps");
        var tables = await store.TextsAsync("select table_name::text from information_schema.columns where table_schema = 'public' and column_name = 'index_version'");
        var without = await store.TextsAsync($"select distinct name from change except ({string.Join(" union all ", tables.Select(t => $"select name from {t}").Prepend("select ''"))})");
        Add(found, without.Count == 0, $"I2: {without.Count} records of {owner} have changes and no row, such as {without.FirstOrDefault()}");
        // One question: a connection for each table takes longer than the rest of a schedule.
        var alone = await store.TextsAsync(string.Join(" union all ", tables.Select(t => $"select '{t}: ' || t.name from {t} t where t.version is distinct from (select max(version) from change c where c.name = t.name)").Prepend("select '' where false")));
        Add(found, alone.Count == 0, $"I2: {alone.Count} rows of {owner} have no change of their version, such as {alone.FirstOrDefault()}");

        // Unknown services have no log that could be read again, so their messages wait for an operator.
        var parked = await store.ScalarAsync<long>("select count(*) from parked where source <> 'nobody'");
        Add(found, parked == 0, $"I4: {parked} changes are parked in {owner}");
        const string Digest = "select coalesce(md5(string_agg(position || ' ' || name || ' ' || version, ',' order by position)), '')";
        var ours = await store.ScalarAsync<string>($"{Digest} from change join position using (seq)");
        var theirs = await new Store(site, "reporting").ScalarAsync<string>($"{Digest} from mart.record where service = $1", owner);
        Add(found, ours == theirs, $"I3: Reporting's records of {owner} are not those of its log");
    }
}
