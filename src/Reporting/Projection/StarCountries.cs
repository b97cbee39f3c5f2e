using System.Globalization;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>Facts of what the Countries service owns.</summary>
internal static class StarCountries
{
    public static IEnumerable<MartRow> Of(Agreement agreement)
    {
        yield return new("agreement",
            ("concluded", agreement.State >= AgreementState.Signed),
            ("signed_edtf", RecordDates.Signed(agreement)?.Edtf ?? ""));
        foreach (var (i, signatory) in agreement.Instruments.SelectMany(n => n.Signatories).Where(s => s.Person.Length > 0 || s.Position.Length > 0).Index())
        {
            yield return Star.Named(i, signatory.Person, signatory.Position, MessageFields.ShortEnum(signatory, "role"), signatory.Party);
        }

        foreach (var (i, promise) in agreement.Promises.Index())
        {
            yield return new("promise",
            [
                ("item", i),
                ("promise", promise.Promise),
                ("per", promise.Per),
                ("edtf", promise.Period?.Edtf ?? ""),
                .. Star.Number("", promise.Count),
                .. Star.Number("progress_", promise.Progress),
                ("kept", Kept(promise)),
            ]);
        }
    }

    public static IEnumerable<MartRow> Of(Country country) =>
    [
        .. country.Names.Where(n => n.LanguageCode.Length > 0).DistinctBy(n => n.LanguageCode, StringComparer.Ordinal)
            .Select(n => new MartRow("country", ("language", n.LanguageCode), ("label", n.Text))),
        .. country.Regions.Select((r, i) => new MartRow("country_region",
            ("item", i), ("scheme", r.Scheme), ("code", r.Code), ("label", r.DisplayName), ("level", r.Level), ("edtf", r.Period?.Edtf ?? ""))),
    ];

    public static IEnumerable<MartRow> Of(Organization organization)
    {
        yield return new("organization", ("country", organization.Country), ("parent", organization.ParentOrganization));
        foreach (var (i, member) in organization.Members.Index())
        {
            yield return new("membership",
                ("item", i),
                ("party", member.Party),
                ("status", MessageFields.ShortEnum(member, "status")),
                ("edtf", member.Period?.Edtf ?? ""));
        }

        foreach (var (i, name) in organization.Names.Index())
        {
            yield return new("organization_name",
                ("item", i),
                ("text", name.Text),
                ("key", NameKey.Of(name.Text)),
                ("language", name.LanguageCode),
                ("kind", MessageFields.ShortEnum(name, "kind")),
                ("edtf", name.Period?.Edtf ?? ""),
                ("publications", Read(organization, name, i)));
        }

        foreach (var (i, (change, before, after)) in organization.Changes.SelectMany(c => Pairs(organization.Name, c)).Index())
        {
            yield return new("organization_succession",
                ("item", i),
                ("kind", MessageFields.ShortEnum(change, "kind")),
                ("edtf", change.Effective?.Edtf ?? ""),
                ("predecessor", before),
                ("successor", after));
        }
    }

    public static IEnumerable<MartRow> Of(Position position)
    {
        yield return new("position",
            ("person", position.Person),
            ("title", position.TitleAsPrinted),
            ("title_key", NameKey.Of(position.TitleAsPrinted)),
            ("organization", position.Organization),
            ("unit", position.Unit.Length > 0 ? position.Unit : position.UnitAsPrinted),
            ("observed_edtf", (position.Observed ?? position.Period)?.Edtf ?? ""));
        if (position.Person.Length > 0)
        {
            yield return Star.Named(0, position.Person, position.Name, "HOLDER", position.Organization);
        }
    }

    private static string Kept(PromisedQuantity promise)
    {
        var (least, most) = CountRules.Bounds(promise.Count);
        var (done, doneAtMost) = CountRules.Bounds(promise.Progress);
        return done >= most ? "YES" : doneAtMost < least ? "NO" : "UNKNOWN";
    }

    // Only what says it of this name: where the record as a whole was read says nothing of one of several names.
    private static string[] Read(Organization organization, Name name, int item) =>
    [
        .. (organization.Record?.Sources ?? []).Where(s => s.FieldPath == string.Create(CultureInfo.InvariantCulture, $"names[{item}]")).Append(name.Source)
            .Select(s => s?.Publication ?? "").Where(p => p.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    // A side that is left out is the organization itself.
    private static IEnumerable<(OrganizationChange Change, string Before, string After)> Pairs(string self, OrganizationChange change) =>
        from before in change.Predecessors.DefaultIfEmpty(self)
        from after in change.Successors.DefaultIfEmpty(self)
        where before != after
        select (change, before, after);
}
