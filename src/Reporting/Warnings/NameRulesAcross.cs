using System.Globalization;
using EGovPlatform.Common.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Organizations;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Warnings;

/// <summary>What is odd about the names of organizations across publications.</summary>
internal static class NameRulesAcross
{
    /// <summary>One body under different names in different publications. Short forms, other languages and known renamings are no difference.</summary>
    public static async Task<IEnumerable<FoundWarning>> NamedDifferentlyAsync(RecordSet records)
    {
        var lineages = await Lineages.ReadAsync(records);
        var printed = await PrintedNames.ReadAsync(records, lineages);
        return
            from body in printed.Where(p => p.Name is { IsFull: true, Kind: not "FORMER", Edtf: "" }).GroupBy(p => (p.Name.Organization, p.Name.Language))
            let names = body.GroupBy(p => p.Name.Key, StringComparer.Ordinal).ToList()
            where names.Count > 1 && names.Any(n => names.Any(o => !n.Select(p => p.Publication).ToHashSet(StringComparer.Ordinal).SetEquals(o.Select(p => p.Publication))))
            select new FoundWarning(body.Key.Organization, "NAMED_DIFFERENTLY", "names",
                $"{string.Join("; ", names.Select(n => $"'{n.First().Name.Text}' in {string.Join(", ", n.Select(p => p.Publication).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}"))}: another translation, a former name, or another body.",
                [.. body.Select(p => p.Record).Where(r => r != body.Key.Organization).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>A name given to a body on a day before the name was in use, by its period or by what was printed when.</summary>
    public static async Task<IEnumerable<FoundWarning>> NotYetInUseAsync(RecordSet records)
    {
        var lineages = await Lineages.ReadAsync(records);
        var printed = await PrintedNames.ReadAsync(records, lineages);
        var seen = printed.Where(p => p.Published is not null).ToList();
        var firsts = seen.GroupBy(p => Era(p.Name)).ToDictionary(g => g.Key, g => g.Min(p => p.Published));
        var bodies = seen.DistinctBy(p => (Era(p.Name), p.Published)).ToLookup(p => lineages.Present(p.Name.Organization), StringComparer.Ordinal);
        var warnings = new List<FoundWarning>();
        foreach (var use in printed.Where(p => p.RecordEdtf.Length > 0))
        {
            var began = Began(lineages, use.Name);
            var others = bodies[lineages.Present(use.Name.Organization)].Where(p => Era(p.Name) != Era(use.Name)).ToList();
            if ((began is null && others.Count == 0) || DateRules.Latest(new DateValue { Edtf = use.RecordEdtf }) is not { } day)
            {
                continue;
            }

            var first = firsts.GetValueOrDefault(Era(use.Name));
            var other = others.Find(p => p.Published > day && p.Published < first);
            var ground = began > day ? $"it is on record from {Text(began.Value)} on"
                : began is null && other is not null ? $"it is first printed on {Text(first!.Value)}, and on {Text(other.Published!.Value)} the body was still '{other.Name.Text}'"
                : null;
            if (ground is not null)
            {
                warnings.Add(new FoundWarning(use.Record, "NAME_NOT_YET_IN_USE", use.FieldPath, $"'{use.Name.Text}' is printed for {use.RecordEdtf}, but {ground}.", use.Name.Organization));
            }
        }

        return warnings.DistinctBy(w => (w.Record, w.FieldPath));
    }

    // Names that were in use together: those of one organization, except each of its former names.
    private static (string, string) Era(OrganizationName name) => (name.Organization, name.Kind == "FORMER" ? name.Key : "");

    private static DateOnly? Began(Lineages lineages, OrganizationName name) =>
        name.Edtf.Length > 0 ? DateRules.Earliest(new DateValue { Edtf = name.Edtf })
        : name.Kind == "FORMER" ? null
        : lineages.Began.GetValueOrDefault(name.Organization);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
