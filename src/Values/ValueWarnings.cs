using EGovPlatform.Common.V1;
using Google.Protobuf;

namespace EGovPlatform.Values;

/// <summary>General rules over one record. They know nothing of any one document. docs/values-rules.md lists them.</summary>
public static class ValueWarnings
{
    /// <summary>
    /// All warnings, in field order, for <c>record.warnings</c>. Expects a normalized message that validates.
    /// Personal data are not looked at: warnings are stored in the open.
    /// </summary>
    public static IReadOnlyList<Warning> For(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var found = ValueWalk.Of(message, personal: false);
        List<Warning> warnings =
        [
            .. found.SelectMany(value => Check(value, message)),
            .. RecordWarnings.Untargeted(message),
            .. RecordWarnings.RepeatedParagraphs(message),
        ];
        if (RecordRules.IsHistorical(message))
        {
            warnings.AddRange(LiveRules.Check(found).Select(violation => Warn(violation.Rule, violation.FieldPath, violation.Description)));
        }

        return warnings;
    }

    private static IEnumerable<Warning> Check(FoundValue found, IMessage root) => found.Value switch
    {
        DateValue date => DateWarnings.For(found, date),
        Count count => CountWarnings.For(found, count),
        StatedList list => CountWarnings.For(found, list),
        Money money => MoneyWarnings.For(found, money),
        FactSource source => RecordWarnings.For(found, source),
        NameAsPrinted name => RecordWarnings.For(found, name),
        Record record => RecordWarnings.For(found, record, root),
        _ => [],
    }
    switch
    {
        var own => own.Concat(DateWarnings.Order(found)).Concat(DateWarnings.Outside(found, root)).Concat(RecordWarnings.Repeated(found))
            .Concat(CountWarnings.Beside(found)).Concat(MoneyWarnings.Funders(found)),
    };

    internal static Warning Warn(string rule, string fieldPath, string message) => new() { Rule = rule, FieldPath = fieldPath, Message = message };
}
