using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using Google.Protobuf;

namespace EGovPlatform.Resources;

/// <summary>The index columns every table has.</summary>
internal static class StandardColumns
{
    /// <summary>Raised whenever one of these columns is computed in another way; see <see cref="ResourceType.IndexVersion"/>.</summary>
    public const int Version = 2;

    /// <summary>Columns the store itself keeps.</summary>
    public static IReadOnlyList<Column> Stored { get; } =
    [
        new StoredColumn("name", ColumnKind.Text),
        new StoredColumn("create_time", ColumnKind.Time),
        new StoredColumn("update_time", ColumnKind.Time),
    ];

    /// <summary>Columns computed from the message.</summary>
    public static IEnumerable<Column<T>> Computed<T>(ResourceType<T> type) where T : class, IMessage<T>, new()
    {
        var shape = type.Shape;
        yield return new("parent", ColumnKind.Text, m => type.Pattern.ParentOf(shape.Name(m)));
        yield return new("state", ColumnKind.Text, m => type.States?.ShortName(shape.State(m)) ?? "");
        yield return new("countries", ColumnKind.Texts, m => type.CountryCodes(m).Select(CountryCode).Where(c => c.Length > 0).Distinct(StringComparer.Ordinal).ToArray(), InOrder: true);
        yield return new("known_on", ColumnKind.Date, m => Dates.Day(RecordRules.KnownDays(shape.Record(m)).First));
        yield return new("valid_from", ColumnKind.Date, m => Dates.Day(type.ValidDate(m)?.Earliest));
        yield return new("valid_to", ColumnKind.Date, m => Dates.Day(type.ValidDate(m)?.Latest));
        yield return new("workspace", ColumnKind.Text, m => shape.Record(m).Workspace);
        yield return new("visibility", ColumnKind.Text, m => Level(shape.Record(m)));
        yield return new("shared_with", ColumnKind.Texts, m => shape.Record(m).Visibility?.SharedWith.ToArray() ?? []);
        yield return new("visible_from", ColumnKind.Date, m => VisibilityRules.EndOfEmbargo(shape.Record(m).Visibility));
        yield return new("identifiers", ColumnKind.Texts, m => shape.Record(m).ExternalIdentifiers.Select(i => $"{i.Scheme}:{i.Value}").ToArray());
        yield return new("search", ColumnKind.Text, m => SearchKey.Of(type.SearchTexts(m).Append(shape.Name(m))));
    }

    private static string CountryCode(string nameOrCode) =>
        nameOrCode.StartsWith("countries/", StringComparison.Ordinal) ? nameOrCode["countries/".Length..] : nameOrCode.Contains('/', StringComparison.Ordinal) ? "" : nameOrCode;

    private static string Level(Record record)
    {
        var level = record.Visibility?.Level ?? VisibilityLevel.Unspecified;
        return level == VisibilityLevel.Unspecified ? "INTERNAL" : level.ToString().ToUpperInvariant();
    }
}

/// <summary>Days as columns.</summary>
internal static class Dates
{
    /// <summary>A day as the value rules derived it; null when open or unknown.</summary>
    public static object? Day(string? iso) =>
        DateOnly.TryParseExact(iso, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day) ? day : null;

    /// <summary>A bound of days; null for no bound.</summary>
    public static object? Day(DateOnly day) => day == DateOnly.MinValue || day == DateOnly.MaxValue ? null : day;
}
