using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.Integration.Tests.Hostile;

/// <summary>
/// Requests of all kinds that mean no good, through the gateway to the services: no process ends, none logs an exception it did not handle
/// (disposing the platform sees to that), and an honest client is answered afterwards. EGOV_TEST_HOSTILE sets how many for each transport,
/// EGOV_TEST_SEED which.
/// </summary>
public sealed class HostileTests(HostilePlatform platform, ITestOutputHelper output) : IClassFixture<HostilePlatform>
{
    private static readonly int Seed = Read("EGOV_TEST_SEED", 20180528);
    private static readonly int Count = Read("EGOV_TEST_HOSTILE", 3_000);

    [Theory]
    [InlineData(Transport.Grpc)]
    [InlineData(Transport.GrpcWeb)]
    [InlineData(Transport.Json)]
    public async Task Nothing_falls_over(Transport transport)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, EnableMultipleHttp2Connections = true, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(90) };
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var since = Stopwatch.StartNew();
        await SendAsync(0, Count / 4);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await SendAsync(Count / 4, Count);
        var grown = (GC.GetTotalMemory(forceFullCollection: true) - before) / (1024 * 1024);

        var answers = string.Join(", ", seen.OrderByDescending(s => s.Value).Select(s => $"{s.Key}: {s.Value}"));
        var report = $"{transport}, EGOV_TEST_SEED={Seed}: {Count} requests in {since.Elapsed.TotalSeconds:0} s, {grown} MiB more in use. {answers}";
        output.WriteLine(report);
        TestContext.Current.SendDiagnosticMessage("{0}", report);
        Assert.True(grown < 200, report);
        Assert.True(seen.ContainsKey(transport == Transport.Json ? "HTTP 400" : "grpc 3") && seen.Keys.Any(k => k.EndsWith(" 401", StringComparison.Ordinal) || k == "grpc 16"), report);
        // INTERNAL is gRPC's own answer to a broken frame; what a service did not handle is in its log, which is looked at in the end.
        Assert.DoesNotContain(seen.Keys, k => k is "HTTP 500" or "HTTP 502" or "grpc 2");
        var honest = new CountryService.CountryServiceClient(platform.Gateway.Channel(Role.Viewer));
        Assert.Equal("PER", (await honest.GetCountryAsync(new GetRequest { Name = "countries/PE" })).Iso3);

        Task SendAsync(int from, int to) => Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellation) =>
        {
            using var request = new HostileRequest(new Random(Seed + i)).Make(transport, platform.Gateway.Http, platform.Gateway.Grpc);
            try
            {
                using var answer = await client.SendAsync(request, cancellation);
                await answer.Content.ReadAsByteArrayAsync(cancellation);
                var status = answer.Headers.TryGetValues("grpc-status", out var head) ? head.First() : answer.TrailingHeaders.TryGetValues("grpc-status", out var tail) ? tail.First() : null;
                seen.AddOrUpdate(status is null ? $"HTTP {(int)answer.StatusCode}" : $"grpc {status}", 1, (_, n) => n + 1);
                if (status is "2" || (int)answer.StatusCode is 500 or 502)
                {
                    output.WriteLine($"request {i}: {request.Method} {request.RequestUri} {answer.StatusCode} {status}");
                }
            }
            catch (HttpRequestException e)
            {
                seen.AddOrUpdate($"closed: {e.HttpRequestError}", 1, (_, n) => n + 1);
            }
        });
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_whether_it_says_so_or_not()
    {
        using var client = platform.Gateway.Client(Role.Editor);
        var large = new byte[5 * 1024 * 1024];
        Array.Fill(large, (byte)' ');

        using var said = await SendAsync(chunked: false);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, said!.StatusCode);
        Assert.Contains("TOO_LARGE", await said.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // The server may close before all has come, so the client may never read the answer.
        using var unsaid = await SendAsync(chunked: true);
        Assert.True(unsaid is null or { StatusCode: HttpStatusCode.RequestEntityTooLarge }, unsaid?.ToString());

        async Task<HttpResponseMessage?> SendAsync(bool chunked)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/nationalPlans") { Content = new ByteArrayContent(large) { Headers = { ContentType = new("application/json") } } };
            request.Headers.TransferEncodingChunked = chunked;
            request.Headers.ExpectContinue = !chunked;
            try
            {
                return await client.SendAsync(request, TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException e) when (chunked && e.InnerException is IOException)
            {
                return null;
            }
        }
    }

    [Fact]
    public async Task A_body_that_trickles_is_refused()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", platform.Gateway.Http.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        var head = $"POST /v1/nationalPlans HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {TestIssuer.Token(Role.Editor)}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);

        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_that_never_ends_is_closed()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", platform.Gateway.Http.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync("GET /v1/countries HTTP/1.1\r\nHost: a\r\nX-A: "u8.ToArray(), TestContext.Current.CancellationToken);

        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);

        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), answer);
    }

    private static int Read(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
