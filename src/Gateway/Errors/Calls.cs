namespace EGovPlatform.Gateway.Errors;

/// <summary>Which protocol a request speaks, by its content type.</summary>
internal static class Calls
{
    public static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) ?? false;

    public static bool IsGrpcWeb(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc-web", StringComparison.OrdinalIgnoreCase) ?? false;
}
