using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Testing;
using Grpc.Net.Client;

namespace EGovPlatform.Faults.Tests;

/// <summary>I6: the projection built anew equals the one that lived through it all.</summary>
internal static class Projection
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Rebuilds it; answers with what is wrong.</summary>
    public static async Task<IReadOnlyList<string>> CompareAsync(Site site)
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{site.Gateways[0].GrpcPort}", new GrpcChannelOptions
        {
            HttpHandler = new BearerHandler(TestIssuer.Token(Role.Operator), new SocketsHttpHandler()),
            DisposeHttpClient = true,
        });
        var operators = new ReportOperatorService.ReportOperatorServiceClient(channel);
        var operations = new OperationService.OperationServiceClient(channel);
        var before = await operators.GetProjectionStatusAsync(new GetProjectionStatusRequest { WithDigest = true });
        var operation = await operators.RebuildProjectionAsync(new RebuildProjectionRequest { Reason = "compared" });
        await Eventually.Async("the rebuild to end", async () => (operation = await operations.GetOperationAsync(new GetOperationRequest { Name = operation.Name })).Done, Limit);
        var after = await operators.GetProjectionStatusAsync(new GetProjectionStatusRequest { WithDigest = true });
        return operation.Error is { } error ? [$"I6: the rebuild failed: {error.Message}"]
            : before.Digest == after.Digest ? [] : [$"I6: the projection's digest {before.Digest} is {after.Digest} after a rebuild"];
    }
}
