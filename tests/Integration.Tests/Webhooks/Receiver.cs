using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using EGovPlatform.Testing;

namespace EGovPlatform.Integration.Tests.Webhooks;

/// <summary>What came to an address, as foreign libraries read it.</summary>
/// <param name="Verified">The signature fits the secret the receiver was given.</param>
/// <param name="Valid">The body is a CloudEvent 1.0.</param>
internal sealed record Came(int Status, string Id, int Signatures, string Type, bool Verified, bool Valid, JsonElement Event, string? Error = null);

/// <summary>The foreign receiver of receiver.mjs, run as a process that ends with this one.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly Process process;
    private readonly HttpClient client;

    private Receiver(Process process, string port)
    {
        this.process = process;
        client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public static async Task<Receiver> StartAsync()
    {
        var script = RepositoryRoot.Combine("tests", "Integration.Tests", "Webhooks", "receiver.mjs");
        var modules = RepositoryRoot.Combine(".tools", "node");
        Assert.SkipUnless(Directory.Exists(Path.Combine(modules, "node_modules", "standardwebhooks")), "standardwebhooks is not installed: ./test.sh installs it below .tools/node");
        var process = Process.Start(new ProcessStartInfo("node", [script, modules]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var port = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException("The receiver ended before it said its port.");
        return new Receiver(process, port);
    }

    public string Uri(string key) => new Uri(client.BaseAddress!, key).ToString();

    /// <summary>Says how an address behaves: its secret, the statuses it answers with in turn, whether it refuses to be called.</summary>
    public async Task TellAsync(string key, object behavior) => (await client.PostAsJsonAsync($"/control/{key}", behavior)).EnsureSuccessStatusCode();

    internal async Task<IReadOnlyList<Came>> CameAsync(string key) =>
        (await client.GetFromJsonAsync<JsonElement>($"/control/{key}")).GetProperty("came").Deserialize<Came[]>(JsonSerializerOptions.Web)!;

    /// <summary>Waits until so many requests have come.</summary>
    internal Task<IReadOnlyList<Came>> WaitAsync(string key, int count) => Eventually.GetAsync(
        string.Create(CultureInfo.InvariantCulture, $"{count} requests to {key}"),
        async () => await CameAsync(key) is { } came && came.Count >= count ? came : null,
        TimeSpan.FromSeconds(90));

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        process.Dispose();
    }
}
