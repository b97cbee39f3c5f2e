using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using EGovPlatform.AppHost.Cluster;
using EGovPlatform.Testing;

namespace EGovPlatform.Faults.Tests;

/// <summary>Asks the servers themselves which of them does what.</summary>
internal sealed class ClusterRoles(ClusterPlan plan)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(3) };

    public Task<string> PrimaryAsync() => FindAsync("postgres", n => ClusterProcess.AnswersAsync(Http, plan.Port(ClusterPort.Patroni, n), "/primary"));

    /// <summary>The standby that commits wait for.</summary>
    public Task<string> SyncStandbyAsync() => FindAsync("postgres", n => ClusterProcess.AnswersAsync(Http, plan.Port(ClusterPort.Patroni, n), "/synchronous"));

    /// <summary>The standby that no commit waits for.</summary>
    public Task<string> AsyncStandbyAsync() => FindAsync("postgres", n => ClusterProcess.AnswersAsync(Http, plan.Port(ClusterPort.Patroni, n), "/asynchronous"));

    public Task<string> EtcdLeaderAsync() => FindAsync("etcd", async n =>
    {
        var status = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{plan.Port(ClusterPort.EtcdClient, n)}/v3/maintenance/status"));
        using var response = await Http.PostAsync(status, new StringContent("{}"));
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return (string?)answer["leader"] == (string?)answer["header"]!["member_id"];
    });

    public Task<string> RedisPrimaryAsync() => FindAsync("redis", async n =>
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", plan.Port(ClusterPort.Redis, n));
        await client.GetStream().WriteAsync("ROLE\r\n"u8.ToArray());
        var answer = new byte[64];
        return Encoding.ASCII.GetString(answer, 0, await client.GetStream().ReadAsync(answer)).Contains("master", StringComparison.Ordinal);
    });

    private static Task<string> FindAsync(string kind, Func<int, Task<bool>> does) => Eventually.GetAsync($"a {kind} in that part", async () =>
    {
        foreach (var number in ClusterPlan.Numbers)
        {
            try
            {
                if (await does(number))
                {
                    return string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}");
                }
            }
            catch (Exception e) when (e is HttpRequestException or SocketException or IOException or TaskCanceledException)
            {
                // Not this one.
            }
        }

        return null;
    }, Limit);
}
