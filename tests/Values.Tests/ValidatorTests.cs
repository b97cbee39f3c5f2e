using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using FsCheck;
using FsCheck.Fluent;

namespace EGovPlatform.Values.Tests;

public class ValidatorTests
{
    private static readonly string Digest = new('a', 64);

    [Fact]
    public void Names_field_and_rule_wherever_the_value_is()
    {
        var delegation = new Delegation
        {
            Period = new DateValue { Edtf = "May 28" },
            Legs =
            {
                new Leg { Period = new DateValue { Edtf = "2018-05-28/2018-05-30" } },
                new Leg { Period = new DateValue { Edtf = "2018-02-30" }, Meetings = new StatedList { Stated = new Count { Qualifier = Qualifier.About } } },
            },
            Owners = { new Party { Resource = "organizations/mois", Role = PartyRole.Other } },
            Record = new Record { Sources = { new FactSource { FieldPath = "legs[2].period", Digest = "x" }, new FactSource { FieldPath = "legs[1].period", Digest = Digest } } },
        };
        Assert.Equal(
            [
                ("record.sources[0].field_path", "FIELD_PATH"),
                ("record.sources[0].digest", "DIGEST"),
                ("owners[0].role_as_printed", "OTHER_WORD_REQUIRED"),
                ("period.edtf", "DATE_SYNTAX"),
                ("legs[1].period.edtf", "DATE_SYNTAX"),
                ("legs[1].meetings.stated.value", "COUNT_VALUE_REQUIRED"),
            ],
            ValueValidator.Validate(delegation).Select(violation => (violation.FieldPath, violation.Rule)));
    }

    [Fact]
    public void A_kind_that_is_other_gives_its_word_in_any_resource() => Assert.Equal(
        ["kind_as_printed", "agenda[0].kind_as_printed"],
        ValueValidator.Validate(new Engagement { Kind = EngagementKind.Other, Agenda = { new AgendaItem { Kind = AgendaItemKind.Other } } }).Select(violation => violation.FieldPath));

    [Fact]
    public void Shares_refuse_live_work_and_warn_about_the_past()
    {
        var delegation = new Delegation
        {
            Record = new Record(),
            Funders = { new Funder { Organization = "organizations/mois", Percentage = "60" }, new Funder { Organization = "organizations/idb", Percentage = "50" } },
        };
        var violation = Assert.Single(ValueValidator.Validate(delegation));
        Assert.Equal(("funders", "SHARES_SUM"), (violation.FieldPath, violation.Rule));
        Assert.Empty(ValueWarnings.For(delegation));

        delegation.Record.Historical = true;
        Assert.Empty(ValueValidator.Validate(delegation));
        var warning = Assert.Single(ValueWarnings.For(delegation));
        Assert.Equal(("funders", "SHARES_SUM"), (warning.FieldPath, warning.Rule));
    }

    [Theory]
    [InlineData("period", """{"edtf":"2018-05"}""", "")]
    [InlineData("agencies.stated.value", "\"7\"", "")]
    [InlineData("agencies.items[0]", """{"asPrinted":"KEIS"}""", "")]
    [InlineData("aims", """["trust"]""", "")]
    [InlineData("period", "2018", "record.claims[0].value_json")]
    [InlineData("period", """{"edtf":"2018-05"},"etag":"1" """, "record.claims[0].value_json")]
    [InlineData("period", "{", "record.claims[0].value_json")]
    [InlineData("periods", "1", "record.claims[0].field_path")]
    [InlineData("legs.period", "1", "record.claims[0].field_path")]
    [InlineData("", "1", "record.claims[0].field_path")]
    public void A_claim_is_a_value_of_its_field(string path, string json, string broken)
    {
        var delegation = new Delegation { Agencies = new StatedList { Items = { new ListedItem { AsPrinted = "NIA" } } }, Record = new Record { Claims = { new Claim { FieldPath = path, ValueJson = json } } } };
        Assert.Equal(broken, ValueValidator.Validate(delegation).Select(violation => violation.FieldPath).FirstOrDefault(""));
    }

    [Fact]
    public void One_value_is_preferred()
    {
        Claim Says(string edtf, bool preferred) => new() { FieldPath = "period", ValueJson = $$"""{"edtf":"{{edtf}}"}""", Preferred = preferred };
        var delegation = new Delegation { Record = new Record { Claims = { Says("2018-05", false), Says("2018-05-28/2018-06-01", true) } } };
        Assert.Empty(ValueValidator.Validate(delegation));
        Assert.Equal("""{"edtf":"2018-05-28/2018-06-01"}""", ClaimRules.Values(delegation, delegation.Record, "period")[0].ValueJson);
        Assert.Equal(["period"], ClaimRules.RivalPaths(delegation, delegation.Record));
        delegation.Record.Claims[0].Preferred = true;
        Assert.Equal("CLAIM_PREFERRED_TWICE", Assert.Single(ValueValidator.Validate(delegation)).Rule);
    }

