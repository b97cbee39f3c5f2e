using EGovPlatform.Activities.V1;
using EGovPlatform.Iati.Reading;
using EGovPlatform.IntegrationService.Owners;
using EGovPlatform.Resources;
using Google.Protobuf;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>What an IATI file must not change: records of our own, and what is the same or newer here.</summary>
internal static class IatiChecks
{
    /// <summary>Why the record stays as it is; null when the row is to be compared as any other.</summary>
    public static async Task<string?> LeaveAsync(OwnerCalls owners, IMessage content, IMessage? existing, CancellationToken cancellation)
    {
        if (content is not Project { Iati: { } incoming })
        {
            return null;
        }

        return existing switch
        {
            Project { Iati: { } known } when known.Digest == incoming.Digest => "The activity is the same as when it came in.",
            Project { Iati: { } known } when ImportPlan.IsOlder(incoming.LastUpdated, known.LastUpdated) => $"The file is older: {incoming.LastUpdated} is before {known.LastUpdated}.",
            Project { Iati: { } } => null,
            { } => "The record is our own; a file does not change it.",
            null => await OwnAsync(owners, incoming.ExportedFrom, cancellation) ? $"It is our own {incoming.ExportedFrom}; a file does not change it." : null,
        };
    }

    private static async Task<bool> OwnAsync(OwnerCalls owners, string name, CancellationToken cancellation) =>
        ResourceCatalog.Find(name) is { } entry && await owners.FindAsync(entry.Descriptor, name, cancellation) is { } record && !Names.IsDeleted(record);
}
