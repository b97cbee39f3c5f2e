using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Consumers;

namespace EGovPlatform.Messaging.Tests;

public sealed class NameIndexTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Repeated_and_shuffled_changes_leave_the_highest_version(int seed)
    {
        await using var log = await TestLog.CreateAsync();
        var changes = (
            from name in Enumerable.Range(1, 10)
            from version in Enumerable.Range(1, 8)
            select new Change { Name = $"countries/{name}", Version = version, Deleted = version == 8 && name % 2 == 0 }).ToList();
        var random = new Random(seed);
        var shuffled = changes.Concat(changes).OrderBy(_ => random.Next()).ToList();

        var handler = new NameIndexHandler();
        foreach (var part in shuffled.Chunk(7))
        {
            await using var connection = await log.Source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await handler.ApplyAsync(connection, part, CancellationToken.None);
            await transaction.CommitAsync();
        }
        Assert.Equal(10, await log.ScalarAsync<long>("select count(*) from name_index where version = 8"));
        Assert.Equal(5, await log.ScalarAsync<long>("select count(*) from name_index where deleted"));
    }

    [Fact]
    public async Task A_reference_is_verified_when_its_target_is_seen()
    {
        await using var log = await TestLog.CreateAsync();
        await log.ExecuteAsync("""
            insert into reference (from_name, field, to_name, verified) values
            ('projects/1', 'country', 'countries/PE', false), ('projects/1', 'partner', 'organizations/x', false)
            """);
        await using var connection = await log.Source.OpenConnectionAsync();
        await new NameIndexHandler().ApplyAsync(connection, [new() { Name = "countries/PE", Version = 1 }], CancellationToken.None);
        Assert.Equal("countries/PE", await log.ScalarAsync<string>("select string_agg(to_name, ',') from reference where verified"));
    }
}
