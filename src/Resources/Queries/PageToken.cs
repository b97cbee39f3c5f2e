using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EGovPlatform.Access;

namespace EGovPlatform.Resources;

/// <summary>
/// Where the next page begins: the order values of the last row, tied to the query by a digest.
/// Opaque to callers (AIP-158).
/// </summary>
public static class PageToken
{
    public static string Write(string query, IReadOnlyList<object> last)
    {
        var parts = last.Select(v => v switch
        {
            DateOnly d => d == DateOnly.MinValue ? "-infinity" : d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTime t => t.ToString("O", CultureInfo.InvariantCulture),
            _ => Convert.ToString(v, CultureInfo.InvariantCulture)!,
        }).Prepend(Digest(query));
        return Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(parts)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    public static IReadOnlyList<object>? Read(string token, string query, IReadOnlyList<OrderField> order)
    {
        if (token.Length == 0)
        {
            return null;
        }

        try
        {
            var padded = token.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (token.Length % 4)) % 4);
            var parts = JsonSerializer.Deserialize<string[]>(Convert.FromBase64String(padded));
            if (parts is null || parts.Length != order.Count + 1 || parts[0] != Digest(query))
            {
                throw Errors.InvalidPageToken();
            }

            return [.. order.Select((f, i) => Value(f.Column.Kind, parts[i + 1]))];
        }
        catch (Exception e) when (e is FormatException or JsonException or OverflowException)
        {
            throw Errors.InvalidPageToken();
        }
    }

    private static object Value(ColumnKind kind, string text) => kind switch
    {
        ColumnKind.Date => text == "-infinity" ? DateOnly.MinValue : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        ColumnKind.Number => long.Parse(text, CultureInfo.InvariantCulture),
        ColumnKind.Decimal => decimal.Parse(text, CultureInfo.InvariantCulture),
        ColumnKind.Flag => bool.Parse(text),
        ColumnKind.Time => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        _ => text,
    };

    private static string Digest(string query) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(query)), 0, 8);
}
