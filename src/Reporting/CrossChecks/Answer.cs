using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;

namespace EGovPlatform.ReportingService.CrossChecks;

/// <summary>One row while it is put together.</summary>
internal sealed class Answer(string key, string question)
{
    private const int MaxNames = 100;

    private readonly SortedSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> possible = new(StringComparer.Ordinal);
    private readonly CrossCheckRow row = new() { Key = key, Question = question };

    /// <summary>Notes the records behind the answer; those that only possibly meet the question of time are a doubt.</summary>
    public Answer From(IEnumerable<Hit> hits)
    {
        foreach (var hit in hits)
        {
            names.Add(hit.Name);
            if (!hit.Certain)
            {
                possible.Add(hit.Name);
            }
        }

        return this;
    }

    /// <summary>The answer is a number.</summary>
    public Answer Number(long number) => Sum(Values.CountRules.Sum([new Count { Value = number, Qualifier = Qualifier.Exact }]));

    /// <summary>The answer is a sum; each unknown term is a doubt.</summary>
    public Answer Sum(CountSum sum)
    {
        row.Sum = sum;
        row.Answer = sum.Text;
        return Doubt(sum.UnknownTerms, "terms unknown");
    }

    /// <summary>The answer in words, where the number alone does not say it.</summary>
    public Answer Says(string text)
    {
        row.Answer = text;
        return this;
    }

    /// <summary>Something that would change the answer and is not known; nothing when there is none of it.</summary>
    public Answer Doubt(long count, string note)
    {
        if (count > 0)
        {
            row.DoubtNotes.Add(new CrossCheckDoubt { Count = count, Note = note });
        }

        return this;
    }

    /// <summary>Adds a part.</summary>
    public Answer Part(string key, string text, IEnumerable<string> records, string label = "", MoneySum? money = null)
    {
        row.Parts.Add(new CrossCheckPart { Key = key, Label = label, Text = text, Money = money, RecordNames = { records.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MaxNames) } });
        return this;
    }

    public CrossCheckRow ToRow()
    {
        Doubt(possible.Count, "records only possibly of that time");
        row.RecordNames.Add(names.Take(MaxNames));
        row.Doubts = row.DoubtNotes.Sum(d => d.Count);
        return row;
    }
}
