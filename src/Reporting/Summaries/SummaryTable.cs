using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>Terms of one qualifier, added by the database.</summary>
internal sealed record TermSums(long Terms, long Value, long Lower, long Upper)
{
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

/// <summary>One value of the answer while it is put together.</summary>
internal sealed class SummaryGroup
{
    /// <summary>Names given with a value.</summary>
    public const int MaxNames = 100;

    private readonly SortedSet<string> names = new(StringComparer.Ordinal);
    private Tally tally = Tally.Empty;
    private long records;
    private long certainly;
    private long singleSource;

    public void Add(string qualifier, bool counts, long subjects, TermSums sums, long records, long certainly, long singleSource, string[] names)
    {
        tally += counts ? new TermSums(subjects, subjects, subjects, subjects).ToTally("EXACT") : sums.ToTally(qualifier);
        this.records += records;
        this.certainly += certainly;
        this.singleSource += singleSource;
        this.names.UnionWith(names);
    }

    public MeasureValue ToValue(string measure)
    {
        var value = new MeasureValue
        {
            Measure = measure,
            Sum = CountRules.ToSum(tally),
            Records = records,
            Certainly = certainly,
            Possibly = records - certainly,
            SingleSource = singleSource,
        };
        value.RecordNames.Add(names.Take(MaxNames));
        return value;
    }
}

/// <summary>The groups of all measures asked for, by the keys of the dimensions.</summary>
internal sealed class SummaryTable
{
    private readonly Dictionary<string, (string[] Keys, Dictionary<string, SummaryGroup> Values)> rows = new(StringComparer.Ordinal);

    /// <summary>Keys of all rows.</summary>
    public IEnumerable<string[]> Keys => rows.Values.Select(r => r.Keys);

    public SummaryGroup Group(string[] keys, string measure)
    {
        var id = string.Join('\u001f', keys);
        if (!rows.TryGetValue(id, out var row))
        {
            rows[id] = row = (keys, new Dictionary<string, SummaryGroup>(StringComparer.Ordinal));
        }

        return row.Values.TryGetValue(measure, out var group) ? group : row.Values[measure] = new SummaryGroup();
    }

    /// <summary>The rows with a value for each measure; without dimensions there is always one.</summary>
    public List<(string[] Keys, List<MeasureValue> Values)> Rows(IReadOnlyList<string> measures, bool grouped)
    {
        if (!grouped && rows.Count == 0)
        {
            rows[""] = ([], new Dictionary<string, SummaryGroup>(StringComparer.Ordinal));
        }

        return [.. rows.Values.Select(r => (r.Keys, measures.Select(m => (r.Values.GetValueOrDefault(m) ?? new SummaryGroup()).ToValue(m)).ToList()))];
    }
}
