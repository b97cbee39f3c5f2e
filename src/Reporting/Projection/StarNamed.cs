using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Values;
using Google.Protobuf;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>Whom a record names and in which words, wherever in it.</summary>
internal static class StarNamed
{
    public static IEnumerable<MartRow> Of(IMessage message)
    {
        var record = MessageFields.Record(message);
        foreach (var (item, (path, name)) in Names(message).Index())
        {
            yield return new("named",
                ("item", item),
                ("field_path", path),
                ("party", name.Party),
                ("role", name.Role),
                ("printed", name.Printed),
                ("certainty", name.Certainty),
                ("publications", FactSources.Publications(record, path)));
        }
    }

    private static IEnumerable<(string Path, NamedParty Name)> Names(IMessage message) =>
        from found in ValueWalk.Of(message, personal: false)
        where !found.Path.StartsWith("record.", StringComparison.Ordinal)
        let name = Name(found.Value)
        where name is not null && (name.Party.Length > 0 || name.Printed.Length > 0)
        select (found.Path, name);

    private static NamedParty? Name(IMessage value) => value switch
    {
        Party p => new(p.Resource, p.AsPrinted, MessageFields.ShortEnum(p, "role"), MessageFields.ShortEnum(p, "certainty")),
        ListedItem i => new(i.Resource, i.AsPrinted, "LISTED", ""),
        NameAsPrinted n => new(n.Resource, n.Text, "", MessageFields.ShortEnum(n, "certainty")),
        Funder f => new(f.Organization, f.AsPrinted, "FUNDER", ""),
        Signatory s => new(s.Party, s.PartyAsPrinted, MessageFields.ShortEnum(s, "role"), ""),
        OrganizationMember m => new(m.Party, m.AsPrinted, MessageFields.ShortEnum(m, "status"), ""),
        DelegationMember m => new(m.Represents, "", MessageFields.ShortEnum(m, "role"), ""),
        Attendee a => new(a.Represents, "", MessageFields.ShortEnum(a, "role"), ""),
        _ => null,
    };

    private sealed record NamedParty(string Party, string Printed, string Role, string Certainty);
}
