using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Resources;

/// <summary>Starts long-running work and keeps its record true: progress, cancel, result or error.</summary>
public sealed partial class OperationRunner(OperationStore store, ServiceIdentity service, IHttpContextAccessor http, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<OperationRunner> log)
{
    /// <summary>Reports progress; throws when the operation was asked to stop.</summary>
    /// <param name="progress">Work done.</param>
    /// <param name="total">All work; 0 is unknown.</param>
    public delegate Task Report(long progress, long total);

    /// <summary>
    /// Starts the work and answers at once with its operation. With a request id used before, answers with the
    /// operation that was started then.
    /// </summary>
    public async Task<Operation> StartAsync(string kind, Func<Report, CancellationToken, Task<IMessage?>> work, string requestId = "")
    {
        if (requestId.Length > 0 && !Guid.TryParseExact(requestId, "D", out _))
        {
            throw Errors.InvalidField("request_id", "UUID", $"'{requestId}' is not a UUID.");
        }

        var name = $"{store.Collection}/{(requestId.Length > 0 ? requestId.ToLowerInvariant() : Guid.CreateVersion7().ToString())}";
        var asker = http.HttpContext is { } context ? Caller.From(context.User) : Caller.System(service.Name);
        if (requestId.Length > 0 && await store.FindAsync(name, lifetime.ApplicationStopping) is { } earlier)
        {
            return await store.SeenAsync(name, asker, lifetime.ApplicationStopping) is not null && earlier.Kind == kind ? earlier : throw Errors.RequestIdReused(requestId);
        }

        var operation = new Operation
        {
            Name = name,
            Kind = kind,
            CreateTime = Now(),
        };
        if (!await store.AddAsync(operation, asker, lifetime.ApplicationStopping))
        {
            return await store.SeenAsync(name, asker, lifetime.ApplicationStopping) ?? throw Errors.RequestIdReused(requestId);
        }

        _ = Task.Run(() => RunAsync(operation.Clone(), work), CancellationToken.None);
        return operation;
    }

    private async Task RunAsync(Operation operation, Func<Report, CancellationToken, Task<IMessage?>> work)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        try
        {
            var result = await work(
                async (progress, total) =>
                {
                    operation.Progress = progress;
                    operation.Total = total;
                    if (await store.SaveAsync(operation, stop.Token))
                    {
                        operation.CancelRequested = true;
                        await stop.CancelAsync();
                        stop.Token.ThrowIfCancellationRequested();
                    }
                },
                stop.Token);
            operation.Response = Any.Pack(result ?? new Empty());
        }
        catch (OperationCanceledException)
        {
            operation.Error = new OperationError { Code = (int)StatusCode.Cancelled, Message = "The operation was asked to stop." };
        }
        catch (RpcException e)
        {
            operation.Error = new OperationError { Code = (int)e.StatusCode, Message = e.Status.Detail, Details = { e.GetRpcStatus()?.Details ?? [] } };
        }
        catch (Exception e)
        {
            Failed(log, operation.Name, e);
            operation.Error = new OperationError { Code = (int)StatusCode.Internal, Message = "Internal error; the log tells more." };
        }

        operation.Done = true;
        operation.EndTime = Now();
        await store.SaveAsync(operation, CancellationToken.None);
    }

    private Timestamp Now() => Timestamp.FromDateTimeOffset(time.GetUtcNow());

    [LoggerMessage(2, LogLevel.Error, "Operation {Operation} failed")]
    private static partial void Failed(ILogger logger, string operation, Exception exception);
}
