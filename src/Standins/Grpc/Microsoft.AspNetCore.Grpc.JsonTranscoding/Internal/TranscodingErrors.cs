using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Grpc.Core.Status;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>Errors found while a request is read, as the exception a service would throw.</summary>
internal static class TranscodingErrors
{
    public const string DetailsTrailer = "grpc-status-details-bin";

    public static RpcException Malformed(string message) => new(new Status(StatusCode.InvalidArgument, message));

    public static RpcException NotJson(JsonException e) =>
        Malformed(e.LineNumber is { } line
            ? $"The body is not valid JSON at line {line + 1}, byte {e.BytePositionInLine + 1}."
            : "The body is not valid JSON.");

    public static RpcException InvalidFields(IReadOnlyCollection<BadRequest.Types.FieldViolation> violations)
    {
        var first = violations.First();
        var field = first.Field.Length == 0 ? "body" : first.Field;
        var more = violations.Count > 1 ? $" (and {violations.Count - 1} more)" : "";
        var message = $"{field}: {first.Description}{more}";
        var details = new Google.Rpc.Status
        {
            Code = (int)StatusCode.InvalidArgument,
            Message = message,
            Details = { Any.Pack(new BadRequest { FieldViolations = { violations } }) },
        };
        return new RpcException(
            new Status(StatusCode.InvalidArgument, message),
            new Metadata { { DetailsTrailer, details.ToByteArray() } });
    }
}

/// <summary>A body over the limit; HTTP has a status of its own for it.</summary>
internal sealed class BodyTooLargeException(string detail) : RpcException(new Status(StatusCode.ResourceExhausted, detail));
