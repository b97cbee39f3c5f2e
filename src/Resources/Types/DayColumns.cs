using Google.Protobuf;

namespace EGovPlatform.Resources;

/// <summary>Columns of days, for dates beyond the one a record is valid on.</summary>
public static class DayColumns
{
    /// <summary>A column with a bound of a date as the value rules derived it (<c>YYYY-MM-DD</c>); null when open or unknown.</summary>
    public static ResourceType<T> Day<T>(this ResourceType<T> type, string name, Func<T, string?> bound) where T : class, IMessage<T>, new()
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Column(name, ColumnKind.Date, m => Dates.Day(bound(m)));
    }
}
