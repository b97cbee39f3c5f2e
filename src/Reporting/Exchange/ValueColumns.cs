using System.Globalization;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Resources;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>One field of a value of a measure, such as <c>sum.lower</c>.</summary>
/// <param name="Name">Its path below the value.</param>
/// <param name="IsNumber">Whether it holds a number.</param>
/// <param name="Read">Its content: a text, a whole number, or null when it is absent or unknown.</param>
internal sealed record ValueColumn(string Name, bool IsNumber, Func<MeasureValue, object?> Read);

/// <summary>
/// All fields of a value of a measure, taken from its descriptor: what a value has is in every file, also what it gets later.
/// </summary>
internal static class ValueColumns
{
    /// <summary>The columns in the order of the contract.</summary>
    public static IReadOnlyList<ValueColumn> All { get; } = [.. Of(MeasureValue.Descriptor, "", value => value)];

    private static IEnumerable<ValueColumn> Of(MessageDescriptor message, string path, Func<MeasureValue, IMessage?> parent) =>
        message.Fields.InFieldNumberOrder().Where(f => path.Length > 0 || f.Name != "measure").SelectMany(field =>
            field is { FieldType: FieldType.Message, IsRepeated: false }
                ? Of(field.MessageType, $"{path}{field.Name}.", value => parent(value) is { } on ? (IMessage?)field.Accessor.GetValue(on) : null)
                : [new(path + field.Name, IsNumber(field), value => parent(value) is { } on ? Cell(field, on) : null)]);

    private static bool IsNumber(FieldDescriptor field) => !field.IsRepeated && field.FieldType is FieldType.Int32 or FieldType.Int64;

    private static object? Cell(FieldDescriptor field, IMessage on)
    {
        // The value of a sum of which no term is known is not 0.
        if ((field.HasPresence && !field.Accessor.HasValue(on)) || (on is CountSum sum && field.FieldNumber == CountSum.ValueFieldNumber && IsUnknown(sum)))
        {
            return null;
        }

        return field.Accessor.GetValue(on) switch
        {
            RepeatedField<string> texts => string.Join(' ', texts),
            System.Collections.IList list => list.Count == 0 ? "" : $"[{string.Join(',', list.Cast<IMessage>().Select(m => JsonFormatter.Default.Format(m)))}]",
            Enum value => EnumNames.Short(field.EnumType, Convert.ToInt32(value, CultureInfo.InvariantCulture)),
            bool value => value ? "true" : "false",
            var other => other,
        };
    }

    /// <summary>Whether nothing is known of a sum.</summary>
    public static bool IsUnknown(CountSum sum) => sum.UnknownTerms == sum.Terms && sum.Qualifier == Qualifier.Unknown;
}
