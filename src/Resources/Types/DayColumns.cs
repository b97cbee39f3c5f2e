using EGovPlatform.Values;
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

    /// <summary>The columns window_from and window_to: the days a record is held on or planned for; null for no bound.</summary>
    public static ResourceType<T> Window<T>(this ResourceType<T> type, Func<T, DayRange> days) where T : class, IMessage<T>, new()
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Column("window_from", ColumnKind.Date, m => Dates.Day(days(m).First)).Column("window_to", ColumnKind.Date, m => Dates.Day(days(m).Last));
    }
}
