using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Training.V1;
using Google.Protobuf;

namespace EGovPlatform.Values.Tests;

public class WarningTests
{
    private static DateValue D(string edtf) => new() { Edtf = edtf };

    private static Count N(long n) => new() { Value = n };

    private static StatedList Items(long stated, params string[] items) => new() { Stated = N(stated), Items = { items.Select(item => new ListedItem { AsPrinted = item }) } };

    internal static readonly Dictionary<string, (string Path, IMessage Message)> Odd = new()
    {
        ["STATED_MORE_THAN_LISTED"] = ("agencies", new Delegation { Agencies = Items(7, "a", "b") }),
        ["LISTED_MORE_THAN_STATED"] = ("agencies", new Delegation { Agencies = Items(1, "a", "b") }),
        ["EXHAUSTIVE_BUT_SHORT"] = ("agencies.exhaustive", new Delegation { Agencies = new StatedList { Stated = N(2), Exhaustive = true, Items = { new ListedItem { AsPrinted = "a" } } } }),
        ["DUPLICATE_PARTS"] = ("owners[1]", new Delegation { Owners = { new Party { Resource = "x", Role = PartyRole.Lead }, new Party { Resource = "x", Role = PartyRole.Lead } } }),
        ["DATE_YEAR_INFERRED"] = ("period", new Delegation { Period = new DateValue { Edtf = "2018-05", Inferred = { DatePart.Year }, Ground = "publication" } }),
        ["INFERRED_WITHOUT_GROUND"] = ("period", new Delegation { Period = new DateValue { Edtf = "2018-05", Inferred = { DatePart.Month } } }),
        ["ZONE_CONTRADICTS_PLACE"] = ("date.zone_as_printed", new Engagement { Date = new DateValue { Edtf = "2018-05-28", TimeZone = "America/Lima", ZoneAsPrinted = "GMT+9" } }),
        ["DATE_ORDER"] = ("due", new FollowUp { Raised = D("2018-06"), Due = D("2018-05") }),
        ["DATE_OUTSIDE_PERIOD"] = ("legs[0].period", new Delegation { Period = D("2018-05"), Legs = { new Leg { Period = D("2018-07") } } }),
        ["COUNT_UNKNOWN"] = ("attendance[0]", new Engagement { Attendance = { new Count { Counted = "participants" } } }),
        ["COUNT_MIXED"] = ("attendance[0]", new Engagement { Attendance = { new Count { Value = 60, Qualifier = Qualifier.Over, Mixed = true } } }),
        ["PARTS_EXCEED_WHOLE"] = ("attendance[0].parts", new Engagement { Attendance = { new Count { Value = 5, Parts = { new CountPart { Group = "a", Count = N(4) }, new CountPart { Group = "b", Count = N(4) } } } } }),
        ["MONEY_UNKNOWN"] = ("funders[0].money", new Engagement { Funders = { new Funder { Money = new Money { Kind = MoneyKind.Planned } } } }),
        ["EQUIVALENT_RATE"] = ("funders[0].money.equivalents[0]", new Engagement { Funders = { new Funder { Money = new Money { Amount = "1000", CurrencyCode = "USD", Equivalents = { new MoneyEquivalent { Amount = "900", CurrencyCode = "EUR", Rate = "0.8" } } } } } }),
        ["SHARES_SUM"] = ("funders", new Engagement { Record = new Record { Historical = true }, Funders = { new Funder { Percentage = "90" } } }),
        ["RIVAL_VALUES"] = ("period", new Delegation { Record = new Record { Claims = { new Claim { FieldPath = "period", ValueJson = "{\"edtf\":\"2018\"}" }, new Claim { FieldPath = "period", ValueJson = "{\"edtf\":\"2017\"}" } } } }),
        ["DISPUTED_FACT"] = ("record.sources[0]", new Delegation { Record = new Record { Sources = { new FactSource { Certainty = Certainty.Disputed } } } }),
        ["EVIDENCE_AGAINST_TERM"] = ("record.evidence[0]", new Agreement { Term = D("2017/2019"), Record = new Record { Evidence = { new Evidence { Observation = "still listed", Present = true, Observed = D("2020-01-01") } } } }),
        ["FEW_PEOPLE_FOR_PARTIES"] = ("participants[0]", new CourseEdition
        {
            Participants = { new Count { Value = 15, Qualifier = Qualifier.About, Basis = CountBasis.Attended } },
            Countries = new StatedList { Stated = N(14), Items = { Enumerable.Range(0, 14).Select(i => new ListedItem { Resource = $"countries/{(char)('A' + i)}A" }) } },
        }),
        ["SPLIT_UNKNOWN"] = ("funders[0].money.shares", new Engagement { Funders = { new Funder { Money = new Money { Amount = "10", CurrencyCode = "USD", Shares = { new MoneyShare { Target = "countries/PE" }, new MoneyShare { Target = "countries/PY" } } } } } }),
        ["FUNDER_SHARES_UNKNOWN"] = ("funders", new Engagement { Funders = { new Funder { AsPrinted = "a" }, new Funder { AsPrinted = "b" } } }),
        ["PUBLISHED_BEFORE_END"] = ("period", new CourseEdition { Period = D("2016-05-24/2016-05-27"), Record = new Record { Sources = { new FactSource { Certainty = Certainty.Stated, Published = D("2016-05-26") } } } }),
        ["TARGET_NOT_STATED"] = ("targets", new Project()),
        ["PARAGRAPH_REPEATED"] = ("paragraphs[1]", new Publication { Paragraphs = { new Paragraph { Number = 1 }, new Paragraph { Number = 2, DuplicateOf = 1 } } }),
        ["NAME_UNRESOLVED"] = ("", new NameAsPrinted { Text = "Korea Procurement Service" }),
    };

