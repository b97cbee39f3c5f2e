using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EGovPlatform.Countries.Tests;

/// <summary>The service over 20,000 made-up organizations and agreements.</summary>
public sealed class ManyPartners : IAsyncLifetime
{
    public const int Rows = 20_000;

    public CountriesFixture Service { get; } = new();

    /// <summary>The plan of a list.</summary>
    public Task<string> PlanAsync<T>(string filter, string order) where T : class, IMessage<T>, new() =>
        Service.Service.Services.GetRequiredService<Resource<T>>().ExplainAsync(new ListRequest { Filter = filter, OrderBy = order }, Caller.System("countries"), TestContext.Current.CancellationToken);

    public async ValueTask InitializeAsync()
    {
        await Service.InitializeAsync();
        var sql = await File.ReadAllTextAsync(RepositoryRoot.Combine("tests", "Data", "many-partners.sql"));
        await using var connection = await Service.Database.OpenAsync();
        foreach (var text in new[] { sql.Replace("ROWS", Rows.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), "vacuum analyze" })
        {
            await using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 120 };
            await command.ExecuteNonQueryAsync();
        }
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
