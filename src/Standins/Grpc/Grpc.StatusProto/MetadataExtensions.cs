using Google.Protobuf;

namespace Grpc.Core;

public static class MetadataExtensions
{
    /// <summary>The trailer that carries a google.rpc.Status.</summary>
    public const string StatusDetailsTrailerName = "grpc-status-details-bin";

    /// <summary>The google.rpc.Status in the trailers, or null when there is none.</summary>
    /// <param name="metadata">Trailers of a call.</param>
    /// <param name="ignoreParseError">Whether a status that cannot be parsed counts as none.</param>
    /// <exception cref="InvalidProtocolBufferException">The trailer is no google.rpc.Status.</exception>
    public static Google.Rpc.Status? GetRpcStatus(this Metadata metadata, bool ignoreParseError = false)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (metadata.GetValueBytes(StatusDetailsTrailerName) is not { } bytes)
        {
            return null;
        }

        try
        {
            return Google.Rpc.Status.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException) when (ignoreParseError)
        {
            return null;
        }
    }

    /// <summary>Puts the status into the trailers, in place of one that is there.</summary>
    public static void SetRpcStatus(this Metadata metadata, Google.Rpc.Status status)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(status);
        for (var i = metadata.Count - 1; i >= 0; i--)
        {
            if (metadata[i].Key == StatusDetailsTrailerName)
            {
                metadata.RemoveAt(i);
            }
        }

        metadata.Add(StatusDetailsTrailerName, status.ToByteArray());
    }
}
