using Grpc.Core;

namespace EGovPlatform.Client.Testing;

/// <summary>The server's view of a call that never left the process.</summary>
internal sealed class TestCallContext : ServerCallContext
{
    private readonly CancellationTokenSource cancellation;

    public TestCallContext(string method, CallOptions options)
    {
        cancellation = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken);
        MethodCore = method;
        RequestHeadersCore = options.Headers ?? [];
        DeadlineCore = options.Deadline ?? DateTime.MaxValue;
    }

    public Task<Metadata> Headers { get; } = Task.FromResult<Metadata>([]);

    protected override string MethodCore { get; }

    protected override string HostCore => "test";

    protected override string PeerCore => "test";

    protected override DateTime DeadlineCore { get; }

    protected override Metadata RequestHeadersCore { get; }

    protected override CancellationToken CancellationTokenCore => cancellation.Token;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore { get; } = new("", []);

    public void Cancel() => cancellation.Cancel();

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => throw new NotSupportedException("There is nowhere to propagate to.");

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
}
