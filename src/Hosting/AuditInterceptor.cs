using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Npgsql;

namespace EGovPlatform.Hosting;

/// <summary>
/// Writes down each call whose policy says AUDIT_ALL, before its handler runs, so that an attempt leaves its trace too.
/// Reads of personal data are written down where the data are opened.
/// </summary>
public sealed class AuditInterceptor(PolicyTable policies, NpgsqlDataSource database) : Interceptor
{
    private const string NameField = "name";

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await WriteAsync(request as IMessage, context);
        return await continuation(request, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await WriteAsync(request as IMessage, context);
        await continuation(request, responseStream, context);
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await WriteAsync(null, context);
        return await continuation(requestStream, context);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await WriteAsync(null, context);
        await continuation(requestStream, responseStream, context);
    }

    private async Task WriteAsync(IMessage? request, ServerCallContext context)
    {
        if (policies.Find(context.Method)?.Audit != Audit.All)
        {
            return;
        }

        await using var command = database.CreateCommand("insert into read_audit (actor, method, name) values ($1, $2, $3)");
        command.Parameters.Add(new() { Value = context.Caller().Subject });
        command.Parameters.Add(new() { Value = context.Method });
        command.Parameters.Add(new() { Value = Name(request) });
        await command.ExecuteNonQueryAsync(context.CancellationToken);
    }

    private static string Name(IMessage? request) => request?.Descriptor.FindFieldByName(NameField)?.Accessor.GetValue(request) as string ?? "";
}
