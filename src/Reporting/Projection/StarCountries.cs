using EGovPlatform.Countries.V1;

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
    }

    public static IEnumerable<MartRow> Of(Country country) =>
        country.Names.Where(n => n.LanguageCode.Length > 0).DistinctBy(n => n.LanguageCode, StringComparer.Ordinal)
            .Select(n => new MartRow("country", ("language", n.LanguageCode), ("label", n.Text)));

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
    }
}
