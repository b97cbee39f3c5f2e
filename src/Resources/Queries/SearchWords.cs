using NpgsqlTypes;

namespace EGovPlatform.Resources;

/// <summary>
/// Records whose texts hold a key, anywhere in a word. Trigrams find a key with three letters in a row; one of shorter words, as most
/// Korean ones are, is found by its pairs of letters (`search_pairs` in dated SQL).
/// </summary>
internal static class SearchWords
{
    /// <param name="key">What is looked for, as <see cref="SearchKey"/> writes texts; not empty.</param>
    /// <param name="sql">Gets the condition.</param>
    public static void Write(string key, SqlText sql)
    {
        // A key holds letters, digits, marks and single spaces only, so nothing in it needs an escape.
        var words = key.Split(' ').Select(w => w.EnumerateRunes().ToArray()).ToArray();
        var pairs = string.Join(" & ", words.Where(w => w.Length == 2).Select(w => $"'{w[0]}{w[1]}'").Distinct(StringComparer.Ordinal));
        if (pairs.Length > 0 && Array.TrueForAll(words, w => w.Length < 3))
        {
            sql.Add("search_pairs(search) @@ ").Add($"({pairs}) | '*'", NpgsqlDbType.Text).Add("::tsquery and ");
        }

        sql.Add("search like ").Add($"%{key}%", NpgsqlDbType.Text);
    }
}
