using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>Terms of one qualifier, added by the database.</summary>
internal sealed record TermSums(long Terms, decimal Value, decimal Lower, decimal Upper)
{
    public static readonly TermSums None = new(0, 0, 0, 0);

    /// <summary>
    /// The same as a tally. Every component of a tally is linear in terms of one qualifier, so adding first and
    /// tallying afterwards gives what tallying each would have given; a test holds this against CountRules.
    /// </summary>
    public Tally ToTally(string qualifier)
    {
        var n = (int)Terms;
        var sum = new Tally { Terms = n };
        return qualifier switch
        {
            "EXACT" => sum with { Printed = Value, Reached = Value, Lower = Value, Upper = Value },
            "ABOUT" => sum with { About = n, Unbounded = n, Printed = Value },
            "OVER" => sum with { Over = n, MoreThanPrinted = n, Unbounded = n, Printed = Value, Reached = Value, Lower = Lower },
            "AT_LEAST" => sum with { MoreThanPrinted = n, Unbounded = n, Printed = Value, Reached = Value, Lower = Lower },
            "AT_MOST" => sum with { LessThanPrinted = n, Printed = Value, Upper = Upper },
            "RANGE" => sum with { MoreThanPrinted = n, Printed = Lower, Reached = Lower, Lower = Lower, Upper = Upper },
            _ => sum with { Unknown = n },
        };
    }
}

/// <summary>What one row of the database says of one group: terms of one qualifier, and the records of a whole group.</summary>
internal sealed record SummaryTerms(string Qualifier, TermSums Sums, (string Currency, string Kind) Money, SummaryRecords? Records);

/// <summary>Records of a group.</summary>
internal sealed record SummaryRecords(long Part, long PartUnknown, long Records, long Certainly, long SingleSource, long Rival, string[] Names);

/// <summary>The groups of all measures asked for, by the keys of the dimensions.</summary>
internal sealed class SummaryTable
{
    private readonly Dictionary<string, (string[] Keys, Dictionary<string, SummaryGroup> Values)> rows = new(StringComparer.Ordinal);

    /// <summary>Keys of all rows.</summary>
    public IEnumerable<string[]> Keys => rows.Values.Select(r => r.Keys);

    public SummaryGroup Group(string[] keys, Measure measure)
    {
        var id = string.Join('\u001f', keys);
        if (!rows.TryGetValue(id, out var row))
        {
            rows[id] = row = (keys, new Dictionary<string, SummaryGroup>(StringComparer.Ordinal));
        }

        return row.Values.TryGetValue(measure.Name, out var group) ? group : row.Values[measure.Name] = new SummaryGroup(measure);
    }

    /// <summary>The rows with a value for each measure; without dimensions there is always one.</summary>
    public List<(string[] Keys, List<MeasureValue> Values)> Rows(IReadOnlyList<Measure> measures, bool grouped)
    {
        if (!grouped && rows.Count == 0)
        {
            rows[""] = ([], new Dictionary<string, SummaryGroup>(StringComparer.Ordinal));
        }

        return [.. rows.Values.Select(r => (r.Keys, measures.Select(m => (r.Values.GetValueOrDefault(m.Name) ?? new SummaryGroup(m)).ToValue()).ToList()))];
    }
}
