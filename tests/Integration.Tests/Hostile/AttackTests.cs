using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Google.Protobuf;

namespace EGovPlatform.Integration.Tests.Hostile;

/// <summary>
/// An honest client is answered every time while hostile requests run over each transport, and what it waits is written down (EGOV_ATTACK_LOG)
/// for `tests/bench.sh attack`: alone, beside good reads by as many senders, and beside as many hostile requests as EGOV_TEST_HOSTILE says.
/// </summary>
public sealed class AttackTests(HostilePlatform platform, ITestOutputHelper output) : IClassFixture<HostilePlatform>
{
    private const int Senders = 8;
    private const int Parts = 2;
    private static readonly int Seed = Read("EGOV_TEST_SEED", 20180528);
    private static readonly string Token = TestIssuer.Token("good", [Role.Viewer]);
    private static readonly int Count = Read("EGOV_TEST_HOSTILE", 1_000);

    [Theory]
    [InlineData(Transport.Grpc)]
    [InlineData(Transport.GrpcWeb)]
    [InlineData(Transport.Json)]
    public async Task An_honest_client_is_answered_under_attack(Transport transport)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, EnableMultipleHttp2Connections = true, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(90) };
        var honest = new HonestClient(platform.Gateway);
        await honest.CallAsync(LoadAsync(client, transport, hostile: false, 0, Count / 10));
        await honest.CallAsync(LoadAsync(client, transport, hostile: true, 0, Count / 10));

        var (alone, good, attacked) = (new List<double>(), new List<double>(), new List<double>());
        alone.AddRange(await honest.CallAsync(Task.Delay(TimeSpan.FromSeconds(Count >= 10_000 ? 10 : 1), TestContext.Current.CancellationToken)));
        for (var part = 0; part < Parts; part++)
        {
            good.AddRange(await honest.CallAsync(LoadAsync(client, transport, hostile: false, 0, Count / 10)));
            attacked.AddRange(await honest.CallAsync(LoadAsync(client, transport, hostile: true, Count * part / Parts, Count * (part + 1) / Parts)));
            good.AddRange(await honest.CallAsync(LoadAsync(client, transport, hostile: false, 0, Count / 10)));
        }

        var line = string.Create(CultureInfo.InvariantCulture, $"{transport} {Count} alone {P99(alone):0.00} good {P99(good):0.00} attacked {P99(attacked):0.00} calls {alone.Count} {good.Count} {attacked.Count}");
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("EGOV_ATTACK_LOG") is { Length: > 0 } log)
        {
            await File.AppendAllTextAsync(log, line + "\n", TestContext.Current.CancellationToken);
        }

        Assert.All(new[] { alone, good, attacked }, times => Assert.NotEmpty(times));
    }

    private Task LoadAsync(HttpClient client, Transport transport, bool hostile, int from, int to) =>
        Task.Run(() => Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (i, cancellation) =>
        {
            using var request = hostile ? new HostileRequest(new Random(Seed + i)).Make(transport, platform.Gateway.Http, platform.Gateway.Grpc) : Good(transport);
            try
            {
                using var answer = await client.SendAsync(request, cancellation);
                await answer.Content.ReadAsByteArrayAsync(cancellation);
                Assert.True(hostile || answer.StatusCode == HttpStatusCode.OK, answer.ToString());
            }
            catch (HttpRequestException) when (hostile)
            {
                // The gateway may close a connection on what is no HTTP.
            }
        }), TestContext.Current.CancellationToken);

    private HttpRequestMessage Good(Transport transport)
    {
        var message = new GetRequest { Name = "countries/PE" }.ToByteArray();
        byte[] frame = [0, 0, 0, 0, (byte)message.Length, .. message];
        const string Path = "/egov.countries.v1.CountryService/GetCountry";
        var request = transport switch
        {
            Transport.Grpc => new HttpRequestMessage(HttpMethod.Post, new Uri(platform.Gateway.Grpc, Path)) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = Body("application/grpc") },
            Transport.GrpcWeb => new HttpRequestMessage(HttpMethod.Post, new Uri(platform.Gateway.Http, Path)) { Content = Body("application/grpc-web+proto") },
            _ => new HttpRequestMessage(HttpMethod.Get, new Uri(platform.Gateway.Http, "/v1/countries/PE")),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return request;

        ByteArrayContent Body(string type) => new(frame) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
    }

    private static double P99(List<double> times)
    {
        times.Sort();
        return times[(int)(times.Count * 0.99)];
    }

    private static int Read(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
