using EGovPlatform.Gateway.Errors;
using Grpc.Core;

namespace EGovPlatform.Gateway.Routing;

/// <summary>Answers what no route takes.</summary>
internal static class UnknownRoutes
{
    public static Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value;
        if (Calls.IsGrpc(context.Request))
        {
            return ErrorWriter.WriteAsync(context, new RpcException(new Status(StatusCode.Unimplemented, $"There is no method {path}.")));
        }

        if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            var error = new RpcException(new Status(StatusCode.Unimplemented, $"{path} does not take {context.Request.Method}."));
            return ErrorWriter.WriteAsync(context, error, StatusCodes.Status405MethodNotAllowed);
        }

        return ErrorWriter.WriteAsync(context, new RpcException(new Status(StatusCode.NotFound, $"There is no {context.Request.Method} {path}.")));
    }
}
