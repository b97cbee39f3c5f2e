using System.Xml.Linq;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Writing;

namespace EGovPlatform.Iati.Model;

public sealed partial class IatiActivity
{
    private static readonly string[] Order =
    [
        "iati-identifier", "reporting-org", "title", "description", "participating-org", "other-identifier", "activity-status", "activity-date",
        "contact-info", "activity-scope", "recipient-country", "recipient-region", "location", "sector", "tag", "country-budget-items",
        "humanitarian-scope", "policy-marker", "collaboration-type", "default-flow-type", "default-finance-type", "default-aid-type",
        "default-tied-status", "budget", "planned-disbursement", "capital-spend", "transaction", "document-link", "related-activity",
        "legacy-data", "conditions", "result", "crs-add", "fss",
    ];

    internal static IatiActivity Read(XElement element)
    {
        var take = new Taker(element);
        return take.Rest(new IatiActivity
        {
            Language = take.Text(XNamespace.Xml + "lang"),
            Currency = take.Text("default-currency"),
            LastUpdated = take.Text("last-updated-datetime"),
            Hierarchy = take.Text("hierarchy"),
            Identifier = take.One("iati-identifier", e => e.Value) ?? "",
            Reporter = take.One("reporting-org", IatiOrganization.Read),
            Title = take.One("title", TextBlock.Read),
            Descriptions = take.All("description", TextBlock.Read),
            Participants = take.All("participating-org", IatiOrganization.Read),
            OtherIdentifiers = take.All("other-identifier", OtherIdentifier.Read),
            Status = take.One("activity-status", Classification.Read),
            Dates = take.All("activity-date", ActivityDate.Read),
            Scope = take.One("activity-scope", Classification.Read),
            Countries = take.All("recipient-country", Classification.Read),
            Regions = take.All("recipient-region", Classification.Read),
            Sectors = take.All("sector", Classification.Read),
            Tags = take.All("tag", Classification.Read),
            PolicyMarkers = take.All("policy-marker", Classification.Read),
            Collaboration = take.One("collaboration-type", Classification.Read),
            FlowType = take.One("default-flow-type", Classification.Read),
            FinanceType = take.One("default-finance-type", Classification.Read),
            AidTypes = take.All("default-aid-type", Classification.Read),
            TiedStatus = take.One("default-tied-status", Classification.Read),
            Budgets = take.All("budget", Budget.Read),
            PlannedDisbursements = take.All("planned-disbursement", PlannedDisbursement.Read),
            Transactions = take.All("transaction", Transaction.Read),
            Documents = take.All("document-link", DocumentLink.Read),
            Related = take.All("related-activity", RelatedActivity.Read),
        });
    }

    /// <summary>The activity as XML, its parts in the order of the schema.</summary>
    public XElement Write() => new Maker("iati-activity", this)
        .Attribute(XNamespace.Xml + "lang", Language).Attribute("default-currency", Currency)
        .Attribute("last-updated-datetime", LastUpdated).Attribute("hierarchy", Hierarchy)
        .Add(new XElement("iati-identifier", Identifier)).Add(Reporter?.Write("reporting-org")).Add(Title?.Write("title"))
        .Add(Descriptions.Select(d => d.Write("description"))).Add(Participants.Select(p => p.Write("participating-org")))
        .Add(OtherIdentifiers.Select(i => i.Write())).Add(Status?.Write("activity-status")).Add(Dates.Select(d => d.Write()))
        .Add(Scope?.Write("activity-scope")).Add(Countries.Select(c => c.Write("recipient-country"))).Add(Regions.Select(r => r.Write("recipient-region")))
        .Add(Sectors.Select(s => s.Write("sector"))).Add(Tags.Select(t => t.Write("tag"))).Add(PolicyMarkers.Select(m => m.Write("policy-marker")))
        .Add(Collaboration?.Write("collaboration-type")).Add(FlowType?.Write("default-flow-type")).Add(FinanceType?.Write("default-finance-type"))
        .Add(AidTypes.Select(a => a.Write("default-aid-type"))).Add(TiedStatus?.Write("default-tied-status"))
        .Add(Budgets.Select(b => b.Write())).Add(PlannedDisbursements.Select(p => p.Write())).Add(Transactions.Select(t => t.Write()))
        .Add(Documents.Select(d => d.Write())).Add(Related.Select(r => r.Write())).Make(Order);
}
