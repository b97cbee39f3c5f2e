using System.Collections.Concurrent;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Values;

/// <summary>What is odd about sources, claims, evidence and parties.</summary>
internal static class RecordWarnings
{
    private static readonly ConcurrentDictionary<MessageDescriptor, FieldDescriptor[]> PartiesByType = new();

    public static IEnumerable<Warning> For(FoundValue found, FactSource source)
    {
        if (source.Certainty == Certainty.Inferred && source.Ground.Length == 0)
        {
            yield return ValueWarnings.Warn("INFERRED_WITHOUT_GROUND", found.Path, "The fact is inferred and nothing says from what.");
        }

        if (source.Certainty == Certainty.Disputed)
        {
            yield return ValueWarnings.Warn("DISPUTED_FACT", found.Path, $"Another source says otherwise about {(source.FieldPath.Length > 0 ? source.FieldPath : "the record")}.");
        }
    }

    public static IEnumerable<Warning> For(FoundValue found, NameAsPrinted name)
    {
        if (name.Resource.Length == 0)
        {
            yield return ValueWarnings.Warn("NAME_UNRESOLVED", found.Path, $"Nobody has said whom '{name.Text}' names.");
        }
    }

    public static IEnumerable<Warning> For(FoundValue found, Record record, IMessage root)
    {
        foreach (var path in ClaimRules.RivalPaths(root, record))
        {
            var values = ClaimRules.Values(root, record, path).Select(claim => claim.ValueJson);
            yield return ValueWarnings.Warn("RIVAL_VALUES", path, $"The sources disagree: {string.Join(" or ", values)}.");
        }

        foreach (var unfinished in DateWarnings.Unfinished(root, record))
        {
            yield return unfinished;
        }

        if (DateWarnings.Whole(root) is not { } term)
        {
            yield break;
        }

        // A disagreement between term and evidence is shown, never resolved (values.md 1).
        for (var i = 0; i < record.Evidence.Count; i++)
        {
            var evidence = record.Evidence[i];
            var (known, whole) = (DateRules.Read(evidence.Observed), DateRules.Read(term));
            if (known.IsUnknown || whole.IsUnknown)
            {
                continue;
            }

            var running = whole.Overlaps(known.Hull);
            if (evidence.Present && running == DateAnswer.No || !evidence.Present && running == DateAnswer.Certainly && known.Hull.First == known.Hull.Last)
            {
                var seen = evidence.Present ? "was seen" : "was missing";
                yield return ValueWarnings.Warn("EVIDENCE_AGAINST_TERM", found.Below($"evidence[{i}]"), $"It {seen} on {evidence.Observed.Edtf}, its term is {term.Edtf}.");
            }
        }
    }

    /// <summary>A project or proposal for nobody in particular. A program may be for everybody.</summary>
    public static IEnumerable<Warning> Untargeted(IMessage root)
    {
        if (root is Project { Targets.Count: 0 } or Proposal { Targets.Count: 0 })
        {
            yield return ValueWarnings.Warn("TARGET_NOT_STATED", "targets", "No country or place is stated that it is for.");
        }
    }

    /// <summary>Paragraphs of a text that come again.</summary>
    public static IEnumerable<Warning> RepeatedParagraphs(IMessage root)
    {
        if (root is not Publication publication)
        {
            yield break;
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < publication.Paragraphs.Count; i++)
        {
            var paragraph = publication.Paragraphs[i];
            var earlier = paragraph.HasDuplicateOf ? paragraph.DuplicateOf
                : paragraph.Digest.Length > 0 && seen.TryGetValue(paragraph.Digest, out var number) ? number
                : (int?)null;
            if (earlier is { } first)
            {
                yield return ValueWarnings.Warn("PARAGRAPH_REPEATED", $"paragraphs[{i}]", $"Paragraph {paragraph.Number} repeats paragraph {first}: what it says is said once.");
            }
            else
            {
                seen.TryAdd(paragraph.Digest, paragraph.Number);
            }
        }
    }

    /// <summary>A party in one role listed twice.</summary>
    public static IEnumerable<Warning> Repeated(FoundValue found)
    {
        foreach (var field in PartiesByType.GetOrAdd(found.Value.Descriptor, PartyLists))
        {
            var parties = (RepeatedField<Party>)field.Accessor.GetValue(found.Value);
            foreach (var (index, _) in CountWarnings.Twice(parties.Select(Key)))
            {
                yield return ValueWarnings.Warn("DUPLICATE_PARTS", found.Below($"{field.Name}[{index}]"), "The party is listed already in this role.");
            }
        }
    }

    private static FieldDescriptor[] PartyLists(MessageDescriptor type) =>
    [
        .. type.Fields.InFieldNumberOrder().Where(field =>
            field is { IsRepeated: true, IsMap: false, FieldType: FieldType.Message } && field.MessageType == Party.Descriptor),
    ];

    private static string Key(Party party) =>
        (party.Resource.Length > 0 ? party.Resource : party.AsPrinted) is { Length: > 0 } who ? $"{who} {(int)party.Role} {party.RoleAsPrinted}" : "";
}
