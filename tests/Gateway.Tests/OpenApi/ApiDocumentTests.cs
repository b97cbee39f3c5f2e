using System.Text.Json.Nodes;
using EGovPlatform.OpenApi;

namespace EGovPlatform.Gateway.Tests.OpenApi;

public sealed class ApiDocumentTests
{
    private static readonly string[] Secrets = ["secret", "password", "token", "credential", "authorization", "signature", "private"];

    // Programs of calendars and of mail send no header (RFC 8058): a token of its own stands in the address and opens one thing.
    private static readonly string[] WithToken = ["/v1/calendars/{token}", "/v1/activityCalendars/{token}", "/v1/notificationSubscriptions:unsubscribe"];
    private static readonly Lazy<Task<JsonNode>> Document = new(async () => JsonNode.Parse(await ApiDocument.WriteAsync())!);

    [Fact]
    public async Task Says_What_It_Is()
    {
        var document = await Document.Value;

        Assert.StartsWith("3.1.", (string)document["openapi"]!, StringComparison.Ordinal);
        Assert.Equal("http", (string)document["components"]!["securitySchemes"]!["bearer"]!["type"]!);
    }

    [Fact]
    public async Task Every_Route_Is_An_Operation_With_A_Summary_And_An_Error()
    {
        var document = await Document.Value;
        var routes = RestRoutes.Of(ContractFiles.Load());

        var operations = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject()).Select(o => o.Value!).ToList();

        Assert.NotEmpty(routes);
        Assert.Equal(routes.Count, operations.Count);
        Assert.Equal(operations.Count, operations.Select(o => (string)o["operationId"]!).Distinct().Count());
        Assert.All(operations, o =>
        {
            Assert.False(string.IsNullOrEmpty((string?)o["summary"]), (string)o["operationId"]!);
            Assert.NotNull(o["responses"]!["4XX"]);
        });
    }

    [Fact]
    public async Task A_Name_Variable_Becomes_A_Parameter_Of_The_Resource()
    {
        var document = await Document.Value;

        var get = document["paths"]!["/v1/people/{person}"]!["get"]!;

        Assert.Equal("Reads one person", (string)get["summary"]!);
        Assert.Equal("person", (string)get["parameters"]![0]!["name"]!);
        Assert.True((bool)get["parameters"]![0]!["required"]!);
    }

    /// <summary>Addresses end in logs, histories and referrers. Programs of calendars send no header, so theirs hold a token, for one calendar.</summary>
    [Fact]
    public async Task No_Address_Takes_A_Secret()
    {
        var document = await Document.Value;

        var parameters = document["paths"]!.AsObject().Where(p => !WithToken.Contains(p.Key, StringComparer.Ordinal)).SelectMany(p => p.Value!.AsObject()).SelectMany(o => o.Value!["parameters"]?.AsArray() ?? [])
            .Select(p => (string)p!["name"]!).Distinct().ToList();

        Assert.Contains("pageToken", parameters);
        Assert.DoesNotContain(parameters.Where(p => p is not "pageToken"), p => Secrets.Any(s => p.Contains(s, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Query_Parameters_Are_The_Fields_Left()
    {
        var document = await Document.Value;

        var list = document["paths"]!["/v1/countries"]!["get"]!["parameters"]!.AsArray().Select(p => (string)p!["name"]!);
        var create = document["paths"]!["/v1/countries"]!["post"]!;

        Assert.Contains("pageSize", list);
        Assert.Contains("validateOnly", create["parameters"]!.AsArray().Select(p => (string)p!["name"]!));
        Assert.DoesNotContain(create["parameters"]!.AsArray(), p => ((string)p!["name"]!).StartsWith("country.", StringComparison.Ordinal));
        Assert.Equal("#/components/schemas/egov.countries.v1.Country", (string)create["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]!);
    }

    [Fact]
    public async Task Enums_Explain_Their_Values()
    {
        var document = await Document.Value;

        var role = document["components"]!["schemas"]!.AsObject().First(s => s.Value!["enum"] is not null).Value!;

        Assert.Equal("string", (string)role["type"]!);
        Assert.Contains($"- `{(string)role["enum"]![1]!}`", (string)role["description"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_Are_Lines_Of_Json()
    {
        var document = await Document.Value;

        Assert.NotNull(document["paths"]!["/v1/services/countries/changes:watch"]!["get"]!["responses"]!["200"]!["content"]!["application/x-ndjson"]);
    }
}
