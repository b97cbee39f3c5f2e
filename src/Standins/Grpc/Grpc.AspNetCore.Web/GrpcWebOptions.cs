namespace Grpc.AspNetCore.Web;

/// <summary>How gRPC-Web is served.</summary>
public class GrpcWebOptions
{
    /// <summary>Whether services without a word on it answer gRPC-Web. Off by default.</summary>
    public bool DefaultEnabled { get; set; }
}
