using System.Globalization;
using EGovPlatform.Common.V1;
using Google.Protobuf;

namespace EGovPlatform.Resources;

/// <summary>Rules that records of every service share.</summary>
public static class CommonRules
{
    /// <summary>At least one name, none of them empty.</summary>
    public static void RequireNames<T>(this RuleContext<T> context, string field, IReadOnlyList<Name> names) where T : class, IMessage<T>
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0)
        {
            context.Refuse(field, "REQUIRED", $"{field} needs at least one name.");
        }

        for (var i = 0; i < names.Count; i++)
        {
            context.Require(At(field, i) + ".text", names[i].Text);
        }
    }

    /// <summary>Each party is a record, or the words as printed for a body that is not known.</summary>
    public static void RequireParties<T>(this RuleContext<T> context, string field, IReadOnlyList<Party> parties) where T : class, IMessage<T>
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(parties);
        for (var i = 0; i < parties.Count; i++)
        {
            context.RequireOne(At(field, i), parties[i].Resource, parties[i].AsPrinted);
        }
    }

    /// <summary>A record, or the words as printed.</summary>
    public static void RequireOne<T>(this RuleContext<T> context, string field, string resource, string asPrinted) where T : class, IMessage<T>
    {
        ArgumentNullException.ThrowIfNull(context);
        if (string.IsNullOrEmpty(resource) && string.IsNullOrEmpty(asPrinted))
        {
            context.Refuse(field, "RESOURCE_OR_AS_PRINTED", $"{field} names a record or says what was printed.");
        }
    }

    /// <summary>Keys inside a record are present and unique, so that other records can point at the part.</summary>
    public static void RequireKeys<T>(this RuleContext<T> context, string field, IEnumerable<string> keys) where T : class, IMessage<T>
    {
        ArgumentNullException.ThrowIfNull(context);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, key) in keys.Index())
        {
            if (key.Length == 0)
            {
                context.Refuse(At(field, i) + ".key", "REQUIRED", "A part needs a key.");
            }
            else if (!seen.Add(key))
            {
                context.Refuse(At(field, i) + ".key", "DUPLICATE", $"The key '{key}' is used twice.");
            }
        }
    }

    /// <summary>A record does not name itself.</summary>
    public static void RefuseSelf<T>(this RuleContext<T> context, string field, string self, string target) where T : class, IMessage<T>
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!string.IsNullOrEmpty(self) && self == target)
        {
            context.Refuse(field, "SELF_REFERENCE", $"{field} names the record itself.");
        }
    }

    /// <summary>Warns when the second date certainly lies before the first.</summary>
    public static void WarnIfBefore<T>(this RuleContext<T> context, string field, DateValue? first, DateValue? second, string message) where T : class, IMessage<T>
    {
        ArgumentNullException.ThrowIfNull(context);
        if (first is { Earliest.Length: > 0 } && second is { Latest.Length: > 0 } && string.CompareOrdinal(second.Latest, first.Earliest) < 0)
        {
            context.Warn(field, "DATE_ORDER", message);
        }
    }

    /// <summary>The last move to the state, by its proto name, says what takes the record's place.</summary>
    public static void RequireReplacement<T>(this RuleContext<T> context, Record? record, string state) where T : class, IMessage<T>
    {
        ArgumentNullException.ThrowIfNull(context);
        if (record?.Transitions.LastOrDefault(t => t.State == state) is not { ReplacedBy.Length: > 0 })
        {
            context.RefuseLive("record.transitions", "REPLACED_BY", $"{state} needs replaced_by: what takes the record's place.");
        }
    }

    /// <summary>The last move to the state, by its proto name, gives a reason.</summary>
    public static void RequireReason<T>(this RuleContext<T> context, Record? record, string state) where T : class, IMessage<T>
    {
        ArgumentNullException.ThrowIfNull(context);
        if (record?.Transitions.LastOrDefault(t => t.State == state) is not { Reason.Length: > 0 })
        {
            context.RefuseLive("record.transitions", "REASON", $"{state} needs a reason.");
        }
    }

    /// <summary>The last move to the state, by its proto name, gives a reason and says who decided.</summary>
    public static void RequireDecision<T>(this RuleContext<T> context, Record? record, string state) where T : class, IMessage<T>
    {
        ArgumentNullException.ThrowIfNull(context);
        context.RequireReason(record, state);
        if (record?.Transitions.LastOrDefault(t => t.State == state) is not { DecidedBy.Length: > 0 })
        {
            context.RefuseLive("record.transitions", "DECIDED_BY", $"{state} needs decided_by: who decided it.");
        }
    }

    /// <summary>Something proves the state just entered: sources given with the move, or evidence of presence on the record.</summary>
    public static void RequireProof<T>(this RuleContext<T> context, Record? before, Record? record, string message) where T : class, IMessage<T>
    {
        ArgumentNullException.ThrowIfNull(context);
        if (record is null || !(record.Evidence.Any(e => e.Present) || record.Sources.Count > (before?.Sources.Count ?? 0)))
        {
            context.RefuseLive("record.evidence", "EVIDENCE", message);
        }
    }

    private static string At(string field, int index) => string.Create(CultureInfo.InvariantCulture, $"{field}[{index}]");
}
