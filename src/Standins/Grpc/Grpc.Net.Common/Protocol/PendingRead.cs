using System.IO.Pipelines;

namespace Grpc.Protocol;

/// <summary>Ends a read that waits for a peer, so that it returns as cancelled and the pipe stays in order.</summary>
internal static class PendingRead
{
    /// <summary>For <see cref="CancellationToken.UnsafeRegister(Action{object}, object)"/> with the reader as state.</summary>
    public static readonly Action<object?> Cancel = static reader =>
    {
        try
        {
            ((PipeReader)reader!).CancelPendingRead();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The peer went at the same moment: the read ends by itself, and whoever cancels must not.
        }
    };
}
