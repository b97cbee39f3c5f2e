namespace Grpc.AspNetCore.Web;

/// <summary>Endpoint metadata: whether the endpoint answers gRPC-Web.</summary>
public interface IGrpcWebEnabledMetadata
{
    bool GrpcWebEnabled { get; }
}

/// <summary>The service or method answers gRPC-Web.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class EnableGrpcWebAttribute : Attribute, IGrpcWebEnabledMetadata
{
    public bool GrpcWebEnabled => true;
}

/// <summary>The service or method does not answer gRPC-Web.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = false, Inherited = true)]
public sealed class DisableGrpcWebAttribute : Attribute, IGrpcWebEnabledMetadata
{
    public bool GrpcWebEnabled => false;
}
