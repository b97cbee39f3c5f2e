using System.Xml.Linq;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Writing;

namespace EGovPlatform.Iati.Model;

/// <summary>An organization in one of its roles: reporting, participating, provider, receiver or owner of an identifier.</summary>
public sealed class IatiOrganization : IatiNode
{
    /// <summary>Organization identifier such as <c>XM-DAC-46012</c>.</summary>
    public string? Reference { get; init; }

    /// <summary>OrganisationType, such as 10 government or 40 multilateral.</summary>
    public string? Type { get; init; }

    /// <summary>OrganisationRole of a participating one: 1 funding, 2 accountable, 3 extending, 4 implementing.</summary>
    public string? Role { get; init; }

    /// <summary>The identifier of the organization's own activity.</summary>
    public string? ActivityId { get; init; }

    /// <summary>CRS channel code of a participating one.</summary>
    public string? ChannelCode { get; init; }

    /// <summary>1 when the reporting one reports on others' behalf.</summary>
    public string? SecondaryReporter { get; init; }

    /// <summary>Its names.</summary>
    public List<Narrative> Names { get; init; } = [];

    internal static IatiOrganization Read(XElement element)
    {
        var take = new Taker(element);
        return take.Rest(new IatiOrganization
        {
            Reference = take.Text("ref"),
            Type = take.Text("type"),
            Role = take.Text("role"),
            ActivityId = take.Text(ActivityIdOf(element.Name.LocalName)),
            ChannelCode = take.Text("crs-channel-code"),
            SecondaryReporter = take.Text("secondary-reporter"),
            Names = take.All("narrative", Narrative.Read),
        });
    }

    internal XElement Write(string name) => new Maker(name, this)
        .Attribute("ref", Reference).Attribute("type", Type).Attribute("role", Role).Attribute(ActivityIdOf(name), ActivityId)
        .Attribute("crs-channel-code", ChannelCode).Attribute("secondary-reporter", SecondaryReporter)
        .Add(Names.Select(n => n.Write())).Make();

    private static string ActivityIdOf(string name) => name switch
    {
        "provider-org" => "provider-activity-id",
        "receiver-org" => "receiver-activity-id",
        _ => "activity-id",
    };
}

/// <summary>Another identifier of the activity, or a former one of its reporting organization.</summary>
public sealed class OtherIdentifier : IatiNode
{
    /// <summary>The identifier.</summary>
    public string? Reference { get; init; }

    /// <summary>OtherIdentifierType: A1 internal, A2 CRS, A3 former activity identifier, B1 former reporting organization.</summary>
    public string? Type { get; init; }

    /// <summary>Whose identifier it is.</summary>
    public IatiOrganization? Owner { get; init; }

    internal static OtherIdentifier Read(XElement element)
    {
        var take = new Taker(element);
        return take.Rest(new OtherIdentifier { Reference = take.Text("ref"), Type = take.Text("type"), Owner = take.One("owner-org", IatiOrganization.Read) });
    }

    internal XElement Write() => new Maker("other-identifier", this).Attribute("ref", Reference).Attribute("type", Type).Add(Owner?.Write("owner-org")).Make();
}

/// <summary>Another activity this one belongs to.</summary>
public sealed class RelatedActivity : IatiNode
{
    /// <summary>Its identifier.</summary>
    public string? Reference { get; init; }

    /// <summary>RelatedActivityType: 1 parent, 2 child, 3 sibling, 4 co-funded, 5 third party.</summary>
    public string? Type { get; init; }

    internal static RelatedActivity Read(XElement element)
    {
        var take = new Taker(element);
        return take.Rest(new RelatedActivity { Reference = take.Text("ref"), Type = take.Text("type") });
    }

    internal XElement Write() => new Maker("related-activity", this).Attribute("ref", Reference).Attribute("type", Type).Make();
}
