using System.Text.RegularExpressions;
using EGovPlatform.Common.V1;
using Google.Protobuf;

namespace EGovPlatform.Values;

/// <summary>Rules of sources, transitions, evidence and external identifiers.</summary>
public static partial class RecordRules
{
    /// <summary>The common part of a resource, by the convention that it is the field <c>record</c>; null when there is none.</summary>
    public static Record? Of(IMessage resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return resource as Record ?? resource.Descriptor.FindFieldByName("record")?.Accessor.GetValue(resource) as Record;
    }

    /// <summary>Whether the resource was entered after the fact: what refuses live work only warns there.</summary>
    public static bool IsHistorical(IMessage resource) => Of(resource)?.Historical ?? false;

    /// <summary>
    /// From when on the public possibly, and from when on certainly, could know the record: its own known date, else its
    /// earliest published source. No bounds when neither tells.
    /// </summary>
    public static DayRange KnownDays(Record? record)
    {
        if (record?.Known is { Edtf.Length: > 0 } known)
        {
            return DateRules.Read(known).End;
        }

        var published = (record?.Sources ?? []).Select(source => source.Published).Where(date => date is { Edtf.Length: > 0 }).Select(date => DateRules.Read(date).End).ToList();
        return published.Count == 0 ? DayRange.All : new DayRange(published.Min(end => end.First), published.Min(end => end.Last));
    }

    /// <summary>Whether the public could know the record on the day. Possibly when nobody can tell.</summary>
    public static DateAnswer KnownOn(Record? record, DateOnly day)
    {
        var days = KnownDays(record);
        return days.Last <= day && days.Last != DateOnly.MaxValue ? DateAnswer.Certainly : days.First <= day ? DateAnswer.Possibly : DateAnswer.No;
    }

    internal static IEnumerable<FieldViolation> Validate(FactSource source, IMessage root)
    {
        if (source.FieldPath.Length > 0)
        {
            if (!FieldPath.TryFollow(root, source.FieldPath, out var found, out var error))
            {
                yield return new FieldViolation("field_path", "FIELD_PATH", error);
            }
            else if (found.IsPersonal && source.AsPrinted.Length > 0)
            {
                yield return new FieldViolation("as_printed", "SOURCE_PERSONAL", "A source is stored in the open, so it quotes no personal data.");
            }
        }

        if (source.HasParagraph && source.Paragraph < 0)
        {
            yield return new FieldViolation("paragraph", "PARAGRAPH", "Paragraphs count from 1; 0 is the title line.");
        }

        if (source.Digest.Length > 0 && !DigestShape().IsMatch(source.Digest))
        {
            yield return new FieldViolation("digest", "DIGEST", "A digest is SHA-256 in 64 lower-case hex digits.");
        }
    }

    internal static IEnumerable<FieldViolation> Validate(Transition transition)
    {
        if (transition.State.Length == 0)
        {
            yield return new FieldViolation("state", "STATE_REQUIRED", "A transition names the state entered.");
        }
    }

    internal static IEnumerable<FieldViolation> Validate(Evidence evidence)
    {
        if (evidence.Observation.Length == 0)
        {
            yield return new FieldViolation("observation", "OBSERVATION_REQUIRED", "Evidence says what was observed.");
        }
    }

    internal static IEnumerable<FieldViolation> Validate(ExternalIdentifier identifier)
    {
        if (identifier.Scheme.Length == 0 || identifier.Value.Length == 0)
        {
            yield return new FieldViolation(identifier.Scheme.Length == 0 ? "scheme" : "value", "IDENTIFIER_REQUIRED", "An external identifier has a scheme and a value.");
        }
    }

    [GeneratedRegex("^[0-9a-f]{64}\\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex DigestShape();
}
