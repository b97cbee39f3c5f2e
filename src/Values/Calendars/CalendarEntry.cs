using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>One event of a calendar. Whoever makes it leaves private data out.</summary>
/// <param name="Name">Resource name: the event's identity over all its versions.</param>
/// <param name="Etag">Etag of the record: each version is a later revision of the event.</param>
/// <param name="Updated">When the record was last changed.</param>
/// <param name="Date">When it is; an event without a certain day is left out.</param>
/// <param name="Summary">Title.</param>
/// <param name="Status">How sure it is.</param>
public sealed record CalendarEntry(string Name, string Etag, DateTimeOffset? Updated, DateValue? Date, string Summary, CalendarStatus Status)
{
    /// <summary>Where; empty for nowhere stated.</summary>
    public string Location { get; init; } = "";
}

/// <summary>How sure an event is (RFC 5545, 3.8.1.11).</summary>
public enum CalendarStatus
{
    Tentative,
    Confirmed,
    Cancelled,
}
