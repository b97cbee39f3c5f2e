using EGovPlatform.Access;
using EGovPlatform.Countries.V1;
using EGovPlatform.Iati.Codelists;
using EGovPlatform.Iati.Model;
using Microsoft.Extensions.Configuration;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>Who publishes: configuration without a default, since an identifier belongs to whoever registered it.</summary>
/// <param name="Reference">Its IATI organization identifier.</param>
/// <param name="Type">OrganisationType.</param>
/// <param name="Name">Resource name of its record; empty when it has none.</param>
/// <param name="Plain">Its name, when it has no record.</param>
internal sealed record IatiReporter(string Reference, string Type, string Name, string Plain)
{
    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD: nobody said who publishes, or the identifier is none.</exception>
    public static IatiReporter Read(IConfiguration configuration, string asked)
    {
        var section = configuration.GetSection("Iati:Reporter");
        var reference = asked.Length > 0 ? asked : section["Reference"] ?? "";
        if (reference.Length == 0)
        {
            throw Errors.InvalidField("reporting_organization", "REQUIRED", "Nobody is configured to publish (Iati:Reporter:Reference); name the IATI organization identifier.");
        }

        if (reference.Length > 100 || reference.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
        {
            throw Errors.InvalidField("reporting_organization", "FORMAT", "An identifier like XM-DAC-46012 has letters, digits, hyphens, underscores and dots.");
        }

        var type = section["Type"] ?? "10";
        if (!Codelist.Of("OrganisationType").Has(type))
        {
            throw new InvalidOperationException($"Iati:Reporter:Type {type} is not on the list OrganisationType.");
        }

        return new(reference, type, section["Organization"] ?? "", section["Name"] ?? reference);
    }

    /// <summary>The reporting-org element.</summary>
    public IatiOrganization Element(Organization? record) => new() { Reference = Reference, Type = Type, Names = Names(record) };

    /// <summary>Former identifiers of the organization: what was published under them is still ours.</summary>
    public static IEnumerable<OtherIdentifier> Former(Organization? record, DateOnly today) => ExchangeRecords.Identifiers(record?.Record, "org-id", former: true, today)
        .Select(reference => new OtherIdentifier
        {
            Reference = reference,
            Type = "B1",
            Owner = new() { Reference = reference, Names = Texts.Names(record!.Names, former: true) },
        });

    private List<Narrative> Names(Organization? record) => record is null ? [new() { Text = Plain }] : Texts.Names(record.Names);
}
