using System.Globalization;
using System.Security.Cryptography;
using Aspire.Hosting.Native;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.CountriesService;
using EGovPlatform.Hosting;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EGovPlatform.Benchmarks.Countries;

/// <summary>The Countries service over so many organizations and agreements.</summary>
internal sealed class PartnerDatabase : IAsyncDisposable
{
    private const int PagesDeep = 300;

    private readonly RunningService service;
    private readonly OrganizationService.OrganizationServiceClient organizations;
    private readonly AgreementService.AgreementServiceClient agreements;
    private readonly Dictionary<string, List<string>> tokens = new(StringComparer.Ordinal);

    private PartnerDatabase(RunningService service, int rows)
    {
        this.service = service;
        Rows = rows;
        var channel = service.Channel(Role.Viewer);
        organizations = new OrganizationService.OrganizationServiceClient(channel);
        agreements = new AgreementService.AgreementServiceClient(channel);
    }

    public int Rows { get; }

    /// <summary>Where the service takes gRPC.</summary>
    public Uri Address => service.Grpc;

    public static async Task<PartnerDatabase> StartAsync(PostgresServer postgres, string name, int rows)
    {
        name += rows.ToString(CultureInfo.InvariantCulture);
        if (!await IsKeptAsync(postgres, name))
        {
            await FillAsync(postgres, name, rows);
        }

        await ExecuteAsync(postgres.ConnectionString(name), "create extension if not exists pg_prewarm; select sum(pg_prewarm(oid)) from pg_class where relkind in ('r', 'i') and relnamespace = 'public'::regnamespace");
        return new PartnerDatabase(await RunningService.StartAsync(CountriesApp.Build, Settings(postgres.ConnectionString(name))), rows);
    }

    /// <summary>Reads the page tokens of a list that is asked for deep pages, as one who pages through it gets them.</summary>
    public async Task PrepareAsync(ListCase list)
    {
        for (var n = 0; list.Deep && n < 40; n++)
        {
            var request = list.Request(n);
            if (tokens.ContainsKey(request.Filter + list.Order))
            {
                continue;
            }

            // The last page may be short, so nothing begins there.
            List<string> found = [""];
            for (request.PageSize = Rows > 100_000 ? 1000 : 20; found.Count < PagesDeep && await NextAsync(list, request) is { Length: > 0 } token; found.Add(token))
            {
                request.PageToken = token;
            }

            tokens[request.Filter + list.Order] = found.Count > 2 ? found[1..^1] : found;
        }
    }

    public ListRequest Request(ListCase list, int number)
    {
        var request = list.Request(list.Name.EndsWith("named", StringComparison.Ordinal) ? (number * 7919L % Rows) + 1 : number);
        if (list.Deep)
        {
            var deep = tokens[request.Filter + list.Order];
            request.PageToken = deep[number * 31 % deep.Count];
        }

        return request;
    }

    /// <summary>Names of so many organizations, in no order that means anything.</summary>
    public async Task<List<string>> NamesAsync(int count)
    {
        await using var command = service.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select name from organizations order by md5(name) limit $1");
        command.Parameters.Add(new() { Value = count });
        await using var rows = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await rows.ReadAsync())
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }

    /// <summary>Reads one organization.</summary>
    public async Task ReadAsync(string name)
    {
        if ((await organizations.GetOrganizationAsync(new GetRequest { Name = name })).Name != name)
        {
            throw new InvalidOperationException($"Another than {name} was answered.");
        }
    }

    public async Task<int> ListAsync(ListCase list, ListRequest request) => list.Agreements
        ? (await agreements.ListAgreementsAsync(request)).Agreements.Count
        : (await organizations.ListOrganizationsAsync(request)).Organizations.Count;

    /// <summary>How PostgreSQL answers one such list.</summary>
    public Task<string> PlanAsync(ListCase list)
    {
        var caller = Caller.System("countries");
        return list.Agreements
            ? service.Services.GetRequiredService<Resource<Agreement>>().ExplainAsync(list.Request(7), caller, CancellationToken.None)
            : service.Services.GetRequiredService<Resource<Organization>>().ExplainAsync(list.Request(7), caller, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    private async Task<string> NextAsync(ListCase list, ListRequest request) => list.Agreements
        ? (await agreements.ListAgreementsAsync(request)).NextPageToken
        : (await organizations.ListOrganizationsAsync(request)).NextPageToken;

    // Named last, so that a run that was stopped leaves nothing that looks filled.
    internal static async Task FillAsync(PostgresServer postgres, string name, int rows)
    {
        await Console.Error.WriteLineAsync($"filling {rows.ToString(CultureInfo.InvariantCulture)} organizations and agreements");
        var (admin, unfinished) = (postgres.ConnectionString("postgres"), postgres.ConnectionString("unfinished"));
        await ExecuteAsync(admin, "drop database if exists unfinished with (force)");
        await ExecuteAsync(admin, "create database unfinished");
        await using (var app = CountriesApp.Build(RunningService.Arguments(Settings(unfinished))))
        {
            await app.MigrateAsync(typeof(CountriesApp).Assembly, CountriesApp.SeedAsync);
        }

        var sql = await File.ReadAllTextAsync(RepositoryRoot.Combine("tests", "Data", "many-partners.sql"));
        await ExecuteAsync(unfinished, sql.Replace("ROWS", rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        await ExecuteAsync(unfinished, "vacuum analyze");
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync(admin, $"alter database unfinished rename to {name}");
    }

    private static async Task<bool> IsKeptAsync(PostgresServer postgres, string name)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from pg_database where datname = $1", connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync() is > 0L;
    }

    private static (string, string?)[] Settings(string database) =>
        [("ConnectionStrings:countriesdb", database), ("Personal:MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))];

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
