using System.Diagnostics;
using EGovPlatform.Testing;

namespace EGovPlatform.Reporting.Tests;

/// <summary>The cache makes answers faster and never other than they are.</summary>
public sealed class CacheTests
{
    [Fact]
    public async Task Without_the_cache_answers_are_only_slower()
    {
        await using var mart = await MartUnderTest.CreateAsync(cache: "127.0.0.1:1");
        await mart.ApplyAsync(Notices.Changes());
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("3", (await mart.OneAsync("agreements")).Sum.Text);
        }

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task An_answer_is_kept_for_its_positions_only()
    {
        await using var mart = await MartUnderTest.CreateAsync(cache: await TestServers.RedisAsync());
        var changes = Notices.Changes();
        await mart.ApplyAsync(changes);

        var probe = $"test:{Guid.NewGuid()}";
        await Eventually.Async("the cache to be reached", async () =>
        {
            await mart.Cache.PutAsync(probe, [1]);
            return await mart.Cache.GetAsync(probe) is not null;
        });

        // Behind the cache's back, with the positions as they are: only a kept answer stays.
        Assert.Equal("3", (await mart.OneAsync("agreements")).Sum.Text);
        await mart.ScalarAsync<long>("with hidden as (update mart.record set state = 'DRAFT' where type = 'Agreement' returning 1) select count(*) from hidden");
        Assert.Equal("3", (await mart.OneAsync("agreements")).Sum.Text);

        var log = ChangeLog.After(changes);
        await mart.ApplyAsync([log.Add("agreements/another", new Countries.V1.Agreement { State = Countries.V1.AgreementState.Signed })]);
        Assert.Equal("1", (await mart.OneAsync("agreements")).Sum.Text);
    }
}
