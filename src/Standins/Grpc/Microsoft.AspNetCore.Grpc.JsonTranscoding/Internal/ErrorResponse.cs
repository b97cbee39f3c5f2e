using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>
/// Failures as JSON: <c>google.rpc.Status</c>, or a problem document (RFC 9457) with the same content for clients that ask
/// for <c>application/problem+json</c>.
/// </summary>
internal sealed class ErrorResponse(JsonBodies json)
{
    private const string ProblemType = "application/problem+json";

    public Task WriteAsync(HttpContext http, Status status, Metadata trailers, int? httpStatus = null)
    {
        var code = httpStatus ?? HttpStatus(status.StatusCode);
        var problem = AsksForProblem(http.Request);
        var response = http.Response;
        response.Clear();
        response.StatusCode = code;
        response.ContentType = problem ? ProblemType : "application/json";
        if (status.StatusCode == StatusCode.Unauthenticated)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        var body = problem ? Problem(http, status, trailers, code) : Body(status, trailers);
        var bytes = Encoding.UTF8.GetBytes(body);
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, CancellationToken.None).AsTask();
    }

    /// <summary>The status as JSON of <c>google.rpc.Status</c>.</summary>
    public string Body(Status status, Metadata trailers) =>
        $"{{\"code\":{(int)status.StatusCode},\"message\":{Quote(status.Detail)},\"details\":{Details(trailers)}}}";

    private string Problem(HttpContext http, Status status, Metadata trailers, int code) =>
        $"{{\"type\":\"about:blank\",\"title\":{Quote(status.StatusCode.ToString())},\"status\":{code}," +
        $"\"detail\":{Quote(status.Detail)},\"instance\":{Quote(http.Request.Path.Value ?? "/")}," +
        $"\"code\":{(int)status.StatusCode},\"details\":{Details(trailers)}}}";

    private string Details(Metadata trailers)
    {
        if (trailers.GetValueBytes(TranscodingErrors.DetailsTrailer) is not { } bytes)
        {
            return "[]";
        }

        try
        {
            return $"[{string.Join(',', Google.Rpc.Status.Parser.ParseFrom(bytes).Details.Select(Detail))}]";
        }
        catch (InvalidProtocolBufferException)
        {
            return "[]";
        }
    }

    private string Detail(Any detail)
    {
        if (detail.Is(Google.Rpc.ErrorInfo.Descriptor))
        {
            return ErrorInfo(detail);
        }

        var rpcType = detail.TypeUrl.Contains("/google.rpc.", StringComparison.Ordinal);
        try
        {
            return json.FormatDetail(detail, rpcType);
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidProtocolBufferException)
        {
            // A type this server does not know: pass the bytes on.
            return $"{{\"@type\":{Quote(detail.TypeUrl)},\"value\":{Quote(detail.Value.ToBase64())}}}";
        }
    }

    // Google.Api.CommonProtos 2.0 still has the first name of field 1, "type"; clients know it as "reason".
    private static string ErrorInfo(Any detail)
    {
        var info = detail.Unpack<Google.Rpc.ErrorInfo>();
        return System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["@type"] = detail.TypeUrl,
            ["reason"] = Google.Rpc.ErrorInfo.Descriptor.FindFieldByNumber(1).Accessor.GetValue(info),
            ["domain"] = info.Domain,
            ["metadata"] = info.Metadata,
        });
    }

    private static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static bool AsksForProblem(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(a => a.MediaType.Equals(ProblemType, StringComparison.OrdinalIgnoreCase) && a.Quality is null or > 0);

    /// <summary>The mapping google.rpc.Code documents.</summary>
    public static int HttpStatus(StatusCode code) => code switch
    {
        StatusCode.OK => StatusCodes.Status200OK,
        StatusCode.Cancelled => StatusCodes.Status499ClientClosedRequest,
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => StatusCodes.Status400BadRequest,
        StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.AlreadyExists or StatusCode.Aborted => StatusCodes.Status409Conflict,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.Unimplemented => StatusCodes.Status501NotImplemented,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };
}
