using EGovPlatform.Common.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace EGovPlatform.Countries.Tests;

/// <summary>Reads typed errors.</summary>
internal static class Refused
{
    /// <summary>Makes the call fail with a code and a reason; returns the violated fields as `field RULE`.</summary>
    public static async Task<IReadOnlyList<string>> WithAsync(StatusCode code, ErrorReason reason, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        Assert.True(code == error.StatusCode, error.ToString());
        var status = Google.Rpc.Status.Parser.ParseFrom(error.Trailers.GetValueBytes("grpc-status-details-bin"));
        var info = status.Details.Single(d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();
        var expected = ErrorsReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason).Name["ERROR_REASON_".Length..];
        Assert.Contains(expected, info.ToByteString().ToStringUtf8(), StringComparison.Ordinal);
        return status.Details.Where(d => d.Is(BadRequest.Descriptor)).SelectMany(d => d.Unpack<BadRequest>().FieldViolations)
            .Select(v => $"{v.Field} {v.Description.Split(':')[0]}").ToList();
    }
}
