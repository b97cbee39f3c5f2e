using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using EGovPlatform.Integration.V1;
using Google.Protobuf.WellKnownTypes;

namespace EGovPlatform.IntegrationService.Webhooks;

/// <summary>What came of a request.</summary>
internal sealed record Outcome(DeliveryAttempt Attempt, bool Delivered, bool Gone, TimeSpan? RetryAfter);

/// <summary>Speaks with the addresses of webhooks. Nothing of what they answer is kept but the status.</summary>
internal sealed class Courier(WebhookOptions options, TimeProvider time) : IDisposable
{
    private static readonly MediaTypeHeaderValue CloudEvent = new("application/cloudevents+json", "utf-8");
    private readonly HttpMessageInvoker client = new PublicTargets(options).Client();

    public void Dispose() => client.Dispose();

    /// <summary>Sends one event, signed. Any 2xx is delivered; redirects are failures.</summary>
    public async Task<Outcome> SendAsync(string uri, string id, byte[] payload, IReadOnlyList<byte[]> secrets, CancellationToken cancellation)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(payload) { Headers = { ContentType = CloudEvent } } };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", WebhookSignature.Sign(secrets, id, timestamp, payload));
        return await AskAsync(request, response => response.IsSuccessStatusCode ? "" : Named(response), cancellation);
    }

    /// <summary>
    /// Asks whether the address wants events of ours, as CloudEvents' web hook page has it: OPTIONS with WebHook-Request-Origin,
    /// answered by WebHook-Allowed-Origin with our name or `*`.
    /// </summary>
    public async Task<Outcome> AskLeaveAsync(string uri, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, uri);
        request.Headers.Add("WebHook-Request-Origin", options.Origin);
        return await AskAsync(
            request,
            response => !response.IsSuccessStatusCode ? Named(response)
                : response.Headers.TryGetValues("WebHook-Allowed-Origin", out var allowed) && allowed.Any(a => a == "*" || a == options.Origin) ? ""
                : $"The answer has no WebHook-Allowed-Origin of '{options.Origin}' or '*'.",
            cancellation);
    }

    private async Task<Outcome> AskAsync(HttpRequestMessage request, Func<HttpResponseMessage, string> problem, CancellationToken cancellation)
    {
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("EGovPlatform", "1"));
        var attempt = new DeliveryAttempt { Time = Timestamp.FromDateTimeOffset(time.GetUtcNow()) };
        var since = time.GetTimestamp();
        using var limit = new CancellationTokenSource(options.AnswerLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        TimeSpan? retryAfter = null;
        try
        {
            using var response = await client.SendAsync(request, either.Token);
            attempt.HttpStatus = (int)response.StatusCode;
            attempt.Error = problem(response);
            retryAfter = response.Headers.RetryAfter is { } asked ? asked.Delta ?? asked.Date - time.GetUtcNow() : null;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            attempt.Error = Reason(e);
        }

        attempt.DurationMs = (long)time.GetElapsedTime(since).TotalMilliseconds;
        return new Outcome(attempt, attempt.Error.Length == 0, attempt.HttpStatus == (int)HttpStatusCode.Gone, retryAfter);
    }

    private static string Named(HttpResponseMessage response) => FormattableString.Invariant($"The answer was {(int)response.StatusCode}.");

    // The owner is told the kind of trouble, not what our network looks like.
    private static string Reason(Exception e) => e switch
    {
        OperationCanceledException => "There was no answer in time.",
        _ when Causes(e).OfType<TargetRefusedException>().Any() => "The address is not public.",
        _ when Causes(e).OfType<SocketException>().FirstOrDefault() is { } socket => socket.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "The host has no address.",
            SocketError.ConnectionRefused => "The connection was refused.",
            _ => "The connection failed.",
        },
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "TLS failed.",
        _ => "The connection failed.",
    };

    private static IEnumerable<Exception> Causes(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            yield return e;
        }
    }
}
