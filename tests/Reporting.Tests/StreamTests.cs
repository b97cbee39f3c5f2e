using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Messaging.Consumers;
using EGovPlatform.ReportingService.Operator;
using EGovPlatform.ReportingService.Projection;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using EGovPlatform.Training.V1;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Record = EGovPlatform.Common.V1.Record;

namespace EGovPlatform.Reporting.Tests;

/// <summary>
/// Any stream of changes, however it comes, gives the tables that a rebuild gives. The seed is the test's name: the stream,
/// what is lost and repeated, and where the consumer is restarted follow from it.
/// </summary>
public sealed class StreamTests
{
    [Theory]
    [InlineData(20261)]
    [InlineData(20262)]
    [InlineData(20263)]
    [InlineData(20264)]
    public async Task In_any_order_with_repetitions_gaps_and_restarts(int seed)
    {
        var random = new Random(seed);
        var changes = Stream(random);
        await using var mart = await MartUnderTest.CreateAsync();
        for (var life = 0; life < 3; life++)
        {
            await LiveAsync(mart, changes, random, life == 2);
        }

        var streamed = await mart.DigestAsync();
        await using var other = await MartUnderTest.CreateAsync();
        var rebuilt = await new Rebuild(other.Source, ChangeLog.Pull(changes)).RunAsync((_, _) => Task.CompletedTask, CancellationToken.None);
        Assert.Equal(((EGovPlatform.Reporting.V1.ProjectionStatus)rebuilt!).Digest, streamed);
        Assert.Equal([], await EmptyTablesAsync(mart));
    }

    [Fact]
    public async Task A_column_that_a_migration_has_yet_to_add_is_waited_for()
    {
        await using var mart = await MartUnderTest.CreateAsync();
        var change = Notices.All().First(c => c.ResourceType == Agreement.Descriptor.FullName);
        var inbox = new PostgresInbox(mart.Source, [new Projector()], new Messaging.MessagingOptions());
        Task<bool> ApplyAsync() => inbox.ApplyAsync(change.Service, [change], 0, change.Position, TestContext.Current.CancellationToken);
        await mart.ExecuteAsync("alter table mart.agreement rename column concluded to later");

        var error = await Assert.ThrowsAsync<PostgresException>(ApplyAsync);

        Assert.Equal(PostgresErrorCodes.UndefinedColumn, error.SqlState);
        await mart.ExecuteAsync("alter table mart.agreement rename column later to concluded");
        Assert.True(await ApplyAsync());
        Assert.True(await mart.ScalarAsync<bool>("select exists (select from mart.agreement)"));
    }

