namespace EGovPlatform.ReportingService.Summaries;

/// <summary>The declared measures; docs/reporting.md lists them.</summary>
internal static class Measures
{
    private static readonly string[] Engagement = ["Engagement"];
    private static readonly string[] Delegation = ["Delegation"];
    private static readonly string[] Edition = ["CourseEdition"];

    /// <summary>Types of record that say we work with a country.</summary>
    public static readonly string[] Work =
    [
        "Agreement", "CooperationCenter", "NationalPlan", "Delegation", "Engagement", "Project", "PartnerRequest", "FollowUp", "CourseEdition", "Participant",
        "CountryPresentation", "Introduction", "Proposal", "Round",
    ];

    private const string JoinEngagement = " join mart.engagement e on e.name = r.name and e.version = r.version";

    public static IReadOnlyList<Measure> All { get; } =
    [
        new("agreements", "Agreements signed at least.", ["Agreement"], "agreement", "f.concluded"),
        new("attendance", "People who attended forums and seminars whose day is certain.", Engagement, "attendance", "f.item = 0 and e.held and e.dated and e.public_event") { Number = "f.", Join = JoinEngagement },
        new("attendance_all", "People who attended engagements of any kind, dated or not.", Engagement, "attendance", "f.item = 0 and e.held") { Number = "f.", Join = JoinEngagement },
        new("centers", "Cooperation centers that are not closed.", ["CooperationCenter"], "center", "not f.closed"),
        new("countries", "Partner countries named in records of cooperation, each once; home is not counted.", Work, "record_country", "f.country <> {home}") { Subject = "f.country", Country = "f.country" },
        new("courses", "Editions of courses that were held or are running.", Edition, "course_edition", "f.held"),
        new("delegations", "Delegations that were sent.", Delegation, "delegation", "f.sent"),
        new("engagements", "Meetings, seminars, forums and so on that were held.", Engagement, "engagement", "f.held"),
        new("follow_ups_open", "Commitments not done, converted or dropped.", ["FollowUp"], "follow_up", "f.open"),
        new("introductions", "Systems on their way into other countries, at any stage.", ["Introduction"], "", "true"),
        new("legs", "Stays of delegations that were sent.", Delegation, "leg", "f.sent") { Subject = "r.name || '/' || f.key", Country = "f.country" },
        new("meetings_identified", "Meetings of delegations that are known one by one or known to exist.", Delegation, "delegation", "f.sent") { Number = "f.identified_" },
        new("meetings_stated", "Meetings of delegations as their sources total them.", Delegation, "delegation", "f.sent") { Number = "f.stated_" },
        new("participants", "People who attended courses. By country only what is stated by country.", Edition, "course_edition", "f.held")
        {
            Number = "f.",
            ByCountry = new("participants", "", Edition, "participation", "f.held") { Number = "f.", Country = "f.country" },
        },
        new("partner_requests", "Requests received from or made to partners.", ["PartnerRequest"], "", "true"),
        new("persons", "Office-holders on record, each once. Private persons are in participants.", ["Person"], "person", "true") { Country = "f.country" },
        new("projects", "Projects in any state.", ["Project"], "", "true"),
        new("rounds", "Support rounds in any state.", ["Round"], "", "true"),
    ];

    public static Measure? Find(string name) => All.FirstOrDefault(m => m.Name == name);
}
