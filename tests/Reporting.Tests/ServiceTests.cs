using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Reporting.Tests;

/// <summary>The whole service in this process, called through gRPC.</summary>
public sealed class ServiceTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private RunningService service = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(MartUnderTest.Template);
        service = await RunningService.StartAsync(ReportingApp.Build,
            ("ConnectionStrings:reportingdb", database.ConnectionString), ("Personal:MasterKey", Convert.ToBase64String(new byte[32])));
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_publication_is_stored_and_read_back()
    {
        var publications = new PublicationService.PublicationServiceClient(service.Channel(Role.Editor, Role.Viewer));
        var created = await publications.CreatePublicationAsync(new CreatePublicationRequest
        {
            PublicationId = "notice-1",
            Publication = new Publication { Title = "Notice", Published = new DateValue { Edtf = "2018-06-04" }, Paragraphs = { new Paragraph { Number = 1, Summary = "First" } } },
        });
        Assert.Equal("publications/notice-1", created.Name);
        Assert.Equal(created, await publications.GetPublicationAsync(new GetRequest { Name = created.Name }));
        var list = await publications.ListPublicationsAsync(new ListRequest { Filter = "published_from >= 2018-06-01" });
        Assert.Equal(created, Assert.Single(list.Publications));

        var facts = await new ReportService.ReportServiceClient(service.Channel(Role.Viewer)).GetFactsAsync(new GetFactsRequest { Publication = created.Name });
        Assert.Empty(facts.Facts);
    }

    [Fact]
    public async Task A_publication_counts_its_paragraphs_once()
    {
        var publications = new PublicationService.PublicationServiceClient(service.Channel(Role.Editor));
        var wrong = new Publication { Title = "", Paragraphs = { new Paragraph { Number = 1 }, new Paragraph { Number = 1, DuplicateOf = 7 } } };
        var error = await Assert.ThrowsAsync<RpcException>(async () => await publications.CreatePublicationAsync(new CreatePublicationRequest { Publication = wrong }));
        Assert.Equal(["title", "paragraphs[1].number", "paragraphs[1].duplicate_of"], error.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(f => f.Field));
    }

    [Fact]
    public async Task Checks_answer_through_gRPC_and_refuse_a_negative_page()
    {
        var reports = new ReportService.ReportServiceClient(service.Channel(Role.Viewer));
        Assert.Equal("0", (await reports.GetCrossCheckAsync(new GetCrossCheckRequest())).Rows.First(r => r.Key == "delegations").Answer);
        Assert.Empty((await reports.ListWarningsAsync(new ListWarningsRequest())).Warnings);
        Assert.Empty((await reports.ListReconciliationsAsync(new ListReconciliationsRequest())).Reconciliations);
        var error = await Assert.ThrowsAsync<RpcException>(async () => await reports.ListWarningsAsync(new ListWarningsRequest { PageSize = -1 }));
        Assert.Equal("page_size", Assert.Single(error.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations).Field);
        error = await Assert.ThrowsAsync<RpcException>(async () => await reports.GetCrossCheckAsync(new GetCrossCheckRequest { Times = new ReportTimes { KnownOn = "June" } }));
        Assert.Equal("times.known_on", Assert.Single(error.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations).Field);
    }

    [Fact]
    public async Task Reports_need_a_token_and_rebuilds_an_operator()
    {
        var anonymous = new ReportService.ReportServiceClient(service.Channel());
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(async () => await anonymous.GetReportCatalogAsync(new GetReportCatalogRequest()))).StatusCode);
        var viewer = new ReportOperatorService.ReportOperatorServiceClient(service.Channel(Role.Viewer));
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(async () => await viewer.RebuildProjectionAsync(new RebuildProjectionRequest()))).StatusCode);
    }

    [Fact]
    public async Task An_operator_follows_a_rebuild_to_its_end()
    {
        var operations = new OperationService.OperationServiceClient(service.Channel(Role.Operator));
        var operators = new ReportOperatorService.ReportOperatorServiceClient(service.Channel(Role.Operator));
        var request = new RebuildProjectionRequest { RequestId = Guid.NewGuid().ToString() };
        var started = await operators.RebuildProjectionAsync(request);
        Assert.Equal(started.Name, (await operators.RebuildProjectionAsync(request)).Name);

        Operation ended = started;
        await Eventually.Async("the rebuild to end", async () => (ended = await operations.GetOperationAsync(new GetOperationRequest { Name = started.Name })).Done);

        // No other service runs here, so their logs cannot be read: the operation says so and the mart stays.
        Assert.Equal((int)StatusCode.Unavailable, ended.Error.Code);
        Assert.Contains("services__activities__grpc__0", ended.Error.Message, StringComparison.Ordinal);
        Assert.Equal(64, (await operators.GetProjectionStatusAsync(new GetProjectionStatusRequest { WithDigest = true })).Digest.Length);
    }
}
