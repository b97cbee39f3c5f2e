using System.Xml.Linq;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Writing;

namespace EGovPlatform.Iati.Model;

/// <summary>A document or page about the activity.</summary>
public sealed class DocumentLink : IatiNode
{
    private static readonly string[] Order = ["title", "description", "category", "language", "document-date", "recipient-country"];

    /// <summary>Its address.</summary>
    public string? Url { get; init; }

    /// <summary>Media type such as <c>text/html</c>.</summary>
    public string? Format { get; init; }

    /// <summary>Its title.</summary>
    public TextBlock? Title { get; init; }

    /// <summary>What is in it.</summary>
    public TextBlock? Description { get; init; }

    /// <summary>DocumentCategory, such as A09 memorandum of understanding or A12 web page.</summary>
    public List<Classification> Categories { get; init; } = [];

    /// <summary>Its languages.</summary>
    public List<Classification> Languages { get; init; } = [];

    /// <summary>The day it was published.</summary>
    public DatePoint? Date { get; init; }

    internal static DocumentLink Read(XElement element)
    {
        var take = new Taker(element);
        return take.Rest(new DocumentLink
        {
            Url = take.Text("url"),
            Format = take.Text("format"),
            Title = take.One("title", TextBlock.Read),
            Description = take.One("description", TextBlock.Read),
            Categories = take.All("category", Classification.Read),
            Languages = take.All("language", Classification.Read),
            Date = take.One("document-date", DatePoint.Read),
        });
    }

    internal XElement Write() => new Maker("document-link", this).Attribute("url", Url).Attribute("format", Format)
        .Add(Title?.Write("title")).Add(Description?.Write("description")).Add(Categories.Select(c => c.Write("category")))
        .Add(Languages.Select(l => l.Write("language"))).Add(Date?.Write("document-date")).Make(Order);
}
