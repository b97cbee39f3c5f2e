using System.Diagnostics;
using EGovPlatform.Testing;

namespace EGovPlatform.Access.Tests;

/// <summary>An identity provider of other makers: src/DevIdentity in a process of its own.</summary>
internal sealed class NodeProvider : IAsyncDisposable
{
    private readonly Process process;

    private NodeProvider(Process process, Uri issuer)
    {
        this.process = process;
        Issuer = issuer;
    }

    public Uri Issuer { get; }

    public static async Task<NodeProvider> StartAsync(string algorithm, int port = 0)
    {
        var start = new ProcessStartInfo("node", [RepositoryRoot.Combine("src", "DevIdentity", "provider.mjs"), RepositoryRoot.Combine(".tools", "node", "node_modules")])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        };
        start.Environment["ALGORITHM"] = algorithm;
        start.Environment["PORT"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["END_WITH_STDIN"] = "1";
        var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.StartsWith("listening ", StringComparison.Ordinal))
                {
                    return new NodeProvider(process, new Uri(line["listening ".Length..]));
                }
            }

            throw new InvalidOperationException("The provider ended before it listened.");
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            process.Kill();
            throw new TimeoutException("Waited 1 min for the provider to listen.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }
}
