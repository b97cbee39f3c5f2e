using NpgsqlTypes;

namespace EGovPlatform.Resources;

/// <summary>
/// Records whose texts hold a key, anywhere in a word. The index knows every ending of every word (`search_ends` in dated SQL), and a part
/// of a word is the beginning of one of them.
/// </summary>
internal static class SearchWords
{
    private const int Longest = 12;

    /// <param name="key">What is looked for, as <see cref="SearchKey"/> writes texts; not empty.</param>
    /// <param name="sql">Gets the condition.</param>
    public static void Write(string key, SqlText sql)
    {
        // A key holds letters, digits, marks and single spaces only, so nothing in it needs an escape.
        var words = key.Split(' ').Select(w => w.EnumerateRunes().Take(Longest).ToArray()).ToArray();
        var telling = Math.Min(3, words.Max(w => w.Length));
        var ends = words.Where(w => w.Length >= telling).Select(w => $"'{string.Concat(w)}':*").Distinct(StringComparer.Ordinal);
        sql.Add("search_ends(search) @@ ").Add($"({string.Join(" & ", ends)}) | '*'", NpgsqlDbType.Text).Add("::tsquery and ");
        sql.Add("search like ").Add($"%{key}%", NpgsqlDbType.Text);
    }
}
