using System.Xml.Linq;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Writing;

namespace EGovPlatform.Iati.Model;

/// <summary>A day of the activity.</summary>
public sealed class ActivityDate : IatiNode
{
    /// <summary>ActivityDateType: 1 planned start, 2 actual start, 3 planned end, 4 actual end.</summary>
    public string? Type { get; init; }

    /// <summary>The day.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Notes.</summary>
    public List<Narrative> Narratives { get; init; } = [];

    internal static ActivityDate Read(XElement element)
    {
        var take = new Taker(element);
        return take.Rest(new ActivityDate { Type = take.Text("type"), Date = take.Date("iso-date"), Narratives = take.All("narrative", Narrative.Read) });
    }

    internal XElement Write() => new Maker("activity-date", this).Attribute("type", Type).Attribute("iso-date", Date).Add(Narratives.Select(n => n.Write())).Make();
}

/// <summary>A day inside another element, such as the start of a period.</summary>
public sealed class DatePoint : IatiNode
{
    /// <summary>The day.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>A point from a day.</summary>
    public static DatePoint Of(DateOnly day) => new() { Date = day };

    internal static DatePoint Read(XElement element)
    {
        var take = new Taker(element);
        return take.Rest(new DatePoint { Date = take.Date("iso-date") });
    }

    internal XElement Write(string name) => new Maker(name, this).Attribute("iso-date", Date).Make();
}
