using System.Net;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Testing;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.Integration.Tests.Keys;

/// <summary>Keys and imports belong to the workspace of who made them, and what they write does too.</summary>
public sealed class KeyWorkspaceTests(KeyPlatform platform) : IClassFixture<KeyPlatform>
{
    private const string Plan = """{"country":"countries/PE","titles":[{"text":"Plan of health","languageCode":"en"}]}""";

    private static readonly string Health = TestIssuer.WorkspaceToken("health", Role.Viewer, Role.Editor);

    [Fact]
    public async Task A_key_reads_and_writes_in_its_owners_workspace()
    {
        var key = await platform.MakeAsync(Health, $$"""{"roles":["ROLE_EDITOR","ROLE_VIEWER"],"expireTime":"{{KeyPlatform.In(TimeSpan.FromDays(1))}}"}""");
        var (_, made) = await platform.CallAsync((string)key["secret"]!, "POST", "/v1/nationalPlans", Plan);

        Assert.Equal("health", (string)made["record"]!["workspace"]!);
        Assert.Equal(HttpStatusCode.OK, (await platform.CallAsync(Health, "GET", $"/v1/{made["name"]}")).Status);
        var home = KeyPlatform.Person("home", [Role.Viewer, Role.Editor]);
        Assert.Equal(HttpStatusCode.NotFound, (await platform.CallAsync(home, "GET", $"/v1/{made["name"]}")).Status);

        var (_, own) = await platform.CallAsync(home, "POST", "/v1/nationalPlans", Plan);
        Assert.Equal(HttpStatusCode.NotFound, (await platform.CallAsync((string)key["secret"]!, "GET", $"/v1/{own["name"]}")).Status);
    }

    [Theory]
    [InlineData(Role.Operator)]
    [InlineData(Role.Auditor)]
    public async Task Keys_of_a_workspace_are_not_there_for_those_who_look_after_another(Role role)
    {
        var key = await platform.MakeAsync(Health, $$"""{"roles":["ROLE_VIEWER"],"expireTime":"{{KeyPlatform.In(TimeSpan.FromDays(1))}}"}""");

        Assert.Equal(HttpStatusCode.NotFound, (await platform.CallAsync(TestIssuer.WorkspaceToken("transport", role), "GET", $"/v1/{key["name"]}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await platform.CallAsync(TestIssuer.WorkspaceToken("transport", role), "POST", $"/v1/{key["name"]}:revoke", "{}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await platform.CallAsync(KeyPlatform.Person("installation", [role]), "GET", $"/v1/{key["name"]}")).Status);
    }

    [Fact]
    public async Task An_import_is_its_workspaces_and_so_are_its_records()
    {
        var health = Imports(Health);
        var name = $"i-{Guid.NewGuid():N}";
        var import = await health.UploadImportAsync(new HttpBody { ContentType = "text/csv; name=nationalPlans.csv", Data = ByteString.CopyFromUtf8($"name,country,titles[0].text,titles[0].language_code\n{name},countries/PE,Imported,en\n") });
        await StateAsync(health, import.Name, ImportState.Checked);

        var home = Imports(KeyPlatform.Person("home", [Role.Editor, Role.Approver]));
        await NotThereAsync(async () => await home.GetImportAsync(new GetImportRequest { Name = import.Name }));
        await NotThereAsync(async () => await home.ListImportRowsAsync(new ListImportRowsRequest { Parent = import.Name }));
        await NotThereAsync(async () => await home.ApplyImportAsync(new ApplyImportRequest { Name = import.Name }));
        Assert.DoesNotContain(import.Name, (await home.ListImportsAsync(new ListImportsRequest())).Imports.Select(i => i.Name));

        await health.ApplyImportAsync(new ApplyImportRequest { Name = import.Name });
        await StateAsync(health, import.Name, ImportState.Applied);
        Assert.Equal("health", (string)(await platform.CallAsync(Health, "GET", $"/v1/nationalPlans/{name}")).Body["record"]!["workspace"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await platform.CallAsync(KeyPlatform.Person("home", [Role.Viewer]), "GET", $"/v1/nationalPlans/{name}")).Status);
    }

    private ImportService.ImportServiceClient Imports(string token) => new(platform.Service("integration").ChannelWith(token));

    private static Task StateAsync(ImportService.ImportServiceClient imports, string name, ImportState state) =>
        Eventually.Async($"{name} to be {state}", async () => (await imports.GetImportAsync(new GetImportRequest { Name = name })).State == state);

    private static async Task NotThereAsync(Func<Task> call) => Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);
}
