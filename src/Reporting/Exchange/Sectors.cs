using EGovPlatform.Iati.Model;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>CRS purpose codes by topic. The choice is ours and stands in docs/iati.md; a topic has one code, the first that fits.</summary>
internal static class Sectors
{
    /// <summary>Words in a topic, and the code.</summary>
    internal static readonly (string Words, string Code)[] ByTopic =
    [
        ("procurement", "15125"), ("deposit insurance", "24010"), ("disaster", "43060"), ("court", "15130"), ("legislation", "15130"),
        ("resident registration", "15110"), ("archive", "15110"), ("civil service", "15110"), ("employment", "16020"),
        ("rural land", "43041"), ("land", "43031"), ("smart city", "43030"), ("smart safe city", "43030"), ("smart technology", "43030"),
        ("forest", "31210"), ("transport", "21010"), ("traffic", "21010"), ("statistic", "15196"),
        ("cyber", "22040"), ("infrastructure", "22040"), ("data integration", "22040"), ("information and communication", "22040"), ("ict", "22040"),
        ("local government", "15185"), ("municipal", "15185"),
        ("e-government", "15110"), ("egovernment", "15110"), ("digital government", "15110"), ("government", "15110"),
    ];

    private const string General = "15110";
    private const string Training = "43081";

    /// <summary>Fills the sectors: the DAC's, and our own topics beside them.</summary>
    public static void Fill(IatiActivity activity, Draft draft, List<string> notes)
    {
        var topics = Topics(draft);
        var codes = CodesOf(draft);
        if (codes.Count == 0)
        {
            codes.Add(General);
            notes.Add("The sector is assumed; no topic says it.");
        }
        else if (codes.Count > 1)
        {
            notes.Add($"Equal shares of the {codes.Count} sectors are assumed; none are stated.");
        }

        Add(activity, codes, "1", _ => []);
        Add(activity, topics, "99", topic => Texts.Note(topic));
    }

    /// <summary>The codes its topics have; training over several has the one for that.</summary>
    public static List<string> CodesOf(Draft draft)
    {
        var codes = Topics(draft).Select(CodeOf).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return codes.Count > 1 && draft.IsTraining ? [Training] : codes;
    }

    private static List<string> Topics(Draft draft) => [.. draft.Topics.Where(t => t.Trim().Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static void Add(IatiActivity activity, List<string> codes, string vocabulary, Func<string, List<Narrative>> narratives)
    {
        var shares = Percentages.Even(Math.Max(codes.Count, 1));
        activity.Sectors.AddRange(codes.Select((code, i) => new Classification
        {
            Code = vocabulary == "1" ? code : Slug(code),
            Vocabulary = vocabulary,
            Percentage = codes.Count == 1 ? null : shares[i],
            Narratives = narratives(code),
        }));
    }

    private static string? CodeOf(string topic) => ByTopic.FirstOrDefault(t => Begins(topic, t.Words)).Code;

    // At the beginning of a word: "ict" is not in "district".
    private static bool Begins(string topic, string words)
    {
        var at = topic.IndexOf(words, StringComparison.OrdinalIgnoreCase);
        return at == 0 || (at > 0 && !char.IsLetter(topic[at - 1]));
    }

    private static string Slug(string topic) => string.Join('-', topic.ToLowerInvariant().Split([' ', '/', '&', '|', '?'], StringSplitOptions.RemoveEmptyEntries));
}
