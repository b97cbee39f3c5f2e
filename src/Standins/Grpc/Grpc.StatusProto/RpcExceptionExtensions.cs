namespace Grpc.Core;

public static class RpcExceptionExtensions
{
    /// <summary>The google.rpc.Status a failed call came with, or null.</summary>
    /// <exception cref="Google.Protobuf.InvalidProtocolBufferException">What came is no google.rpc.Status.</exception>
    public static Google.Rpc.Status? GetRpcStatus(this RpcException ex)
    {
        ArgumentNullException.ThrowIfNull(ex);
        return ex.Trailers.GetRpcStatus();
    }
}
