using Google.Protobuf.Reflection;

namespace EGovPlatform.OpenApi.Events;

/// <summary>The kinds of event of one type of record.</summary>
internal sealed class EventKinds(IEnumerable<FileDescriptor> files)
{
    private static readonly (string Method, string Verb, string Meaning)[] Standard =
    [
        ("Update", "updated", "Fields of the record changed."),
        ("Delete", "deleted", "The record was deleted; it can come back."),
        ("Undelete", "undeleted", "The deleted record came back."),
        ("Merge", "merged", "The record was merged into another, which `record.merged_into` names."),
        ("Unmerge", "unmerged", "A merge was taken back."),
        ("Claim", "claimed", "Somebody claims something else than the record says."),
        ("Erase", "erased", "Personal data of the record was destroyed, in this and all earlier versions."),
    ];

    private readonly HashSet<string> methods = [.. files.SelectMany(f => f.Services).SelectMany(s => s.Methods).Select(m => $"{m.File.Package}.{m.Name}")];

    /// <summary>All of them, in the order of a record's life.</summary>
    public IEnumerable<EventKind> Of(RecordEvents events)
    {
        yield return new("created", "", "The record is new.");
        foreach (var (_, verb, meaning) in Standard.Where(s => methods.Contains($"{events.Record.File.Package}.{s.Method}{events.Record.Name}")))
        {
            yield return new(verb, "", meaning);
        }

        foreach (var (verb, state) in events.Moves)
        {
            yield return new(verb, state, $"The record moved to `{state}`.");
        }

        foreach (var act in events.Acts)
        {
            yield return new(act, "", $"What was done: {act.Replace('_', ' ')}.");
        }
    }
}

/// <summary>A kind of event.</summary>
/// <param name="Verb">Last part of the event type.</param>
/// <param name="State">Proto name of the state the record is in after it; empty where it may be any.</param>
/// <param name="Meaning">A sentence.</param>
internal sealed record EventKind(string Verb, string State, string Meaning);
