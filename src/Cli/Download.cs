using Grpc.Core;

namespace EGovPlatform.Cli;

/// <summary>Files that come in parts.</summary>
internal static class Download
{
    /// <summary>Writes under another name until the file is whole: a broken connection leaves no half file behind.</summary>
    public static async Task SaveAsync(AsyncServerStreamingCall<Google.Api.HttpBody> call, FileInfo file, CancellationToken cancellation)
    {
        var part = file.FullName + ".part";
        try
        {
            using (call)
            {
                await using var stream = File.Create(part);
                while (await call.ResponseStream.MoveNext(cancellation))
                {
                    await stream.WriteAsync(call.ResponseStream.Current.Data.Memory, cancellation);
                }
            }

            File.Move(part, file.FullName, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
