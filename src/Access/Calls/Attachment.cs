using Grpc.Core;

namespace EGovPlatform.Access;

/// <summary>Answers that are files.</summary>
public static class Attachment
{
    /// <summary>Says what to save the answer as; before its first part.</summary>
    public static Task AttachAsync(this ServerCallContext context, string fileName)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.WriteResponseHeadersAsync(new Metadata { { "content-disposition", $"attachment; filename={fileName}" } });
    }
}
