using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.IntegrationService.Owners;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Protobuf;

namespace EGovPlatform.IntegrationService.Templates;

/// <summary>The records that go into a filled file.</summary>
internal static class ExistingRecords
{
    private const int Most = 10_000;
    private const int PageSize = 500;

    public static async Task<IReadOnlyList<IMessage>> ReadAsync(
        OwnerCalls owners, ResourceCatalog.Entry entry, IReadOnlyList<string> names, string filter, CancellationToken cancellation)
    {
        var found = new List<IMessage>();
        if (names.Count > 0)
        {
            var wrong = names.Where(n => ResourceCatalog.Find(n) != entry && !n.Contains("/~", StringComparison.Ordinal)).Select(n => new FieldViolation("records", "RESOURCE_NAME", $"'{n}' is not a name like {entry.Pattern.Text}.")).ToList();
            if (wrong.Count > 0)
            {
                throw Errors.InvalidFields(wrong);
            }

            foreach (var name in names.Distinct(StringComparer.Ordinal))
            {
                found.Add(await owners.FindAsync(entry.Descriptor, name, cancellation) ?? throw Errors.NotFound(name));
            }

            return found;
        }

        await PagesAsync(owners, entry, "", filter, found, cancellation);
        return found;
    }

    // Lists of records under others go through their parents: an owner lists below one parent, or below all with `-`.
    private static async Task PagesAsync(OwnerCalls owners, ResourceCatalog.Entry entry, string parent, string filter, List<IMessage> found, CancellationToken cancellation)
    {
        if (entry.Pattern.IsNested && parent.Length == 0)
        {
            var above = ResourceCatalog.All.First(e => entry.Pattern.Text.StartsWith(e.Pattern.Text + "/", StringComparison.Ordinal) && e.Pattern.Text.Count(c => c == '/') == entry.Pattern.Text.Count(c => c == '/') - 2);
            var parents = new List<IMessage>();
            await PagesAsync(owners, above, "", "", parents, cancellation);
            foreach (var one in parents)
            {
                await PagesAsync(owners, entry, Names.Of(one), filter, found, cancellation);
            }

            return;
        }

        var request = new ListRequest { Parent = parent, Filter = filter, PageSize = PageSize };
        do
        {
            var (records, next) = await owners.ListAsync(entry.Descriptor, request, cancellation);
            found.AddRange(records);
            if (found.Count > Most)
            {
                throw Errors.InvalidField("filter", "TOO_MANY", $"More than {Most} records; a filter makes them fewer.");
            }

            request.PageToken = next;
        }
        while (request.PageToken.Length > 0);
    }
}
