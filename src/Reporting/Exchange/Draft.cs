using EGovPlatform.Common.V1;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>A record of any type on its way to an activity: what the types have in common, in one shape.</summary>
internal sealed record Draft(string Name, Record Record, string State)
{
    /// <summary>What it is, in English.</summary>
    public required string Kind { get; init; }

    public IEnumerable<Name> Titles { get; init; } = [];

    /// <summary>The title of one that has none.</summary>
    public string TitleElse { get; init; } = "";

    public IEnumerable<string> Aims { get; init; } = [];

    public IEnumerable<string> Topics { get; init; } = [];

    public string TargetGroup { get; init; } = "";

    public IEnumerable<Party> Parties { get; init; } = [];

    public IEnumerable<Funder> Funders { get; init; } = [];

    public IEnumerable<Money> Money { get; init; } = [];

    public DateValue? Period { get; init; }

    public IEnumerable<PlannedDate> Planned { get; init; } = [];

    /// <summary>ActivityStatus; empty when it follows from the period.</summary>
    public string Status { get; init; } = "";

    /// <summary>Countries, places and regions it is for, as resource names or words.</summary>
    public IEnumerable<(string Resource, string AsPrinted)> Targets { get; init; } = [];

    /// <summary>How many countries there are, when more than are named.</summary>
    public long? StatedCountries { get; init; }

    /// <summary>The records it may belong to, the nearest first.</summary>
    public IEnumerable<string> Parents { get; init; } = [];

    /// <summary>FlowType unless a person has entered another.</summary>
    public string FlowType { get; init; } = "50";

    /// <summary>AidType, in case it is aid.</summary>
    public string AidType { get; init; } = "C01";

    /// <summary>Whether it is a course or other training.</summary>
    public bool IsTraining { get; init; }

    /// <summary>The record as it came from a file; null when it did not.</summary>
    public Imported? Imported { get; init; }

    /// <summary>When the record was last written.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>Whether its first day is a fact and not a plan.</summary>
    public bool Begun => Status is "2" or "3" or "4" || (Status.Length == 0 && Period is not null);

    /// <summary>Whether its last day is a fact and not a plan.</summary>
    public bool Over => Status is "3" or "4";
}
