using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Values;

/// <summary>What is odd about dates.</summary>
internal static partial class DateWarnings
{
    // Fields of one message of which the first is not after the second.
    private static readonly (string First, string Second)[] Ordered =
        [("start", "end"), ("since", "as_of"), ("raised", "due"), ("published", "read_observed")];

    private static readonly ConcurrentDictionary<MessageDescriptor, (string First, string Second)[]> OrderedByType = new();

    public static IEnumerable<Warning> For(FoundValue found, DateValue date)
    {
        if (date.Inferred.Contains(DatePart.Year))
        {
            var ground = date.Ground.Length > 0 ? $": {date.Ground}" : "";
            yield return ValueWarnings.Warn("DATE_YEAR_INFERRED", found.Path, $"The year of {date.Edtf} is not printed{ground}.");
        }

        if (date.Inferred.Count > 0 && date.Ground.Length == 0)
        {
            yield return ValueWarnings.Warn("INFERRED_WITHOUT_GROUND", found.Path, "Parts of the date are inferred and nothing says from what.");
        }

        if (ZoneDiffers(date) is { } place)
        {
            yield return ValueWarnings.Warn("ZONE_CONTRADICTS_PLACE", found.Below("zone_as_printed"), $"'{date.ZoneAsPrinted}' is printed, but {date.TimeZone} is {place} then.");
        }
    }

    /// <summary>Two dates of one message in the wrong order.</summary>
    public static IEnumerable<Warning> Order(FoundValue found)
    {
        foreach (var (first, second) in OrderedByType.GetOrAdd(found.Value.Descriptor, type => [.. Ordered.Where(pair => type.FindFieldByName(pair.First) is not null && type.FindFieldByName(pair.Second) is not null)]))
        {
            if (Date(found.Value, first) is { } one && Date(found.Value, second) is { } other && DateRules.Before(other, one) == DateAnswer.Certainly)
            {
                yield return ValueWarnings.Warn("DATE_ORDER", found.Below(second), $"{other.Edtf} is before {first} {one.Edtf}.");
            }
        }

        if (found.Value is Record record)
        {
            for (var i = 1; i < record.Transitions.Count; i++)
            {
                var (before, after) = (record.Transitions[i - 1].Effective, record.Transitions[i].Effective);
                if (DateRules.Before(after, before) == DateAnswer.Certainly)
                {
                    yield return ValueWarnings.Warn("DATE_ORDER", found.Below($"transitions[{i}].effective"), $"{after.Edtf} is before the transition above it, {before.Edtf}.");
                }
            }
        }
    }

    /// <summary>A part of the record that lies outside the period of the whole. Names, claims and the like have periods of their own.</summary>
    public static IEnumerable<Warning> Outside(FoundValue found, IMessage root)
    {
        if (ReferenceEquals(found.Value, root) || found.Value.Descriptor.File.Package == "egov.common.v1" || Whole(root) is not { } whole)
        {
            yield break;
        }

        foreach (var name in new[] { "period", "date" })
        {
            if (Date(found.Value, name) is { } part && DateRules.Read(part) is { IsUnknown: false } value
                && DateRules.Read(whole) is { IsUnknown: false } around && around.Overlaps(value.Hull) == DateAnswer.No)
            {
                yield return ValueWarnings.Warn("DATE_OUTSIDE_PERIOD", found.Below(name), $"{part.Edtf} lies outside {whole.Edtf}, the period of the whole.");
            }
        }
    }

    /// <summary>
    /// Every source of the record was published before what it describes had ended, so how it ended is not known from them.
    /// What has no end on record is left alone.
    /// </summary>
    public static IEnumerable<Warning> Unfinished(IMessage root, Record record)
    {
        var (name, when) = Date(root, "period") is { } period ? ("period", period) : ("date", Date(root, "date"));
        var published = record.Sources.Select(s => DateRules.Latest(s.Published)).ToList();
        var value = DateRules.Read(when);
        if (published.Count == 0 || published.Contains(null) || value.IsUnknown || value.Hull.Last == DateOnly.MaxValue)
        {
            yield break;
        }

        var last = published.Max()!.Value;
        if (value.EndedBy(last) == DateAnswer.No)
        {
            yield return ValueWarnings.Warn("PUBLISHED_BEFORE_END", name, $"The latest source is of {last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, before the end of {when!.Edtf}: how it ended is not known from it.");
        }
    }

    /// <summary>The period of a resource, by the names the resources use.</summary>
    internal static DateValue? Whole(IMessage root) => Date(root, "term") ?? Date(root, "period");

    private static DateValue? Date(IMessage message, string field) =>
        message.Descriptor.FindFieldByName(field) is { FieldType: FieldType.Message, IsRepeated: false } found ? found.Accessor.GetValue(message) as DateValue : null;

    // Only labels that state an offset can be compared; what PET or KST means depends on who printed it.
    private static string? ZoneDiffers(DateValue date)
    {
        var match = OffsetShape().Match(date.ZoneAsPrinted);
        if (!match.Success || DateRules.Earliest(date) is not { } day || !TimeZoneInfo.TryFindSystemTimeZoneById(date.TimeZone, out var zone))
        {
            return null;
        }

        var printed = new TimeSpan(int.Parse(match.Groups["h"].Value, CultureInfo.InvariantCulture), match.Groups["m"] is { Success: true } m ? int.Parse(m.Value, CultureInfo.InvariantCulture) : 0, 0);
        printed = match.Groups["sign"].Value == "-" ? -printed : printed;
        var actual = zone.GetUtcOffset(day.ToDateTime(new TimeOnly(12, 0)));
        return printed == actual ? null : $"UTC{(actual < TimeSpan.Zero ? "-" : "+")}{actual:hh\\:mm}";
    }

    [GeneratedRegex("^(UTC|GMT) ?(?<sign>[+-])(?<h>[0-9]{1,2})(:?(?<m>[0-9]{2}))?\\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex OffsetShape();
}
