using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService;
using EGovPlatform.ReportingService.Briefs;
using EGovPlatform.ReportingService.Checks;
using EGovPlatform.ReportingService.CrossChecks;
using EGovPlatform.ReportingService.Facts;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Operator;
using EGovPlatform.ReportingService.Projection;
using EGovPlatform.ReportingService.Quality;
using EGovPlatform.ReportingService.Search;
using EGovPlatform.ReportingService.Summaries;
using EGovPlatform.ReportingService.Warnings;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EGovPlatform.Reporting.Tests;

/// <summary>A mart on a database of its own, and everything that answers from it.</summary>
public sealed class MartUnderTest : IAsyncDisposable
{
    /// <summary>Sees everything.</summary>
    public static readonly Caller Staff = new("tester", new HashSet<Role> { Role.Viewer }, [], [], "");

    internal static readonly DatabaseTemplate Template = new("reporting", async connectionString =>
    {
        await using var template = NpgsqlDataSource.Create(connectionString);
        await new Migrator(template, NullLogger<Migrator>.Instance).RunAsync(typeof(ReportingApp).Assembly, CancellationToken.None);
    });

    private readonly TestDatabase database;

    private MartUnderTest(TestDatabase database, IConfiguration configuration)
    {
        this.database = database;
        Source = NpgsqlDataSource.Create(database.ConnectionString);
        var reader = new MartReader(Source);
        Cache = new SummaryCache(configuration, NullLogger<SummaryCache>.Instance) { Budget = TimeSpan.FromSeconds(90) };
        Summaries = new Summarizer(reader, Cache, configuration, TimeProvider.System);
        Records = new RecordPages(reader, configuration, TimeProvider.System);
        Briefs = new CountryBriefs(reader);
        RecordBriefs = new RecordBriefs(reader);
        Timelines = new Timelines(reader);
        Qualities = new RecordQualities(reader);
        Funnels = new Funnels(reader, configuration, TimeProvider.System);
        Facts = new PublicationFacts(reader);
        Search = new RecordSearch(reader);
        Reconciliations = new Reconciliations(reader);
        Warnings = new WarningList(reader);
        CrossChecks = new CrossChecker(reader, configuration, TimeProvider.System);
    }

    public NpgsqlDataSource Source { get; }

    public string ConnectionString => database.ConnectionString;

    public SummaryCache Cache { get; }

    public Summarizer Summaries { get; }

    public RecordPages Records { get; }

    public CountryBriefs Briefs { get; }

    public RecordBriefs RecordBriefs { get; }

    public Timelines Timelines { get; }

    public RecordQualities Qualities { get; }

    public Funnels Funnels { get; }

    public PublicationFacts Facts { get; }

    public RecordSearch Search { get; }

    public Reconciliations Reconciliations { get; }

    public WarningList Warnings { get; }

    public CrossChecker CrossChecks { get; }

    /// <summary>An empty mart.</summary>
    public static async Task<MartUnderTest> CreateAsync(string? cache = null) => new(
        await TestDatabase.CreateAsync(Template),
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:cache"] = cache }).Build());

    /// <summary>Applies changes as the consumer does: in a transaction, with the positions reached.</summary>
    public async Task ApplyAsync(IReadOnlyList<Change> changes, int batch = 20)
    {
        var projector = new Projector();
        foreach (var some in changes.Chunk(batch))
        {
            await using var connection = await Source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await projector.ApplyAsync(connection, some, CancellationToken.None);
            foreach (var source in some.GroupBy(c => c.Service, StringComparer.Ordinal))
            {
                await using var command = new NpgsqlCommand("insert into cursor_position as c (reader, position) values ($1, $2) on conflict (reader) do update set position = greatest(c.position, excluded.position)", connection)
                {
                    Parameters = { new() { Value = $"from:{source.Key}" }, new() { Value = source.Max(c => c.Position) } },
                };
                await command.ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync();
        }
    }

    /// <summary>Sums one measure.</summary>
    public async Task<List<ReportRow>> SumAsync(string measure, string dimension = "", string filter = "", ReportTimes? times = null)
    {
        var request = new SummarizeRequest { Measures = { measure }, Filter = filter, Times = times };
        if (dimension.Length > 0)
        {
            request.Dimensions.Add(dimension);
        }

        return [.. (await Summaries.SummarizeAsync(request, Staff, CancellationToken.None)).Rows];
    }

    /// <summary>The one value of a measure without dimensions.</summary>
    public async Task<MeasureValue> OneAsync(string measure, string filter = "", ReportTimes? times = null) =>
        Assert.Single(Assert.Single(await SumAsync(measure, "", filter, times)).Values);

    public Task<CountryBrief> BriefAsync(string country, string knownOn = "", string validOn = "") =>
        Briefs.GetAsync(new GetCountryBriefRequest { Name = country, KnownOn = knownOn, ValidOn = validOn }, Staff, CancellationToken.None);

    /// <summary>All warnings a filter asks for.</summary>
    public async Task<List<RecordWarning>> WarningsAsync(string filter = "", Caller? caller = null) =>
        [.. (await Warnings.ListAsync(new ListWarningsRequest { Filter = filter, PageSize = 1000 }, caller ?? Staff, CancellationToken.None)).Warnings];

    /// <summary>The cross-check, by key.</summary>
    public async Task<Dictionary<string, CrossCheckRow>> CrossCheckAsync(string filter = "", ReportTimes? times = null) =>
        (await CrossChecks.GetAsync(new GetCrossCheckRequest { Filter = filter, Times = times }, Staff, CancellationToken.None)).Rows.ToDictionary(r => r.Key, StringComparer.Ordinal);

    /// <summary>Digest over all rows.</summary>
    public async Task<string> DigestAsync()
    {
        await using var connection = await Source.OpenConnectionAsync();
        return await MartDigest.ComputeAsync(connection, Projector.Mart, CancellationToken.None);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql) => await database.ScalarAsync<T>(sql);

    public async ValueTask DisposeAsync()
    {
        await Cache.DisposeAsync();
        await Source.DisposeAsync();
        await database.DisposeAsync();
    }
}

/// <summary>The mart with all five notices, for tests that only read.</summary>
public sealed class FiveNoticesFixture : IAsyncLifetime
{
    public MartUnderTest Mart { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Mart = await MartUnderTest.CreateAsync();
        await Mart.ApplyAsync(Notices.All());
    }

    public ValueTask DisposeAsync() => Mart.DisposeAsync();
}

/// <summary>The mart with the notices of June 2018, for tests that only read.</summary>
public sealed class NoticesFixture : IAsyncLifetime
{
    public MartUnderTest Mart { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Mart = await MartUnderTest.CreateAsync();
        await Mart.ApplyAsync(Notices.Changes());
    }

    public ValueTask DisposeAsync() => Mart.DisposeAsync();
}