    [Fact]
    public void Two_spellings_of_one_value_are_no_rivals()
    {
        var delegation = new Delegation
        {
            Record = new Record { Claims = { new Claim { FieldPath = "period", ValueJson = """{"edtf":"2018-05"}""" }, new Claim { FieldPath = "period", ValueJson = """{ "edtf": "2018-05", "earliest": "" }""" } } },
        };
        Assert.Empty(ClaimRules.RivalPaths(delegation, delegation.Record));
    }

    [Fact]
    public void Personal_data_stay_out_of_claims_sources_and_warnings()
    {
        var person = new Person
        {
            Private = new PersonPrivate { Birth = new DateValue { Edtf = "1970-01-01", Inferred = { DatePart.Year } } },
            Record = new Record
            {
                Claims = { new Claim { FieldPath = "private.birth", ValueJson = """{"edtf":"1971"}""" } },
                Sources = { new FactSource { FieldPath = "private.birth", AsPrinted = "born in 1970" } },
            },
        };
        Assert.Equal(["SOURCE_PERSONAL", "CLAIM_PERSONAL"], ValueValidator.Validate(person).Select(violation => violation.Rule).OrderDescending());
        Assert.Empty(ValueWarnings.For(new Person { Private = person.Private }));
    }

    [Fact]
    public void Fills_what_is_derived_everywhere()
    {
        var delegation = new Delegation
        {
            Legs = { new Leg { Period = new DateValue { Edtf = "2018-05" }, Meetings = new StatedList { Stated = new Count { Value = 9 } } } },
            Sizes = { new Count { Value = 60, Qualifier = Qualifier.Over } },
        };
        ValueNormalizer.Normalize(delegation);
        Assert.Equal(("2018-05-01", "2018-05-31"), (delegation.Legs[0].Period.Earliest, delegation.Legs[0].Period.Latest));
        Assert.Equal("9 stated, 0 identified, 9 missing", delegation.Legs[0].Meetings.Reconciliation.Text);
        Assert.Equal((Qualifier.Exact, 9), (delegation.Legs[0].Meetings.Stated.Qualifier, delegation.Legs[0].Meetings.Stated.Upper));
        Assert.Equal((61, false), (delegation.Sizes[0].Lower, delegation.Sizes[0].HasUpper));
    }

    private static readonly Gen<Delegation> Delegations =
        from edtf in Gen.Elements("", "2018-05", "2018-05-28/..", "nonsense", "[..2018]", "XXXX-12-25")
        from value in Gen.Elements<long?>(null, 0, 9, 120, long.MaxValue, -1)
        from qualifier in Gen.Choose(0, 9)
        from items in Gen.Choose(0, 3)
        from amount in Gen.Elements("", "10", "x", "99999999999999999999")
        select new Delegation
        {
            Period = new DateValue { Edtf = edtf },
            Agencies = new StatedList
            {
                Stated = Count(value, qualifier),
                Unnamed = Count(value, 9 - qualifier),
                Items = { Enumerable.Range(0, items).Select(i => new ListedItem { AsPrinted = $"{i}" }) },
            },
            Funders = { new Funder { Money = new Money { Amount = amount, CurrencyCode = "KRW", Qualifier = (Qualifier)qualifier }, Percentage = amount } },
            Record = new Record { Claims = { new Claim { FieldPath = "period", ValueJson = edtf } } },
        };

    private static Count Count(long? value, int qualifier)
    {
        var count = new Count { Qualifier = (Qualifier)qualifier };
        if (value is { } n)
        {
            count.Value = n;
        }

        return count;
    }

    [Fact]
    public void Whatever_comes_in_nothing_throws_and_normalizing_twice_changes_nothing() => Properties.Hold(Delegations, delegation =>
    {
        var broken = ValueValidator.Validate(delegation).Count;
        ValueNormalizer.Normalize(delegation);
        ValueWarnings.For(delegation);
        var once = delegation.Clone();
        ValueNormalizer.Normalize(delegation);
        return delegation.Equals(once) && (broken > 0 || ValueValidator.Validate(delegation).Count == 0);
    });
}
