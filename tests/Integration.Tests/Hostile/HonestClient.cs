using System.Diagnostics;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.Integration.Tests.Hostile;

/// <summary>
/// Reads a country every 20 ms, whether or not the last answer has come, and takes each time from the moment the call was due: a server that
/// stands still costs every call it delays.
/// </summary>
internal sealed class HonestClient(RunningService gateway)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private readonly CountryService.CountryServiceClient countries = new(gateway.Channel(Role.Viewer));

    /// <summary>Calls as long as a load runs, at least a fifth of a second.</summary>
    /// <returns>The time of each call in milliseconds.</returns>
    /// <exception cref="Grpc.Core.RpcException">A call was not answered.</exception>
    public async Task<IReadOnlyList<double>> CallAsync(Task load)
    {
        var calls = new List<Task<double>>();
        var since = Stopwatch.StartNew();
        while (!load.IsCompleted || since.Elapsed < Least)
        {
            var due = Pace * calls.Count;
            if (due > since.Elapsed)
            {
                await Task.Delay(due - since.Elapsed, TestContext.Current.CancellationToken);
            }

            calls.Add(OneAsync(since, due));
        }

        await load;
        return await Task.WhenAll(calls);
    }

    private async Task<double> OneAsync(Stopwatch since, TimeSpan due)
    {
        var country = await countries.GetCountryAsync(new GetRequest { Name = "countries/PE" }, deadline: DateTime.UtcNow + Limit);
        Assert.Equal("PER", country.Iso3);
        return (since.Elapsed - due).TotalMilliseconds;
    }
}
