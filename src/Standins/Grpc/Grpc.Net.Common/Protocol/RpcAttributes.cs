namespace Grpc.Protocol;

/// <summary>Names of OpenTelemetry's conventions for RPC, version 1.44.</summary>
internal static class RpcAttributes
{
    public const string System = "rpc.system.name";
    public const string Grpc = "grpc";

    /// <summary>Service and method, such as <c>package.Service/Method</c>.</summary>
    public const string Method = "rpc.method";
    public const string StatusCode = "rpc.response.status_code";
    public const string ErrorType = "error.type";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";

    /// <summary>Seconds.</summary>
    public static readonly double[] DurationBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
}
