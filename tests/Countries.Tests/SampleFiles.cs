using System.Collections;
using System.Text.Json;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Countries.Tests;

/// <summary>One record of a sample file.</summary>
internal sealed record SampleRecord(string File, string Name, IMessage Message)
{
    /// <summary>What every record has in common.</summary>
    public Record Record => RecordRules.Of(Message)!;
}

/// <summary>The sample files, in the order in which they are imported.</summary>
internal static class SampleFiles
{
    private static readonly TypeRegistry Types = TypeRegistry.FromMessages(ResourceCatalog.All.Select(e => e.Descriptor));

    /// <summary>All records of a folder beside the tests.</summary>
    public static List<SampleRecord> Read(string folder)
    {
        var records = new List<SampleRecord>();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, folder), "*.json").Order(StringComparer.Ordinal))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            foreach (var record in json.RootElement.GetProperty("records").EnumerateArray())
            {
                var type = Types.Find(record.GetProperty("type").GetString());
                Assert.NotNull(type);
                var message = JsonParser.Default.Parse(record.GetProperty("body").GetRawText(), type);
                records.Add(new SampleRecord(Path.GetFileName(file), record.GetProperty("name").GetString()!, message));
            }
        }

        return records;
    }

    /// <summary>Every name of another record that the owner of this one checks.</summary>
    public static IEnumerable<string> References(IMessage message) => message.Descriptor.Fields.InDeclarationOrder()
        .SelectMany(field => Values(field, message).SelectMany(value => value switch
        {
            IMessage inner => References(inner),
            string { Length: > 0 } name when field.GetOptions()?.GetExtension(ResourceExtensions.ResourceReference) is not null => [name],
            _ => [],
        }));

    /// <summary>A field as JSON; empty when it is not set.</summary>
    public static string Json(IMessage message, string path)
    {
        Assert.True(FieldPath.TryFollow(message, path, out var found, out var error), error);
        return found.Value switch
        {
            null => "",
            string text => text,
            IMessage inner => JsonFormatter.Default.Format(inner),
            IEnumerable list => string.Join(", ", list.Cast<object>().Select(v => v is IMessage m ? JsonFormatter.Default.Format(m) : $"{v}")),
            Enum number => found.Field.EnumType.FindValueByNumber(Convert.ToInt32(number, System.Globalization.CultureInfo.InvariantCulture)).Name,
            var value => $"{value}",
        };
    }

    private static IEnumerable<object> Values(FieldDescriptor field, IMessage message) => field.Accessor.GetValue(message) switch
    {
        null => [],
        IList list => list.Cast<object>(),
        var value => [value],
    };
}
