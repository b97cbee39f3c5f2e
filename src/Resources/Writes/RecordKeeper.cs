using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EGovPlatform.Resources;

/// <summary>The rules of the common part of every record.</summary>
internal static class RecordKeeper
{
    /// <summary>Puts back what a caller cannot set and stamps new sources with who entered them.</summary>
    public static void Carry<T>(ResourceType<T> type, T? current, T next, Caller caller, DateTimeOffset now, bool byTransition) where T : class, IMessage<T>, new()
    {
        var record = type.Shape.Record(next);
        var before = current is null ? null : type.Shape.Record(current);
        record.Warnings.Clear();
        record.Workspace = current is null ? caller.Workspace : before?.Workspace ?? "";
        if (!byTransition)
        {
            record.MergedInto = before?.MergedInto ?? "";
        }

        if (before is not null && !record.Historical && !byTransition)
        {
            record.Transitions.Clear();
            record.Transitions.Add(before.Transitions);
        }

        var entered = (before?.Sources ?? []).GroupBy(Plain).ToDictionary(g => g.Key, g => g.First());
        foreach (var source in record.Sources)
        {
            var known = entered.GetValueOrDefault(Plain(source));
            source.EnteredBy = known?.EnteredBy ?? caller.Subject;
            source.EnteredTime = known?.EnteredTime ?? Timestamp.FromDateTimeOffset(now.AddTicks(-(now.Ticks % 10)));
        }

        if (type.States is { } states && !record.Historical && type.Shape.State(next) == 0)
        {
            type.Shape.SetState(next, current is null ? states.Start : type.Shape.State(current));
        }
    }

    /// <summary>Runs every rule that needs nothing but the record.</summary>
    public static RuleContext<T> Judge<T>(ResourceType<T> type, T? current, T next, bool byTransition) where T : class, IMessage<T>, new()
    {
        var record = type.Shape.Record(next);
        var context = new RuleContext<T>(next, current, record.Historical);
        if (current is not null && type.Shape.Record(current).Historical != context.Historical)
        {
            context.Refuse("record.historical", "IMMUTABLE", "Whether a record is of the past is said when it is created.");
        }

        if (!byTransition)
        {
            CheckState(type, context);
        }

        foreach (var rule in type.Rules)
        {
            rule(context);
        }

        return context;
    }

    /// <summary>Throws one error with all violations; without any, leaves the warnings on the record.</summary>
    public static void Conclude<T>(ResourceType<T> type, RuleContext<T> context, IReadOnlyList<ReferenceUse> uses) where T : class, IMessage<T>, new()
    {
        var record = type.Shape.Record(context.Resource);
        List<FieldViolation> violations =
            [.. ValueValidator.Validate(context.Resource), .. References.Malformed(uses), .. ExternalIdentifiers.Malformed(record), .. context.Violations];
        if (violations.Count > 0)
        {
            throw Errors.InvalidFields(violations);
        }

        if (context.Limits.Count > 0)
        {
            throw Errors.LimitExceeded(context.Limits[0].FieldPath, context.Limits[0].Limit);
        }

        record.Warnings.Add(ValueWarnings.For(context.Resource));
        record.Warnings.Add(context.Warnings);
    }

    /// <summary>Whether an update would store what is stored already.</summary>
    public static bool Same<T>(ResourceType<T> type, T current, T next, long version) where T : class, IMessage<T>, new()
    {
        // Whether an owner has answered since is known from table reference; it is no change of the record.
        var copy = next.Clone();
        var unverified = type.Shape.Record(copy).UnverifiedReferences;
        unverified.Clear();
        unverified.Add(type.Shape.Record(current).UnverifiedReferences);
        type.Shape.Stamp(copy, type.Shape.Name(current), version, type.Shape.CreateTime(current)!, Updated(current), type.Shape.DeleteTime(current));
        return copy.Equals(current);
    }

    /// <summary>When a stored record was written last.</summary>
    public static Timestamp Updated(IMessage stored) => (Timestamp)stored.Descriptor.FindFieldByNumber(4).Accessor.GetValue(stored);

    private static void CheckState<T>(ResourceType<T> type, RuleContext<T> context) where T : class, IMessage<T>, new()
    {
        if (type.States is not { } states)
        {
            return;
        }

        var state = type.Shape.State(context.Resource);
        StateHistory.Check(states, state, type.Shape.Record(context.Resource), context);
        if (states.Enum.FindValueByNumber(state) is null)
        {
            context.Refuse("state", "ENUM_VALUE", $"{state} is not a state.");
        }
        else if (context.Current is null && !context.Historical && state != states.Start)
        {
            context.Refuse("state", "STATE_BY_METHOD", $"A live record starts as {states.NameOf(states.Start)}; its state changes by the state methods. A record of the past says record.historical.");
        }
        else if (context.Current is { } current && !context.Historical && state != type.Shape.State(current))
        {
            var from = type.Shape.State(current);
            throw Errors.IllegalTransition(type.Shape.Name(current), states.NameOf(from), states.NameOf(state), states.AllowedFrom(from));
        }
        else if (context.Historical && state == 0)
        {
            context.Refuse("state", "REQUIRED", "A historical record brings its final state.");
        }
    }

    private static FactSource Plain(FactSource source)
    {
        var plain = source.Clone();
        plain.EnteredBy = "";
        plain.EnteredTime = null;
        ValueNormalizer.Normalize(plain);
        return plain;
    }
}
