using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Aspire.Hosting;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Orchestration;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Wire = Aspire.Hosting.Dashboard.Wire;

namespace EGovPlatform.Aspire.Hosting.Tests;

/// <summary>Speaks to the resource service as the dashboard does: gRPC frames over HTTP/2 without TLS.</summary>
public sealed class ResourceServiceTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("egov-board-").FullName;
    private readonly HttpClient http = new() { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    private DistributedApplication application = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Key => application.Services.GetRequiredService<DashboardSettings>().ResourceServiceKey;

    public async ValueTask InitializeAsync()
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = [$"--Aspire:DataDirectory={folder}"], DisableDashboard = true });
        var talker = builder.AddExecutable("talker", "sh", ".", "-c", "echo out; echo err >&2; sleep 1000").WithHttpEndpoint(name: "http");
        builder.AddExecutable("follower", "sleep", ".", "1000").WaitFor(talker).WithParentRelationship(talker);
        application = builder.Build();
        await application.StartAsync(Cancel);
        var orchestrator = application.Services.GetRequiredService<Orchestrator>();
        Assert.True(await orchestrator.ReadyAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(90), Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await application.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Resources_come_with_state_urls_parents_and_commands()
    {
        var update = (await CallAsync("WatchResources", new Wire.WatchResourcesRequest(), Wire.WatchResourcesUpdate.Parser, 1)).Single();
        var talker = update.InitialData.Resources.Single(r => r.DisplayName == "talker");
        var follower = update.InitialData.Resources.Single(r => r.DisplayName == "follower");
        Assert.Equal(("Running", "Executable"), (talker.State, talker.ResourceType));
        Assert.StartsWith("http://127.0.0.1:", talker.Urls.Single().FullUrl, StringComparison.Ordinal);
        Assert.Equal(talker.Name, follower.Properties.Single(p => p.Name == "resource.parentName").Value.StringValue);
        Assert.Equal(["start", "stop", "restart"], talker.Commands.Select(c => c.Name));
    }

    [Fact]
    public async Task Changes_follow_a_command()
    {
        var watching = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = CallAsync("WatchResources", new Wire.WatchResourcesRequest(), Wire.WatchResourcesUpdate.Parser, updates =>
        {
            if (updates.Count > 0)
            {
                watching.TrySetResult();
            }

            return updates.Any(u => u.Changes?.Value.Any(v => v.Upsert is { DisplayName: "talker", State: "Exited" or "Finished" }) == true);
        });
        // What has changed before the first update is in it, and no change follows.
        await watching.Task.WaitAsync(TimeSpan.FromSeconds(90), Cancel);
        var talker = application.Services.GetRequiredService<ResourceBoard>().All().Single(s => s.Resource.Name == "talker").Name;
        var request = new Wire.ResourceCommandRequest { CommandName = "stop", ResourceName = talker };
        var answer = (await CallAsync("ExecuteResourceCommand", request, Wire.ResourceCommandResponse.Parser, 1)).Single();
        Assert.Equal(Wire.ResourceCommandResponseKind.Succeeded, answer.Kind);
        answer = (await CallAsync("ExecuteResourceCommand", request, Wire.ResourceCommandResponse.Parser, 1)).Single();
        Assert.Equal(Wire.ResourceCommandResponseKind.Failed, answer.Kind);
        Assert.NotEmpty(await watch.WaitAsync(TimeSpan.FromSeconds(90), Cancel));
    }

    [Fact]
    public async Task Console_lines_keep_number_and_stream()
    {
        var name = application.Services.GetRequiredService<ResourceBoard>().All().Single(s => s.Resource.Name == "talker").Name;
        var updates = await CallAsync(
            "WatchResourceConsoleLogs",
            new Wire.WatchResourceConsoleLogsRequest { ResourceName = name },
            Wire.WatchResourceConsoleLogsUpdate.Parser,
            all => all.Sum(u => u.LogLines.Count) == 2);
        var lines = updates.SelectMany(u => u.LogLines).ToList();
        Assert.Equal([1, 2], lines.Select(l => l.LineNumber));
        Assert.False(lines.Single(l => l.Text == "out").IsStdErr);
        Assert.True(lines.Single(l => l.Text == "err").IsStdErr);
    }

    [Fact]
    public async Task Wrong_key_is_refused()
    {
        using var answer = await PostAsync("GetApplicationInformation", new Wire.ApplicationInformationRequest(), "wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> PostAsync(string method, IMessage request, string key)
    {
        var url = new Uri(application.Services.GetRequiredService<DashboardHost>().ResourceServiceUrl!, "/aspire.v1.DashboardService/" + method);
        using var message = new HttpRequestMessage(HttpMethod.Post, url) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var body = new byte[5 + request.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), request.CalculateSize());
        request.WriteTo(body.AsSpan(5));
        message.Content = new ByteArrayContent(body);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        message.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        message.Headers.Add("x-resource-service-api-key", key);
        return await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    private Task<List<T>> CallAsync<T>(string method, IMessage request, MessageParser<T> parser, int count)
        where T : IMessage<T> => CallAsync(method, request, parser, all => all.Count == count);

    private async Task<List<T>> CallAsync<T>(string method, IMessage request, MessageParser<T> parser, Func<List<T>, bool> enough)
        where T : IMessage<T>
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        using var answer = await PostAsync(method, request, Key);
        answer.EnsureSuccessStatusCode();
        await using var stream = await answer.Content.ReadAsStreamAsync(limit.Token);
        var found = new List<T>();
        while (!enough(found))
        {
            var head = new byte[5];
            await stream.ReadExactlyAsync(head, limit.Token);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
            await stream.ReadExactlyAsync(body, limit.Token);
            found.Add(parser.ParseFrom(body));
        }

        return found;
    }
}
