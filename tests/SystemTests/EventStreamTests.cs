using System.Globalization;
using System.Net;
using EGovPlatform.Common.V1;

namespace EGovPlatform.SystemTests;

/// <summary>The feed of a real service as server-sent events through the gateway.</summary>
public sealed class EventStreamTests(Platform platform)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Auditors_follow_and_resume_and_others_do_not()
    {
        using var auditor = platform.Client(Role.Auditor);
        var seen = await ReadAsync(auditor, null, 3);
        Assert.Equal([1, 2, 3], seen);
        Assert.Equal([3, 4], await ReadAsync(auditor, "2", 2));

        using var viewer = platform.Client(Role.Viewer);
        using var refused = await OpenAsync(viewer, null);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static async Task<List<long>> ReadAsync(HttpClient http, string? last, int count)
    {
        using var answer = await OpenAsync(http, last);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var seen = new List<long>();
        while (seen.Count < count)
        {
            var line = await lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken);
            if (line?.StartsWith("id: ", StringComparison.Ordinal) == true)
            {
                seen.Add(long.Parse(line["id: ".Length..], CultureInfo.InvariantCulture));
            }
        }

        return seen;
    }

    private static async Task<HttpResponseMessage> OpenAsync(HttpClient http, string? last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/services/countries/changes:watch");
        request.Headers.Add("Accept", "text/event-stream");
        if (last is not null)
        {
            request.Headers.Add("Last-Event-ID", last);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken).WaitAsync(Limit);
    }
}
