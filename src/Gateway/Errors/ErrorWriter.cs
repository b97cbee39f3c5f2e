using System.Globalization;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Net.Http.Headers;

namespace EGovPlatform.Gateway.Errors;

/// <summary>
/// The gateway's own errors in the caller's protocol: gRPC status, <c>google.rpc.Status</c> as JSON, or a problem
/// document (RFC 9457) for those who ask for it.
/// </summary>
internal static class ErrorWriter
{
    private const string ProblemType = "application/problem+json";

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default
        .WithFormatDefaultValues(true)
        .WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    public static Task WriteAsync(HttpContext context, RpcException error, int? httpStatus = null)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        return Calls.IsGrpc(context.Request) ? WriteGrpcAsync(context, error) : WriteJsonAsync(context, error, httpStatus ?? HttpStatus(error.StatusCode));
    }

    /// <summary>What a call of gRPC ends with: trailers, or headers where nothing else was sent.</summary>
    public static IEnumerable<(string Name, string Value)> GrpcStatus(RpcException error)
    {
        yield return ("grpc-status", ((int)error.StatusCode).ToString(CultureInfo.InvariantCulture));
        yield return ("grpc-message", Uri.EscapeDataString(error.Status.Detail));
        if (error.Trailers.GetValueBytes("grpc-status-details-bin") is { } details)
        {
            yield return ("grpc-status-details-bin", Convert.ToBase64String(details));
        }
    }

    private static Task WriteGrpcAsync(HttpContext context, RpcException error)
    {
        context.Response.ContentType = context.Request.ContentType;
        foreach (var (name, value) in GrpcStatus(error))
        {
            context.Response.Headers[name] = value;
        }

        return context.Response.CompleteAsync();
    }

    private static Task WriteJsonAsync(HttpContext context, RpcException error, int httpStatus)
    {
        var status = error.GetRpcStatus() ?? new Google.Rpc.Status { Code = (int)error.StatusCode, Message = error.Status.Detail };
        var body = (JsonObject)JsonNode.Parse(Formatter.Format(status))!;
        foreach (var detail in body["details"]!.AsArray().OfType<JsonObject>().Where(d => (string?)d["@type"] == "type.googleapis.com/google.rpc.ErrorInfo"))
        {
            // The CommonProtos that restore here still have the first name of this field.
            if (detail.Remove("type", out var reason))
            {
                detail.Insert(1, "reason", reason);
            }
        }

        if (status.Details.FirstOrDefault(d => d.Is(RetryInfo.Descriptor)) is { } retry)
        {
            var seconds = Math.Max(1, Math.Ceiling(retry.Unpack<RetryInfo>().RetryDelay.ToTimeSpan().TotalSeconds));
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var problem = AsksForProblem(context.Request);
        if (problem)
        {
            body.Insert(0, "type", "about:blank");
            body.Insert(1, "title", error.StatusCode.ToString());
            body.Insert(2, "status", httpStatus);
            body.Insert(3, "detail", error.Status.Detail);
            body.Insert(4, "instance", context.Request.Path.Value);
            body.Remove("message");
        }

        if (httpStatus == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        context.Response.StatusCode = httpStatus;
        context.Response.ContentType = problem ? ProblemType : "application/json";
        return context.Response.WriteAsync(body.ToJsonString(), CancellationToken.None);
    }

    private static bool AsksForProblem(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(a => a.MediaType.Equals(ProblemType, StringComparison.OrdinalIgnoreCase));

    private static int HttpStatus(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument => StatusCodes.Status400BadRequest,
        StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.Unimplemented => StatusCodes.Status501NotImplemented,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };
}
