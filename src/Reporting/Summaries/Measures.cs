namespace EGovPlatform.ReportingService.Summaries;

/// <summary>The declared measures; docs/reporting.md lists them.</summary>
internal static class Measures
{
    private static readonly string[] Engagement = ["Engagement"];
    private static readonly string[] Delegation = ["Delegation"];
    private static readonly string[] Edition = ["CourseEdition"];
    private static readonly string[] FollowUp = ["FollowUp"];
    private static readonly string[] Agreement = ["Agreement"];

    /// <summary>Types of record that say we work with a country.</summary>
    public static readonly string[] Work =
    [
        "Agreement", "CooperationCenter", "NationalPlan", "Delegation", "Engagement", "Project", "PartnerRequest", "FollowUp", "CourseEdition", "Participant",
        "CountryPresentation", "Introduction", "Proposal", "Round",
    ];

    private const string Held = "r.state in ('HELD', 'REPORTED')";
    private const string Sent = "r.state in ('DISPATCHED', 'RETURNED', 'REPORTED', 'CLOSED')";
    private const string Ran = "r.state in ('RUNNING', 'COMPLETED', 'EVALUATED', 'CLOSED')";
    private const string Concluded = "r.state in ('SIGNED', 'IN_FORCE', 'SUSPENDED', 'EXPIRED', 'TERMINATED', 'SUPERSEDED')";
    private const string Open = "r.state not in ('DONE', 'CONVERTED', 'DROPPED')";

    private const string LedOn = """
        (exists (select from mart.follow_up_result b where b.name = r.name and b.version = r.version)
            or exists (select from mart.link k join heads h on h.name = k.name and h.version = k.version
                where k.to_name = r.name and k.kind = 'FOLLOW_UP_OF' and not h.deleted))
        """;

    private const string JoinEngagement = " join mart.engagement e on e.name = r.name and e.version = r.version";

    private static readonly string[] Bases = ["PLANNED", "EXPECTED", "ANNOUNCED", "NOMINATED", "ACCEPTED", "ATTENDED", "ABSENT", "ACCOMPANYING"];

    public static IReadOnlyList<Measure> All { get; } = [.. Declared().OrderBy(m => m.Name, StringComparer.Ordinal)];

    public static Measure? Find(string name) => All.FirstOrDefault(m => m.Name == name);

