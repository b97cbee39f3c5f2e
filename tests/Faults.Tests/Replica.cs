using System.Globalization;
using System.Net;
using Aspire.Hosting.Native;
using EGovPlatform.Testing;

namespace EGovPlatform.Faults.Tests;

/// <summary>One process of a service or of the gateway. It keeps its ports and its log over restarts.</summary>
internal sealed class Replica(Site site, string service, int index) : IAsyncDisposable
{
    private readonly HttpClient probe = new() { Timeout = TimeSpan.FromSeconds(3) };
    private readonly int http = Machine.FreePort();
    private readonly int grpc = Machine.FreePort();
    private readonly Lazy<Clock> clock = new(() => new Clock(Path.Combine(site.Folder, $"{service}-{index}.clock")));
    private ChildProcess? process;
    private bool frozen;

    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"{service}/{index}");

    public string Service => service;

    public int HttpPort => http;

    public int GrpcPort => grpc;

    /// <summary>Ways to PostgreSQL, RabbitMQ, Redis and to this process, by name.</summary>
    public Dictionary<string, Link> Links { get; } = new(StringComparer.Ordinal);

    public int ProcessId => process is { IsRunning: true } running ? running.Id : 0;

    private string Log => Path.Combine(site.Folder, $"{service}-{index}.log");

    /// <summary>Folder of the build it is started from.</summary>
    public string Build { get; set; } = Programs.Built;

    /// <summary>Its wall clock.</summary>
    public Clock Clock => clock.Value;

    /// <param name="crashPoint">Where it dies of itself (CrashPoints), with a number: the how many-th time. Empty: nowhere.</param>
    public void Start(string crashPoint = "")
    {
        var log = Log;
        process = ChildProcess.Start(new ChildProcessSpec("dotnet", [Programs.Of(service, Build)])
        {
            Environment = new Dictionary<string, string?>(site.Settings(this).Concat(Clock.Environment), StringComparer.Ordinal) { ["EGOV_CRASH_POINT"] = crashPoint },
            WorkingDirectory = Path.GetDirectoryName(Programs.Of(service, Build)),
            Output = (line, _) =>
            {
                lock (probe)
                {
                    File.AppendAllText(log, line + Environment.NewLine);
                }
            },
        });
    }

    public Task KillAsync() => process?.KillAsync() ?? Task.CompletedTask;

    /// <summary>Ends it in order: it finishes what it has begun.</summary>
    public Task StopAsync() => process?.StopAsync(TimeSpan.FromSeconds(40)) ?? Task.CompletedTask;

    public void Freeze()
    {
        frozen = true;
        process?.Signal("STOP");
    }

    public void Thaw()
    {
        if (frozen)
        {
            frozen = false;
            process?.Signal("CONT");
        }
    }

    /// <summary>True when it says that it is ready for work.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await probe.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{http}/health")), TestContext.Current.CancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    public Task ReadyAsync() => Eventually.Async($"{Name} to be ready (log: {Log})", IsReadyAsync, TimeSpan.FromSeconds(180));

    /// <summary>Resident memory in KiB, threads and open files.</summary>
    public (long Memory, long Threads, long Files) Size()
    {
        var status = File.ReadLines($"/proc/{ProcessId}/status").Select(l => l.Split(':')).ToDictionary(l => l[0], l => l[1].Trim().Split(' ')[0], StringComparer.Ordinal);
        return (Number("VmRSS"), Number("Threads"), Directory.GetFiles($"/proc/{ProcessId}/fd").Length);

        long Number(string key) => long.Parse(status[key], CultureInfo.InvariantCulture);
    }

    /// <summary>Lines of its log that a process which ends of itself or forgets an exception writes.</summary>
    public IReadOnlyList<string> Crashes() => !File.Exists(Log) ? [] :
        [.. File.ReadLines(Log).Where(l => l.Contains("Unhandled exception", StringComparison.Ordinal) || l.Contains("UnobservedTask", StringComparison.Ordinal) || l.StartsWith("Process terminated", StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        Thaw();
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        foreach (var link in Links.Values)
        {
            await link.DisposeAsync();
        }

        probe.Dispose();
    }
}
