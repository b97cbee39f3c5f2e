using System.Collections;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using Google.Protobuf;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>Facts that many types have under the same field: changes of state, plans, topics, level.</summary>
internal static class StarShared
{
    public static IEnumerable<MartRow> Of(IMessage message) =>
        [.. Transitions(message), .. Plans(message), .. Topics(message), .. Level(message)];

    private static IEnumerable<MartRow> Transitions(IMessage message)
    {
        var states = message.Descriptor.FindFieldByName("state")?.EnumType;
        Transition? before = null;
        foreach (var (i, transition) in MessageFields.Record(message).Transitions.Index())
        {
            yield return new("transition",
            [
                ("item", i),
                ("state", State(states, transition.State)),
                ("stage", State(states, before?.State ?? "")),
                ("effective_edtf", transition.Effective?.Edtf ?? ""),
                ("effective_from", DateRules.Earliest(transition.Effective)),
                ("effective_by", DateRules.Latest(transition.Effective)),
                ("known_edtf", transition.Known?.Edtf ?? ""),
                ("known_from", DateRules.Earliest(transition.Known)),
                ("known_by", DateRules.Latest(transition.Known)),
                .. Star.Number("", before is null ? null : Days(before.Effective, transition.Effective)),
            ]);
            before = transition;
        }
    }

    private static IEnumerable<MartRow> Plans(IMessage message)
    {
        var plans = List<PlannedDate>(message, "planned").ToList();
        if (plans.Count > 0)
        {
            var slip = PlanRules.SlipOf(plans);
            yield return new("plan",
            [
                ("plans", plans.Count),
                ("planned_edtf", PlanRules.Current(plans)?.Planned?.Edtf ?? ""),
                ("value", slip?.Least == slip?.Most ? (long?)slip?.Least : null),
                ("qualifier", slip is null or { Least: null, Most: null } ? "UNKNOWN" : slip.Least == slip.Most ? "EXACT" : slip.Most is null ? "AT_LEAST" : slip.Least is null ? "AT_MOST" : "RANGE"),
                ("lower", (long?)slip?.Least),
                ("upper", (long?)slip?.Most),
            ]);
        }
    }

    private static IEnumerable<MartRow> Topics(IMessage message) =>
        List<string>(message, "topics").Distinct(StringComparer.Ordinal).Select((topic, i) => new MartRow("topic", ("item", i), ("topic", topic), ("key", NameKey.Of(topic))));

    private static IEnumerable<MartRow> Level(IMessage message) =>
        MessageFields.ShortEnum(message, "level") is { Length: > 0 } level ? [new MartRow("level", ("level", level))] : [];

    // Days from one date to another; a later date that may lie before the earlier one bounds nothing below 0.
    private static Count? Days(DateValue? from, DateValue? to)
    {
        if (DateRules.Earliest(from) is not { } first || DateRules.Latest(from) is not { } firstBy || DateRules.Earliest(to) is not { } last || DateRules.Latest(to) is not { } lastBy || lastBy < first)
        {
            return null;
        }

        var (least, most) = (Math.Max(0, last.DayNumber - firstBy.DayNumber), lastBy.DayNumber - first.DayNumber);
        return least == most ? new Count { Value = least, Qualifier = Qualifier.Exact } : new Count { Lower = least, Upper = most, Qualifier = Qualifier.Range };
    }

    private static string State(Google.Protobuf.Reflection.EnumDescriptor? states, string name) =>
        states?.FindValueByName(name) is { } value ? Resources.EnumNames.Short(states, value.Number) : name;

    private static IEnumerable<T> List<T>(IMessage message, string field) =>
        message.Descriptor.FindFieldByName(field) is { IsRepeated: true } found ? ((IEnumerable)found.Accessor.GetValue(message)).OfType<T>() : [];
}
