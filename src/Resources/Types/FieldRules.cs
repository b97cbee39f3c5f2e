using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.Resources;

/// <summary>Which roles may change which fields of a record in which state: the `field_rules` of its contract.</summary>
public sealed class FieldRules
{
    private readonly IReadOnlyList<FieldRule> rules;

    internal FieldRules(MessageDescriptor descriptor)
    {
        rules = descriptor.GetOptions()?.GetExtension(PolicyExtensions.FieldRules) is { } declared ? [.. declared] : [];
        var states = descriptor.FindFieldByName("state") is { FieldType: FieldType.Enum } field
            ? field.EnumType.Values.Select(v => EnumNames.Short(field.EnumType, v.Number)).ToHashSet(StringComparer.Ordinal)
            : [];
        var unknown = rules.SelectMany(r => r.States.Except(states, StringComparer.Ordinal).Concat(r.Fields.Where(f => descriptor.FindFieldByName(f) is null)))
            .Concat(rules.Where(r => r.Fields.Count == 0 || (r.States.Count == 0 && states.Count > 0)).Select(r => r.ToString())).ToList();
        if (unknown.Count > 0)
        {
            throw new InvalidOperationException($"field_rules of {descriptor.FullName} name no state or field of it: {string.Join(", ", unknown)}.");
        }
    }

    /// <summary>Throws one error with all fields that the caller may not change; on a record of the past leaves warnings.</summary>
    internal void Check<T>(ResourceType<T> type, RuleContext<T> context, Caller caller, bool deletes) where T : class, IMessage<T>, new()
    {
        if (rules.Count == 0 || context.Current is not { } before || caller.Has(Role.Service))
        {
            return;
        }

        var state = type.States is { } states ? states.ShortName(type.Shape.State(before)) : "";
        var changed = ChangeDraft.Differences(before, context.Resource).ToHashSet(StringComparer.Ordinal);
        if (deletes != type.Shape.DeleteTime(before) is not null)
        {
            changed.Add("delete_time");
        }

        var locked = rules.Where(r => (r.States.Count == 0 || r.States.Contains(state)) && !r.Roles.Any(caller.Has))
            .SelectMany(r => r.Fields.Where(changed.Contains).Select(f => (Field: f, Roles: (IReadOnlyList<Role>)[.. r.Roles]))).ToList();
        if (context.Historical)
        {
            locked.ForEach(l => context.Warn(l.Field, "FIELD_LOCKED", Errors.FieldLock(state, l.Roles)));
        }
        else if (locked.Count > 0)
        {
            throw Errors.FieldsLocked(type.Shape.Name(before), state, locked);
        }
    }
}
