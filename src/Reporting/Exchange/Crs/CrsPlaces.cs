using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Iati.Codelists;

namespace EGovPlatform.ReportingService.Exchange.Crs;

/// <summary>Who received it, and through whom.</summary>
internal static class CrsPlaces
{
    /// <summary>The one country a record is for; null when there is none or more than one: no shares are stated.</summary>
    public static string? CountryOf(Draft draft, ExchangeRecords records, string home) =>
        Countries(draft, records, home) is [var only] && !(draft.StatedCountries > 1) ? only : null;

    /// <summary>Fills the recipient.</summary>
    public static void FillRecipient(CrsRow row, Draft draft, ExchangeRecords records, string home, DateOnly today)
    {
        row.Set("Geography", string.Join("; ", draft.Targets.Select(t => records.Place(t.Resource)).OfType<Place>().Select(p => English(p.Names))));
        if (CountryOf(draft, records, home) is { } code)
        {
            var country = records.Country($"countries/{code}");
            row.Set("RecipientCode", ExchangeRecords.Identifiers(country?.Record, "dac", former: false, today).FirstOrDefault(), $"{code} has no external identifier dac.");
            row.Set("RecipientIso", code);
            row.Set("RecipientName", country is null ? null : English(country.Names));
            if (country is null || country.OdaEligibility.Count == 0)
            {
                row.Doubtful["RecipientIso"] = $"Whether {code} is on the DAC's list of recipients is not on record.";
            }

            return;
        }

        var named = Countries(draft, records, home);
        var regions = named.Count > 0 ? [] : draft.Targets.Where(t => t.AsPrinted.Length > 0).Select(t => (t.AsPrinted, Code: Recipients.CodeOf(t.AsPrinted))).Where(r => r.Code != Recipients.Unspecified).ToList();
        var why = named.Count > 0 || draft.StatedCountries > 1 ? $"It is for {Math.Max(named.Count, draft.StatedCountries ?? 0)} countries, whose shares are not stated." : "No country is stated.";
        row.Set("RecipientCode", regions.Count == 1 ? regions[0].Code : null, why);
        row.Set("RecipientName", regions.Count == 1 ? regions[0].AsPrinted : null, why);
    }

    /// <summary>Fills the channel: the one body that was paid, else the one that carries it out.</summary>
    public static void FillChannel(CrsRow row, Draft draft, CrsMoney money, ExchangeRecords records, string home, DateOnly today)
    {
        var paid = money.Entries.Where(e => e.Money.Kind is MoneyKind.Committed or MoneyKind.Disbursed).Select(e => e.Receiver?.Resource ?? "").Where(r => r.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var doing = draft.Parties.Where(p => p.Role is PartyRole.Implementer or PartyRole.Operator).Select(p => p.Resource).Distinct(StringComparer.Ordinal).ToList();
        if ((paid.Count > 0 ? paid : doing) is not [var only] || records.Organization(only) is not { } body)
        {
            row.Set("ChannelCode", null, "It is not on record which one body was paid or carries it out.");
            row.Set("ChannelReportedName", null, "It is not on record which one body was paid or carries it out.");
            return;
        }

        row.Set("ChannelReportedName", English(body.Names));
        var codes = Codelist.Of("CRSChannelCode");
        var entered = ExchangeRecords.Identifiers(body.Record, "crs-channel", former: false, today)
            .Concat(ExchangeRecords.Identifiers(body.Record, "org-id", former: false, today).Where(i => i.StartsWith("XM-DAC-", StringComparison.Ordinal)).Select(i => i["XM-DAC-".Length..]))
            .FirstOrDefault(c => codes.Has(c) && !codes.IsWithdrawn(c));
        if (entered is null && ByKind(body, home) is { } kind)
        {
            row.Assume("ChannelCode", kind);
        }
        else
        {
            row.Set("ChannelCode", entered, $"{body.Name} has no external identifier crs-channel.");
        }
    }

    private static string? ByKind(Organization body, string home)
    {
        var side = body.Country == home ? "11" : body.Country.Length > 0 ? "12" : "";
        var level = body.Kind switch
        {
            OrganizationKind.Government or OrganizationKind.Unit or OrganizationKind.Court => "001",
            OrganizationKind.LocalGovernment => "002",
            OrganizationKind.PublicCorporation => "003",
            OrganizationKind.OtherPublic => "004",
            _ => "",
        };
        return side.Length > 0 && level.Length > 0 ? side + level : null;
    }

    private static List<string> Countries(Draft draft, ExchangeRecords records, string home) =>
        [.. draft.Targets.Select(t => records.CountryOf(t.Resource)).OfType<string>().Where(c => $"countries/{c}" != home).Distinct(StringComparer.Ordinal)];

    private static string English(IEnumerable<Name> names) => Texts.Names(names).FirstOrDefault()?.Text ?? "";
}
