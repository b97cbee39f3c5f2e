using System.Text.Json;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Messaging;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Record = EGovPlatform.Common.V1.Record;

namespace EGovPlatform.Reporting.Tests;

/// <summary>The sample notices as the logs of their owners would hold them, so that no other service is needed.</summary>
internal static class Notices
{
    /// <summary>When the first change was recorded; each next one a second later.</summary>
    public static readonly DateTime Recorded = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly (string Code, string English, string Korean)[] Countries =
    [
        ("AR", "Argentina", "아르헨티나"), ("KR", "Republic of Korea", "대한민국"), ("PE", "Peru", "페루"), ("PY", "Paraguay", "파라과이"), ("UY", "Uruguay", "우루과이"),
    ];

    /// <summary>The notices of June 2018 and the countries, one change per record, positions dense per service.</summary>
    public static List<Change> Changes() => Changes("common", "s1-idb-training", "s2-latin-america-caravan");

    /// <summary>All five notices.</summary>
    public static List<Change> All() => Changes("common", "s0-cambodia-vietnam", "s1-idb-training", "s2-latin-america-caravan", "s3-support-round-2017", "s4-local-officials-2016");

    /// <summary>The records that are made up: other shapes than the notices have.</summary>
    public static List<Change> MadeUp() => Changes("made-up");

    private static List<Change> Changes(params string[] files)
    {
        var log = new ChangeLog();
        foreach (var (code, english, korean) in Countries)
        {
            log.Add($"countries/{code}", new Country
            {
                Iso2 = code,
                Names = { new Name { Text = english, LanguageCode = "en" }, new Name { Text = korean, LanguageCode = "ko" } },
                Record = new Record { Visibility = new Visibility { Level = VisibilityLevel.Public } },
            });
        }

        foreach (var file in files)
        {
            using var notice = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "notices", file + ".json")));
            foreach (var record in notice.RootElement.GetProperty("records").EnumerateArray())
            {
                var entry = ResourceCatalog.All.First(e => e.Descriptor.FullName == record.GetProperty("type").GetString());
                log.Add(record.GetProperty("name").GetString()!, JsonParser.Default.Parse(record.GetProperty("body").GetRawText(), entry.Descriptor));
            }
        }

        return log.Changes;
    }
}

/// <summary>Writes changes as the stores do: dense positions per service, versions per record.</summary>
internal sealed class ChangeLog(int recordedAfter = 0)
{
    private readonly Dictionary<string, long> positions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> versions = new(StringComparer.Ordinal);

    public List<Change> Changes { get; } = [];

    /// <summary>Goes on after an existing log.</summary>
    public static ChangeLog After(IReadOnlyList<Change> earlier)
    {
        var log = new ChangeLog(recordedAfter: earlier.Count);
        foreach (var change in earlier)
        {
            log.positions[change.Service] = Math.Max(log.positions.GetValueOrDefault(change.Service), change.Position);
            log.versions[change.Name] = Math.Max(log.versions.GetValueOrDefault(change.Name), change.Version);
        }

        return log;
    }

    /// <summary>Owners that answer with these changes, a few at a time.</summary>
    public static PullChanges Pull(IReadOnlyList<Change> changes) => (service, after, limit, _) =>
    {
        var own = changes.Where(c => c.Service == service).OrderBy(c => c.Position).ToList();
        var page = own.Where(c => c.Position > after).Take(Math.Min(limit, 11)).ToList();
        return Task.FromResult(new ListChangesResponse { Changes = { page }, NextPosition = page.Count > 0 ? page[^1].Position : after, LastPosition = own.Count });
    };

    public Change Add(string name, IMessage message, bool deleted = false)
    {
        var entry = ResourceCatalog.Of(message.Descriptor);
        message.Descriptor.FindFieldByNumber(1).Accessor.SetValue(message, name);
        Derive(message);
        var change = new Change
        {
            Service = entry.Service,
            Position = positions[entry.Service] = positions.GetValueOrDefault(entry.Service) + 1,
            ResourceType = entry.Descriptor.FullName,
            Name = name,
            Version = versions[name] = versions.GetValueOrDefault(name) + 1,
            Kind = deleted ? "deleted" : versions[name] == 1 ? "created" : "updated",
            RecordedTime = Timestamp.FromDateTime(Notices.Recorded.AddSeconds(recordedAfter + Changes.Count)),
            Body = message.ToByteString(),
            Deleted = deleted,
        };
        Changes.Add(change);
        return change;
    }

    // What an owner adds before it stores.
    private static void Derive(IMessage message)
    {
        ValueNormalizer.Normalize(message);
        if (message.Descriptor.FindFieldByName("record")?.Accessor.GetValue(message) is Record record)
        {
            record.Warnings.Clear();
            record.Warnings.Add(ValueWarnings.For(message));
        }
    }
}
