using System.Xml.Linq;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Writing;

namespace EGovPlatform.Iati.Model;

/// <summary>A code of a vocabulary: country, region, sector, tag, marker, status, scope, and flow, finance and aid types.</summary>
public sealed class Classification : IatiNode
{
    /// <summary>The code.</summary>
    public string? Code { get; init; }

    /// <summary>The vocabulary; null for the element's usual one.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>Where a vocabulary of one's own is described.</summary>
    public string? VocabularyUri { get; init; }

    /// <summary>Share of the activity, 0 to 100.</summary>
    public decimal? Percentage { get; init; }

    /// <summary>PolicySignificance of a marker.</summary>
    public string? Significance { get; init; }

    /// <summary>The code's names, or a note.</summary>
    public List<Narrative> Narratives { get; init; } = [];

    internal static Classification Read(XElement element)
    {
        var take = new Taker(element);
        return take.Rest(new Classification
        {
            Code = take.Text("code"),
            Vocabulary = take.Text("vocabulary"),
            VocabularyUri = take.Text("vocabulary-uri"),
            Percentage = take.Number("percentage"),
            Significance = take.Text("significance"),
            Narratives = take.All("narrative", Narrative.Read),
        });
    }

    internal XElement Write(string name) => new Maker(name, this)
        .Attribute("code", Code).Attribute("vocabulary", Vocabulary).Attribute("vocabulary-uri", VocabularyUri)
        .Attribute("percentage", Percentage).Attribute("significance", Significance)
        .Add(Narratives.Select(n => n.Write())).Make();
}
