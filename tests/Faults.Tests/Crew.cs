namespace EGovPlatform.Faults.Tests;

/// <summary>Clerks at one desk: sent to work, sent home, and what they were told is checked.</summary>
internal sealed class Crew : IAsyncDisposable
{
    private readonly CancellationTokenSource home = new();
    private readonly List<Caller> callers;
    private readonly List<Clerk> clerks;
    private readonly Checks checks;
    private Task work = Task.CompletedTask;

    /// <param name="site">Where they work.</param>
    /// <param name="watcher">Who follows the changes.</param>
    /// <param name="history">What they are told.</param>
    /// <param name="seed">What they draw from.</param>
    /// <param name="size">How many they are.</param>
    public Crew(Site site, Watcher watcher, History history, int seed, int size)
    {
        var random = new Random(seed);
        (History, Desk, Lead, checks) = (history, new Desk(seed), new Caller(site, history, new Random(seed)), new Checks(site, watcher));
        callers = [.. Enumerable.Range(0, size).Select(_ => new Caller(site, history, new Random(random.Next())))];
        clerks = [.. callers.Select(c => new Clerk(c, history, Desk, new Random(random.Next())))];
    }

    public History History { get; }

    public Desk Desk { get; }

    /// <summary>Who asks what is not a clerk's work.</summary>
    public Caller Lead { get; }

    public async Task BeginAsync()
    {
        await Desk.PrepareAsync(Lead);
        work = Task.WhenAll(clerks.Select(c => Task.Run(() => c.WorkAsync(home.Token))));
    }

    /// <summary>Fails if a clerk met what no clerk can work on with.</summary>
    public void AssertAtWork() => Assert.False(work.IsFaulted, work.Exception?.ToString());

    /// <summary>Ends the work; what was begun is finished. Waits until all of it is numbered, sent, reported and watched.</summary>
    /// <returns>What was waited for last.</returns>
    public async Task<string> EndAsync()
    {
        await home.CancelAsync();
        await work;
        return await checks.ConvergedAsync();
    }

    /// <summary>Everything that is not as it must be, in words, once some of it was asked for again.</summary>
    public async Task<IReadOnlyList<string>> FindAsync()
    {
        await clerks[0].RepeatAsync();
        await checks.ConvergedAsync();
        return await checks.FindAsync(History, Desk, Lead);
    }

    public async ValueTask DisposeAsync()
    {
        await home.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        callers.ForEach(c => c.Dispose());
        Lead.Dispose();
    }
}
