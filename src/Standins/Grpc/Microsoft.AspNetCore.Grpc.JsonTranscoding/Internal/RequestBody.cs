using System.Buffers;
using Grpc.Core;
using Grpc.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>The bytes of a request's body, up to a limit.</summary>
internal static class RequestBody
{
    /// <param name="limit">Most bytes; null means no limit.</param>
    /// <param name="anyType">Whether bytes of any content type are taken, not JSON only.</param>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED over the limit, INVALID_ARGUMENT for another content type.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int? limit, bool anyType, CancellationToken cancellationToken)
    {
        var most = limit ?? int.MaxValue;
        if (request.ContentLength > most)
        {
            throw new BodyTooLargeException($"The body is larger than {most} bytes.");
        }

        try
        {
            // A read that ended by ReadAsync's own token would count as going on, and the server could not drain the body.
            using var cancel = cancellationToken.UnsafeRegister(PendingRead.Cancel, request.BodyReader);
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(CancellationToken.None);
                if (read.IsCanceled)
                {
                    request.BodyReader.AdvanceTo(read.Buffer.Start);
                    throw new OperationCanceledException(cancellationToken);
                }

                if (read.Buffer.Length > most)
                {
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    throw new BodyTooLargeException($"The body is larger than {most} bytes.");
                }

                if (read.IsCompleted)
                {
                    var bytes = read.Buffer.ToArray();
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    if (bytes.Length > 0 && !anyType)
                    {
                        CheckContentType(request);
                    }

                    return bytes;
                }

                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            // The server's own limit, which is below the method's.
            throw new BodyTooLargeException("The body is larger than the server allows.");
        }
        catch (BadHttpRequestException e)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The body cannot be read as HTTP.", e));
        }
    }

    private static void CheckContentType(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !(type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw TranscodingErrors.Malformed("The content type of the body must be application/json in UTF-8.");
        }
    }
}
