using System.Globalization;

namespace EGovPlatform.Iati.Reading;

/// <summary>What an import does, or would do, with an activity.</summary>
public enum ImportAction
{
    /// <summary>It is new.</summary>
    Add,

    /// <summary>It is known and differs.</summary>
    Update,

    /// <summary>It is known and the same.</summary>
    Unchanged,

    /// <summary>It is known, differs, and was last changed before what is known; it is left out.</summary>
    Older,

    /// <summary>It cannot come in; its findings say why.</summary>
    Refused,
}

/// <summary>What is known of an activity that came in before.</summary>
/// <param name="Digest">Digest of its canonical form.</param>
/// <param name="LastUpdated">Its <c>last-updated-datetime</c> as written.</param>
public sealed record KnownActivity(string Digest, string? LastUpdated);

/// <summary>Decides about activities before anything is stored: the dry run and the import ask the same question.</summary>
public static class ImportPlan
{
    /// <summary>What to do with an activity, given what is known under its identifier.</summary>
    public static ImportAction Decide(ReadActivity incoming, KnownActivity? known)
    {
        if (!incoming.IsUsable)
        {
            return ImportAction.Refused;
        }

        if (known is null)
        {
            return ImportAction.Add;
        }

        if (known.Digest == DigestOf(incoming))
        {
            return ImportAction.Unchanged;
        }

        return IsOlder(incoming.Activity.LastUpdated, known.LastUpdated) ? ImportAction.Older : ImportAction.Update;
    }

    /// <summary>Whether what comes in was last changed before what is known; two moments as written, and no when one is missing.</summary>
    public static bool IsOlder(string? incoming, string? known) => Moment(incoming) < Moment(known);

    /// <summary>What to remember of an activity that came in.</summary>
    public static KnownActivity Remember(ReadActivity incoming) => new(DigestOf(incoming), incoming.Activity.LastUpdated);

    private static string DigestOf(ReadActivity incoming) => Canonical.Digest(incoming.Activity.Write());

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
