using System.Globalization;
using Grpc.Core;
using Grpc.Protocol;

namespace Grpc.Net.Client.Internal;

/// <summary>Sends a call: to an address that can be reached, later when the caller waits for one, again when the policy says so.</summary>
internal sealed class CallAttempts(GrpcChannel channel, IMethod method, string? host, CallOptions options, Func<HttpContent> content)
{
    /// <param name="replayable">Whether the content can be sent again.</param>
    /// <param name="cancellationToken">Ends all waiting.</param>
    /// <returns>The response of the attempt that counts; the caller disposes it.</returns>
    public async Task<HttpResponseMessage> SendAsync(bool replayable, CancellationToken cancellationToken)
    {
        var policy = replayable ? channel.Retries.Find(method) : null;
        for (var attempts = 1; ; attempts++)
        {
            HttpResponseMessage? response = null;
            try
            {
                response = await SendOnceAsync(attempts - 1, cancellationToken).ConfigureAwait(false);
                var status = CallResponse.Validate(response) ?? CallResponse.ReadStatus(response.Headers) ?? Status.DefaultSuccess;
                if (status.StatusCode == StatusCode.OK)
                {
                    channel.Retries.Succeeded();
                    return response;
                }

                var pushBack = response.Headers.NonValidated.TryGetValues(HeaderText.PushBack, out var asked) ? asked.ToString() : null;
                if (policy is null || channel.Retries.Delay(policy, attempts, status.StatusCode, pushBack) is not { } delay)
                {
                    return response;
                }

                response.Dispose();
                await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (response is null && policy is not null && e is not OperationCanceledException)
            {
                if (channel.Retries.Delay(policy, attempts, CallResponse.FromException(e).StatusCode, pushBack: null) is not { } delay)
                {
                    throw;
                }

                await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(int previous, CancellationToken cancellationToken)
    {
        var backoff = channel.Options.InitialReconnectBackoff;
        while (true)
        {
            try
            {
                return await channel.Addresses.SendAsync(address => SendToAsync(address, previous, cancellationToken)).ConfigureAwait(false);
            }
            catch (Exception e) when (options.IsWaitForReady && (e is RpcException { StatusCode: StatusCode.Unavailable } || (e is HttpRequestException http && CallResponse.IsConnectFailure(http))))
            {
                await Task.Delay(backoff, cancellationToken).ConfigureAwait(false);
                backoff = TimeSpan.FromTicks(Math.Min(backoff.Ticks * 2, (channel.Options.MaxReconnectBackoff ?? TimeSpan.MaxValue).Ticks));
            }
        }
    }

    private async Task<HttpResponseMessage> SendToAsync(Uri address, int previous, CancellationToken cancellationToken)
    {
        var request = CallRequest.Create(channel, address, method, host, options, content());
        await CallRequest.AddCredentialsAsync(request, channel, method, options, cancellationToken).ConfigureAwait(false);
        if (options.Deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            request.Headers.TryAddWithoutValidation(HeaderText.Timeout, HeaderText.FormatTimeout(deadline.ToUniversalTime() - DateTime.UtcNow));
        }

        if (previous > 0)
        {
            request.Headers.TryAddWithoutValidation(HeaderText.PreviousAttempts, previous.ToString(CultureInfo.InvariantCulture));
        }

        return await channel.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
