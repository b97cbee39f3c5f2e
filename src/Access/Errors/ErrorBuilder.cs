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
    /// <summary>
    /// Clients refuse trailers over 8 KiB (C core's default, and base64 adds a third), so values and lists are cut and
    /// the number of all violations is told.
    /// </summary>
    private const int MaxValue = 300;
    private const int MaxViolationBytes = 4 * 1024;

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
        foreach (var violation in all)
        {
            var next = new BadRequest.Types.FieldViolation { Field = Cut(violation.FieldPath), Description = Cut($"{violation.Rule}: {violation.Description}") };
            if (badRequest.FieldViolations.Count > 0 && badRequest.CalculateSize() + next.CalculateSize() > MaxViolationBytes)
            {
                return With("violations", all.Count);
            }

            badRequest.FieldViolations.Add(next);
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

        return status.ToRpcException();
    }

    /// <summary>Reason without the enum's prefix: <c>ETAG_MISMATCH</c>.</summary>
    private static ErrorInfo Info(ErrorReason reason)
    {
        var built = new ErrorInfo { Domain = "egovplatform" };
        var value = ErrorsReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason);

        // By number: field 1 is `reason`, but the CommonProtos that restore here still call it `type`.
        ErrorInfo.Descriptor.FindFieldByNumber(1).Accessor.SetValue(built, value.Name["ERROR_REASON_".Length..]);
        return built;
    }

    private static string Cut(string text)
    {
        if (text.Length <= MaxValue)
        {
            return text;
        }

        // Never between the two halves of one character.
        var end = char.IsHighSurrogate(text[MaxValue - 2]) ? MaxValue - 2 : MaxValue - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
