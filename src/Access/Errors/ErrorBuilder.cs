using System.Globalization;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace EGovPlatform.Access;

/// <summary>Puts one error together in the shape of AIP-193.</summary>
internal sealed class ErrorBuilder(StatusCode code, ErrorReason reason, string message)
{
    /// <summary>Trailers have to fit into a header block, so values and lists are cut.</summary>
    private const int MaxValue = 500;
    private const int MaxViolations = 50;

    private readonly ErrorInfo info = Info(reason);
    private BadRequest? badRequest;
    private RetryInfo? retry;

    public ErrorBuilder With(string key, string value)
    {
        info.Metadata[key] = Cut(value);
        return this;
    }

    public ErrorBuilder With(string key, long value) => With(key, value.ToString(CultureInfo.InvariantCulture));

    public ErrorBuilder Fields(IEnumerable<FieldViolation> violations)
    {
        badRequest = new BadRequest();
        var all = violations.ToList();
        foreach (var violation in all.Take(MaxViolations))
        {
            badRequest.FieldViolations.Add(new BadRequest.Types.FieldViolation
            {
                Field = Cut(violation.FieldPath),
                Description = Cut($"{violation.Rule}: {violation.Description}"),
            });
        }

        if (all.Count > MaxViolations)
        {
            With("violations", all.Count);
        }

        return this;
    }

    public ErrorBuilder RetryAfter(TimeSpan delay)
    {
        retry = new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) };
        return this;
    }

    public RpcException Build()
    {
        var status = new RpcStatus { Code = (int)code, Message = Cut(message) };
        foreach (var detail in new IMessage?[] { info, badRequest, retry })
        {
            if (detail is not null)
            {
                status.Details.Add(Any.Pack(detail));
            }
        }

        return ToRpcException(status);
    }

    private static RpcException ToRpcException(RpcStatus status) =>
        new(new Grpc.Core.Status((StatusCode)status.Code, status.Message), new Metadata { { "grpc-status-details-bin", status.ToByteArray() } });

    /// <summary>Reason without the enum's prefix: <c>ETAG_MISMATCH</c>.</summary>
    private static ErrorInfo Info(ErrorReason reason)
    {
        var built = new ErrorInfo { Domain = "egovplatform" };
        var value = ErrorsReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason);

        // By number: field 1 is `reason`, but the CommonProtos that restore here still call it `type`.
        ErrorInfo.Descriptor.FindFieldByNumber(1).Accessor.SetValue(built, value.Name["ERROR_REASON_".Length..]);
        return built;
    }

    private static string Cut(string text) => text.Length <= MaxValue ? text : string.Concat(text.AsSpan(0, MaxValue - 1), "…");
}
