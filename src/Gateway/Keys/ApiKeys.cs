using EGovPlatform.Gateway.Errors;
using Grpc.Core;
using Yarp.ReverseProxy.Model;

namespace EGovPlatform.Gateway.Keys;

/// <summary>Replaces an API key in the `Authorization` header by the token that stands for it. Services never see keys.</summary>
internal sealed class ApiKeys(RequestDelegate next, KeyExchange exchange)
{
    private const string Bearer = "Bearer ";
    private const string Start = "egk_";

    public Task InvokeAsync(HttpContext context) => Key(context) is { } key ? ReplaceAsync(context, key) : next(context);

    private async Task ReplaceAsync(HttpContext context, string key)
    {
        try
        {
            context.Request.Headers.Authorization = Bearer + await exchange.TokenAsync(key, context.RequestAborted);
        }
        catch (RpcException e) when (!context.RequestAborted.IsCancellationRequested)
        {
            var error = e.StatusCode == StatusCode.Unauthenticated ? Access.Errors.Unauthenticated() : Access.Errors.Unavailable("The service");
            await ErrorWriter.WriteAsync(context, error);
            return;
        }
        catch (InvalidOperationException)
        {
            // This gateway has no credential of its own to ask with.
            await ErrorWriter.WriteAsync(context, Access.Errors.Unavailable("The service"));
            return;
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            return;
        }

        await next(context);
    }

    private static string? Key(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Bearer + Start, StringComparison.OrdinalIgnoreCase) && context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>() is not null
            ? header[Bearer.Length..].Trim()
            : null;
    }
}
