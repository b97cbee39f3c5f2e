using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>Facts of money and of exports: what was booked, by which rates, and the way from a lead to a contract.</summary>
internal static class StarDeals
{
    public static IEnumerable<MartRow> Of(ExchangeRate rate)
    {
        if (Amounts.Parse(rate.Rate) is { } factor && DateRules.Earliest(rate.Date) is { } from && DateRules.Latest(rate.Date) is { } to)
        {
            yield return new("exchange_rate",
                ("base_currency", rate.BaseCurrency), ("quote_currency", rate.QuoteCurrency), ("rate", factor), ("valid_from", from), ("valid_to", to),
                ("kind", MessageFields.ShortEnum(rate, "kind")), ("publisher", Named(rate.Publisher)));
        }
    }

    public static IEnumerable<MartRow> Of(LedgerEntry entry)
    {
        yield return new("ledger_entry",
            ("booked", entry.State == LedgerEntryState.Booked), ("activity", entry.Activity), ("component", entry.Component), ("payer", Named(entry.Payer)), ("receiver", Named(entry.Receiver)),
            ("channel", entry.Channel), ("period", entry.Period), ("contract", entry.Contract), ("corrects", entry.Corrects), ("revision", entry.Revision));
        if (entry.BookedValue is { } booked && Amounts.Parse(booked.Amount) is { } amount)
        {
            yield return StarMoney.Equivalent("money", booked.CurrencyCode, amount, "EXACT", "BOOKED");
        }
    }

    public static IEnumerable<MartRow> Of(Lead lead) =>
        [new("lead", ("country", lead.Country), ("customer", Named(lead.Customer)), ("found_edtf", lead.Found?.Edtf ?? "")), .. Attributions(lead.Attributions)];

    public static MartRow Of(Bid bid) => new("bid",
        ("lead", bid.Lead), ("tender", bid.Tender), ("bidder", Named(bid.Bidder)), ("submitted_edtf", bid.Submitted?.Edtf ?? ""), ("rank", bid.Rank));

    public static IEnumerable<MartRow> Of(Contract contract) =>
    [
        new("contract",
            ("kind", MessageFields.ShortEnum(contract, "kind")), ("signed", contract.State is not (ContractState.Unspecified or ContractState.Draft or ContractState.Cancelled)), ("signed_edtf", contract.Signed?.Edtf ?? ""),
            ("country", contract.Country), ("supplier", Named(contract.Supplier)), ("customer", Named(contract.Customer)),
            ("lead", contract.Lead), ("bid", contract.Bid), ("tender", contract.Tender), ("project", contract.Project)),
        .. Attributions(contract.Attributions),
    ];

    private static IEnumerable<MartRow> Attributions(IEnumerable<Attribution> attributions) => attributions.Select((a, i) =>
        new MartRow("attribution", ("item", i), ("resource", a.Resource), ("certainty", MessageFields.ShortEnum(a, "certainty")), ("ground", a.Ground)));

    private static string Named(Party? party) => party is null ? "" : party.Resource.Length > 0 ? party.Resource : party.AsPrinted;
}
