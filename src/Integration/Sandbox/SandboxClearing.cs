using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Imports;
using EGovPlatform.IntegrationService.Owners;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Sandbox;

/// <summary>
/// Deletes records that may name each other: those that nothing names first, and round again for as long as that frees others. A circle is
/// opened by taking the names out. What a rule keeps is told, and gives up the identifier by which the seed is found.
/// </summary>
/// <param name="owners">Calls as the sandbox's workspace.</param>
/// <param name="settled">Told of each record that is deleted or kept.</param>
internal sealed class SandboxClearing(OwnerCalls owners, Func<Task> settled)
{
    /// <summary>Why, in the change log.</summary>
    public const string Reason = "Reset of the sandbox";

    private static readonly WriteNote Note = new("", Reason);
    private readonly List<KeptRecord> kept = [];

    /// <summary>Deletes; answers with what is kept.</summary>
    public async Task<IReadOnlyList<KeptRecord>> RunAsync(IReadOnlyList<IMessage> records, CancellationToken cancellation)
    {
        for (var open = records; open.Count > 0;)
        {
            var named = new List<(IMessage Record, OwnerError Error)>();
            foreach (var record in open)
            {
                if (await DeleteAsync(record, cancellation) is not { } error)
                {
                    await settled();
                }
                else if (error.Reason == "STILL_REFERENCED")
                {
                    named.Add((record, error));
                }
                else
                {
                    await KeepAsync(record, error, cancellation);
                }
            }

            if (named.Count == open.Count && !await FreeAsync([.. named.Select(n => n.Record)], cancellation))
            {
                foreach (var (record, error) in named)
                {
                    await KeepAsync(record, error, cancellation);
                }

                break;
            }

            open = [.. named.Select(n => n.Record)];
        }

        return kept;
    }

    private async Task<OwnerError?> DeleteAsync(IMessage record, CancellationToken cancellation)
    {
        try
        {
            await owners.DeleteAsync(record.Descriptor, Names.Of(record), "", Note, cancellation);
            return null;
        }
        catch (RpcException e)
        {
            var error = OwnerError.Of(e);
            return error.IsOutage ? throw new RpcException(e.Status) : error.Reason is "DELETED" or "NOT_FOUND" ? null : error;
        }
    }

    /// <summary>Takes the names of records that hold each other out of them; false when none can be changed.</summary>
    private async Task<bool> FreeAsync(IReadOnlyList<IMessage> stuck, CancellationToken cancellation)
    {
        var names = stuck.Select(Names.Of).ToHashSet(StringComparer.Ordinal);
        var freed = false;
        foreach (var record in stuck)
        {
            if (await owners.FindAsync(record.Descriptor, Names.Of(record), cancellation) is { } current)
            {
                freed |= await Untying.FreeAsync(current, names, changed => owners.UpdateAsync(changed, Note, cancellation));
            }
        }

        return freed;
    }

    private async Task KeepAsync(IMessage record, OwnerError error, CancellationToken cancellation)
    {
        kept.Add(new KeptRecord { Record = Names.Of(record), Reason = error.Reason, Description = error.Message });
        await ReleaseAsync(record, cancellation);
        await settled();
    }

    private static IMessage WithoutIdentifier(IMessage current)
    {
        var changed = Merging.Copy(current);
        if (changed.Descriptor.FindFieldByName("record").Accessor.GetValue(changed) is Record { ExternalIdentifiers: var all })
        {
            all.Where(i => i.Scheme == SandboxSeed.Scheme).ToList().ForEach(i => all.Remove(i));
        }

        return changed;
    }

    /// <summary>Lets the seed's identifier go, where a rule lets the record be changed.</summary>
    private async Task ReleaseAsync(IMessage record, CancellationToken cancellation)
    {
        try
        {
            if (await owners.FindAsync(record.Descriptor, Names.Of(record), cancellation) is { } current && WithoutIdentifier(current) is var changed && !changed.Equals(current))
            {
                await owners.UpdateAsync(changed, Note, cancellation);
            }
        }
        catch (RpcException e) when (!OwnerError.Of(e).IsOutage)
        {
            // It stays with the kept record, and the seed is refused for it.
        }
    }
}
