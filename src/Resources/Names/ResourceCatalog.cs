using System.Reflection;
using Google.Api;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Resources;

/// <summary>Every resource type of the contracts: which message, which names, which service owns it.</summary>
public static class ResourceCatalog
{
    private static readonly Lazy<IReadOnlyList<Entry>> Loaded = new(Load);

    /// <summary>All types.</summary>
    public static IReadOnlyList<Entry> All => Loaded.Value;

    /// <summary>The type a name belongs to; null when no pattern fits.</summary>
    public static Entry? Find(string name) => All.FirstOrDefault(e => e.Pattern.Matches(name));

    /// <summary>The entry of a message.</summary>
    public static Entry Of(MessageDescriptor descriptor) =>
        All.FirstOrDefault(e => e.Descriptor == descriptor)
        ?? throw new InvalidOperationException($"{descriptor.FullName} has no google.api.resource option.");

    /// <summary>One resource type.</summary>
    /// <param name="Descriptor">The message.</param>
    /// <param name="Pattern">Its names.</param>
    /// <param name="Service">Owning service in lower case: <c>countries</c>.</param>
    public sealed record Entry(MessageDescriptor Descriptor, NamePattern Pattern, string Service);

    private static IReadOnlyList<Entry> Load()
    {
        var files = typeof(Common.V1.Record).Assembly.GetTypes()
            .Where(t => t.IsAbstract && t.IsSealed && t.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(t => t.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<FileDescriptor>();
        return files.SelectMany(f => f.MessageTypes)
            .Select(m => (Message: m, Resource: m.GetOptions()?.GetExtension(ResourceExtensions.Resource)))
            .Where(m => m.Resource is not null && m.Resource.Pattern.Count > 0)
            .Select(m => new Entry(m.Message, new NamePattern(m.Resource!.Pattern[0]), m.Message.File.Package.Split('.')[1]))
            .OrderBy(e => e.Descriptor.FullName, StringComparer.Ordinal)
            .ToList();
    }
}
