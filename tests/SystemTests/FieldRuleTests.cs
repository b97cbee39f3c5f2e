using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.SystemTests;

/// <summary>What a signed agreement says is the approvers' on whichever way an editor comes.</summary>
public sealed class FieldRuleTests(Platform platform) : IAsyncLifetime
{
    private readonly string id = $"locked-{Guid.NewGuid():N}";

    private GatewayClient Approver { get; } = new(platform, "chief", Role.Editor, Role.Approver);

    private string Name => $"agreements/{id}";

    public async ValueTask InitializeAsync()
    {
        await Approver.PostAsync($"agreements?agreementId={id}", """{"kind":"AGREEMENT_KIND_MEMORANDUM","subject":"as agreed","parties":[{"resource":"countries/KR"},{"resource":"countries/GH"}],"instruments":[{"key":"signing","kind":"INSTRUMENT_KIND_SIGNING","actDate":{"edtf":"2026-09-05"}}]}""");
        await Approver.PostAsync($"{Name}:sign", """{"effective":{"edtf":"2026-09-05"}}""");
    }

    public ValueTask DisposeAsync() => Approver.DisposeAsync();

    [Fact]
    public async Task Json_refuses_with_field_state_and_role()
    {
        await using var editor = new GatewayClient(platform, "clerk", Role.Editor);
        var refused = JsonNode.Parse(await editor.RefusedAsync(HttpMethod.Patch, Name, """{"subject":"as I like it"}"""))!;
        var told = refused["details"]!.AsArray().Single(d => d!["reason"] is not null)!;
        Assert.Equal("FIELD_LOCKED", (string)told["reason"]!);
        Assert.Equal((Name, "subject", "SIGNED", "approver"), ((string)told["metadata"]!["name"]!, (string)told["metadata"]!["field"]!, (string)told["metadata"]!["state"]!, (string)told["metadata"]!["roles"]!));
        Assert.Contains("FIELD_LOCKED", await editor.RefusedAsync(HttpMethod.Delete, Name), StringComparison.Ordinal);

        Assert.Equal("as corrected", (string)(await Approver.PatchAsync(Name, """{"subject":"as corrected"}"""))["subject"]!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Grpc_and_grpc_web_refuse_alike(bool web)
    {
        using var channel = platform.Channel(web);
        var headers = new Metadata { { "authorization", "Bearer " + platform.TokenFor("clerk", Role.Editor) } };
        var update = new UpdateAgreementRequest { Agreement = new Agreement { Name = Name, Subject = "as I like it" } };
        Assert.Equal(["subject FIELD_LOCKED"], await Refused.WithAsync(StatusCode.PermissionDenied, ErrorReason.FieldLocked, async () => await new AgreementService.AgreementServiceClient(channel).UpdateAgreementAsync(update, headers)));
    }

    [Fact]
    public async Task An_import_tells_it_of_the_row()
    {
        using var http = platform.Client();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", platform.TokenFor("clerk", Role.Editor));
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes($"name,subject\n{id},as I like it\n"));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv; name=agreements.csv");
        using var answer = await http.PostAsync("/v1/imports:upload", content, TestContext.Current.CancellationToken);
        var import = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["name"]!;
        await Eventually.Async("the check to end", async () => (await http.GetStringAsync($"/v1/{import}", TestContext.Current.CancellationToken)).Contains("IMPORT_STATE_CHECKED", StringComparison.Ordinal));

        var row = JsonNode.Parse(await http.GetStringAsync($"/v1/{import}/rows", TestContext.Current.CancellationToken))!["rows"]![0]!;
        Assert.Equal("ROW_OUTCOME_ERROR", (string)row["outcome"]!);
        Assert.Contains("FIELD_LOCKED", row.ToJsonString(), StringComparison.Ordinal);
    }
}
