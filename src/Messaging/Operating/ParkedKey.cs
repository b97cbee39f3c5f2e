using System.Globalization;

namespace EGovPlatform.Messaging.Operating;

/// <summary>Key of a row in table parked; the last part of its name.</summary>
/// <param name="Direction">"out" or "in".</param>
/// <param name="Source">Owner of the record, such as "countries".</param>
/// <param name="Position">Position in the owner's log.</param>
internal readonly record struct ParkedKey(string Direction, string Source, long Position)
{
    public const string In = "in";
    public const string Out = "out";

    /// <summary>Reads DIRECTION-SOURCE-POSITION; null when it is something else.</summary>
    public static ParkedKey? TryParse(string text) =>
        text.Split('-') is [In or Out, { Length: > 0 } source, { } digits]
        && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? new(text[..text.IndexOf('-', StringComparison.Ordinal)], source, position)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Direction}-{Source}-{Position}");
}
