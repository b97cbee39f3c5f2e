using Google.Api;
using Google.Protobuf.Reflection;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding;

/// <summary>Endpoint metadata of a transcoded method.</summary>
public sealed class GrpcJsonTranscodingMetadata(MethodDescriptor methodDescriptor, HttpRule httpRule)
{
    public MethodDescriptor MethodDescriptor { get; } = methodDescriptor;

    /// <summary>The rule of this endpoint: the method's own, or one of its additional bindings.</summary>
    public HttpRule HttpRule { get; } = httpRule;
}
