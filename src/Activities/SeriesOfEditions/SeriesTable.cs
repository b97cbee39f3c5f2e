using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.SeriesOfEditions;

/// <summary>What lists of series filter and sort by, and what one must be.</summary>
public static class SeriesTable
{
    public static readonly ResourceType<Series> Type = new ResourceType<Series>("series")
        .Valid(s => s.Period)
        .Search(s => [.. s.Names.Select(n => n.Text), .. s.Topics])
        .Text("program", s => s.Program)
        .Text("rhythm", s => EnumNames.Short(Rhythm.Descriptor.FindFieldByName("unit").EnumType, s.Rhythm?.Unit ?? RhythmUnit.Unspecified))
        .Column("missing", ColumnKind.Number, s => (long)s.Missing.Count)
        .Texts("editions", s => s.Editions.Select(e => e.Resource).Where(r => r.Length > 0))
        .Texts("parties", s => s.Parties.Select(p => p.Resource).Where(r => r.Length > 0))
        .Texts("topics", s => s.Topics)
        .Rule(Check);

    private static void Check(RuleContext<Series> context)
    {
        var series = context.Resource;
        context.RequireNames("names", series.Names);
        context.RequireParties("parties", series.Parties);
        context.RequireKeys("editions", series.Editions.Select(e => e.Key));
        if (series.Rhythm is { Every: < 0 })
        {
            context.Refuse("rhythm.every", "NOT_NEGATIVE", "The number of units between two editions is 1 or more; 0 means 1.");
        }

        var ordinals = new HashSet<int>();
        var records = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, edition) in series.Editions.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"editions[{i}]");
            if (edition.Ordinal is < 0 or > MissingEditions.MaxOrdinal)
            {
                context.Refuse(path + ".ordinal", "ORDINAL", $"The ordinal counts editions from 1 to {MissingEditions.MaxOrdinal}; 0 is unknown.");
            }
            else if (edition.Ordinal > 0 && !ordinals.Add(edition.Ordinal))
            {
                // Printed ordinals repeat; which is right is not ours to choose.
                context.Warn(path + ".ordinal", "DUPLICATE", $"Another edition has the ordinal {edition.Ordinal} too.");
            }

            if (edition.Resource.Length > 0 && !records.Add(edition.Resource))
            {
                context.Refuse(path + ".resource", "DUPLICATE", "The record is an edition already.");
            }

            if (edition.Ordinal == 0 && edition.Resource.Length == 0 && edition.AsPrinted.Length == 0 && edition.Date is not { Edtf.Length: > 0 })
            {
                context.Refuse(path, "REQUIRED", "An edition has an ordinal, a record, a date or words that name it.");
            }
        }

        series.Missing.Clear();
        series.Missing.Add(MissingEditions.Of(series));
    }
}
