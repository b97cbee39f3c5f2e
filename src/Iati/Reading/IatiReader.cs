using System.Xml.Linq;
using EGovPlatform.Iati.Model;
using EGovPlatform.Iati.Validation;

namespace EGovPlatform.Iati.Reading;

/// <summary>
/// Reads activity files of 2.01 to 2.03 one activity at a time. What is wrong with an activity comes with it; a bad one does not
/// keep the good ones out.
/// </summary>
public sealed class IatiReader : IDisposable
{
    private readonly IatiFileReader reader;
    private readonly EntryChecks checks;

    /// <summary>Reads this file. The stream stays open.</summary>
    public IatiReader(Stream file, ValidatorOptions? options = null)
    {
        reader = new(file, (options ?? new()).Limits);
        checks = new(options ?? new());
    }

    /// <summary>The root element without its activities; null until the first is read and when the file is no XML.</summary>
    public XElement? Root => reader.Root;

    /// <summary>What is wrong with the file itself. Complete when all activities are read.</summary>
    public IReadOnlyList<Finding> FileFindings => [.. reader.FileFindings, .. EntryChecks.OfRoot(reader.Root)];

    /// <summary>The activities in the order of the file. Can be gone through once.</summary>
    public IEnumerable<ReadActivity> Activities()
    {
        foreach (var entry in reader.Read())
        {
            if (entry.Element.Name.LocalName == "iati-activity")
            {
                var findings = checks.Check(reader.Root!, entry);
                yield return new(IatiActivity.Read(entry.Element), findings);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();
}

/// <summary>One activity as it was read.</summary>
/// <param name="Activity">The activity.</param>
/// <param name="Findings">What is wrong with it, with rule numbers and lines.</param>
public sealed record ReadActivity(IatiActivity Activity, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether it can come in: it follows the schema and has an identifier that is new in its file.</summary>
    public bool IsUsable => Activity.Identifier.Trim().Length > 0 && !Findings.Any(f => f.Severity == Severity.Critical || f.Id == "1.1.2");
}
