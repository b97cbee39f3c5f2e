using System.IO.Pipelines;
using Grpc.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Web.Internal;

/// <summary>The body of a gRPC-Web answer: what was written, then the trailers.</summary>
internal sealed class GrpcWebResponseBody : IHttpResponseBodyFeature, IHttpResponseTrailersFeature
{
    private readonly IHttpResponseBodyFeature inner;
    private bool trailersWritten;

    public GrpcWebResponseBody(IHttpResponseBodyFeature inner, bool text)
    {
        this.inner = inner;
        Writer = text ? new Base64PipeWriter(inner.Writer) : inner.Writer;
    }

    public PipeWriter Writer { get; }

    public Stream Stream => field ??= Writer.AsStream(leaveOpen: true);

    public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();

    public void DisableBuffering() => inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public async Task CompleteAsync()
    {
        await WriteTrailersAsync();
        await inner.CompleteAsync();
    }

    /// <summary>Writes what trailers there are, once. A call that failed before its first message has its status in the headers and none.</summary>
    public async Task WriteTrailersAsync()
    {
        if (trailersWritten)
        {
            return;
        }

        trailersWritten = true;
        if (Trailers.Count > 0)
        {
            var lines = Trailers.SelectMany(t => t.Value.Select(v => KeyValuePair.Create(t.Key, v ?? "")));
            await Writer.WriteAsync(GrpcWebText.TrailersFrame(lines));
        }
        else
        {
            await Writer.FlushAsync();
        }
    }
}
