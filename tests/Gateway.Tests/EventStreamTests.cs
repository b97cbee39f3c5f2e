using System.Net;
using System.Text.Json;

namespace EGovPlatform.Gateway.Tests;

/// <summary>The change feed as server-sent events.</summary>
public sealed class EventStreamTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("changes:watch?name=countries/PE", null, 1)]
    [InlineData("changes:watch?name=countries/PE&afterPosition=4", null, 5)]
    [InlineData("changes:watch?name=countries/PE&afterPosition=4", "7", 8)]
    [InlineData("changes:watch?after_position=4&name=countries/PE", "7", 8)]
    public async Task Goes_on_after_the_last_event(string feed, string? last, int first)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var answer = await OpenAsync(gateway, feed, last);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.True(answer.Headers.CacheControl?.NoStore);

        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"id: {first}", await LineAsync(lines));
        var data = await LineAsync(lines);
        Assert.StartsWith("data: {", data, StringComparison.Ordinal);
        var change = JsonDocument.Parse(data["data: ".Length..]).RootElement;
        Assert.Equal(("countries/PE", "line\nbreak, é"), (change.GetProperty("name").GetString(), change.GetProperty("reason").GetString()));
        Assert.Equal(["", ": heartbeat", $"id: {first + 1}", ""], [await LineAsync(lines), await LineAsync(lines), await LineAsync(lines), await LineAsync(lines)]);
    }

    [Fact]
    public async Task Tells_errors_as_ever()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var missing = await gateway.SendAsync("GET", "/v1/services/countries/changes:watch?name=countries/QQ", null, ("Accept", "text/event-stream"));
        Assert.Equal((HttpStatusCode.NotFound, "application/json", "NOT_FOUND"), (missing.Status, missing.ContentType, missing.Reason));
        var odd = await gateway.SendAsync("GET", "/v1/services/countries/changes:watch?name=countries/PE", null, ("Accept", "text/event-stream"), ("Last-Event-ID", "-3"));
        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_FIELD"), (odd.Status, odd.Reason));
        Assert.Contains("Last-Event-ID", odd.Body, StringComparison.Ordinal);
        var down = await gateway.SendAsync("GET", "/v1/services/training/changes:watch", null, ("Accept", "text/event-stream"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, down.Status);
    }

    [Fact]
    public async Task Is_only_for_those_who_ask()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var lines = await gateway.SendAsync("GET", "/v1/services/countries/changes:watch", null, ("Last-Event-ID", "5"));
        Assert.Equal("application/x-ndjson", lines.ContentType);
        Assert.DoesNotContain("id:", lines.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_in_order_when_the_gateway_stops()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        using var answer = await OpenAsync(gateway, "changes:watch?name=countries/PE", null);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("id: 1", await LineAsync(lines));
        var stopped = gateway.StopAsync();
        Assert.EndsWith("id: 2\n\n", await lines.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await stopped.WaitAsync(Limit, TestContext.Current.CancellationToken);
    }

    private static async Task<string> LineAsync(StreamReader lines) =>
        await lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken) ?? "(end)";

    private static async Task<HttpResponseMessage> OpenAsync(GatewayFixture gateway, string feed, string? last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/services/countries/" + feed);
        request.Headers.Add("Accept", "text/event-stream");
        request.Headers.Add("Accept-Encoding", "gzip");
        if (last is not null)
        {
            request.Headers.Add("Last-Event-ID", last);
        }

        return await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }
}
