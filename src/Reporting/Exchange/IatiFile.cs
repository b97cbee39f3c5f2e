using EGovPlatform.Iati.Validation;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>A finished file at its beginning, and what is to be said of it. Disposing it deletes it.</summary>
internal sealed record IatiFile(Stream Content, ValidationReport Report, int Activities, IReadOnlyList<(string Record, string Reason)> LeftOut) : IAsyncDisposable
{
    private const int PartBytes = 256 * 1024;

    /// <summary>Sends it in parts.</summary>
    public async Task SendAsync(IServerStreamWriter<HttpBody> to, CancellationToken cancellation)
    {
        var buffer = new byte[PartBytes];
        while (await Content.ReadAtLeastAsync(buffer, PartBytes, throwOnEndOfStream: false, cancellation) is > 0 and var read)
        {
            await to.WriteAsync(new HttpBody { ContentType = "application/xml", Data = ByteString.CopyFrom(buffer, 0, read) }, cancellation);
        }
    }

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
