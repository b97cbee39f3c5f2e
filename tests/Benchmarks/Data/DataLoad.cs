using System.Diagnostics;
using System.Text.Json;
using EGovPlatform.Countries.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;

namespace EGovPlatform.Benchmarks.Data;

/// <summary>Callers that read or create organizations for so many seconds, each with one call at a time; prints calls per second.</summary>
internal static class DataLoad
{
    private const int Callers = 16;
    private const int NamesAsked = 10_000;

    public static async Task<int> RunAsync(string kind, string address, string token, string database, double seconds)
    {
        var names = kind == "read" ? await NamesAsync(database) : [];
        using var channel = GrpcChannel.ForAddress(address);
        var client = new OrganizationService.OrganizationServiceClient(channel);
        var headers = new Metadata { { "authorization", $"Bearer {token}" } };
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            var random = new Random(caller);
            var calls = 0;
            while (clock.Elapsed.TotalSeconds < seconds)
            {
                await (kind == "read" ? ReadAsync(names[random.Next(names.Count)]) : CreateAsync());
                calls++;
            }

            return calls;
        }));
        Console.WriteLine(JsonSerializer.Serialize(new { rate = counts.Sum() / clock.Elapsed.TotalSeconds, calls = counts.Sum() }));
        return 0;

        async Task ReadAsync(string name)
        {
            var answer = await client.GetOrganizationAsync(new Common.V1.GetRequest { Name = name }, headers);
            Check(answer.Name == name && answer.Etag.Length > 0);
        }

        async Task CreateAsync()
        {
            var id = Guid.NewGuid().ToString();
            var answer = await client.CreateOrganizationAsync(new CreateOrganizationRequest
            {
                OrganizationId = $"b-{id}",
                RequestId = id,
                Organization = new Organization { Kind = OrganizationKind.Government, Names = { new Common.V1.Name { Text = $"Ministry {id}", LanguageCode = "en" } } },
            }, headers);
            Check(answer.Name.EndsWith(id, StringComparison.Ordinal) && answer.Etag.Length > 0);
        }
    }

    private static void Check(bool right)
    {
        if (!right)
        {
            throw new InvalidOperationException("An answer is not what was asked for.");
        }
    }

    private static async Task<List<string>> NamesAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("select name from organizations where name like 'organizations/%' order by md5(name) limit $1");
        command.Parameters.Add(new() { Value = NamesAsked });
        await using var rows = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await rows.ReadAsync())
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }
}
