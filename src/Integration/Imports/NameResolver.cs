using System.Collections.Concurrent;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Owners;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Name = EGovPlatform.Common.V1.Name;

namespace EGovPlatform.IntegrationService.Imports;

/// <summary>What a text in a reference stands for.</summary>
/// <param name="Resource">The record; null when that is not certain.</param>
/// <param name="How">Why it is that one.</param>
/// <param name="Candidates">What it may be, when it is not certain.</param>
internal sealed record Meaning(string? Resource, string How, IReadOnlyList<Candidate> Candidates)
{
    public static readonly Meaning None = new(null, "", []);
}

/// <summary>
/// Finds the record that a reference names: by resource name, answer, country code, identifier of another system, or a
/// name that is exactly that of one record. Anything less is asked, never guessed.
/// </summary>
internal sealed class NameResolver(OwnerCalls owners, RowStore rows, Import import)
{
    private const int MaxCandidates = 20;
    private const int MaxKept = 20_000;

    private readonly ConcurrentDictionary<(string Type, string Text), Lazy<Task<Meaning>>> kept = new();
    private readonly Dictionary<string, string> answers = import.Answers.GroupBy(a => a.Text, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Resource, StringComparer.Ordinal);

    /// <summary>Finds what a text means in a field for a type; `*` for any.</summary>
    public async Task<Meaning> FindAsync(string type, string text, CancellationToken cancellation)
    {
        if (ResourceCatalog.Find(text) is not null)
        {
            return new Meaning(text, "", []);
        }

        if (kept.Count > MaxKept)
        {
            kept.Clear();
        }

        return await kept.GetOrAdd((type, text), _ => new Lazy<Task<Meaning>>(() => SearchAsync(type, text.Trim(), cancellation))).Value;
    }

    private async Task<Meaning> SearchAsync(string type, string text, CancellationToken cancellation)
    {
        if (answers.TryGetValue(text, out var answer))
        {
            return new Meaning(answer, "answer", []);
        }

        var types = ResourceCatalog.All.Where(e => type == "*" || TypeOf(e) == type).ToList();
        if (RecordNames.IsIdentifier(text))
        {
            return await ByIdentifierAsync(types, text, cancellation);
        }

        if (text.Length == 2 && text.All(char.IsAsciiLetterUpper) && types.Find(t => t.Pattern.Collection == "countries") is { } country
            && await owners.FindAsync(country.Descriptor, $"countries/{text}", cancellation) is not null)
        {
            return new Meaning($"countries/{text}", "code", []);
        }

        return await ByNameAsync(types, text, cancellation);
    }

    private async Task<Meaning> ByIdentifierAsync(List<ResourceCatalog.Entry> types, string text, CancellationToken cancellation)
    {
        var collection = text.Contains('/', StringComparison.Ordinal) ? text[..(text.LastIndexOf('/') + 1)] : "";
        var found = new List<Candidate>();
        foreach (var entry in types.Where(t => !t.Pattern.IsNested && (collection.Length == 0 || collection == t.Pattern.Collection + "/")))
        {
            if (await owners.FindAsync(entry.Descriptor, $"{entry.Pattern.Collection}/{text.Split('/')[^1]}", cancellation) is { } record)
            {
                found.Add(new Candidate { Resource = Names.Of(record), Label = Label(record), Exact = true });
            }
        }

        return found.Count == 1 ? new Meaning(found[0].Resource, "identifier", [])
            : found.Count == 0 && await rows.GivenAsync(import.Name, text.Split('/')[^1], cancellation) is { } fresh && types.Exists(t => t.Pattern.Matches(fresh)) ? new Meaning(fresh, "file", [])
            : new Meaning(null, "", found);
    }

    /// <summary>The record that holds an identifier of another system, or the row of this file that will.</summary>
    private async Task<string?> HolderAsync(List<ResourceCatalog.Entry> types, string name, CancellationToken cancellation) =>
        types.Find(t => name.StartsWith(t.Pattern.Collection + "/", StringComparison.Ordinal)) is { } entry
            ? await owners.FindAsync(entry.Descriptor, name, cancellation) is { } holder ? Names.Of(holder) : await rows.GivenAsync(import.Name, name.Split('/')[^1], cancellation)
            : null;

    private async Task<Meaning> ByNameAsync(List<ResourceCatalog.Entry> types, string text, CancellationToken cancellation)
    {
        var key = NameKey.Of(text);
        if (key.Length == 0)
        {
            return Meaning.None;
        }

        var candidates = new Dictionary<string, Candidate>(StringComparer.Ordinal);
        foreach (var (name, label) in await rows.NamedAsync(import.Name, key, cancellation))
        {
            var record = RecordNames.IsIdentifier(name) ? await HolderAsync(types, name, cancellation) : name;
            if (record is not null && types.Exists(t => t.Pattern.Matches(record)))
            {
                candidates[record] = new Candidate { Resource = record, Label = label, Exact = true };
            }
        }

        var fromFile = candidates.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var entry in types.Where(t => !t.Pattern.IsNested && (types.Count == 1 || HasNames(t))))
        {
            foreach (var record in await ListAsync(entry, key, cancellation))
            {
                var exact = RecordNames.Called(record).Any(n => NameKey.Of(n) == key);
                if (exact || !candidates.ContainsKey(Names.Of(record)))
                {
                    fromFile.Remove(Names.Of(record));
                    candidates[Names.Of(record)] = new Candidate { Resource = Names.Of(record), Label = Label(record), Exact = exact };
                }
            }
        }

        var certain = candidates.Values.Where(c => c.Exact).ToList();
        return certain.Count == 1
            ? new Meaning(certain[0].Resource, fromFile.Contains(certain[0].Resource) ? "file" : "name", [])
            : new Meaning(null, "", [.. candidates.Values.OrderByDescending(c => c.Exact).ThenBy(c => c.Resource, StringComparer.Ordinal).Take(MaxCandidates)]);
    }

    // Each word is looked for, so that punctuation does not matter; what is exact is decided here.
    private async Task<IReadOnlyList<IMessage>> ListAsync(ResourceCatalog.Entry entry, string key, CancellationToken cancellation)
    {
        var filter = string.Join(' ', key.Split(' ').Select(w => $"\"{w.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
        var found = new List<IMessage>();
        var request = new ListRequest { Filter = filter, PageSize = 200 };
        try
        {
            do
            {
                var (records, next) = await owners.ListAsync(entry.Descriptor, request, cancellation);
                found.AddRange(records);
                request.PageToken = next;
            }
            while (request.PageToken.Length > 0 && found.Count < 2000);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unimplemented or StatusCode.PermissionDenied)
        {
            // Not there, or nothing this caller may know of.
        }

        return found;
    }

    private static bool HasNames(ResourceCatalog.Entry entry) =>
        entry.Descriptor.Fields.InDeclarationOrder().Any(f => f.IsRepeated && f.FieldType == Google.Protobuf.Reflection.FieldType.Message && f.MessageType == Name.Descriptor);

    private static string TypeOf(ResourceCatalog.Entry entry) => entry.Descriptor.GetOptions().GetExtension(ResourceExtensions.Resource).Type;

    private static string Label(IMessage record) => RecordNames.Called(record).FirstOrDefault() ?? Names.Of(record);
}
