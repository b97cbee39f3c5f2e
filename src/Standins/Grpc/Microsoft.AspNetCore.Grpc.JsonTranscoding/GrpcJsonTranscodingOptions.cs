using Google.Protobuf.Reflection;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding;

/// <summary>How gRPC methods with a <c>google.api.http</c> rule answer as JSON.</summary>
public sealed class GrpcJsonTranscodingOptions
{
    /// <summary>Types that <c>google.protobuf.Any</c> may carry. Those of <c>google.rpc</c> error details are always known.</summary>
    public TypeRegistry TypeRegistry { get; set; } = TypeRegistry.Empty;

    public GrpcJsonSettings JsonSettings { get; set; } = new();
}
