using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Training.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using ActivityProgram = EGovPlatform.Activities.V1.Program;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>Makes drafts of the types that are activities.</summary>
internal static class Drafts
{
    /// <summary>The types, as they are called in the mart.</summary>
    public static readonly string[] Types = ["Program", "Round", "Project", "Delegation", "Engagement", "CourseEdition"];

    /// <summary>The draft of a record.</summary>
    public static Draft Of(IMessage message, ExchangeRecords records) => message switch
    {
        ActivityProgram program => Of(program),
        Round round => Of(round),
        Project project => Of(project),
        Delegation delegation => Of(delegation),
        Engagement engagement => Of(engagement),
        CourseEdition edition => Of(edition, records),
        _ => throw new InvalidOperationException($"{message.Descriptor.FullName} is no activity."),
    };

    private static Draft Of(ActivityProgram program) => new(program.Name, program.Record, "")
    {
        Kind = "Program",
        Titles = program.Names,
        Aims = program.Aims,
        Topics = program.Topics,
        Parties = program.Parties,
        Funders = program.Funders,
        Money = program.Budget,
        Period = program.Period,
        Targets = program.Targets.Select(Target),
        Parents = [program.ParentProgram],
        Updated = Moment(program.UpdateTime),
    };

    private static Draft Of(Round round) => new(round.Name, round.Record, round.State.ToString())
    {
        Kind = "Support round",
        Titles = round.Titles,
        Aims = round.Aims,
        Topics = round.Topics,
        Parties = round.Parties,
        Money = round.Budget,
        Period = round.Period,
        Planned = round.Planned,
        Status = round.State switch
        {
            RoundState.Running => "2",
            RoundState.Closed => "4",
            RoundState.Cancelled => "5",
            RoundState.Postponed => "6",
            _ => "1",
        },
        Targets = Listed(round.Targets),
        StatedCountries = Stated(round.Targets),
        Parents = [round.Program],
        Updated = Moment(round.UpdateTime),
    };

    private static Draft Of(Project project) => new(project.Name, project.Record, project.State.ToString())
    {
        Kind = project.Kind is ProjectKind.Unspecified or ProjectKind.Unknown or ProjectKind.Other ? "Support project" : $"Support project ({Words(project.Kind)})",
        Titles = project.Names,
        Aims = project.Aims,
        Topics = project.Topics,
        Parties = project.Parties,
        Funders = project.Funders,
        Money = project.Budget,
        Period = project.Period,
        Planned = project.Planned,
        Status = project.State is ProjectState.Unspecified ? "1" : ((int)project.State).ToString(System.Globalization.CultureInfo.InvariantCulture),
        Targets = project.Targets.Select(Target),
        Parents = [project.Round, project.Program],
        AidType = project.Kind switch
        {
            ProjectKind.Training => "E01",
            ProjectKind.ExpertDispatch => "D01",
            ProjectKind.RoadShow => "D02",
            _ => "C01",
        },
        IsTraining = project.Kind is ProjectKind.Training,
        Imported = Imported.Of(project),
        Updated = Moment(project.UpdateTime),
    };

    private static Draft Of(Delegation delegation) => new(delegation.Name, delegation.Record, delegation.State.ToString())
    {
        Kind = "Delegation",
        Titles = delegation.Names,
        Aims = delegation.Aims,
        Topics = delegation.Topics,
        Parties = delegation.Owners,
        Funders = delegation.Funders,
        Period = delegation.Period,
        Planned = delegation.Planned,
        Status = delegation.State switch
        {
            DelegationState.Dispatched => "2",
            DelegationState.Returned or DelegationState.Reported => "3",
            DelegationState.Closed => "4",
            DelegationState.Cancelled => "5",
            DelegationState.Postponed => "6",
            _ => "1",
        },
        Targets = delegation.Legs.Select(l => (l.Country, "")),
        Parents = [delegation.Program],
        // A visit is no aid; a person may say that this one was.
        FlowType = "40",
        AidType = "D01",
        Updated = Moment(delegation.UpdateTime),
    };

    private static Draft Of(Engagement engagement) => new(engagement.Name, engagement.Record, engagement.State.ToString())
    {
        Kind = engagement.Kind is EngagementKind.Unspecified or EngagementKind.Unknown or EngagementKind.Other ? "Meeting" : Capital(Words(engagement.Kind)),
        Titles = engagement.Titles,
        Topics = engagement.Topics,
        Parties = engagement.Parties,
        Funders = engagement.Funders,
        Period = engagement.Date,
        Planned = engagement.Planned,
        Status = engagement.State switch
        {
            EngagementState.Held => "3",
            EngagementState.Reported => "4",
            EngagementState.Cancelled => "5",
            EngagementState.Postponed => "6",
            _ => "1",
        },
        Targets = [(engagement.Country, "")],
        Parents = [engagement.ParentEngagement, engagement.Delegation, engagement.Program],
        FlowType = "40",
        AidType = "D02",
        IsTraining = engagement.Kind is EngagementKind.TrainingSession,
        Updated = Moment(engagement.UpdateTime),
    };

    private static Draft Of(CourseEdition edition, ExchangeRecords records)
    {
        var course = records.CourseOf(edition.Name);
        return new(edition.Name, edition.Record, edition.State.ToString())
        {
            Kind = "Training course",
            Titles = edition.Titles.Count > 0 ? edition.Titles : course?.Names ?? [],
            TitleElse = $"Training course: {(edition.Theme.Length > 0 ? edition.Theme : course?.Theme is { Length: > 0 } theme ? theme : "e-Government")}",
            Topics = edition.Topics,
            TargetGroup = edition.TargetGroup.Length > 0 ? edition.TargetGroup : course?.TargetGroup ?? "",
            Parties = edition.Parties,
            Funders = edition.Funders,
            Period = edition.Period,
            Planned = edition.Planned,
            Status = edition.State switch
            {
                CourseEditionState.Running => "2",
                CourseEditionState.Completed or CourseEditionState.Evaluated => "3",
                CourseEditionState.Closed => "4",
                CourseEditionState.Cancelled => "5",
                CourseEditionState.Postponed => "6",
                _ => "1",
            },
            Targets = Listed(edition.Countries),
            StatedCountries = Stated(edition.Countries),
            Parents = [course?.Program ?? ""],
            AidType = "E01",
            IsTraining = true,
            Updated = Moment(edition.UpdateTime),
        };
    }

    private static (string Resource, string AsPrinted) Target(Party party) => (party.Resource, party.AsPrinted);

    private static IEnumerable<(string Resource, string AsPrinted)> Listed(StatedList? list) => list?.Items.Select(i => (i.Resource, i.AsPrinted)) ?? [];

    private static long? Stated(StatedList? list) => list is { Exhaustive: false, Stated.HasValue: true } ? list.Stated.Value : null;

    private static DateTimeOffset? Moment(Timestamp? time) => time?.ToDateTimeOffset();

    private static string Words<T>(T kind)
        where T : struct, System.Enum =>
        string.Concat(kind.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