    // One life of the consumer: messages come shuffled, some twice, some never; only the last one lives to pull the rest.
    private static async Task LiveAsync(MartUnderTest mart, IReadOnlyList<Change> changes, Random random, bool last)
    {
        var inbox = new PostgresInbox(mart.Source, [new Projector()], new Messaging.MessagingOptions());
        foreach (var source in changes.GroupBy(c => c.Service, StringComparer.Ordinal))
        {
            using var stop = new CancellationTokenSource();
            var follower = new SourceFollower(source.Key, inbox, ChangeLog.Pull(changes), TimeProvider.System, NullLogger.Instance);
            var arriving = source.Where(_ => random.Next(10) > 0).Concat(source.Where(_ => random.Next(4) == 0)).OrderBy(_ => random.Next()).ToList();
            foreach (var batch in arriving.Take(last ? arriving.Count : arriving.Count / 2).Chunk(random.Next(1, 40)))
            {
                await follower.ReceiveAsync(batch, stop.Token);
            }

            if (last)
            {
                var running = follower.RunAsync(stop.Token);
                var end = source.Max(c => c.Position);
                await Eventually.Async($"{source.Key} to be read to its end", async () => await inbox.PositionAsync(source.Key, CancellationToken.None) == end);
                await stop.CancelAsync();
                await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static async Task<List<string>> EmptyTablesAsync(MartUnderTest mart)
    {
        var tables = new List<string>();
        await using (var command = mart.Source.CreateCommand("select relname::text from pg_class where relnamespace = 'mart'::regnamespace and relkind = 'r' order by 1"))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        var empty = new List<string>();
        foreach (var table in tables)
        {
            if (await mart.ScalarAsync<bool>($"select not exists (select from mart.\"{table}\")"))
            {
                empty.Add(table);
            }
        }

        return empty;
    }

    /// <summary>All sample records and one of what they lack, then corrections, deletions, returns and people who become private.</summary>
    private static List<Change> Stream(Random random)
    {
        var changes = Notices.All();
        var log = ChangeLog.After(changes);
        foreach (var change in Notices.MadeUp().Where(c => changes.All(x => x.Name != c.Name)).Concat(TrainingFactTests.History()))
        {
            log.Add(change.Name, Parse(change));
        }

        foreach (var (name, message) in Lacking())
        {
            log.Add(name, message);
        }

        changes = [.. changes, .. log.Changes];
        var more = ChangeLog.After(changes);
        for (var i = 0; i < 150; i++)
        {
            var change = changes[random.Next(changes.Count)];
            var message = Parse(change);
            if (message is Person person && random.Next(3) == 0)
            {
                person.Class = PersonClass.Private;
            }

            (message.Descriptor.FindFieldByName("topics")?.Accessor.GetValue(message) as System.Collections.IList)?.Add($"topic {random.Next(5)}");
            more.Add(change.Name, message, deleted: random.Next(5) == 0);
        }

        return [.. changes, .. more.Changes];
    }

    private static IEnumerable<(string Name, IMessage Message)> Lacking() =>
    [
        ("countries/XA", new Country { Iso2 = "XA", Regions = { new CountryRegion { Scheme = "M49", Code = "001", DisplayName = "World", Level = 1 } } }),
        ("exchangeRates/r", new ExchangeRate { BaseCurrency = "USD", QuoteCurrency = "KRW", Rate = "1100", Date = new DateValue { Edtf = "2018-05-28" } }),
        ("ledgerEntries/e", new LedgerEntry
        {
            State = LedgerEntryState.Booked, Activity = "projects/x", Date = new DateValue { Edtf = "2018-05-30" },
            Money = new Money { Amount = "10", CurrencyCode = "USD", Kind = MoneyKind.Spent }, BookedValue = new BookedValue { Amount = "11000", CurrencyCode = "KRW" },
        }),
        ("leads/l", new Lead { State = LeadState.Bidding, Country = "countries/XA", Found = new DateValue { Edtf = "2018-06" }, Attributions = { new Attribution { Resource = "engagements/x", Certainty = Certainty.Stated } } }),
        ("bids/b", new Bid { State = BidState.Submitted, Lead = "leads/l", Rank = 2 }),
        ("contracts/c", new Contract { State = ContractState.Signed, Lead = "leads/l", Bid = "bids/b", Signed = new DateValue { Edtf = "2018-07-01" }, Value = { new Money { Amount = "5", CurrencyCode = "USD" } } }),
        ("series/s", new Series { Editions = { new SeriesEdition { Ordinal = 1, Resource = "engagements/x" } } }),
        ("courses/c", new Course { Level = CourseLevel.National }),
        ("agreements/promising", new Agreement { Promises = { new PromisedQuantity { Promise = "places", Count = new Count { Value = 5 }, Progress = new Count { Value = 3 } } } }),
        ("followUps/became", new FollowUp { State = FollowUpState.Converted, Became = "projects/x" }),
        ("organizations/old", new Organization { Record = new Record { MergedInto = "organizations/new" }, Members = { new OrganizationMember { Party = "countries/XA" } } }),
        ("engagements/x", new Engagement
        {
            State = EngagementState.Held,
            Planned = { new PlannedDate { Planned = new DateValue { Edtf = "2018-05" } }, new PlannedDate { Planned = new DateValue { Edtf = "2018-06-01" } } },
            Record = new Record { Transitions = { new Transition { State = "ENGAGEMENT_STATE_CONFIRMED", Effective = new DateValue { Edtf = "2018-04" } }, new Transition { State = "ENGAGEMENT_STATE_HELD", Effective = new DateValue { Edtf = "2018-06-01" } } } },
        }),
    ];

    private static IMessage Parse(Change change) => ResourceCatalog.All.First(e => e.Descriptor.FullName == change.ResourceType).Descriptor.Parser.ParseFrom(change.Body);
}
