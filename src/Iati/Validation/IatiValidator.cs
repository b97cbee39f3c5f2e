using System.Xml.Linq;
using EGovPlatform.Iati.Codelists;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Rulesets;

namespace EGovPlatform.Iati.Validation;

/// <summary>What a validation needs to know beside the file.</summary>
public sealed record ValidatorOptions
{
    /// <summary>What a file may be at most.</summary>
    public IatiLimits Limits { get; init; } = new();

    /// <summary>Says what is in the future.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Identifiers that organisations already publish under, whose form is no longer questioned.</summary>
    public IReadOnlySet<string> Publishers { get; init; } = new HashSet<string>(StringComparer.Ordinal);
}

/// <summary>Validates IATI files of 2.01 to 2.03 in three layers: schema, code lists, ruleset.</summary>
public static class IatiValidator
{
    /// <summary>Reads a whole file, one activity at a time, and reports all that is wrong with it.</summary>
    public static ValidationReport Validate(Stream file, ValidatorOptions? options = null)
    {
        options ??= new();
        using var reader = new IatiFileReader(file, options.Limits);
        var report = new ReportBuilder(options.Limits.Findings);
        var checks = new EntryChecks(options);
        foreach (var entry in reader.Read())
        {
            report.Add(EntryChecks.Identifier(entry.Element), EntryChecks.Title(entry.Element), checks.Check(reader.Root!, entry));
        }

        report.Add("file", "File level errors", [.. reader.FileFindings, .. EntryChecks.OfRoot(reader.Root)]);
        return report.Build(reader.Root is { } root && root.Name.LocalName.StartsWith("iati-", StringComparison.Ordinal) ? root.Name.LocalName : "", reader.Version);
    }
}

/// <summary>Holds one entry after the other to all layers and remembers the identifiers it saw.</summary>
internal sealed class EntryChecks(ValidatorOptions options)
{
    private readonly RuleEngine rules = new(Ruleset.Standard, options.Clock, options.Publishers);
    private readonly HashSet<string> identifiers = new(StringComparer.Ordinal);

    public List<Finding> Check(XElement root, FileEntry entry)
    {
        var findings = new List<Finding>(entry.SchemaFindings);
        CodelistChecks.Check(entry.Element, findings);
        if (entry.Element.Name.LocalName == "iati-activity" && entry.Element.Element("iati-identifier") is { } identifier && !identifiers.Add(identifier.Value))
        {
            findings.Add(FileRules.Repeated(identifier));
        }

        // The rules name their elements from the root on, so the entry stands in one; it is taken out again, not copied.
        var document = new XDocument(new XElement(root.Name, entry.Element));
        findings.AddRange(rules.Check(document).Select(b => b.ToFinding(document)));
        return findings;
    }

    public static IEnumerable<Finding> OfRoot(XElement? root)
    {
        var findings = new List<Finding>();
        if (root is not null && root.Name.NamespaceName.Length == 0)
        {
            CodelistChecks.CheckOne(root, root.Name.LocalName, findings);
        }

        return findings;
    }

    public static string Identifier(XElement entry) =>
        (entry.Element("iati-identifier") ?? entry.Element("organisation-identifier"))?.Value.Trim() ?? "";

    public static string Title(XElement entry) => (entry.Element("title") ?? entry.Element("name"))?.Element("narrative")?.Value ?? "";
}