    private static IEnumerable<Measure> Declared() =>
    [
        new("agreements", "Agreements signed at least.", Agreement, "", Concluded),
        new("agreements_in_force", "Agreements that hold on the day asked for (valid_on), today when none is.", Agreement, "", "r.state in ('SIGNED', 'IN_FORCE', 'EXPIRED', 'TERMINATED', 'SUPERSEDED')") { OnDay = true },
        new("attendance", "People who attended forums and seminars whose day is certain.", Engagement, "attendance", $"f.item = 0 and {Held} and e.dated and e.public_event") { Number = "f.", Join = JoinEngagement },
        new("attendance_all", "People who attended engagements of any kind, dated or not.", Engagement, "attendance", $"f.item = 0 and {Held}") { Number = "f." },
        new("centers", "Cooperation centers that are not closed.", ["CooperationCenter"], "", "r.state <> 'CLOSED'"),
        new("countries", "Partner countries named in records of cooperation, each once; home is not counted.", Work, "record_country", "f.country <> (select country from home)") { Several = true, Subject = "f.country", Keys = Key("country", "f.country") },
        new("bids", "Bids on record, in any state.", ["Bid"], "", "true"),
        new("contracts", "Contracts on record, in any state.", ["Contract"], "", "true"),
        new("courses", "Editions of courses that were held or are running.", Edition, "", Ran),
        new("delegations", "Delegations that were sent.", Delegation, "", Sent),
        new("engagements", "Meetings, seminars, forums and so on that were held.", Engagement, "", Held),
        new("follow_ups", "Commitments that were not dropped.", FollowUp, "", "r.state <> 'DROPPED'"),
        new("follow_ups_open", "Commitments not done, converted or dropped.", FollowUp, "", Open),
        new("follow_ups_overdue", "Open commitments whose day has passed on the day asked for (valid_on, else known_on), today when none is. No day at all is not overdue.", FollowUp, "follow_up", $"{Open} and f.due_edtf <> ''") { Due = "f.due_edtf" },
        new("introductions", "Systems on their way into other countries, at any stage.", ["Introduction"], "", "true"),
        new("leads", "Leads to exports, in any state.", ["Lead"], "", "true"),
        new("legs", "Stays of delegations that were sent.", Delegation, "leg", Sent) { Several = true, Subject = "r.name || '/' || f.key", Keys = Key("country", "f.country") },
        new("linkage_rate", "How many of the commitments that were not dropped led to something on record.", FollowUp, "", "r.state <> 'DROPPED'") { Form = MeasureForm.Ratio, Part = LedOn },
        new("meetings_identified", "Meetings of delegations that are known one by one or known to exist.", Delegation, "delegation", Sent) { Number = "f.identified_" },
        new("meetings_stated", "Meetings of delegations as their sources total them.", Delegation, "delegation", Sent) { Number = "f.stated_" },
        new("money", "Sums of money that records state as their own, by kind and currency, never added across them; of the ledger only what is booked. What single funders pay and parts of larger sums are not in it. Group by type: a round's money may hold that of its projects.",
            [.. Resources.ResourceCatalog.All.Select(e => e.Descriptor.Name)], "money", "f.part_of = '' and f.field_path !~ '^(funders|costs)' and (r.type <> 'LedgerEntry' or r.state = 'BOOKED')")
        { Form = MeasureForm.Money, Several = true, Number = "f.", Keys = new Dictionary<string, string>(StringComparer.Ordinal) { ["money_kind"] = "f.kind", ["currency"] = "f.currency" } },
        new("participants", "People who attended courses. By country only what is stated by country.", Edition, "course_edition", Ran)
        {
            Number = "f.",
            ByCountry = new("participants", "", Edition, "participation", Ran) { Several = true, Number = "f.", Keys = Key("country", "f.country") },
        },
        new("partner_requests", "Requests received from or made to partners.", ["PartnerRequest"], "", "true"),
        new("persons", "Office-holders on record, each once. Private persons are in participants.", ["Person"], "person", "true") { Keys = Key("country", "f.country") },
        new("projects", "Projects in any state.", ["Project"], "", "true"),
        new("promises_kept", "How many of the quantities promised in agreements are reached by the progress stated.", Agreement, "promise", Concluded)
        { Form = MeasureForm.Ratio, Several = true, Subject = "r.name || '/' || f.item", Part = "f.kept = 'YES'", PartUnknown = "f.kept = 'UNKNOWN'" },
        new("records", "Records of any type.", [.. Resources.ResourceCatalog.All.Select(e => e.Descriptor.Name)], "", "true"),
        new("rounds", "Support rounds in any state.", ["Round"], "", "true"),
        new("slip", "Days from the first plan to the last, of records with several plans; later is positive.", [.. Resources.ResourceCatalog.All.Select(e => e.Descriptor.Name)], "plan", "f.plans > 1") { Form = MeasureForm.Mean, Number = "f." },
        new("stage_days", "Days between dated changes of state; group by stage, the state left.", [.. Resources.ResourceCatalog.All.Select(e => e.Descriptor.Name)], "transition", "f.stage <> ''")
        { Form = MeasureForm.Mean, Several = true, Number = "f.", Keys = Key("stage", "f.stage") },
        .. Bases.Select(b => new Measure($"people_{b.ToLowerInvariant()}", $"People at engagements, in courses and on delegations, by numbers that say {b}.", ["Engagement", "CourseEdition", "Delegation"], "stated_count",
            $"f.basis = '{b}' and f.field_path ~ '^(attendance|participants|sizes)[[][0-9]+[]]$'") { Several = true, Number = "f." }),
    ];

    private static Dictionary<string, string> Key(string dimension, string sql) => new(StringComparer.Ordinal) { [dimension] = sql };
}
