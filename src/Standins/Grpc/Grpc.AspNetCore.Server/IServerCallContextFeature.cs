using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Request feature: the call a request carries.</summary>
public interface IServerCallContextFeature
{
    ServerCallContext ServerCallContext { get; }
}
