using Grpc.Core;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>Writes the answer of a unary method, or each answer of a stream on a line of its own.</summary>
internal sealed class JsonResponseWriter<TResponse>(JsonServerCallContext context, ResponseBinding binding) : IServerStreamWriter<TResponse>
    where TResponse : class
{
    private int writing;

    public WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes the only answer, unless the method set a status other than OK.</summary>
    public async Task WriteSingleAsync(TResponse? response)
    {
        if (context.Status.StatusCode == StatusCode.OK)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var message = response ?? throw new RpcException(new Status(StatusCode.Cancelled, "No message returned from method."));
            binding.Write(context.HttpContext.Response, message, line: false);
            // What is written counts, even where its flush was cancelled: an error could not be put in its place any more.
            await context.HttpContext.Response.BodyWriter.FlushAsync(CancellationToken.None);
        }
    }

    public Task WriteAsync(TResponse message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TResponse message, CancellationToken cancellationToken)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Exchange(ref writing, 1) == 1)
        {
            throw new InvalidOperationException("Can't write the message because the previous write is in progress.");
        }

        try
        {
            binding.Write(context.HttpContext.Response, message, line: true);
            // The first flush sends the head; until then an error has a status line of its own.
            var end = cancellationToken.CanBeCanceled ? cancellationToken : context.CancellationToken;
            await context.HttpContext.Response.BodyWriter.FlushAsync(context.HttpContext.Response.HasStarted ? end : CancellationToken.None);
        }
        finally
        {
            Volatile.Write(ref writing, 0);
        }
    }
}
