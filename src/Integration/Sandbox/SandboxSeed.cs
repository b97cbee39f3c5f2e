using System.Text.Json;
using System.Text.RegularExpressions;
using EGovPlatform.Common.V1;
using EGovPlatform.IntegrationService.Owners;
using EGovPlatform.Resources;
using Google.Protobuf;

namespace EGovPlatform.IntegrationService.Sandbox;

/// <summary>
/// The records a sandbox begins with: data/sandbox.jsonl, one a line, after those it names. `sandbox.KEY` in it stands for an id that is
/// new each time, because a deleted record keeps its name and its state; the identifier `sandbox:KEY` leads to the record of today.
/// </summary>
internal static partial class SandboxSeed
{
    public const string Scheme = "sandbox";

    /// <summary>The records under new names, in the order they are to be added.</summary>
    public static IReadOnlyList<IMessage> Read()
    {
        using var file = new StreamReader(typeof(SandboxSeed).Assembly.GetManifestResourceStream("sandbox.jsonl")!);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var records = new List<IMessage>();
        while (file.ReadLine() is { } line)
        {
            using var written = JsonDocument.Parse(line);
            var key = Placeholder().Matches(written.RootElement.GetProperty("name").GetString()!)[^1].Groups["key"].Value;
            ids[key] = Guid.CreateVersion7().ToString();
            using var named = JsonDocument.Parse(Placeholder().Replace(line, m => ids[m.Groups["key"].Value]));
            var name = named.RootElement.GetProperty("name").GetString()!;
            var record = JsonParser.Default.Parse(named.RootElement.GetProperty("body").GetRawText(), ResourceCatalog.Find(name)!.Descriptor);
            Names.Set(record, name);
            record.Descriptor.FindFieldByName("record").Accessor.SetValue(record, new Record { ExternalIdentifiers = { new ExternalIdentifier { Scheme = Scheme, Value = key } } });
            records.Add(record);
        }

        return records;
    }

    [GeneratedRegex(@"\bsandbox\.(?<key>[a-z-]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
