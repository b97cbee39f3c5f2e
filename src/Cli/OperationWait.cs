using EGovPlatform.Common.V1;
using Grpc.Core;

namespace EGovPlatform.Cli;

/// <summary>Waits for long-running work, with its progress on the error stream where that is a terminal.</summary>
internal static class OperationWait
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks until the work is done, whether it went well or not.</summary>
    /// <param name="name">The operation.</param>
    /// <param name="get">Asks the service that does it: each has an OperationService of its own.</param>
    /// <param name="cancellation">Ends the waiting, not the work.</param>
    public static async Task<Operation> DoneAsync(string name, Func<GetOperationRequest, AsyncUnaryCall<Operation>> get, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Poll);
        Operation operation;
        while (!(operation = await get(new GetOperationRequest { Name = name })).Done)
        {
            if (!Console.IsErrorRedirected)
            {
                await Console.Error.WriteAsync($"\r{operation.Kind}: {operation.Progress} of {(operation.Total > 0 ? operation.Total : "?")} ");
            }

            await timer.WaitForNextTickAsync(cancellation);
        }

        if (!Console.IsErrorRedirected)
        {
            await Console.Error.WriteLineAsync();
        }

        return operation;
    }
}
