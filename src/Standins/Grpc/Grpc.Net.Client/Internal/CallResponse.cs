using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Protocol;

namespace Grpc.Net.Client.Internal;

/// <summary>What HTTP says of a call's outcome.</summary>
internal static class CallResponse
{
    public static Metadata ReadMetadata(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            if (name.StartsWith(':') || string.Equals(name, HeaderText.Status, StringComparison.OrdinalIgnoreCase) || string.Equals(name, HeaderText.Message, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            foreach (var value in values)
            {
                if (!HeaderText.TryAdd(metadata, name.ToLowerInvariant(), value))
                {
                    throw new RpcException(new Status(StatusCode.Internal, $"The value of {name} is not base64."));
                }
            }
        }

        return metadata;
    }

    /// <summary>The status in headers or trailers, or null when there is none.</summary>
    public static Status? ReadStatus(HttpHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(HeaderText.Status, out var values))
        {
            return null;
        }

        var code = int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Enum.IsDefined((StatusCode)number)
            ? (StatusCode)number
            : StatusCode.Unknown;
        var message = headers.NonValidated.TryGetValues(HeaderText.Message, out var text) ? HeaderText.PercentDecode(text.ToString()) : "";
        return new Status(code, message);
    }

    /// <summary>The failure of a response that is no gRPC, or null when it is.</summary>
    public static Status? Validate(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return ReadStatus(response.Headers) is { StatusCode: not StatusCode.OK } status
                ? status
                : new Status(FromHttp(response.StatusCode), $"Bad gRPC response. HTTP status code: {(int)response.StatusCode}");
        }

        var contentType = response.Content.Headers.NonValidated.TryGetValues("content-type", out var value) ? value.ToString() : null;
        return HeaderText.IsGrpc(contentType)
            ? null
            : new Status(StatusCode.Unknown, contentType is null ? "Bad gRPC response. Response did not have a content-type header." : $"Bad gRPC response. Invalid content-type value: {contentType}");
    }

    /// <summary>Whether there was no connection, so that nothing was sent.</summary>
    public static bool IsConnectFailure(HttpRequestException exception) =>
        exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    /// <summary>The status of a call that HTTP could not carry to its end.</summary>
    public static Status FromException(Exception exception)
    {
        if (exception is RpcException rpc)
        {
            return rpc.Status;
        }

        var code = exception is OperationCanceledException ? StatusCode.Cancelled : StatusCode.Internal;
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is HttpProtocolException protocol)
            {
                code = FromHttp2(protocol.ErrorCode);
                break;
            }

            if (e is HttpRequestException or IOException or System.Net.Sockets.SocketException)
            {
                code = StatusCode.Unavailable;
            }
        }

        return new Status(code, $"Error in gRPC call. {exception.GetType().Name}: {exception.Message}", exception);
    }

    private static StatusCode FromHttp(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    private static StatusCode FromHttp2(long errorCode) => errorCode switch
    {
        0x0 => StatusCode.Unavailable, // NO_ERROR: the server went away in good order before it answered
        0x7 => StatusCode.Unavailable, // REFUSED_STREAM
        0x8 => StatusCode.Cancelled, // CANCEL
        0xb => StatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => StatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => StatusCode.Internal,
    };
}
