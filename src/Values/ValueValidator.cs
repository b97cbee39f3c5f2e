using EGovPlatform.Common.V1;
using Google.Protobuf;

namespace EGovPlatform.Values;

/// <summary>Checks every value type found anywhere in a message.</summary>
public static class ValueValidator
{
    /// <summary>
    /// All violations, in field order; empty when the message may be stored. What only live work must keep (shares that add up)
    /// is left out for a historical record; <see cref="ValueWarnings"/> has it there.
    /// </summary>
    public static IReadOnlyList<FieldViolation> Validate(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var live = !RecordRules.IsHistorical(message);
        var found = ValueWalk.Of(message);
        var violations = found.SelectMany(value => At(value, Check(value.Value, message).Concat(OpenLists.Validate(value.Value))));
        return [.. live ? violations.Concat(LiveRules.Check(found)) : violations];
    }

    private static IEnumerable<FieldViolation> Check(IMessage value, IMessage root) => value switch
    {
        DateValue date => DateRules.Validate(date),
        Count count => CountRules.Validate(count),
        StatedList list => StatedListRules.Validate(list),
        Money money => MoneyRules.Validate(money).Concat(Shares.Unreadable(money)),
        Funder funder => Shares.Unreadable(funder),
        Name name => NameRules.Validate(name),
        NameAsPrinted name => NameRules.Validate(name),
        FactSource source => RecordRules.Validate(source, root),
        Record record => ClaimRules.Validate(root, record),
        Visibility visibility => VisibilityRules.Validate(visibility),
        Transition transition => RecordRules.Validate(transition),
        Evidence evidence => RecordRules.Validate(evidence),
        ExternalIdentifier identifier => RecordRules.Validate(identifier),
        _ => [],
    };

    private static IEnumerable<FieldViolation> At(FoundValue value, IEnumerable<FieldViolation> violations) =>
        violations.Select(violation => violation with { FieldPath = value.Below(violation.FieldPath) });
}
