using EGovPlatform.IntegrationService.Owners;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>Opens circles of records that name each other and so keep each other from being deleted.</summary>
internal static class Untying
{
    /// <summary>Takes the names of others out of a record, where the rules let them go.</summary>
    /// <param name="current">The record as it is.</param>
    /// <param name="names">Records that are to go; itself does not count.</param>
    /// <param name="update">Stores the record with one name less; answers with it as it is then.</param>
    /// <returns>Whether any name went.</returns>
    /// <exception cref="RpcException">The owner is out of reach; what went before stays out.</exception>
    public static async Task<bool> FreeAsync(IMessage current, IReadOnlyCollection<string> names, Func<IMessage, Task<IMessage>> update)
    {
        var freed = false;

        // One by one, because a rule may need some of them; the last first, so that places in lists stay as they are.
        foreach (var named in ReferenceCells.Of(current).Where(c => names.Contains(c.Text) && c.Text != Names.Of(current)).Reverse())
        {
            try
            {
                current = await update(RowWriter.Stripped(current, c => c.Field == named.Field && c.Text == named.Text));
                freed = true;
            }
            catch (RpcException e) when (!OwnerError.Of(e).IsOutage)
            {
                // The rule's own words come when the record is kept.
            }
        }

        return freed;
    }
}