    public static TheoryData<string> Rules => [.. Odd.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Warns_by_rule_at_the_field(string rule)
    {
        var (path, message) = Odd[rule];
        Assert.Empty(ValueValidator.Validate(message));
        var copy = message.Descriptor.Parser.ParseFrom(message.ToByteArray());
        ValueNormalizer.Normalize(copy);
        var warning = Assert.Single(ValueWarnings.For(copy), warning => warning.Rule == rule);
        Assert.Equal(path, warning.FieldPath);
        Assert.EndsWith(".", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Qualifier.Exact, 28, "")]
    [InlineData(Qualifier.Exact, 14, "14 for 14 countries: at most 0 can send more than one, if 14.")]
    [InlineData(Qualifier.About, 15, "about 15 for 14 countries: at most 1 can send more than one, if 15.")]
    [InlineData(Qualifier.AtMost, 12, "at most 12 for 14 countries: not every one can send somebody, if 12.")]
    [InlineData(Qualifier.Over, 15, "")]
    public void Few_people_for_many_countries(Qualifier qualifier, int people, string expected)
    {
        var edition = new CourseEdition
        {
            Participants = { new Count { Value = people, Qualifier = qualifier, Basis = CountBasis.Attended } },
            Countries = new StatedList { Stated = new Count { Value = 14, Counted = "countries" }, Items = { new ListedItem { Resource = "countries/AR" } } },
        };
        Assert.Equal(expected, string.Join("", ValueWarnings.For(edition).Where(w => w.Rule == "FEW_PEOPLE_FOR_PARTIES").Select(w => w.Message)));
    }

    [Theory]
    [InlineData("2016-05-24/2016-05-27", "2016-05-26", true)]
    [InlineData("2016-05-24/2016-05-27", "2016-05-27", false)]
    [InlineData("2016-05-24/..", "2016-05-26", false)]
    [InlineData("2016-05", "2016-05-26", false)]
    public void Sources_older_than_the_end(string period, string published, bool expected)
    {
        var edition = new CourseEdition { Period = D(period), Record = new Record { Sources = { new FactSource { Certainty = Certainty.Stated, Published = D(published) } } } };
        Assert.Equal(expected, ValueWarnings.For(edition).Any(w => w.Rule == "PUBLISHED_BEFORE_END"));
    }

    [Fact]
    public void A_paragraph_of_the_same_digest_is_a_repetition() => Assert.Equal(
        "Paragraph 3 repeats paragraph 1: what it says is said once.",
        Assert.Single(ValueWarnings.For(new Publication { Paragraphs = { new Paragraph { Number = 1, Digest = "aa" }, new Paragraph { Number = 2 }, new Paragraph { Number = 3, Digest = "aa" }, new Paragraph { Number = 4 } } })).Message);

    [Fact]
    public void What_is_in_order_gets_no_warning() => Assert.Empty(ValueWarnings.For(new Delegation
    {
        Period = D("2018-05"),
        Legs = { new Leg { Period = D("2018-05-28") }, new Leg() },
        Agencies = Items(2, "a", "b"),
        Owners = { new Party { Resource = "x", Role = PartyRole.Lead }, new Party { Resource = "x", Role = PartyRole.Host } },
        Sizes = { N(5) },
        Record = new Record { Transitions = { new Transition { State = "PROPOSED", Effective = D("2018-04") }, new Transition { State = "DISPATCHED", Effective = D("2018-05") } } },
    }));

    [Fact]
    public void Transitions_go_forward() => Assert.Equal("record.transitions[1].effective", Assert.Single(ValueWarnings.For(new Delegation
    {
        Record = new Record { Transitions = { new Transition { State = "DISPATCHED", Effective = D("2018-05") }, new Transition { State = "PROPOSED", Effective = D("2018-04") } } },
    })).FieldPath);
}
