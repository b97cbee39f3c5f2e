using System.Globalization;
using Aspire.Hosting.Native;
using EGovPlatform.AppHost.Cluster;
using EGovPlatform.Testing;

namespace EGovPlatform.Faults.Tests;

/// <summary>A node of a cluster as a process with all its children.</summary>
internal sealed class ClusterProcess(ClusterNode node, string folder)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(3) };
    private ChildProcess? process;

    public string Name => node.Name;

    private string Log => Path.Combine(folder, node.Name + ".log");

    public void Start() => process = ChildProcess.Start(new ChildProcessSpec(node.Program, node.Arguments)
    {
        Environment = node.Environment.ToDictionary(e => e.Key, e => (string?)e.Value, StringComparer.Ordinal),
        Output = (line, _) =>
        {
            lock (node)
            {
                File.AppendAllText(Log, line + Environment.NewLine);
            }
        },
    });

    public Task KillAsync() => process?.KillAsync() ?? Task.CompletedTask;

    public Task<int> EndedAsync(TimeSpan limit) => process!.Exited.WaitAsync(limit);

    /// <summary>Waits until it says that it is well; what speaks no HTTP is not asked.</summary>
    public async Task ReadyAsync()
    {
        if (node.Health is { } health)
        {
            await Eventually.Async($"{Name} to be well (log: {Log})", () => AnswersAsync(Http, health.Port, health.Path), Limit);
        }
    }

    /// <summary>True when the answer is 200.</summary>
    public static async Task<bool> AnswersAsync(HttpClient http, int port, string path)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}{path}")));
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
