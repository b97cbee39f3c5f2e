using EGovPlatform.Common.V1;
using Google.Rpc;
using Grpc.Core;

namespace EGovPlatform.Client;

/// <summary>Why a call failed, as types.</summary>
/// <param name="Reason">The platform's own reason; unspecified when the error did not come from it.</param>
/// <param name="Metadata">What the reason is about, such as `allowed` moves.</param>
/// <param name="Fields">Every field at fault.</param>
/// <param name="RetryAfter">When trying again makes sense; null when it does not, or nobody knows.</param>
public sealed record EGovError(
    ErrorReason Reason, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<FieldFault> Fields, TimeSpan? RetryAfter)
{
    private const string Domain = "egovplatform";

    /// <summary>Reads the details of an error.</summary>
    public static EGovError From(RpcException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var status = error.GetRpcStatus();
        var info = status?.GetDetail<ErrorInfo>();
        // CommonProtos 2.0.0 still has the first name of `reason`.
        var reason = info?.Domain == Domain && Enum.TryParse<ErrorReason>(info.Type.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var known) ? known : ErrorReason.Unspecified;
        return new EGovError(
            reason,
            info?.Metadata.ToDictionary(StringComparer.Ordinal) ?? [],
            [.. status?.GetDetail<BadRequest>()?.FieldViolations.Select(FieldFault.From) ?? []],
            status?.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan());
    }
}

/// <summary>One field at fault.</summary>
/// <param name="Path">Path in the request, such as `agreement.parties[0]`.</param>
/// <param name="Rule">The rule it breaks, in upper snake case.</param>
/// <param name="Description">What is wrong and what is allowed.</param>
public sealed record FieldFault(string Path, string Rule, string Description)
{
    internal static FieldFault From(BadRequest.Types.FieldViolation violation) =>
        violation.Description.Split(": ", 2) is [var rule, var description] ? new(violation.Field, rule, description) : new(violation.Field, "", violation.Description);
}
