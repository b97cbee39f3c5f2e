using System.Collections.Frozen;
using System.Globalization;

namespace EGovPlatform.Values;

/// <summary>Codes of ISO 4217, present and past, with their decimal digits. data/README.md says where they come from.</summary>
public static class Currencies
{
    private static readonly FrozenDictionary<string, int> DigitsByCode = Load();

    /// <summary>Decimal digits of the smallest unit; null for a code that does not exist.</summary>
    public static int? Digits(string code) => DigitsByCode.TryGetValue(code, out var digits) ? digits : null;

    private static FrozenDictionary<string, int> Load()
    {
        using var reader = new StreamReader(typeof(Currencies).Assembly.GetManifestResourceStream("currencies.csv")!);
        return reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(line => line.Split(','))
            .ToFrozenDictionary(cells => cells[0], cells => int.Parse(cells[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }
}
