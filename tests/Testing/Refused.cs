using EGovPlatform.Common.V1;
using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace EGovPlatform.Testing;

/// <summary>Reads what a refusal names.</summary>
public static class Refused
{
    /// <summary>The fields and rules of an INVALID_ARGUMENT.</summary>
    public static Task<IReadOnlyList<(string Field, string Rule)>> InvalidAsync<T>(Func<AsyncUnaryCall<T>> call) => InvalidAsync(async () => await call());

    /// <summary>The fields and rules of an INVALID_ARGUMENT.</summary>
    public static async Task<IReadOnlyList<(string Field, string Rule)>> InvalidAsync<T>(Func<Task<T>> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        return [.. error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => (v.Field, v.Description.Split(':')[0]))];
    }

    /// <summary>Makes the call fail with a code and a reason; returns the violated fields as `field RULE`.</summary>
    public static async Task<IReadOnlyList<string>> WithAsync(StatusCode code, ErrorReason reason, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        Assert.True(code == error.StatusCode, error.ToString());
        var expected = ErrorsReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason).Name["ERROR_REASON_".Length..];
        Assert.Equal(expected, Reason(error));
        return [.. (error.GetRpcStatus()!.GetDetail<BadRequest>()?.FieldViolations ?? []).Select(v => $"{v.Field} {v.Description.Split(':')[0]}")];
    }

    /// <summary>The reason of an error.</summary>
    public static async Task<string> ReasonAsync<T>(Func<AsyncUnaryCall<T>> call) => Reason(await Assert.ThrowsAsync<RpcException>(async () => await call()));

    /// <summary>`OK`, or the reason of the error, with field and rule of an INVALID_FIELD: for calls that race.</summary>
    public static async Task<string> OutcomeAsync<T>(Func<AsyncUnaryCall<T>> call)
    {
        try
        {
            await call();
            return "OK";
        }
        catch (RpcException e)
        {
            return Reason(e) is var reason && reason != "INVALID_FIELD" ? reason
                : string.Join(", ", e.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => $"{v.Field} {v.Description.Split(':')[0]}"));
        }
    }

    // Field 1 is `reason`, but the CommonProtos that restore here still call it `type`.
    private static string Reason(RpcException error) =>
        error.GetRpcStatus()?.GetDetail<ErrorInfo>() is { } info ? (string)ErrorInfo.Descriptor.FindFieldByNumber(1).Accessor.GetValue(info) : error.ToString();
}
