using System.Globalization;
using Google.Protobuf;

namespace EGovPlatform.Resources;

/// <summary>Kinds are open lists (values.md 6): the enum has OTHER, and beside it stands the word as printed.</summary>
public static class OpenKinds
{
    /// <summary>A column with the short name of an enum field, such as <c>MEMORANDUM</c>.</summary>
    public static ResourceType<T> Enum<T>(this ResourceType<T> type, string field) where T : class, IMessage<T>, new()
    {
        ArgumentNullException.ThrowIfNull(type);
        var read = Reader<T>(type, field);
        return type.Text(field, m => read(m));
    }

    /// <summary>The column, and the rule: a kind is chosen, and OTHER comes with <c>{field}_as_printed</c>.</summary>
    public static ResourceType<T> OpenKind<T>(this ResourceType<T> type, string field = "kind") where T : class, IMessage<T>, new()
    {
        ArgumentNullException.ThrowIfNull(type);
        var read = Reader<T>(type, field);
        var printed = type.Entry.Descriptor.FindFieldByName(field + "_as_printed").Accessor;
        return type.Enum(field).Rule(context =>
        {
            var kind = read(context.Resource);
            if (kind is "" or "UNSPECIFIED")
            {
                context.Refuse(field, "REQUIRED", $"{field} must be chosen; OTHER and UNKNOWN are kinds.");
            }
            else if (kind == "OTHER" && ((string)printed.GetValue(context.Resource)).Length == 0)
            {
                context.Refuse(field + "_as_printed", "REQUIRED", $"{field} OTHER needs the word as printed.");
            }
        });
    }

    private static Func<T, string> Reader<T>(ResourceType type, string field) where T : class, IMessage<T>
    {
        var descriptor = type.Entry.Descriptor.FindFieldByName(field);
        return m => EnumNames.Short(descriptor.EnumType, Convert.ToInt32(descriptor.Accessor.GetValue(m), CultureInfo.InvariantCulture));
    }
}
