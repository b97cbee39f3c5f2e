using System.Text.Json;
using System.Text.Json.Serialization;

namespace EGovPlatform.Iati.Validation;

/// <summary>What validation found, in the shape of the public validator's report.</summary>
public sealed record ValidationReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true };

    /// <summary>Whether the file has no critical finding.</summary>
    public bool Valid => Summary.Critical == 0;

    /// <summary><c>iati-activities</c>, <c>iati-organisations</c>, or empty when it is neither.</summary>
    public required string FileType { get; init; }

    /// <summary>The version the file says it has.</summary>
    public required string IatiVersion { get; init; }

    /// <summary>The edition of the ruleset.</summary>
    public string RulesetCommitSha { get; init; } = "a88f835";

    /// <summary>The edition of the code lists.</summary>
    public string CodelistCommitSha { get; init; } = "7aeece7";

    /// <summary>The list of agency codes that identifiers may begin with.</summary>
    public string OrgIdPrefixFileName { get; init; } = "OrganisationRegistrationAgency";

    /// <summary>The validator's own version.</summary>
    public string ApiVersion { get; init; } = "1.0";

    /// <summary>How many findings there are, those beyond the limit included.</summary>
    public required ReportSummary Summary { get; init; }

    /// <summary>Findings by activity or organisation; those of the file itself under <c>file</c>.</summary>
    public required IReadOnlyList<ReportEntry> Errors { get; init; }

    /// <summary>All findings one after the other.</summary>
    [JsonIgnore]
    public IEnumerable<ReportError> All => Errors.SelectMany(e => e.Errors).SelectMany(c => c.Errors);

    /// <summary>Whether there is neither a critical finding nor an error.</summary>
    [JsonIgnore]
    public bool Publishable => Summary.Critical == 0 && Summary.Error == 0;

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>Numbers of findings.</summary>
public sealed record ReportSummary(int Critical, int Error, int Warning, int Advisory);

/// <summary>The findings of one activity or organisation, or of the file.</summary>
public sealed record ReportEntry(string Identifier, string Title, IReadOnlyList<ReportCategory> Errors);

/// <summary>The findings of one category.</summary>
public sealed record ReportCategory(string Category, IReadOnlyList<ReportError> Errors);

/// <summary>One rule that was broken, and everywhere it was.</summary>
public sealed record ReportError(string Id, string Severity, string Message, string? Codelist, IReadOnlyList<ReportContext> Context);

/// <summary>One place.</summary>
public sealed record ReportContext(string Text, int? Line, int? Column);
