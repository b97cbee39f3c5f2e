using System.Xml.Linq;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Writing;

namespace EGovPlatform.Iati.Model;

/// <summary>Money that was promised or moved.</summary>
public sealed class Transaction : IatiNode
{
    private static readonly string[] Order =
    [
        "transaction-type", "transaction-date", "value", "description", "provider-org", "receiver-org", "disbursement-channel",
        "sector", "recipient-country", "recipient-region", "flow-type", "finance-type", "aid-type", "tied-status",
    ];

    /// <summary>The reporting organization's own number.</summary>
    public string? Reference { get; init; }

    /// <summary>TransactionType: 1 incoming funds, 2 outgoing commitment, 3 disbursement, 4 expenditure, 11 incoming commitment and so on.</summary>
    public Classification? Type { get; init; }

    /// <summary>The day.</summary>
    public DatePoint? Date { get; init; }

    /// <summary>How much; negative for a correction.</summary>
    public MoneyValue? Value { get; init; }

    /// <summary>What for.</summary>
    public TextBlock? Description { get; init; }

    /// <summary>Who gave it.</summary>
    public IatiOrganization? Provider { get; init; }

    /// <summary>Who got it.</summary>
    public IatiOrganization? Receiver { get; init; }

    /// <summary>Sectors, when the activity has none.</summary>
    public List<Classification> Sectors { get; init; } = [];

    /// <summary>Country, when the activity has none.</summary>
    public List<Classification> Countries { get; init; } = [];

    /// <summary>Region, when the activity has none.</summary>
    public List<Classification> Regions { get; init; } = [];

    internal static Transaction Read(XElement element)
    {
        var take = new Taker(element);
        return take.Rest(new Transaction
        {
            Reference = take.Text("ref"),
            Type = take.One("transaction-type", Classification.Read),
            Date = take.One("transaction-date", DatePoint.Read),
            Value = take.One("value", MoneyValue.Read),
            Description = take.One("description", TextBlock.Read),
            Provider = take.One("provider-org", IatiOrganization.Read),
            Receiver = take.One("receiver-org", IatiOrganization.Read),
            Sectors = take.All("sector", Classification.Read),
            Countries = take.All("recipient-country", Classification.Read),
            Regions = take.All("recipient-region", Classification.Read),
        });
    }

    internal XElement Write() => new Maker("transaction", this).Attribute("ref", Reference)
        .Add(Type?.Write("transaction-type")).Add(Date?.Write("transaction-date")).Add(Value?.Write()).Add(Description?.Write("description"))
        .Add(Provider?.Write("provider-org")).Add(Receiver?.Write("receiver-org")).Add(Sectors.Select(s => s.Write("sector")))
        .Add(Countries.Select(c => c.Write("recipient-country"))).Add(Regions.Select(r => r.Write("recipient-region"))).Make(Order);
}
