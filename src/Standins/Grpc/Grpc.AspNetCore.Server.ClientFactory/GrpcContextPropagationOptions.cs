namespace Grpc.AspNetCore.ClientFactory;

/// <summary>How calls take over from the call they are made in.</summary>
public class GrpcContextPropagationOptions
{
    /// <summary>Whether a call made outside any server call goes on as it is in place of failing. Off by default.</summary>
    public bool SuppressContextNotFoundErrors { get; set; }
}
