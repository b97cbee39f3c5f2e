namespace EGovPlatform.Iati.Model;

/// <summary>One activity, with the parts we publish as properties. All other parts of a foreign one are kept as they are.</summary>
public sealed partial class IatiActivity : IatiNode
{
    /// <summary>Default language of its texts.</summary>
    public string? Language { get; set; }

    /// <summary>Default currency of its amounts, ISO 4217.</summary>
    public string? Currency { get; set; }

    /// <summary>When it was last changed, as written.</summary>
    public string? LastUpdated { get; set; }

    /// <summary>Level in the tree of activities, 1 the highest.</summary>
    public string? Hierarchy { get; set; }

    /// <summary>Identifier: the reporting organization's, a hyphen, and its own.</summary>
    public required string Identifier { get; init; }

    /// <summary>Who reports it.</summary>
    public IatiOrganization? Reporter { get; set; }

    /// <summary>Its title.</summary>
    public TextBlock? Title { get; set; }

    /// <summary>Descriptions by type.</summary>
    public List<TextBlock> Descriptions { get; init; } = [];

    /// <summary>Organizations by role; one in two roles is there twice.</summary>
    public List<IatiOrganization> Participants { get; init; } = [];

    /// <summary>Other and former identifiers.</summary>
    public List<OtherIdentifier> OtherIdentifiers { get; init; } = [];

    /// <summary>ActivityStatus: 1 pipeline, 2 implementation, 3 finalisation, 4 closed, 5 cancelled, 6 suspended.</summary>
    public Classification? Status { get; set; }

    /// <summary>Planned and actual dates.</summary>
    public List<ActivityDate> Dates { get; init; } = [];

    /// <summary>ActivityScope, such as 3 multi-national or 4 national.</summary>
    public Classification? Scope { get; set; }

    /// <summary>Partner countries.</summary>
    public List<Classification> Countries { get; init; } = [];

    /// <summary>Partner regions.</summary>
    public List<Classification> Regions { get; init; } = [];

    /// <summary>Sectors.</summary>
    public List<Classification> Sectors { get; init; } = [];

    /// <summary>Tags, such as the SDGs.</summary>
    public List<Classification> Tags { get; init; } = [];

    /// <summary>Policy markers.</summary>
    public List<Classification> PolicyMarkers { get; init; } = [];

    /// <summary>CollaborationType.</summary>
    public Classification? Collaboration { get; set; }

    /// <summary>FlowType: 10 ODA, 40 non flow, 50 other flows.</summary>
    public Classification? FlowType { get; set; }

    /// <summary>FinanceType: 110 grant.</summary>
    public Classification? FinanceType { get; set; }

    /// <summary>AidType: C01 project, D01 experts, D02 other technical assistance, E01 training in the donor country, G01 administration.</summary>
    public List<Classification> AidTypes { get; init; } = [];

    /// <summary>TiedStatus.</summary>
    public Classification? TiedStatus { get; set; }

    /// <summary>Budgets.</summary>
    public List<Budget> Budgets { get; init; } = [];

    /// <summary>Planned payments.</summary>
    public List<PlannedDisbursement> PlannedDisbursements { get; init; } = [];

    /// <summary>Transactions.</summary>
    public List<Transaction> Transactions { get; init; } = [];

    /// <summary>Documents.</summary>
    public List<DocumentLink> Documents { get; init; } = [];

    /// <summary>Parents, children and siblings.</summary>
    public List<RelatedActivity> Related { get; init; } = [];
}
