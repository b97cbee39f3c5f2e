using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Aspire.Hosting.Native;
using EGovPlatform.IntegrationService.Webhooks;
using EGovPlatform.Testing;

namespace EGovPlatform.Integration.Tests.Webhooks;

/// <summary>What a receiver that was written like ours makes of deliveries that someone kept, changed or made up.</summary>
public sealed class ReplayTests
{
    private static readonly byte[] Secret = WebhookSignature.NewSecret();

    [Fact]
    public async Task A_delivery_that_was_kept_changed_or_made_up_is_refused_and_one_that_comes_twice_counts_once()
    {
        var secretFile = Path.Combine(Directory.CreateTempSubdirectory("egov-receiver-").FullName, "secret");
        await File.WriteAllTextAsync(secretFile, WebhookSignature.Show(Secret), TestContext.Current.CancellationToken);
        var port = Machine.FreePort().ToString(CultureInfo.InvariantCulture);
        using var receiver = Process.Start(new ProcessStartInfo("node", [RepositoryRoot.Combine("samples", "integration", "receiver.mjs"), port, secretFile]) { RedirectStandardOutput = true })!;
        try
        {
            await LineAsync(receiver);
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            var now = DateTimeOffset.UtcNow;

            Assert.Equal(HttpStatusCode.NoContent, await SendAsync(http, now, "countries/PE"));
            Assert.Equal(HttpStatusCode.NoContent, await SendAsync(http, now, "countries/PE"));
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(http, now.AddMinutes(-6), "countries/PE"));
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(http, now.AddMinutes(6), "countries/PE"));
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(http, now.AddMinutes(-6), "countries/PE", shown: now));
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(http, now, "countries/PE", changed: "countries/PY"));
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(http, now, "countries/PE", by: WebhookSignature.NewSecret()));
            Assert.Equal(HttpStatusCode.NoContent, await SendAsync(http, now, "countries/KR", id: "2"));
            Assert.Equal(new string?[] { "received t of countries/PE", "received t of countries/KR" }, new[] { await LineAsync(receiver), await LineAsync(receiver) });
        }
        finally
        {
            receiver.Kill();
            Directory.Delete(Path.GetDirectoryName(secretFile)!, recursive: true);
        }
    }

    // Signed at a time for a subject; sent with another time or subject where these are given.
    private static async Task<HttpStatusCode> SendAsync(HttpClient http, DateTimeOffset at, string subject, DateTimeOffset? shown = null, string? changed = null, byte[]? by = null, string id = "1")
    {
        var signature = WebhookSignature.Sign([by ?? Secret], id, Seconds(at), Body(subject));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hook") { Content = new ByteArrayContent(Body(changed ?? subject)) };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", Seconds(shown ?? at));
        request.Headers.Add("webhook-signature", signature);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;

        byte[] Body(string of) => Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","type":"t","subject":"{{of}}"}""");
    }

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static async Task<string?> LineAsync(Process receiver) =>
        await receiver.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);
}
