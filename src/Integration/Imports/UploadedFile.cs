using EGovPlatform.Access;
using Google.Api;
using Microsoft.Net.Http.Headers;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>An upload: the bytes, and what their content type says about them.</summary>
internal sealed record UploadedFile(byte[] Bytes, string MediaType, string FileName, string Group, string RequestId)
{
    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD: the content type cannot be read.</exception>
    public static UploadedFile Of(HttpBody body)
    {
        if (!MediaTypeHeaderValue.TryParse(body.ContentType, out var type))
        {
            throw Errors.InvalidField("content_type", "FILE_TYPE", "A content type is needed, such as text/csv; name=engagements.csv.");
        }

        return new UploadedFile(body.Data.ToByteArray(), type.MediaType.Value ?? "", Parameter(type, "name"), Parameter(type, "group"), Parameter(type, "request-id"));
    }

    private static string Parameter(MediaTypeHeaderValue type, string name) =>
        Uri.UnescapeDataString(HeaderUtilities.RemoveQuotes(type.Parameters.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value ?? "").Value ?? "");
}
