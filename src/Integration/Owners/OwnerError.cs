using Google.Rpc;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Owners;

/// <summary>Why an owner refused a write.</summary>
/// <param name="Code">gRPC code.</param>
/// <param name="Reason">Reason of the error, such as <c>REFERENCE_NOT_FOUND</c>; empty when it has none.</param>
/// <param name="Message">In words.</param>
/// <param name="Fields">Every field at fault with its rule.</param>
internal sealed record OwnerError(StatusCode Code, string Reason, string Message, IReadOnlyList<(string Field, string Rule, string Description)> Fields)
{
    /// <summary>Whether the platform, not the record, is at fault: work stops and can go on later.</summary>
    public bool IsOutage => Code is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Unauthenticated or StatusCode.Cancelled or StatusCode.ResourceExhausted;

    public static OwnerError Of(RpcException e)
    {
        var details = e.GetRpcStatus()?.Details ?? [];
        var info = details.FirstOrDefault(d => d.Is(ErrorInfo.Descriptor))?.Unpack<ErrorInfo>();
        var fields = details.Where(d => d.Is(BadRequest.Descriptor)).SelectMany(d => d.Unpack<BadRequest>().FieldViolations).Select(v =>
        {
            var parts = v.Description.Split(": ", 2);
            return (v.Field, parts.Length == 2 ? parts[0] : "INVALID", parts[^1]);
        });

        // By number: field 1 is `reason`, which the CommonProtos that restore here call `type`.
        return new OwnerError(e.StatusCode, info is null ? "" : (string)ErrorInfo.Descriptor.FindFieldByNumber(1).Accessor.GetValue(info), e.Status.Detail, [.. fields]);
    }
}
