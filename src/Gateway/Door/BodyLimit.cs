using EGovPlatform.Access;
using EGovPlatform.Gateway.Errors;

namespace EGovPlatform.Gateway.Door;

/// <summary>Refuses a body that says itself that it is too large. One that grows too large is stopped by the server.</summary>
internal sealed class BodyLimit(RequestDelegate next, GatewayOptions options)
{
    public Task InvokeAsync(HttpContext context) =>
        context.Request.ContentLength > options.MaxRequestBodyBytes
            ? ErrorWriter.WriteAsync(context, TooLarge(options), StatusCodes.Status413PayloadTooLarge)
            : next(context);

    public static Grpc.Core.RpcException TooLarge(GatewayOptions options) => Access.Errors.TooLarge("The request", options.MaxRequestBodyBytes);
}
